import { endsSentence } from '../timeline/index.ts';
import type { HeardFrame } from './heard-frame.ts';
import type { TurnTakingPolicy } from './policy.ts';

/** What is known when the user has fallen silent for a moment. */
export type TurnEndEvidence = {
  /** Seconds since the latest speech. */
  readonly silence: number;
  /** Seconds of speech in the turn, and of pauses between. */
  readonly spoken: number;
  readonly paused: number;
  /** Of the latest speech: its last frames, oldest first, silence after it included. */
  readonly tail: readonly HeardFrame[];
  /** So far; empty where nobody listens for words, or none are known. */
  readonly text: string;
  /** Somebody listens for words. */
  readonly recognised: boolean;
  /** BCP 47. */
  readonly language: string;
  /** Hz, of the user's turns. */
  readonly usualPitch?: number;
  /** The user's own pauses inside turns: their mean, and how many were heard. */
  readonly usualPause: number;
  readonly pauses: number;
};

export type TurnEnd = {
  /** 0 to 1: how surely the turn is over. */
  readonly likelihood: number;
  /** Silence after which it is taken to be, in seconds. */
  readonly wait: number;
};

/** Whether the turn is over, by its melody, its words and the speaker's own pauses. */
export function judgeTurnEnd(evidence: TurnEndEvidence, policy: TurnTakingPolicy): TurnEnd {
  const { text } = evidence;
  const likelihood =
    text === '' ? 0.5 : endsSentence(text.slice(text.lastIndexOf(' ') + 1), undefined) ? 0.9 : 0.4;
  const { shortestWait, longestWait } = policy;
  return { likelihood, wait: longestWait + (shortestWait - longestWait) * likelihood };
}
