import type { DialogueRecord } from '../record/types.ts';
import type { Exporter } from './exporter.ts';
import { round } from './lhotse-rows.ts';
import { selectRecords, splitName } from './select-records.ts';
import { compareBytes } from './sorted-files.ts';
import { soundFor } from './sounds.ts';
import { wordsByChannel } from './words-of.ts';

/** What Moshi's codec works at. Hz. */
const usualSampleRate = 24_000;

/**
 * moshi-finetune: the system left and the user right, the system's words beside the sound. Each dialogue is there
 * once for each of its speakers as the system.
 */
export const moshiExporter: Exporter = {
  name: 'moshi',
  summary: 'moshi-finetune: stereo sounds and the words of the one on the left',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const warnings: string[] = [];
    const rows = new Map<string, string[]>();
    let files = 0;
    for await (const record of selection.records()) {
      if (record.speakers.length !== 2) {
        warnings.push('Dialogues of other than two speakers are left out.');
        continue;
      }
      const split = splitName(record);
      const words = wordsByChannel(record);
      for (const main of [0, 1]) {
        const sound = await soundFor(corpus, record, {
          ...options,
          sampleRate: options.sampleRate ?? usualSampleRate,
          format: 'wav',
          channels: [main, 1 - main],
        });
        const name = `data/${split}/${record.id}-${main === 0 ? 'a' : 'b'}`;
        await folder.write(`${name}.wav`, sound.bytes);
        const alignments = (words[main] ?? []).map(({ text, start, end }) => [
          text,
          [round(start), round(end)],
          'SPEAKER_MAIN',
        ]);
        await folder.write(`${name}.json`, `${JSON.stringify({ alignments })}\n`);
        files += 2;
        const own = rows.get(split) ?? [];
        rows.set(split, own);
        own.push(JSON.stringify({ path: `${name}.wav`, duration: round(sound.duration) }));
      }
    }
    for (const [split, own] of rows) {
      await folder.write(`${split}.jsonl`, `${own.toSorted(compareBytes).join('\n')}\n`);
      files += 1;
    }
    return selection.report(files, warnings);
  },
};

/** J-Moshi: who says which word when. */
export const jMoshiExporter: Exporter = {
  name: 'jmoshi',
  summary: 'J-Moshi: stereo sounds and the words of both speakers',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    let files = 0;
    for await (const record of selection.records()) {
      const sound = await soundFor(corpus, record, {
        ...options,
        sampleRate: options.sampleRate ?? usualSampleRate,
        format: 'wav',
      });
      const split = splitName(record);
      await folder.write(`${split}/audio/${record.id}.wav`, sound.bytes);
      await folder.write(`${split}/text/${record.id}.json`, `${JSON.stringify(bothWords(record))}\n`);
      files += 2;
    }
    return selection.report(files, []);
  },
};

function bothWords(record: DialogueRecord) {
  return wordsByChannel(record)
    .flatMap((words) => words)
    .toSorted((a, b) => a.start - b.start || a.channel - b.channel)
    .map(({ text, start, end, channel }) => ({
      speaker: String.fromCodePoint('A'.charCodeAt(0) + channel),
      word: text,
      start: round(start),
      end: round(end),
    }));
}
