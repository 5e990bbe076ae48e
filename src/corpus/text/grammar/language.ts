import type { Random } from '../../../dsp/index.ts';
import type { DomainName } from '../../simulate/spec.ts';
import type { Topic } from './material.ts';

/** All that a dialogue needs to be written in a language. */
export type GrammarLanguage = {
  readonly tag: 'en' | 'zh';
  /** What every conversation has, whatever it is about: greetings, reactions, doubts, side talk. */
  readonly frames: Topic;
  /** Days, times, names: what fills slots that a topic does not fill itself. */
  readonly pools: Topic;
  readonly topics: Readonly<Record<DomainName, readonly Topic[]>>;
  /** What is done step by step, of any domain. */
  readonly procedures: readonly Topic[];
  /** Between two sentences. */
  readonly space: string;
  /** Words, or characters. */
  readonly length: (sentence: string) => number;
  /** Longer than this, a sentence is of one split alone. */
  readonly free: number;
  /** A sentence as it is printed. */
  readonly finish: (sentence: string) => string;
  /** With a hesitation, a repetition, a new start. */
  readonly hesitate: (sentence: string, habits: Habits, random: Random) => string;
  /** In other words that mean the same, and of how many they were drawn. */
  readonly vary: (sentence: string, random: Random) => Varied;
  /** With a few words behind it, before what ends it. */
  readonly append: (sentence: string, words: string) => string;
  /** One value, and what it should have been. */
  readonly correct: (wrong: string, right: string, random: Random) => string;
  /** What answers or reacts by itself, and needs no reaction before it. */
  readonly reacts: RegExp;
  /** The beginning of a sentence that somebody was kept from ending. */
  readonly breakOff: (sentence: string, random: Random) => string | undefined;
  /** Seconds of conversation for a word, or a character, as embedded voices speak: the mean of 50 dialogues. */
  readonly pace: number;
  /** Seconds that they take. */
  readonly goodbyes: number;
};

/** How a person talks, whatever about. */
export type Habits = {
  /** Sounds of hesitation, in order of liking. */
  readonly fillers: readonly string[];
  /** Share of sentences that do not come out smoothly. */
  readonly hesitation: number;
};

export type Varied = { readonly text: string; readonly bits: number };
