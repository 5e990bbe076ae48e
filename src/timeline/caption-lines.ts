import type { CaptionWord } from './caption-words.ts';
import { textWidth } from './text-width.ts';

export type LineLimits = {
  /** Columns. */
  readonly maxLineLength: number;
  /** Columns that a label takes in the first line. */
  readonly labelWidth: number;
};

/** As few lines as the words need, evenly filled; `undefined` where they need more than `maxLines`. */
export function layOutLines(
  words: readonly CaptionWord[],
  limits: LineLimits,
  maxLines: number,
): readonly string[] | undefined {
  const fewest = fillLines(words, limits.maxLineLength, limits);
  if (fewest === undefined || fewest.length > maxLines) return undefined;
  if (fewest.length === 1) return fewest;
  const total = fewest.reduce((sum, line) => sum + textWidth(line), limits.labelWidth);
  for (let width = Math.ceil(total / fewest.length); width < limits.maxLineLength; width++) {
    const even = fillLines(words, width, limits);
    if (even !== undefined && even.length <= fewest.length) return even;
  }
  return fewest;
}

function fillLines(
  words: readonly CaptionWord[],
  width: number,
  { labelWidth }: LineLimits,
): readonly string[] | undefined {
  const lines: string[] = [];
  let line = '';
  let used = labelWidth;
  for (const { text, spaced } of words) {
    const needed = textWidth(text);
    const space = spaced && line !== '' ? ' ' : '';
    if (used + space.length + needed <= width) {
      line += space + text;
      used += space.length + needed;
    } else {
      // A first word that has no room: not even a line of its own would hold it.
      if (line === '' || needed > width) return undefined;
      lines.push(line);
      line = text;
      used = needed;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Columns of the words in one line. */
export function widthOfWords(words: readonly CaptionWord[]): number {
  return words.reduce(
    (sum, { text, spaced }, index) => sum + textWidth(text) + (spaced && index > 0 ? 1 : 0),
    0,
  );
}
