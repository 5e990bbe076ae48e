import type { Audio } from './audio.ts';
import { DspError, requireRate, requireWhole } from './dsp-error.ts';

/**
 * - `equal-power`: a quarter of a sine. For crossfades of unlike sounds: the squares add up to 1.
 * - `raised-cosine`: half a cosine, with no corner at either end. For cuts and starts in speech.
 * - `linear`: for crossfades of like sounds: the gains add up to 1.
 */
export type FadeShape = 'equal-power' | 'raised-cosine' | 'linear';

/** The gain at `position`, from 0 at the quiet end to 1 at the loud end of a fade; held outside. */
export function fadeGain(position: number, shape: FadeShape): number {
  const inside = Math.min(1, Math.max(0, position));
  switch (shape) {
    case 'equal-power':
      return Math.sin((Math.PI / 2) * inside);
    case 'raised-cosine':
      return (1 - Math.cos(Math.PI * inside)) / 2;
    case 'linear':
    default:
      return inside;
  }
}

export type FadeOptions = {
  /** Default `raised-cosine`. */
  readonly shape?: FadeShape;
  /** The frame at which a fade-in starts or a fade-out ends; default the first, or the end of the array. */
  readonly at?: number;
};

/** Fades the first `frames` in from silence, in place, and returns the same array. What stands before is silenced. */
export function fadeIn(samples: Float32Array, frames: number, options: FadeOptions = {}): Float32Array {
  const { shape = 'raised-cosine', at = 0 } = options;
  requireFade(frames, at);
  samples.fill(0, 0, Math.min(samples.length, Math.max(0, at)));
  for (let step = Math.max(0, -at); step < frames && at + step < samples.length; step++) {
    samples[at + step] = samples[at + step]! * fadeGain((step + 0.5) / frames, shape);
  }
  return samples;
}

/** Fades the last `frames` out to silence, in place, and returns the same array. What stands after is silenced. */
export function fadeOut(samples: Float32Array, frames: number, options: FadeOptions = {}): Float32Array {
  const { shape = 'raised-cosine', at = samples.length } = options;
  requireFade(frames, at);
  samples.fill(0, Math.max(0, at));
  for (let step = Math.max(0, at - samples.length); step < frames && at - 1 - step >= 0; step++) {
    samples[at - 1 - step] = samples[at - 1 - step]! * fadeGain((step + 0.5) / frames, shape);
  }
  return samples;
}

function requireFade(frames: number, at: number): void {
  requireWhole('frames', frames, 0, Number.MAX_SAFE_INTEGER);
  requireWhole('at', at, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

export type CrossfadeOptions = {
  /** Seconds of overlap, 0 or more, at most what the shorter has; default .01. */
  readonly duration?: number;
  /** Default `equal-power`. */
  readonly shape?: FadeShape;
};

/** Joins two pieces of audio of one rate: the end of the first sounds together with the start of the second. */
export function crossfade(first: Audio, second: Audio, options: CrossfadeOptions = {}): Audio {
  const { duration = 0.01, shape = 'equal-power' } = options;
  requireRate('sampleRate', first.sampleRate);
  if (first.sampleRate !== second.sampleRate) {
    throw new DspError(
      'second',
      `The first audio has ${first.sampleRate} Hz and the second ${second.sampleRate}; resample one of them first.`,
    );
  }
  if (!(duration >= 0)) {
    throw new DspError('duration', `duration is ${duration}; give seconds, 0 or more.`);
  }
  const overlap = Math.min(
    Math.round(duration * first.sampleRate),
    first.samples.length,
    second.samples.length,
  );
  const start = first.samples.length - overlap;
  const samples = new Float32Array(start + second.samples.length);
  samples.set(first.samples.subarray(0, start));
  samples.set(second.samples, start);
  for (let step = 0; step < overlap; step++) {
    const position = (step + 0.5) / overlap;
    samples[start + step] =
      first.samples[start + step]! * fadeGain(1 - position, shape) +
      second.samples[step]! * fadeGain(position, shape);
  }
  return { samples, sampleRate: first.sampleRate };
}
