import { type FoundWord, type SpokenWords, wordError } from '../../../src/corpus/index.ts';

/** Words of the other's text from one to the next, where one between them may have been taken for the own. */
const near = 2;

/** Where the words lie that were heard on a track. */
export type TrackWords = {
  /** Heard words that are in the track's own text. */
  readonly right: number;
  /** Heard words that are not, but stand two or more together in what the other says. */
  readonly wrong: number;
};

/**
 * Whose words are heard on a track. A single word proves nothing: half of all words are in anybody's text. So a word
 * that the own text lacks is the other's only where the word beside it is, too.
 */
export function wordsOnTrack(
  heard: readonly string[],
  { own, other }: { readonly own: readonly string[]; readonly other: readonly string[] },
): TrackWords {
  const matches = matchWords(own, heard);
  const left = heard.filter((_, index) => !matches.has(index));
  const places = matchWords(other, left);
  const wrong = left.filter((_, index) => {
    const place = places.get(index);
    if (place === undefined) return false;
    return [index - 1, index + 1].some((beside) => {
      const neighbour = places.get(beside);
      return neighbour !== undefined && Math.abs(neighbour - place) <= near;
    });
  });
  return { right: matches.size, wrong: wrong.length };
}

/** A longest run of words that both have in the same order: by place in `heard`, the place in `reference`. */
export function matchWords(reference: readonly string[], heard: readonly string[]): Map<number, number> {
  const width = heard.length + 1;
  const longest = new Uint32Array((reference.length + 1) * width);
  for (let row = reference.length - 1; row >= 0; row--) {
    for (let column = heard.length - 1; column >= 0; column--) {
      const at = row * width + column;
      longest[at] =
        reference[row] === heard[column]
          ? (longest[at + width + 1] ?? 0) + 1
          : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  const matches = new Map<number, number>();
  for (let [row, column] = [0, 0]; row < reference.length && column < heard.length; ) {
    if (reference[row] === heard[column]) matches.set(column++, row++);
    else if ((longest[(row + 1) * width + column] ?? 0) >= (longest[row * width + column + 1] ?? 0)) row++;
    else column++;
  }
  return matches;
}

export type WordCounts = { readonly wrong: number; readonly words: number };

/** Wrong, missing and added words of a track, and how many its text has. */
export function wordCounts(reference: readonly string[], heard: readonly string[]): WordCounts {
  return countsOf([reference], [heard]);
}

/** The same of all tracks together, whichever way of giving tracks to speakers has least (cpWER). */
export function bestOrderCounts(
  reference: readonly (readonly string[])[],
  heard: readonly (readonly string[])[],
): WordCounts {
  const orders = [countsOf(reference, heard), countsOf(reference, heard.toReversed())];
  return orders.reduce((best, each) => (each.wrong < best.wrong ? each : best));
}

function countsOf(
  reference: readonly (readonly string[])[],
  heard: readonly (readonly string[])[],
): WordCounts {
  const spoken = reference.map((words, index): SpokenWords => ({ ...spanOf(index), words }));
  const found = heard.flatMap((words, index) => words.map((text): FoundWord => ({ ...spanOf(index), text })));
  const { substitutions, deletions, insertions, words } = wordError(spoken, found);
  return { wrong: substitutions + deletions + insertions, words };
}

/** A whole track is one stretch: words are compared by their order alone. */
function spanOf(track: number) {
  return { speaker: String(track), start: 0, end: 1 };
}
