/** How a word is read. */
export type PronunciationRule = {
  readonly word: string;
  readonly replacement: string;
  /** Default false. */
  readonly caseSensitive?: boolean;
};

/** A text as it is read. */
export type Respelling = {
  readonly text: string;
  /** How many letters of it come before a place of the original, white space counted in neither. */
  place(written: number): number;
};

/** Replaces whole words, the longest rule first; what was put in is not replaced again. */
export function respell(text: string, rules: readonly PronunciationRule[]): Respelling {
  const pattern = patternOf(rules);
  const edits: { from: number; to: number; length: number }[] = [];
  let result = '';
  let last = 0;
  for (const found of pattern === undefined ? [] : text.matchAll(pattern)) {
    const replacement = replacementFor(found[0], rules);
    if (replacement === undefined) continue;
    result += text.slice(last, found.index) + replacement;
    last = found.index + found[0].length;
    const from = letters(text.slice(0, found.index));
    edits.push({ from, to: from + letters(found[0]), length: letters(replacement) });
  }
  return {
    text: result + text.slice(last),
    place(written) {
      let shift = 0;
      for (const { from, to, length } of edits) {
        if (written >= to) shift += length - (to - from);
        else if (written > from) return from + shift + (length * (written - from)) / (to - from);
        else break;
      }
      return written + shift;
    },
  };
}

function patternOf(rules: readonly PronunciationRule[]): RegExp | undefined {
  const words = rules.map(({ word }) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const choices = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replaceAll(/\s+/g, '\\s+'));
  // Chinese and Japanese have no spaces: there any place is the edge of a word.
  const letter = '(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}])[\\p{L}\\p{N}]';
  return new RegExp(`(?<!${letter})(?:${choices.join('|')})(?!${letter})`, 'giu');
}

function replacementFor(found: string, rules: readonly PronunciationRule[]): string | undefined {
  const exact = rules.find(({ word }) => plain(word) === plain(found));
  const loose = rules.find(
    ({ word, caseSensitive = false }) =>
      !caseSensitive && plain(word).toLowerCase() === plain(found).toLowerCase(),
  );
  return (exact ?? loose)?.replacement;
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function letters(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
