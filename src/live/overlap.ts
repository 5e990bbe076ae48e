import type { Word } from '../timeline/index.ts';
import type { HeardSound } from './heard-frame.ts';

/** What somebody's sound over the agent's turns out to be. */
export type OverlapVerdict = 'undecided' | 'noise' | 'backchannel' | 'side-talk' | 'interruption';

export type Judgement = {
  readonly verdict: OverlapVerdict;
  readonly because: string;
  /** 0 to 1: how surely it is an interruption, as far as is known. */
  readonly likelihood: number;
};

/** All that is known of a bout of sound, for judging what it is. Plain figures, kept as the frames come. */
export type BoutEvidence = {
  /** Seconds from its first to its latest speech. */
  readonly duration: number;
  /** Of its latest speech, on the session's clock. */
  readonly end: number;
  /** Seconds since the latest speech in it. */
  readonly silence: number;
  /** Of its frames: how many held speech, on average how surely, and from how close. 0 to 1. */
  readonly speech: number;
  readonly near: number;
  readonly voiced: number;
  /** Peaks of the level, of which a syllable has one. */
  readonly peaks: number;
  /** Semitones from its beginning to now. */
  readonly pitchMove: number;
  /** dBFS at its loudest; what is usual of the user's turns, if known; the room. */
  readonly level: number;
  readonly usualLevel?: number;
  readonly floor: number;
  /** dBFS and dB: of its frames with speech, their mean and how far they spread. */
  readonly meanLevel: number;
  readonly levelSpread: number;
  /** Hz: mean, and that of the user's turns. */
  readonly pitch?: number;
  readonly usualPitch?: number;
  /** How surely it is only what a listener says, by its sound; .5 where nothing is known. */
  readonly listening: number;
  /** Seconds spent in each kind of sound. */
  readonly sounds: Readonly<Partial<Record<HeardSound, number>>>;
  /** Of its words, as far as they are known. */
  readonly text: string;
  readonly words: readonly Word[];
  /** Words of the sound just before, which was let pass. */
  readonly earlier: string;
  /** Seconds of speech close by just before, with a short pause between: two pieces of one thing that is said. */
  readonly before: number;
  /** Somebody listens for words: none yet means that they are still to come. */
  readonly recognised: boolean;
  /** The agent has just asked something: what is said is an answer. */
  readonly asked: boolean;
  /** Share of the agent's own voice coming back, 0 to 1. */
  readonly echo: number;
};
