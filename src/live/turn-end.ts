import type { TurnTakingPolicy } from './policy.ts';
import type { Ending } from './turn-end/ending.ts';

/** What is known when the user has fallen silent for a moment. */
export type TurnEndEvidence = {
  /** Seconds of speech in the turn. */
  readonly spoken: number;
  /** How it sounded at its end, where there was voice enough to say. */
  readonly melody?: Ending;
  /** The words of the turn, if somebody listens for words and they reach to its end. */
  readonly text?: string;
  /** BCP 47. */
  readonly language: string;
  /** What the agent said before it. */
  readonly answering?: string;
  /** The user's own pauses inside turns: their mean in seconds, and how many were heard. */
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
  const likelihood = evidence.melody === undefined ? 0.5 : 0.5;
  const { shortestWait, longestWait } = policy;
  return { likelihood, wait: longestWait + (shortestWait - longestWait) * likelihood };
}
