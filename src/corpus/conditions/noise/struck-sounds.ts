import type { Random } from '../../../dsp/index.ts';
import { createFilter, createWhite, type Shape } from './noise-source.ts';

/** Hz, amplitude and seconds to fall by 60 dB. */
export type Partial = readonly [frequency: number, amplitude: number, decay: number];

/** What something that was struck sounds like: its own tones, dying away. */
export function ring(partials: readonly Partial[], sampleRate: number): Float32Array {
  const held = partials.filter(([frequency]) => frequency < 0.47 * sampleRate);
  const longest = Math.max(0.001, ...held.map(([, , decay]) => decay));
  const sound = new Float32Array(Math.ceil(longest * sampleRate));
  for (const [frequency, amplitude, decay] of held) {
    const turn = (2 * Math.PI * frequency) / sampleRate;
    const shrink = Math.exp((-3 * Math.LN10) / (decay * sampleRate));
    const real = 2 * shrink * Math.cos(turn);
    const square = shrink * shrink;
    let before = 0;
    let sample = amplitude * shrink * Math.sin(turn);
    const end = Math.min(sound.length, Math.ceil(decay * sampleRate));
    for (let frame = 1; frame < end; frame++) {
      sound[frame] = (sound[frame] ?? 0) + sample;
      const next = real * sample - square * before;
      before = sample;
      sample = next;
    }
  }
  return sound;
}

export type BurstOptions = {
  /** Seconds to rise, and from there to fall by 60 dB. */
  readonly rise: number;
  readonly decay: number;
  readonly shapes: readonly Shape[];
  readonly sampleRate: number;
  readonly random: Random;
};

/** Noise that comes at once and dies away. */
export function burst({ rise, decay, shapes, sampleRate, random }: BurstOptions): Float32Array {
  const sound = new Float32Array(Math.ceil((rise + decay) * sampleRate));
  createWhite(random).write(sound);
  createFilter(sampleRate, shapes)(sound);
  for (let frame = 0; frame < sound.length; frame++) {
    const time = frame / sampleRate;
    sound[frame] =
      (sound[frame] ?? 0) *
      Math.min(1, time / Math.max(rise, 1e-6)) *
      10 ** ((-3 * Math.max(0, time - rise)) / decay);
  }
  return sound;
}

/** Several sounds at once, from their starts in seconds; as long as it takes. */
export function together(
  parts: readonly { readonly samples: Float32Array; readonly at: number; readonly gain: number }[],
  sampleRate: number,
): Float32Array {
  const placed = parts.map((part) => ({ ...part, start: Math.round(part.at * sampleRate) }));
  const sound = new Float32Array(Math.max(1, ...placed.map(({ samples, start }) => start + samples.length)));
  for (const { samples, start, gain } of placed) {
    for (let frame = 0; frame < samples.length; frame++) {
      sound[start + frame] = (sound[start + frame] ?? 0) + gain * (samples[frame] ?? 0);
    }
  }
  return sound;
}
