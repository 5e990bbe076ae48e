import { primaryLanguage } from './language.ts';
import type { TurnTakingPolicy } from './policy.ts';
import type { Ending } from './turn-end/ending.ts';
import { clueNames, type TextClues, textClues } from './turn-end/text-clues.ts';
import { type EndWeights, endWeights } from './turn-end/weights.ts';

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

/** Odds of an end over a pause at which the agent speaks at once: where there are words, and by sound alone. */
const certainOdds = { words: 4.2, sound: 3.2 };
/** Seconds and shape of the pauses inside turns, taken to be log-logistic with a long tail. */
const medianPause = 0.7;
const pauseShape = 1.25;
/** The speaker's own pauses count as much as the usual ones after so many. */
const trustAfter = 3;
/** By hand, in log-odds, since too few were in the data: `um`; a short answer to a question of the agent. */
const fillerOdds = -3;
const answerOdds = 1.2;
/** Seconds of speech, and words, of a short answer. */
const shortAnswer = 1.1;
const fewWords = 3;
/** Least silence after numbers or letters one by one, as a share of the longest wait. */
const dictationShare = 0.75;

/** Whether the turn is over, by its melody, its words and the speaker's own pauses. */
export function judgeTurnEnd(evidence: TurnEndEvidence, policy: TurnTakingPolicy): TurnEnd {
  const clues = evidence.text === undefined ? undefined : textClues(evidence.text, evidence.language);
  const score = scoreOf(evidence, clues) + byHand(evidence, clues);
  const { shortestWait, longestWait } = policy;
  const certain = clues === undefined ? certainOdds.sound : certainOdds.words;
  const wait = waitFor(Math.exp(score) / certain, ownPause(evidence));
  const least = clues?.dictates === 1 ? dictationShare * longestWait : shortestWait;
  return {
    likelihood: 1 / (1 + Math.exp(-score)),
    wait: clues?.fills === 1 ? longestWait : Math.min(longestWait, Math.max(least, shortestWait, wait)),
  };
}

/**
 * The longer the silence, the fewer pauses last as long: the odds of an end grow by one over the share of pauses that
 * do. The wait is over when they reach what is certain.
 */
function waitFor(odds: number, median: number): number {
  return odds >= 1 ? 0 : median * (1 / odds - 1) ** (1 / pauseShape);
}

function ownPause({ usualPause, pauses }: TurnEndEvidence): number {
  const share = pauses / (pauses + trustAfter);
  return medianPause * (1 - share) + Math.max(0.25, usualPause) * share;
}

function scoreOf({ melody, language }: TurnEndEvidence, clues: TextClues | undefined): number {
  const weights = primaryLanguage(language) === 'zh' ? endWeights.zh : endWeights.en;
  const words = clues === undefined ? [] : clueNames.map((name) => clues[name]);
  const table = tableFor(weights, melody !== undefined, clues !== undefined);
  return [...(melody ?? []), ...words, 1].reduce((sum, value, index) => sum + value * (table[index] ?? 0), 0);
}

function tableFor(weights: EndWeights, melody: boolean, words: boolean): readonly number[] {
  if (melody) return words ? weights.both : weights.melody;
  return words ? weights.words : [0];
}

function byHand({ spoken, answering }: TurnEndEvidence, clues: TextClues | undefined): number {
  const short = clues === undefined ? spoken < shortAnswer : 2 ** clues.length <= fewWords;
  const open = clues !== undefined && clues.leans + clues.fills + clues.wantsObject > 0;
  const answers = short && !open && answering !== undefined && asks(answering);
  return (clues?.fills === 1 ? fillerOdds : 0) + (answers ? answerOdds : 0);
}

function asks(text: string): boolean {
  return /[?？]["'”’」』)）]*$/u.test(text.trim());
}
