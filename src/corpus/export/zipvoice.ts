import { joinWords } from '../../timeline/index.ts';
import type { CorpusUtterance, DialogueRecord } from '../record/types.ts';
import type { Exporter } from './exporter.ts';
import { selectRecords, splitName } from './select-records.ts';
import { createSortedFiles, fileNumber } from './sorted-files.ts';
import { soundFor } from './sounds.ts';
import type { TagDialectName } from './tags/tag-dialect.ts';

/** What ZipVoice-Dialog works at. Hz. */
const usualSampleRate = 24_000;
const usualPerFile = 100_000;

/** ZipVoice-Dialog: a table of ids, texts with `[S1]` and `[S2]`, and stereo sounds. */
export const zipVoiceExporter: Exporter = {
  name: 'zipvoice',
  summary: 'ZipVoice-Dialog: a table of tagged texts and stereo sounds',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const warnings: string[] = [];
    const tables = createSortedFiles({
      folder,
      name: (split, index) => `${index === 0 ? split : fileNumber(split, index)}.tsv`,
      perFile: options.perShard ?? usualPerFile,
    });
    let sounds = 0;
    for await (const record of selection.records()) {
      if (record.speakers.length !== 2) {
        warnings.push('Dialogues of other than two speakers are left out.');
        continue;
      }
      if (record.utterances.some(({ kind }) => kind === 'backchannel')) {
        warnings.push(
          'A backchannel stands behind the turn in which it is heard: the texts know no overlap.',
        );
      }
      const split = splitName(record);
      const rate = options.sampleRate ?? usualSampleRate;
      const sound = await soundFor(corpus, record, { ...options, sampleRate: rate, format: 'wav' });
      const path = `wav/${split}/${record.id}.wav`;
      await folder.write(path, sound.bytes);
      sounds += 1;
      await tables.add(split, record.id, `${record.id}\t${taggedText(record, options.tags)}\t${path}\n`);
    }
    return selection.report(sounds + (await tables.end()), warnings);
  },
};

/** What one says in a row stands behind one tag. */
export function taggedText({ speakers, utterances }: DialogueRecord, tags?: TagDialectName): string {
  let text = '';
  let before: string | undefined;
  for (const utterance of utterances) {
    const said = tags === undefined ? joinWords(spokenWords(utterance)) : oneLine(utterance.text);
    if (said === '') continue;
    const tag = `[S${speakers.findIndex(({ id }) => id === utterance.speaker) + 1}]`;
    text += utterance.speaker === before ? ` ${said}` : `${text === '' ? '' : ' '}${tag}${said}`;
    before = utterance.speaker;
  }
  return text;
}

function spokenWords({ words }: CorpusUtterance): string[] {
  return words.map(({ text }) => oneLine(text));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}
