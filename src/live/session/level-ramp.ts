import { agentSampleRate } from '../session-options.ts';

/** A gain on its way to another, in a straight line of decibels short enough that nobody hears its shape. */
export interface LevelRamp {
  moveTo(gain: number, within: number): void;
  apply(samples: Float32Array): void;
  readonly gain: number;
}

export function createLevelRamp(start = 1): LevelRamp {
  let gain = start;
  let target = start;
  let change = 0;
  return {
    get gain() {
      return gain;
    },
    moveTo(next, within) {
      target = next;
      const frames = Math.round(within * agentSampleRate);
      change = frames > 0 ? (target - gain) / frames : 0;
      if (frames === 0) gain = target;
    },
    apply(samples) {
      if (gain === 1 && target === 1) return;
      for (let index = 0; index < samples.length; index += 1) {
        if (gain !== target) {
          gain += change;
          if ((change >= 0 && gain > target) || (change <= 0 && gain < target)) gain = target;
        }
        samples[index] = (samples[index] ?? 0) * gain;
      }
    },
  };
}
