import type { MultichannelAudio } from './audio.ts';
import { fromDecibels } from './decibels.ts';
import { requireChannels, requireRange, requireRate, requireWhole } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';
import { createGainCurve } from './limiter-gain.ts';
import {
  interpolationTaps,
  overshootBound,
  peakAfter,
  segmentBend,
  segmentFrames,
  segmentMaxima,
  smoothBound,
} from './true-peak.ts';

export type LimiterOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** How many; at least 1. All get the same gain, so that nothing moves between left and right. */
  readonly channels: number;
  /** dBTP, -60 to 0; default -1. */
  readonly ceiling?: number;
  /** Seconds, .0005 to .1, in which the gain comes down before a peak; default .005. */
  readonly lookAhead?: number;
  /** Seconds, .001 to 10, in which two thirds of a reduction are given back; default .08. */
  readonly release?: number;
};

/** A stream under a ceiling. The delay is compensated: what comes out is as long as what went in. */
export interface Limiter {
  /**
   * One array for each channel. Gives what can be told by now, in new arrays, or in `rooms` where they are given: one
   * for each channel, as long as the block. NaN and infinities count as 0.
   */
  push(block: readonly Float32Array[], rooms?: readonly Float32Array[]): readonly Float32Array[];
  /** The rest. Then the limiter is as new. */
  flush(): readonly Float32Array[];
}

/** Limits a whole. The result never shares memory with the input. */
export function limit(
  audio: MultichannelAudio,
  options: Omit<LimiterOptions, 'sampleRate' | 'channels'> = {},
): MultichannelAudio {
  const { channels, sampleRate } = audio;
  const limiter = createLimiter({ ...options, sampleRate, channels: channels.length });
  const body = limiter.push(channels);
  const tail = limiter.flush();
  return { sampleRate, channels: body.map((first, channel) => join(first, tail[channel]!)) };
}

function join(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/**
 * Look-ahead limiting by true peak, in two stages: a gain that moves bends the waveform between the samples, and
 * may lift a peak by tenths of a decibel. The second stage, whose gain has next to nothing to do, takes these.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { sampleRate, channels, ceiling = -1, lookAhead = 0.005, release = 0.08 } = options;
  requireRate('sampleRate', sampleRate);
  requireWhole('channels', channels, 1, 1024);
  requireRange('ceiling', ceiling, -60, 0);
  requireRange('lookAhead', lookAhead, 0.0005, 0.1);
  requireRange('release', release, 0.001, 10);
  const releaseShare = -Math.expm1(-1 / (release * sampleRate));
  const framesOf = (seconds: number): number => Math.max(8, Math.round(seconds * sampleRate));
  const highest = fromDecibels(ceiling);
  const coarse = createStage({ channels, highest, ahead: framesOf(lookAhead), releaseShare });
  const fine = createStage({ channels, highest, ahead: framesOf(Math.min(lookAhead, 0.002)), releaseShare });
  let owed = 0;

  const newRooms = (frames: number): readonly Float32Array[] =>
    Array.from({ length: channels }, () => new Float32Array(frames));

  const take = (
    block: readonly Float32Array[] | undefined,
    frames: number,
    outputs: readonly Float32Array[],
  ): readonly Float32Array[] => {
    let place = 0;
    for (let taken = 0; taken < frames; ) {
      const part = Math.min(chunkFrames, frames - taken);
      for (const [channel, input] of coarse.inputs.entries()) {
        const samples = block?.[channel];
        if (samples === undefined) input.fill(0, 0, part);
        else if (part === samples.length) input.set(samples);
        else input.set(samples.subarray(taken, taken + part));
      }
      // What the coarse stage leaves alone has no peak that the fine one could find.
      const passed = coarse.run(part, true, fine.inputs, 0);
      if (passed > 0) place += fine.run(passed, coarse.reduced(), outputs, place);
      taken += part;
    }
    return outputs;
  };

  return {
    push(block, rooms) {
      const frames = requireChannels(block, channels);
      owed += frames;
      const produced = Math.max(0, frames - coarse.delay() - fine.delay());
      owed -= produced;
      const outputs = rooms?.map((room) => room.subarray(0, produced)) ?? newRooms(produced);
      return take(block.map(finiteSamples), frames, outputs);
    },
    flush() {
      const outputs = take(undefined, owed + coarse.delay() + fine.delay(), newRooms(owed));
      owed = 0;
      coarse.reset();
      fine.reset();
      return outputs;
    },
  };
}

type StageOptions = {
  readonly channels: number;
  /** The ceiling, linear. */
  readonly highest: number;
  /** Frames. */
  readonly ahead: number;
  readonly releaseShare: number;
};

/** One gain over a stream that is delayed by so much that it knows what comes. */
interface Stage {
  /** Where the next frames are to be put, at most `chunkFrames`. */
  readonly inputs: readonly Float32Array[];
  /** Takes in so many frames, writes what comes out from `place` on, and says how many frames that are. */
  run(frames: number, search: boolean, outputs: readonly Float32Array[], place: number): number;
  /** Whether the last run turned anything down. */
  reduced(): boolean;
  /** Frames that are still to be swallowed before the first comes out. */
  delay(): number;
  reset(): void;
}

/** Frames taken in at once. */
const chunkFrames = 2048;
const reach = segmentFrames;

function createStage({ channels, highest, ahead, releaseShare }: StageOptions): Stage {
  const kept = ahead + 2 * reach;
  const capacity = kept + chunkFrames + interpolationTaps;
  const buffers = Array.from({ length: channels }, () => new Float32Array(capacity));
  const peaks = new Float64Array(chunkFrames + reach);
  const scratch = createPeakScratch();
  let curve = createGainCurve({ ahead, releaseShare, highest });
  // Silence stands before the stream: the frames below this are not part of the output.
  let toSkip = kept - reach;
  let reduced = false;
  // Frames since the last that was to be searched: the search of a place reaches to both sides.
  let unsearched = 0;

  return {
    inputs: buffers.map((buffer) => buffer.subarray(kept, kept + chunkFrames)),
    run(frames, search, outputs, place) {
      const start = kept - reach;
      let found = false;
      if (search || unsearched <= 2 * reach) {
        peaks.fill(0, 0, frames);
        for (const buffer of buffers) {
          found = findPeaks({ buffer, start, frames, highest, peaks }, scratch) || found;
        }
        reduced = curve.gains(peaks, frames, found);
      } else {
        reduced = curve.rest(peaks, frames);
      }
      unsearched = search ? 0 : unsearched + frames;
      const skipped = Math.min(toSkip, frames);
      toSkip -= skipped;
      for (const [channel, buffer] of buffers.entries()) {
        const output = outputs[channel]!;
        const written = Math.max(0, Math.min(frames - skipped, output.length - place));
        const from = start - ahead + skipped;
        output.set(buffer.subarray(from, from + written), place);
        if (reduced) multiply(output, place, written, peaks, skipped);
        buffer.copyWithin(0, frames, kept + frames);
      }
      return frames - skipped;
    },
    reduced: () => reduced,
    delay: () => toSkip,
    reset() {
      for (const buffer of buffers) buffer.fill(0);
      curve = createGainCurve({ ahead, releaseShare, highest });
      toSkip = kept - reach;
      reduced = false;
      unsearched = 0;
    },
  };
}

function multiply(
  samples: Float32Array,
  place: number,
  frames: number,
  gains: Float64Array,
  from: number,
): void {
  for (let index = 0; index < frames; index++) {
    samples[place + index] = samples[place + index]! * gains[from + index]!;
  }
}

type PeakSearch = {
  readonly buffer: Float32Array;
  readonly start: number;
  readonly frames: number;
  /** Linear. */
  readonly highest: number;
  readonly peaks: Float64Array;
};

/** Of each segment; a bend is found when it is needed, and is negative until then. */
type PeakScratch = { readonly maxima: Float64Array; readonly bends: Float64Array };

function createPeakScratch(): PeakScratch {
  const segments = Math.ceil(chunkFrames / segmentFrames) + 4;
  return { maxima: new Float64Array(segments), bends: new Float64Array(segments) };
}

/**
 * Raises `peaks` to the largest value on each of `frames` samples from `start` and up to the sample after it,
 * where that may be above `highest`. Tells whether any is.
 */
function findPeaks(search: PeakSearch, { maxima, bends }: PeakScratch): boolean {
  const { buffer, start, frames, highest } = search;
  let found = false;
  const segments = Math.ceil(frames / segmentFrames);
  segmentMaxima(buffer, start - segmentFrames, segments + 2, maxima);
  bends.fill(-1, 0, segments + 2);
  const bendAt = (segment: number): number => {
    if (bends[segment]! < 0) bends[segment] = segmentBend(buffer, start + (segment - 1) * segmentFrames);
    return bends[segment]!;
  };
  for (let segment = 0; segment < segments; segment++) {
    const far = Math.max(maxima[segment]!, maxima[segment + 1]!, maxima[segment + 2]!);
    if (overshootBound(far, far) <= highest) continue;
    const bend = Math.max(bendAt(segment), bendAt(segment + 1), bendAt(segment + 2));
    const near = Math.max(maxima[segment + 1]!, maxima[segment + 2]!);
    if (smoothBound(near, far, bend) <= highest) continue;
    const from = segment * segmentFrames;
    const end = Math.min(frames, from + segmentFrames);
    found = searchSegment(search, from, end, far, bend) || found;
  }
  return found;
}

function searchSegment(
  { buffer, start, highest, peaks }: PeakSearch,
  from: number,
  end: number,
  far: number,
  bend: number,
): boolean {
  let found = false;
  for (let index = from; index < end; index++) {
    const at = start + index;
    const here = Math.abs(buffer[at]!);
    const near = Math.max(here, Math.abs(buffer[at + 1]!));
    if (Math.min(overshootBound(near, far), smoothBound(near, far, bend)) > highest) {
      const peak = Math.max(here, peakAfter(buffer, at));
      found = found || peak > highest;
      if (peak > peaks[index]!) {
        peaks[index] = peak;
      }
    }
  }
  return found;
}
