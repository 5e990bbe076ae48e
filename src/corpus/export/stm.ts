import type { DialogueRecord } from '../record/types.ts';
import { printSeconds } from './plain-numbers.ts';
import type { TagDialectName } from './tags/tag-dialect.ts';
import { plainTexts } from './tags/tag-record.ts';
import { createTextExporter } from './text-exporter.ts';

/** NIST's segment time mark: the transcript that `sclite` scores against. */
export const stmExporter = createTextExporter({
  name: 'stm',
  summary: 'NIST segment time mark: what is said in which segment',
  extension: '.stm',
  print: (record, { tags }) => ({ text: printStm(record, tags) }),
});

export function printStm(record: DialogueRecord, tags?: TagDialectName): string {
  const { id, speakers, split, utterances } = record;
  const wordsOf = plainTexts(record, tags);
  const lines = speakers.flatMap(({ id: speaker, channel, gender }) => {
    const own = utterances
      .filter((utterance) => utterance.speaker === speaker && utterance.end > utterance.start)
      .toSorted((a, b) => a.start - b.start);
    const label = `<o,${split ?? 'all'},${gender ?? 'unknown'}>`;
    return own.flatMap((utterance) => {
      const text = wordsOf(utterance).join(' ');
      const times = `${printSeconds(utterance.start)} ${printSeconds(utterance.end)}`;
      return text === '' ? [] : [`${id} ${channel + 1} ${speaker} ${times} ${label} ${text}\n`];
    });
  });
  return lines.join('');
}
