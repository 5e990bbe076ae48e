/** What a recogniser is told of the texts that it may hear: the words and how they follow each other. */
export type ClosedLanguage = {
  /** A language model of word pairs, in the form of ARPA. */
  readonly pairs: string;
  /** A line for each way to say a word: the word and its phones. */
  readonly dictionary: string;
  /** Words that have no pronunciation: they cannot be heard. */
  readonly unknown: readonly string[];
};

/** The share of each word's pairs that is given to words that have not followed it. */
const discount = 0.5;
const [begin, end] = ['<s>', '</s>'];

/** Closed over sentences of words. `sayWord` gives the phones of each way to say a word. */
export function closeLanguage(
  sentences: readonly (readonly string[])[],
  sayWord: (word: string) => readonly string[],
): ClosedLanguage {
  const words = [...new Set(sentences.flat())].toSorted();
  const said = words.map((word) => ({ word, ways: sayWord(word) }));
  const known = new Set(said.flatMap(({ word, ways }) => (ways.length > 0 ? [word] : [])));
  const sayable = sentences
    .map((sentence) => sentence.filter((word) => known.has(word)))
    .filter(({ length }) => length > 0);
  return {
    pairs: printPairs(sayable),
    dictionary: said
      .flatMap(({ word, ways }) =>
        ways.map((phones, index) => `${word}${index === 0 ? '' : `(${index + 1})`} ${phones}\n`),
      )
      .join(''),
    unknown: words.filter((word) => !known.has(word)),
  };
}

/** Word pairs by absolute discounting; logarithms to base 10. */
function printPairs(sentences: readonly (readonly string[])[]): string {
  const singles = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const sentence of sentences) {
    const whole = [begin, ...sentence, end];
    for (const [index, word] of whole.entries()) {
      if (index > 0) singles.set(word, (singles.get(word) ?? 0) + 1);
      const next = whole[index + 1];
      if (next === undefined) continue;
      const following = pairs.get(word) ?? new Map<string, number>();
      following.set(next, (following.get(next) ?? 0) + 1);
      pairs.set(word, following);
    }
  }
  const total = sumOf(singles);
  const shareOf = (word: string): number => (singles.get(word) ?? 0) / total;
  const singleLines = [begin, ...[...singles.keys()].toSorted()].map((word) => {
    const following = pairs.get(word);
    const share = word === begin ? '-99.0000' : log(shareOf(word));
    return following === undefined
      ? `${share} ${word}`
      : `${share} ${word} ${log(backOff(following, shareOf))}`;
  });
  const pairLines = [...pairs.keys()].toSorted().flatMap((word) => {
    const following = pairs.get(word) ?? new Map<string, number>();
    const all = sumOf(following);
    return [...following.keys()]
      .toSorted()
      .map((next) => `${log(((following.get(next) ?? 0) - discount) / all)} ${word} ${next}`);
  });
  return [
    '\\data\\',
    `ngram 1=${singleLines.length}`,
    `ngram 2=${pairLines.length}`,
    '',
    '\\1-grams:',
    ...singleLines,
    '',
    '\\2-grams:',
    ...pairLines,
    '',
    '\\end\\',
    '',
  ].join('\n');
}

/** What is left for words that have not followed, over their share of all words. */
function backOff(following: ReadonlyMap<string, number>, shareOf: (word: string) => number): number {
  const left = (discount * following.size) / sumOf(following);
  const others = 1 - [...following.keys()].reduce((sum, word) => sum + shareOf(word), 0);
  return left / Math.max(1e-6, others);
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function log(share: number): string {
  return Math.log10(Math.max(1e-9, share)).toFixed(4);
}
