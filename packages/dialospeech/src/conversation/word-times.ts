import type { Word } from 'duologue/timeline';

/** A word of a unit by its symbols, half open. */
export type UnitWord = { readonly text: string; readonly from: number; readonly to: number };

/** No word is shorter: of several symbols in one step nobody knows better. Seconds. */
const shortest = 0.01;

/**
 * When the words of a unit are heard, by when its symbols began (in steps of `stepDuration` seconds; one onset more
 * than there are symbols). They rise, and no two overlap.
 */
export function wordTimes(
  words: readonly UnitWord[],
  onsets: readonly number[],
  stepDuration: number,
): Word[] {
  const last = onsets.length - 1;
  const timeOf = (symbol: number): number => (onsets[Math.min(last, symbol)] ?? 0) * stepDuration;
  let clock = 0;
  return words.map(({ text, from, to }) => {
    const start = Math.max(clock, timeOf(from));
    const end = Math.max(start + shortest, timeOf(to));
    clock = end;
    return { text, start, end };
  });
}
