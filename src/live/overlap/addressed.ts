import { joinWords } from '../../timeline/index.ts';
import type { Bout } from '../bout.ts';
import { textOf, wordsPassed } from '../heard-words.ts';
import type { LiveState } from '../live-state.ts';
import type { BoutEvidence } from '../overlap.ts';
import { readSaid } from './said-over.ts';

/** How a turn sounds so far, over all of its bouts. */
export type TurnVoice = {
  readonly frames: number;
  readonly nearSum: number;
  readonly levelSum: number;
  /** dBFS at its loudest. */
  readonly level: number;
};

export function addVoice(voice: TurnVoice | undefined, bout: Bout): TurnVoice {
  const { frames = 0, nearSum = 0, levelSum = 0, level = -120 } = voice ?? {};
  return {
    frames: frames + bout.speechFrames,
    nearSum: nearSum + bout.nearSum,
    levelSum: levelSum + bout.rhythm.levelSum,
    level: Math.max(level, bout.level),
  };
}

/**
 * Weights of a logistic regression of what is said to the agent against what is said beside it and across the room:
 * `npx tsx benchmarks/live/fit-overlap.ts`, levels in tens of dB over the user's usual ones, shaken by 2 dB.
 */
const weights = { bias: -2.95, near: 8.09, level: 6.62, mean: 0.04 };

/** Of a first turn nothing is known that it could be compared with; dB. */
const unknown = { level: -1, mean: -8 };

export type AddressedFeatures = { readonly near: number; readonly level: number; readonly mean: number };

export function addressedFeatures(
  { frames, nearSum, levelSum, level }: TurnVoice,
  usualLevel: number | undefined,
): AddressedFeatures {
  const count = Math.max(1, frames);
  return {
    near: nearSum / count,
    level: (usualLevel === undefined ? unknown.level : level - usualLevel) / 10,
    mean: (usualLevel === undefined ? unknown.mean : levelSum / count - usualLevel) / 10,
  };
}

export function boutFeatures({ near, level, meanLevel, usualLevel }: BoutEvidence): AddressedFeatures {
  return {
    near,
    level: (usualLevel === undefined ? unknown.level : level - usualLevel) / 10,
    mean: (usualLevel === undefined ? unknown.mean : meanLevel - usualLevel) / 10,
  };
}

/** 0 to 1: how surely speech is for the agent, by its sound alone. */
export function addressedLikelihood({ near, level, mean }: AddressedFeatures, by = weights): number {
  const sum = by.bias + by.near * near + by.level * level + by.mean * mean;
  return 1 / (1 + Math.exp(-sum));
}

/** Below it the sound alone says that somebody else is meant. An answer too many is better than a user unheard. */
const surelyNot = 0.3;

/** Whether the user's open turn is for the agent, and not for somebody else in the room or said by them. */
export function isAddressed(state: LiveState): boolean {
  const { turn, policy } = state;
  if (turn === undefined) return true;
  const likelihood = turnLikelihood(state, turnVoice(state));
  if (likelihood < surelyNot) return false;
  if (!policy.noise.ignoreSideTalk) return true;
  const { aside } = readSaid(joinWords([wordsPassed(state.words, turn.start), textOf(state.words)]), []);
  return !isForOthers(aside, likelihood);
}

/** Frames of speech, and how surely for the agent, of which nobody would say that nothing was said. */
const clearFrames = 40;
const clearly = 0.8;

/** Whether somebody has spoken to the agent without a doubt, whatever the words. */
export function isClearlyAddressed(state: LiveState): boolean {
  const voice = turnVoice(state);
  return voice !== undefined && voice.frames >= clearFrames && turnLikelihood(state, voice) >= clearly;
}

function turnVoice({ turn, bout }: LiveState): TurnVoice | undefined {
  return bout?.accepted === true ? addVoice(turn?.voice, bout) : turn?.voice;
}

function turnLikelihood({ learned, policy }: LiveState, voice: TurnVoice | undefined): number {
  if (voice === undefined || !policy.noise.nearOnly) return 1;
  return addressedLikelihood(addressedFeatures(voice, learned.level));
}

/** The clearer it sounds like the user speaking to the agent, the more must the words say that they do not. */
export function isForOthers(aside: number, addressed: number): boolean {
  return aside >= 0.5 + 0.9 * addressed;
}
