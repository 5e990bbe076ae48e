import { DspError, requireChannels, requireRange, requireWhole } from './dsp-error.ts';
import { type FadeShape, fadeGain } from './fade.ts';
import { finiteSamples } from './finite.ts';

/**
 * Gains of the left and right channel for a place between them, from -1 (left) to 1 (right). Their squares
 * add up to 1, so a sound is as loud everywhere: -3 dB on both sides in the middle.
 */
export function panGains(pan: number): readonly [left: number, right: number] {
  requireRange('pan', pan, -1, 1);
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.cos(angle), pan === -1 ? 0 : Math.sin(angle)];
}

export type MixOptions = {
  /** The frame of the target on which the source's first sample falls; may be negative. Default 0. */
  readonly at?: number;
  /** Linear; default 1. */
  readonly gain?: number;
  /** -1 (left) to 1 (right), for two channels of target: see `panGains`. Without it all channels get the same. */
  readonly pan?: number;
  /** A linear gain for each channel of the target, beside `gain`; in place of `pan`. */
  readonly channelGains?: readonly number[];
  /** Frames over which the source comes in; default 0. */
  readonly fadeIn?: number;
  /** Frames over which the source goes out; default 0. */
  readonly fadeOut?: number;
  /** Default `raised-cosine`. */
  readonly fadeShape?: FadeShape;
};

/**
 * Adds a source to the channels of a target, in place. What falls outside the target is left out; NaN and
 * infinities in the source count as 0. Nothing is clipped: limit afterwards.
 */
export function mixInto(
  target: readonly Float32Array[],
  source: Float32Array,
  options: MixOptions = {},
): void {
  const { at = 0, gain = 1, fadeIn = 0, fadeOut = 0, fadeShape = 'raised-cosine' } = options;
  const frames = requireChannels(target, target.length);
  requireWhole('at', at, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  requireWhole('fadeIn', fadeIn, 0, Number.MAX_SAFE_INTEGER);
  requireWhole('fadeOut', fadeOut, 0, Number.MAX_SAFE_INTEGER);
  const gains = channelGains(target.length, gain, options);
  const samples = finiteSamples(source);
  const from = Math.max(0, -at);
  const to = Math.min(samples.length, frames - at);
  const faded = fadeEnds(samples, { fadeIn, fadeOut, fadeShape, from, to });
  for (const [channel, output] of target.entries()) {
    const channelGain = gains[channel]!;
    if (channelGain === 0) {
      continue;
    }
    addScaled(output, faded.head, at + from, channelGain);
    addScaled(output, samples.subarray(faded.bodyStart, faded.bodyEnd), at + faded.bodyStart, channelGain);
    addScaled(output, faded.tail, at + faded.bodyEnd, channelGain);
  }
}

function channelGains(channels: number, gain: number, options: MixOptions): readonly number[] {
  const { pan, channelGains: given } = options;
  if (pan !== undefined && given !== undefined) {
    throw new DspError('pan', 'pan and channelGains are both given; give one of them.');
  }
  if (pan !== undefined && channels !== 2) {
    throw new DspError('pan', `pan needs a target of 2 channels; this one has ${channels}.`);
  }
  if (given !== undefined && given.length !== channels) {
    throw new DspError(
      'channelGains',
      `channelGains has ${given.length} gains; the target has ${channels} channels.`,
    );
  }
  const places = given ?? (pan === undefined ? Array.from({ length: channels }, () => 1) : panGains(pan));
  return places.map((place) => {
    if (!Number.isFinite(gain * place)) {
      throw new DspError('gain', `The gain of a channel is ${gain * place}; give finite gains.`);
    }
    return gain * place;
  });
}

type FadedEnds = {
  readonly head: Float32Array;
  readonly tail: Float32Array;
  /** Between these frames of the source no fade is at work. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
};

/** The faded start and end of a source are copies; the long middle is used as it stands. */
function fadeEnds(
  samples: Float32Array,
  range: { fadeIn: number; fadeOut: number; fadeShape: FadeShape; from: number; to: number },
): FadedEnds {
  const { fadeIn, fadeOut, fadeShape, from } = range;
  const to = Math.max(from, range.to);
  const bodyStart = Math.min(to, Math.max(from, fadeIn));
  const bodyEnd = Math.min(to, Math.max(bodyStart, samples.length - fadeOut));
  const fade = (start: number, end: number): Float32Array =>
    samples.slice(start, end).map((sample, index) => {
      const frame = start + index;
      const rise = frame < fadeIn ? fadeGain((frame + 0.5) / fadeIn, fadeShape) : 1;
      const left = samples.length - 1 - frame;
      const fall = left < fadeOut ? fadeGain((left + 0.5) / fadeOut, fadeShape) : 1;
      return sample * rise * fall;
    });
  return { head: fade(from, bodyStart), tail: fade(bodyEnd, to), bodyStart, bodyEnd };
}

/** Adds finite samples to a target from `at` on, where all of them have room. For what is checked already. */
export function addScaled(target: Float32Array, source: Float32Array, at: number, gain: number): void {
  const frames = source.length;
  const unrolled = frames - (frames % 4);
  let index = 0;
  for (; index < unrolled; index += 4) {
    const place = at + index;
    target[place] = target[place]! + source[index]! * gain;
    target[place + 1] = target[place + 1]! + source[index + 1]! * gain;
    target[place + 2] = target[place + 2]! + source[index + 2]! * gain;
    target[place + 3] = target[place + 3]! + source[index + 3]! * gain;
  }
  for (; index < frames; index++) {
    target[at + index] = target[at + index]! + source[index]! * gain;
  }
}
