import { primaryLanguage } from '../language.ts';
import { englishClues, noClues } from './english-clues.ts';
import { mandarinClues } from './mandarin-clues.ts';

/** What the words of a turn say about its end: 0 to 1, but for the length. */
export type TextClues = {
  /** Ends in a word that belongs to what follows: `the`, `because`, 的. */
  readonly leans: number;
  /** Ends in `um`, 那个. */
  readonly fills: number;
  /** Ends in a verb that takes an object. */
  readonly wantsObject: number;
  /** Ends in what is often last: `please`, 吗. */
  readonly closes: number;
  /** Asks something. */
  readonly asks: number;
  /** Nothing but a clause that hangs on another: `if you turn left`. */
  readonly opensOnly: number;
  /** Has no verb, though it has several words. */
  readonly verbless: number;
  /** Numbers or letters one by one: more of them may come. */
  readonly dictates: number;
  /** A single word. */
  readonly bare: number;
  /** Words, in octaves. */
  readonly length: number;
};

export function textClues(text: string, language: string): TextClues {
  const han = /\p{Script=Han}/u.test(text);
  if (han) return mandarinClues(text);
  return primaryLanguage(language) === 'en' ? englishClues(text) : noClues;
}

/** In the order of a table of weights. */
export const clueNames = [
  'leans',
  'fills',
  'wantsObject',
  'closes',
  'asks',
  'opensOnly',
  'verbless',
  'dictates',
  'bare',
  'length',
] as const satisfies readonly (keyof TextClues)[];
