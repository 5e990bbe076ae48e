import type { DialogueRecord } from '../record/types.ts';
import { printSeconds } from './plain-numbers.ts';
import { createTextExporter } from './text-exporter.ts';
import { plainWord, wordsByChannel } from './words-of.ts';

/** NIST's time-marked conversation: a line for each word. */
export const ctmExporter = createTextExporter({
  name: 'ctm',
  summary: 'NIST time-marked conversation: when each word is said',
  extension: '.ctm',
  print: (record) => ({ text: printCtm(record) }),
});

/** `mixed`: all speakers in one channel. */
export function printCtm(record: DialogueRecord, { mixed = false } = {}): string {
  const words = wordsByChannel(record).flat();
  const sorted = mixed ? words.toSorted((a, b) => a.start - b.start || a.end - b.end) : words;
  return sorted
    .flatMap(({ text, start, end, confidence, channel }) => {
      const token = plainWord(text);
      const times = `${printSeconds(start)} ${printSeconds(Math.max(0, end - start))}`;
      const place = `${record.id} ${mixed ? 1 : channel + 1}`;
      return token === '' ? [] : [`${place} ${times} ${token} ${(confidence ?? 1).toFixed(2)}\n`];
    })
    .join('');
}
