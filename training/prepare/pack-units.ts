import { joinWords, type Word } from 'duologue/timeline';
import type { DialogueText, ReadOptions } from '../../packages/dialospeech/src/text/index.ts';
import type { PackUnit } from './pack-item.ts';

/** What somebody said, with the seconds of its words. */
export type SaidText = ReadOptions & {
  readonly channel: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Omit<Word, 'confidence'>[];
};

/** One unit, or more of a long text. None where its words are not those that the text is read as. */
export function packUnits(
  reader: DialogueText,
  { text, channel, start, end, words, ...options }: SaidText,
): PackUnit[] {
  const { units } = reader.read(text, options);
  const read = units.flatMap((unit) => unit.words);
  if (read.length !== words.length || read.some((word, index) => word.text !== words[index]?.text)) return [];
  let first = 0;
  return units.map((unit, index): PackUnit => {
    const timed = words.slice(first, first + unit.words.length);
    first += unit.words.length;
    const last = index === units.length - 1;
    return {
      channel,
      role: unit.role,
      start: seconds(index === 0 ? start : (timed[0]?.start ?? start)),
      end: seconds(last ? end : (timed.at(-1)?.end ?? end)),
      cut: last && options.cut === true,
      text: joinWords(timed.map((word) => word.text)),
      symbols: unit.symbols,
      tones: unit.tones,
      words: unit.words.flatMap(({ text: said, from, to }, place) => {
        const time = timed[place];
        if (time === undefined || to === from) return [];
        return [{ text: said, from, to, start: seconds(time.start), end: seconds(time.end) }];
      }),
    };
  });
}

/** A tenth of a millisecond is finer than a sample. */
export function seconds(time: number): number {
  return Math.round(time * 1e4) / 1e4;
}
