import { powerSpectrum } from '../../../dsp/index.ts';
import { bandCount } from '../speech-spectrum.ts';
import type { NoiseSource } from './noise-source.ts';

export type MeasuredNoise = {
  /** The same noise from its beginning: what was listened to is heard again. */
  readonly source: NoiseSource;
  /** dBFS of what is loud in it: pauses between events do not make them louder. */
  readonly level: number;
  /** In `bandCount` bands. */
  readonly powers: Float64Array;
};

/** Seconds: about as long as a room makes a click. */
const blockDuration = 0.08;

/** dB under the mean from which on a block counts as a pause. */
const gate = -10;

/** Listens to the beginning of a source, which goes on in `source` of what is measured. */
export function measureNoise(source: NoiseSource, duration: number, sampleRate: number): MeasuredNoise {
  const frames = 1024 * Math.ceil((duration * sampleRate) / 1024);
  const samples = new Float32Array(frames);
  for (let start = 0; start < frames; start += 1024) source.write(samples.subarray(start, start + 1024));
  const { powers } = powerSpectrum({ samples, sampleRate }, { size: 2 * bandCount });
  const block = Math.round(blockDuration * sampleRate);
  const energies: number[] = [];
  for (let start = 0; start + block <= frames; start += block) {
    let energy = 0;
    for (let frame = start; frame < start + block; frame++) energy += (samples[frame] ?? 0) ** 2;
    energies.push(energy / block);
  }
  const threshold = mean(energies) * 10 ** (gate / 10);
  return {
    source: replay(samples, source),
    level: 10 * Math.log10(mean(energies.filter((energy) => energy >= threshold))),
    powers: powers.subarray(0, bandCount),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** What was taken out of a source already, and then what follows. */
function replay(taken: Float32Array, source: NoiseSource): NoiseSource {
  let left = taken;
  return {
    write(block) {
      const again = left.subarray(0, block.length);
      if (again.length > 0) block.set(again);
      if (again.length < block.length) source.write(block.subarray(again.length));
      // An empty part of it would keep the whole in memory.
      left = again.length < left.length ? left.subarray(again.length) : nothing;
    },
  };
}

const nothing = new Float32Array(0);
