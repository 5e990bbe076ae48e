import { createNearFeatures, type NearMeasures } from './near-features.ts';
import { nearWeights } from './near-weights.ts';
import { createNetwork } from './network.ts';

/** Share of a frame in what is thought. */
const share = 0.3;

export interface NearJudge {
  /** 0 to 1. */
  readonly near: number;
  hear(measures: NearMeasures): void;
}

/** Tells whether a sound is the user's, close to the microphone, or somebody's across the room. */
export function createNearJudge(): NearJudge {
  const features = createNearFeatures();
  const network = createNetwork(nearWeights);
  const judge = {
    near: 0.5,
    hear(measures: NearMeasures): void {
      features.hear(measures);
      network.hear(features.inputs);
      judge.near += share * ((network.probabilities[1] ?? 0) - judge.near);
    },
  };
  return judge;
}
