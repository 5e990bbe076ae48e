import type { SpokenBreak, SpokenWord } from './spoken-form.ts';

/** Words that flite says in one go. */
export type Clause = {
  readonly words: readonly SpokenWord[];
  /** Seconds of silence after it, at speed 1. */
  readonly rest: number;
};

/** Seconds of rest at a seam between two clauses. Inside a clause flite rests by itself. */
const rests: Readonly<Record<SpokenBreak, number>> = {
  '': 0.06,
  ',': 0.18,
  ';': 0.28,
  '.': 0.42,
  '?': 0.42,
  '!': 0.42,
};

/** Spoken words in a clause; a sentence that is longer is parted, at a comma where it has one. */
const longest = 30;
const hardLimit = 45;

/** Every word is in one clause, in order; every clause has something to say. None where nothing has. */
export function splitClauses(words: readonly SpokenWord[]): Clause[] {
  const clauses: { words: SpokenWord[]; rest: number }[] = [];
  let current: SpokenWord[] = [];
  let said = 0;
  for (const [index, word] of words.entries()) {
    current.push(word);
    said += word.spoken.length;
    const ends = /[.?!]/u.test(word.break) || (said >= longest && word.break !== '') || said >= hardLimit;
    if (said > 0 && (ends || index === words.length - 1)) {
      clauses.push({ words: current, rest: rests[word.break] });
      current = [];
      said = 0;
    }
  }
  clauses.at(-1)?.words.push(...current);
  return clauses;
}
