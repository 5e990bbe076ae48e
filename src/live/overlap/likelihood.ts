import type { BoutEvidence } from '../overlap.ts';

/** What of a sound tells an interruption from a listener's `mm-hm`, a noise and others' talk. Each about -1 to 1. */
type Feature = 'near' | 'level' | 'mean' | 'silence' | 'peaks' | 'voiced' | 'rising' | 'spread' | 'listening';

export type OverlapFeatures = Readonly<Record<Feature, number>>;

export const overlapFeatureNames: readonly Feature[] = [
  'near',
  'level',
  'mean',
  'silence',
  'peaks',
  'voiced',
  'rising',
  'spread',
  'listening',
];

/** How loud speech is taken to be against the user's own while that is not known, in dB: at its loudest, on average. */
const unknownLevel = -3;
const unknownMean = -9;

export function overlapFeatures(evidence: BoutEvidence): OverlapFeatures {
  const { level, meanLevel, usualLevel } = evidence;
  return {
    near: evidence.near,
    /** Tens of dB over the loudest of the user's turns. */
    level: clamp((usualLevel === undefined ? unknownLevel : level - usualLevel) / 10, -2, 1),
    mean: clamp((usualLevel === undefined ? unknownMean : meanLevel - usualLevel) / 10, -3, 1),
    /** 1: it has been silent for as long as ends a bout. */
    silence: clamp(evidence.silence / 0.2, 0, 1),
    /** Syllables, by threes. */
    peaks: clamp(evidence.peaks / 3, 0, 5 / 3),
    voiced: clamp(evidence.voiced, 0, 1),
    /** Half octaves. */
    rising: clamp(evidence.pitchMove / 6, -1, 1),
    spread: clamp(evidence.levelSpread / 6, 0, 2),
    /** 1: surely only a listener's. What is surely none may be for somebody else as well. */
    listening: clamp(logit(evidence.listening) / 4, 0, 1),
  };
}

/** Seconds of speech from -.5 to .5: before and after, as at these. */
export function overlapAge(evidence: BoutEvidence): number {
  return clamp(evidence.duration, 0, 1) - 0.5;
}

/**
 * Weights of a logistic regression, at half a second of speech and by how much they grow with each second:
 * `npx tsx benchmarks/live/fit-overlap.ts`, voices and texts of the tuning half and of the validation, the levels shaken
 * by 2 dB since not everybody is as steady as a synthesiser. That of `listening` was laid over them afterwards, as of
 * evidence that is independent, and small: its judge is surer of voices that it knows than of others. Four tenths of
 * its own odds, as chosen on the validation.
 */
const weights: Readonly<Record<Feature | 'bias', readonly [number, number]>> = {
  bias: [-3.19, -6.09],
  near: [7.71, 7.88],
  level: [0.61, 2.24],
  mean: [2.66, 1.95],
  silence: [-1.37, -1.06],
  peaks: [1.51, 0.45],
  voiced: [-1.38, -0.87],
  rising: [0.93, -0.83],
  spread: [1.5, -0.18],
  listening: [-1.6, 0],
};

/** 0 to 1: how surely it is an interruption, by its sound alone. */
export function interruptionLikelihood(evidence: BoutEvidence): number {
  const features = overlapFeatures(evidence);
  const age = overlapAge(evidence);
  const [start, growth] = weights.bias;
  const sum = overlapFeatureNames.reduce(
    (score, name) => {
      const [weight, slope] = weights[name];
      return score + (weight + slope * age) * features[name];
    },
    start + growth * age,
  );
  return 1 / (1 + Math.exp(-sum));
}

function logit(chance: number): number {
  const inside = clamp(chance, 1e-3, 1 - 1e-3);
  return Math.log(inside / (1 - inside));
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value));
}
