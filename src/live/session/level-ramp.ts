import { agentSampleRate } from '../session-options.ts';

/** Seconds, at most, in which a level falls: whoever is spoken over hears at once that they are heard. */
const longestFall = 0.012;

/** How long the way from one gain to another may take. */
export function rampTime(from: number, to: number, within: number): number {
  return to < from ? Math.min(within, longestFall) : within;
}

/** A gain on its way to another, in a straight line of decibels short enough that nobody hears its shape. */
export interface LevelRamp {
  /** Falls are no slower than `rampTime` says. Gains are above 0. */
  moveTo(gain: number, within: number): void;
  apply(samples: Float32Array): void;
  readonly gain: number;
}

export function createLevelRamp(start = 1): LevelRamp {
  let gain = start;
  let target = start;
  /** Factor from one sample to the next. */
  let change = 1;
  return {
    get gain() {
      return gain;
    },
    moveTo(next, within) {
      target = next;
      const frames = Math.round(rampTime(gain, target, within) * agentSampleRate);
      change = frames > 0 ? (target / gain) ** (1 / frames) : 1;
      if (frames === 0) gain = target;
    },
    apply(samples) {
      if (gain === 1 && target === 1) return;
      for (let index = 0; index < samples.length; index += 1) {
        if (gain !== target) {
          gain *= change;
          if (change >= 1 ? gain > target : gain < target) gain = target;
        }
        samples[index] = (samples[index] ?? 0) * gain;
      }
    },
  };
}
