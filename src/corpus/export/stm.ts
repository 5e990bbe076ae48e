import type { CorpusUtterance, DialogueRecord } from '../record/types.ts';
import { printSeconds } from './plain-numbers.ts';
import { createTextExporter } from './text-exporter.ts';
import { plainWord } from './words-of.ts';

/** NIST's segment time mark: the transcript that `sclite` scores against. */
export const stmExporter = createTextExporter({
  name: 'stm',
  summary: 'NIST segment time mark: what is said in which segment',
  extension: '.stm',
  print: (record) => ({ text: printStm(record) }),
});

export function printStm({ id, speakers, split, utterances }: DialogueRecord): string {
  const lines = speakers.flatMap(({ id: speaker, channel, gender }) => {
    const own = utterances
      .filter((utterance) => utterance.speaker === speaker && utterance.end > utterance.start)
      .toSorted((a, b) => a.start - b.start);
    const label = `<o,${split ?? 'all'},${gender ?? 'unknown'}>`;
    return own.flatMap((utterance) => {
      const text = plainText(utterance);
      const times = `${printSeconds(utterance.start)} ${printSeconds(utterance.end)}`;
      return text === '' ? [] : [`${id} ${channel + 1} ${speaker} ${times} ${label} ${text}\n`];
    });
  });
  return lines.join('');
}

function plainText({ words }: CorpusUtterance): string {
  return words
    .map(({ text }) => plainWord(text))
    .filter((text) => text !== '')
    .join(' ');
}
