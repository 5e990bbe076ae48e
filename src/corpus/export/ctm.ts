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

export function printCtm(record: DialogueRecord): string {
  return wordsByChannel(record)
    .flat()
    .flatMap(({ text, start, end, confidence, channel }) => {
      const token = plainWord(text);
      const times = `${printSeconds(start)} ${printSeconds(Math.max(0, end - start))}`;
      return token === ''
        ? []
        : [`${record.id} ${channel + 1} ${times} ${token} ${(confidence ?? 1).toFixed(2)}\n`];
    })
    .join('');
}
