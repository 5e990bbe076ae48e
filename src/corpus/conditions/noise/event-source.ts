import { addScaled } from '../../../dsp/index.ts';
import type { NoiseSource } from './noise-source.ts';

export type NoiseEvent = {
  readonly samples: Float32Array;
  readonly gain: number;
  /** Seconds from its start to the next one's, above 0. */
  readonly wait: number;
};

/** Single sounds, one after another or over each other, without end. The first comes after `after` seconds. */
export function createEventSource(next: () => NoiseEvent, sampleRate: number, after = 0): NoiseSource {
  let sounding: { readonly samples: Float32Array; readonly gain: number; at: number }[] = [];
  let untilNext = Math.round(after * sampleRate);
  return {
    write(block) {
      block.fill(0);
      while (untilNext < block.length) {
        const { samples, gain, wait } = next();
        sounding.push({ samples, gain, at: -untilNext });
        untilNext += Math.max(1, Math.round(wait * sampleRate));
      }
      untilNext -= block.length;
      for (const event of sounding) {
        const from = Math.max(0, event.at);
        const part = event.samples.subarray(from, Math.max(from, event.at + block.length));
        addScaled(block, part, from - event.at, event.gain);
        event.at += block.length;
      }
      sounding = sounding.filter(({ samples, at }) => at < samples.length);
    },
  };
}
