import type { Interval } from '../../../dsp/index.ts';

export type RedactSoundOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** A tone of 1 kHz at -20 dBFS, or nothing at all. Default `bleep`. */
  readonly way?: 'bleep' | 'silence';
  /** Where in the sound the first sample is: for sound that comes in blocks. Frames, from 0. Default 0. */
  readonly offset?: number;
};

/** Seconds of the fades: of the sound outside the intervals, of the tone inside. */
const fade = 0.005;
const [toneHz, toneLevel] = [1000, 0.1];

/** A copy of the samples in which nothing is left of the intervals, rising and apart, seconds. The length stays. */
export function redactSound(
  samples: Float32Array,
  intervals: readonly Interval[],
  { sampleRate, way = 'bleep', offset = 0 }: RedactSoundOptions,
): Float32Array {
  const result = samples.slice();
  const fadeFrames = fade * sampleRate;
  for (const { start, end } of intervals) {
    const [from, to] = [start * sampleRate, end * sampleRate];
    const first = Math.max(0, Math.floor(from - fadeFrames) - offset);
    const last = Math.min(samples.length - 1, Math.ceil(to + fadeFrames) - offset);
    for (let index = first; index <= last; index++) {
      const frame = index + offset;
      // Above 0 inside, counted from the nearer end.
      const depth = Math.min(frame - from, to - frame);
      const kept = Math.min(1, Math.max(0, -depth / fadeFrames));
      const tone = way === 'silence' ? 0 : Math.min(1, Math.max(0, depth / fadeFrames));
      const wave = tone === 0 ? 0 : toneLevel * tone * Math.sin((2 * Math.PI * toneHz * frame) / sampleRate);
      result[index] = (result[index] ?? 0) * kept + wave;
    }
  }
  return result;
}
