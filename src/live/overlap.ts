import type { Word } from '../timeline/index.ts';
import type { HeardSound } from './heard-frame.ts';

/** What somebody's sound over the agent's turns out to be. */
export type OverlapVerdict = 'undecided' | 'noise' | 'backchannel' | 'side-talk' | 'interruption';

/** All that is known of a bout of sound, for judging what it is. Plain figures, kept as the frames come. */
export type BoutEvidence = {
  /** Seconds from its first to its latest speech. */
  readonly duration: number;
  /** Seconds since the latest speech in it. */
  readonly silence: number;
  /** Of its frames: how many held speech, on average how surely, and from how close. 0 to 1. */
  readonly speech: number;
  readonly near: number;
  readonly voiced: number;
  /** dBFS of its loudest tenth; what is usual of the user's turns, if known; the room. */
  readonly level: number;
  readonly usualLevel?: number;
  readonly floor: number;
  /** Hz: median, and that of the user's turns. */
  readonly pitch?: number;
  readonly usualPitch?: number;
  /** Seconds spent in each kind of sound. */
  readonly sounds: Readonly<Partial<Record<HeardSound, number>>>;
  /** Of its words, as far as they are known. */
  readonly text: string;
  readonly words: readonly Word[];
  /** Somebody listens for words: none yet means that they are still to come. */
  readonly recognised: boolean;
  /** Share of the agent's own voice coming back, 0 to 1. */
  readonly echo: number;
};
