import type { SpokenSpan } from './diarization-error.ts';

/** What somebody says in a stretch of time, as words that are compared letter by letter. */
export type SpokenWords = SpokenSpan & { readonly words: readonly string[] };

/** A word where it was found. */
export type FoundWord = SpokenSpan & { readonly text: string };

export type WordError = {
  /** Share of the words, 0 and more: all that is wrong over `words`. `NaN` where there are none. */
  readonly error: number;
  /** Of the reference. */
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
};

/** What a wrong, a missing and an added word cost where two texts are laid side by side: as in NIST's sclite. */
const costs = { substitution: 4, deletion: 3, insertion: 3 };

/**
 * How many words are wrong, as NIST's sclite counts them by time: a word is looked for in the first stretch of its
 * speaker that ends behind the word's middle, or in the last.
 */
export function wordError(reference: readonly SpokenWords[], found: readonly FoundWord[]): WordError {
  const total = { words: 0, substitutions: 0, deletions: 0, insertions: 0 };
  for (const speaker of new Set([...reference, ...found].map((each) => each.speaker))) {
    const stretches = reference
      .filter((each) => each.speaker === speaker)
      .toSorted((a, b) => a.start - b.start);
    const heard = stretches.map((): string[] => []);
    const own = found.filter((each) => each.speaker === speaker).toSorted((a, b) => a.start - b.start);
    if (stretches.length === 0) total.insertions += own.length;
    let at = 0;
    for (const { text, start, end } of own) {
      while (at + 1 < stretches.length && (stretches[at]?.end ?? 0) <= (start + end) / 2) at += 1;
      heard[at]?.push(text);
    }
    for (const [index, { words }] of stretches.entries()) {
      const { substitutions, deletions, insertions } = compareWords(words, heard[index] ?? []);
      total.words += words.length;
      total.substitutions += substitutions;
      total.deletions += deletions;
      total.insertions += insertions;
    }
  }
  const { words, substitutions, deletions, insertions } = total;
  return { error: words === 0 ? Number.NaN : (substitutions + deletions + insertions) / words, ...total };
}

type Steps = Pick<WordError, 'substitutions' | 'deletions' | 'insertions'> & { readonly cost: number };

/** The cheapest way from one text to the other. */
function compareWords(reference: readonly string[], heard: readonly string[]): Steps {
  const none: Steps = { cost: 0, substitutions: 0, deletions: 0, insertions: 0 };
  let row: Steps[] = [none];
  for (const _ of heard) row.push(inserted(row.at(-1) ?? none));
  for (const word of reference) {
    const next: Steps[] = [deleted(row[0] ?? none)];
    for (const [column, candidate] of heard.entries()) {
      const before = row[column] ?? none;
      const ways = [
        candidate === word ? before : substituted(before),
        deleted(row[column + 1] ?? none),
        inserted(next[column] ?? none),
      ];
      next.push(ways.reduce((best, way) => (way.cost < best.cost ? way : best)));
    }
    row = next;
  }
  return row.at(-1) ?? none;
}

function substituted(steps: Steps): Steps {
  return { ...steps, cost: steps.cost + costs.substitution, substitutions: steps.substitutions + 1 };
}

function deleted(steps: Steps): Steps {
  return { ...steps, cost: steps.cost + costs.deletion, deletions: steps.deletions + 1 };
}

function inserted(steps: Steps): Steps {
  return { ...steps, cost: steps.cost + costs.insertion, insertions: steps.insertions + 1 };
}
