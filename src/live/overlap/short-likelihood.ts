import type { BoutEvidence } from '../overlap.ts';
import { overlapFeatures } from './likelihood.ts';

/** What tells a short word that stops the agent, such as `wait`, from a listener's, once it is over. */
type ShortFeature = 'near' | 'level' | 'voiced' | 'listening';

export type ShortFeatures = Readonly<Record<ShortFeature, number>>;

export const shortFeatureNames: readonly ShortFeature[] = ['near', 'level', 'voiced', 'listening'];

/** Seconds of sound: what is as long has been judged while it went on. */
const longestShort = 0.7;

export function isShort(duration: number): boolean {
  return duration < longestShort - 1e-9;
}

/** Nearness and voice from 0 to 1, level in tens of dB over the loudest of the user's turns. */
export function shortFeatures(evidence: BoutEvidence): ShortFeatures {
  const { near, level, voiced } = overlapFeatures(evidence);
  const chance = Math.max(1e-3, Math.min(1 - 1e-3, evidence.listening));
  const odds = Math.log(chance / (1 - chance)) / 4;
  /** -1: surely no listener's; 1: surely one's. */
  return { near, level, voiced, listening: Math.max(-1, Math.min(1, odds)) };
}

/**
 * Weights of a logistic regression of sounds that are short and over, on those alone:
 * `npx tsx benchmarks/live/fit-short.ts`, voices and texts of the tuning half and of practice. Of interruptions only
 * those that are short as a whole are among them: what goes on is judged again. Levels are shaken by 2 dB. A listener
 * is softer, and what stops others has consonants without voice.
 */
const weights: Readonly<Record<ShortFeature | 'bias', number>> = {
  bias: -1.31,
  near: 5.8,
  level: 3.58,
  voiced: -2.03,
  listening: -1.6,
};

/** 0 to 1: how surely a short sound that is over is an interruption. */
export function shortLikelihood(evidence: BoutEvidence): number {
  const features = shortFeatures(evidence);
  const sum = shortFeatureNames.reduce((score, name) => score + weights[name] * features[name], weights.bias);
  return 1 / (1 + Math.exp(-sum));
}
