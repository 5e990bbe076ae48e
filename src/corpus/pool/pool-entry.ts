import type { Gender, Word } from '../../timeline/index.ts';

/** Somebody who was recorded for a pool. What is not known is `null`. */
export type PoolSpeaker = {
  /** Matches `[A-Za-z0-9_-]+`. */
  readonly id: string;
  /** BCP 47. */
  readonly language: string;
  readonly nativeLanguage: string | null;
  readonly gender: Gender | null;
  readonly ageBand: string | null;
  readonly accent: string | null;
  readonly region: string | null;
  /** By which the person's consent is filed. */
  readonly consent: string | null;
  readonly licence: string | null;
  /** Whose voice it is, of what is synthesised: `flite/rms`. */
  readonly voice: string | null;
};

/** A recorded utterance as a list names it, before its sound is opened. */
export type PoolEntry = {
  /** What to call it in an error: the list and line, or the file. */
  readonly where: string;
  /** An absolute path. */
  readonly audio: string;
  readonly channel: number;
  /** Seconds in the file; `to` is `null` for its end. */
  readonly from: number;
  readonly to: number | null;
  readonly text: string;
  /** What is heard where there are no words. */
  readonly event: 'laughter' | null;
  /** Seconds from `from`; `null` where nobody has timed them. */
  readonly words: readonly Word[] | null;
  /** Kept to dialogues of these where there are any. */
  readonly registers: readonly string[];
  readonly speaker: PoolSpeaker;
};
