import type { MultichannelAudio } from './audio.ts';
import { fromDecibels } from './decibels.ts';
import { requireChannels, requireRange, requireRate, requireWhole } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';
import { createGainCurve } from './limiter-gain.ts';
import { interpolationTaps, overshootBound, peakAfter, segmentFrames, segmentMaxima } from './true-peak.ts';

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
  /** One array for each channel. Gives what can be told by now. NaN and infinities count as 0. */
  push(block: readonly Float32Array[]): readonly Float32Array[];
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
  return {
    push(block) {
      requireChannels(block, channels);
      return fine.push(coarse.push(block.map(finiteSamples)));
    },
    flush() {
      const body = fine.push(coarse.flush());
      const tail = fine.flush();
      return body.map((first, channel) => join(first, tail[channel]!));
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

/** Frames taken in at once. */
const chunkFrames = 512;
const reach = segmentFrames;

function createStage({ channels, highest, ahead, releaseShare }: StageOptions): Limiter {
  const kept = ahead + 2 * reach;
  const capacity = kept + chunkFrames + interpolationTaps;
  const buffers = Array.from({ length: channels }, () => new Float32Array(capacity));
  const peaks = new Float64Array(chunkFrames + reach);
  const maxima = new Float64Array(Math.ceil(chunkFrames / segmentFrames) + 4);
  let curve = createGainCurve({ ahead, releaseShare, highest });
  // Silence stands before the stream: the frames below this are not part of the output.
  let toSkip = kept - reach;
  let received = 0;

  /** The buffers' first `kept` frames are known; `frames` more follow. Writes what comes out, from `place` on. */
  const run = (frames: number, outputs: readonly Float32Array[], place: number): number => {
    const start = kept - reach;
    peaks.fill(0, 0, frames);
    let found = false;
    for (const buffer of buffers) {
      found = findPeaks(buffer, start, frames, highest, peaks, maxima) || found;
    }
    const reduced = curve.gains(peaks, frames, found);
    const skipped = Math.min(toSkip, frames);
    toSkip -= skipped;
    const written = Math.max(0, Math.min(frames - skipped, outputs[0]!.length - place));
    for (const [channel, buffer] of buffers.entries()) {
      const from = start - ahead + skipped;
      const output = outputs[channel]!.subarray(place, place + written);
      output.set(buffer.subarray(from, from + written));
      if (reduced) {
        multiply(output, peaks, skipped);
      }
      buffer.copyWithin(0, frames, kept + frames);
    }
    return written;
  };

  const take = (
    block: readonly Float32Array[],
    frames: number,
    produced: number,
  ): readonly Float32Array[] => {
    const outputs = block.map(() => new Float32Array(produced));
    let place = 0;
    for (let taken = 0; taken < frames; ) {
      const part = Math.min(chunkFrames, frames - taken);
      for (const [channel, samples] of block.entries()) {
        buffers[channel]!.set(samples.subarray(taken, taken + part), kept);
      }
      place += run(part, outputs, place);
      taken += part;
    }
    return outputs;
  };

  return {
    push(block) {
      const frames = block[0]!.length;
      received += frames;
      return take(block, frames, Math.max(0, frames - toSkip));
    },
    flush() {
      const padding = kept - reach;
      const rest = Math.min(received, padding - toSkip);
      const silence = buffers.map(() => new Float32Array(padding));
      const outputs = take(silence, padding, rest);
      for (const buffer of buffers) {
        buffer.fill(0);
      }
      curve = createGainCurve({ ahead, releaseShare, highest });
      toSkip = padding;
      received = 0;
      return outputs;
    },
  };
}

function multiply(samples: Float32Array, gains: Float64Array, from: number): void {
  for (let index = 0; index < samples.length; index++) {
    samples[index] = samples[index]! * gains[from + index]!;
  }
}

/**
 * Raises `peaks` to the largest value on each of `frames` samples from `start` and up to the sample after it,
 * where that may be above `highest`. Tells whether any is.
 */
function findPeaks(
  buffer: Float32Array,
  start: number,
  frames: number,
  highest: number,
  peaks: Float64Array,
  maxima: Float64Array,
): boolean {
  let found = false;
  const segments = Math.ceil(frames / segmentFrames);
  segmentMaxima(buffer, start - segmentFrames, segments + 2, maxima);
  for (let segment = 0; segment < segments; segment++) {
    const far = Math.max(maxima[segment]!, maxima[segment + 1]!, maxima[segment + 2]!);
    if (overshootBound(far, far) <= highest) {
      continue;
    }
    const from = segment * segmentFrames;
    const end = Math.min(frames, from + segmentFrames);
    for (let index = from; index < end; index++) {
      const at = start + index;
      const here = Math.abs(buffer[at]!);
      const near = Math.max(here, Math.abs(buffer[at + 1]!));
      if (overshootBound(near, far) > highest) {
        const peak = Math.max(here, peakAfter(buffer, at));
        found = found || peak > highest;
        if (peak > peaks[index]!) {
          peaks[index] = peak;
        }
      }
    }
  }
  return found;
}
