import type { CorpusEvent, CorpusUtterance } from '../../record/types.ts';

/** How a family of corpora writes into a text what is no word of it. */
export type TagDialect = {
  /** The tag of something that is heard, or `null` where the dialect has none. */
  readonly event: (event: CorpusEvent) => string | null;
  /** Round words that are said while laughing; `null`: laughter stands before them as an event. */
  readonly laughing: Brackets | null;
  /** Round words that may have been others. */
  readonly uncertain: Brackets | null;
  /** The same, where a tag before them says so. */
  readonly doubt: string | null;
  /** Before the words from which on another is heard too. */
  readonly overlap: string | null;
  /** Where an utterance begins while another is speaking. */
  readonly startsInOverlap: string | null;
  /** In place of what was taken out. */
  readonly redacted: string;
  /** The other's short word inside a turn: who, and what. */
  readonly listener: ((channel: number, words: readonly string[]) => string) | null;
  /** How an utterance ends: of its last word, what is kept, and the mark that stands apart. */
  readonly end: ((last: string, utterance: CorpusUtterance) => readonly [string, string]) | null;
  /** What would be read as a tag where a word holds it; it is left out. */
  readonly reserved: RegExp;
  /** White space round every tag and word, of Chinese and Japanese too. */
  readonly spaced: boolean;
};

export type Brackets = readonly [open: string, close: string];

export const tagDialectNames = ['magic', 'cosyvoice', 'fisher', 'chat'] as const;
export type TagDialectName = (typeof tagDialectNames)[number];
