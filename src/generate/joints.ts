import { endsSentence } from '../timeline/index.ts';
import type { TurnMaterial } from './material.ts';
import { turnWords } from './material.ts';

/** Below this the voice ran on: what it left between two words is no pause. Seconds. */
export const leastPause = 0.05;

/** How much a phrase ends at a word, from 0, not at all, to 3, the end of a sentence. */
export type Strength = number;

/** The place after a word of a turn and before the next. */
export type Joint = {
  /**
   * - `pause`: the voice paused here, for `silence` seconds;
   * - `fluent`: it ran on;
   * - `take`: two renderings meet here;
   * - `fixed`: the writer decided what happens here.
   */
  readonly kind: 'pause' | 'fluent' | 'take' | 'fixed';
  readonly silence: number;
  readonly strength: Strength;
  /** How loud it is where it would be cut, beside the whole, dB; -Infinity where two renderings meet. */
  readonly loudness: number;
};

/** One joint for each word but the last. */
export function findJoints(turn: TurnMaterial): Joint[] {
  const words = turnWords(turn);
  const fixed = new Set<number>();
  for (const insertion of turn.insertions) {
    if (insertion.type === 'pause' || insertion.type === 'event') fixed.add(insertion.after);
  }
  const loudness = turn.takes.flatMap(({ words: of, seamLevels }) =>
    of.map((_, index) => seamLevels[index] ?? Number.NEGATIVE_INFINITY),
  );
  const takeEnds = new Set<number>();
  let count = 0;
  for (const take of turn.takes) takeEnds.add((count += take.words.length));
  return words.slice(0, -1).map((word, index) => {
    const next = words[index + 1] ?? word;
    const silence = Math.max(0, next.start - word.end);
    const strength = phraseStrength(word.text, next.text);
    const joint = { silence, strength, loudness: loudness[index] ?? Number.NEGATIVE_INFINITY };
    if (fixed.has(index + 1)) return { ...joint, kind: 'fixed' };
    if (takeEnds.has(index + 1)) return { ...joint, kind: 'take', silence: 0 };
    return silence >= leastPause
      ? { ...joint, kind: 'pause', strength: Math.max(1, strength) }
      : { ...joint, kind: 'fluent' };
  });
}

const clauseEnd = /(?:[;:；：—–…]|--)["'”’)\]）」』]*$/u;
const commaEnd = /[,，、]["'”’)\]）」』]*$/u;
/** Words that people stop before when they look for what comes next. */
const opener =
  /^(?:and|but|so|because|or|which|that|when|where|if|then|who|while|though|like|to|with|for)$/iu;

function phraseStrength(text: string, next: string): Strength {
  if (endsSentence(text, next)) return 3;
  if (clauseEnd.test(text)) return 2;
  if (commaEnd.test(text)) return 1.5;
  return opener.test(next.replaceAll(/\P{L}/gu, '')) ? 0.6 : 0.2;
}

export function isQuestion(turn: TurnMaterial): boolean {
  return /[?？]["'”’)\]）」』]*$/u.test(turn.takes.at(-1)?.words.at(-1)?.text ?? '');
}
