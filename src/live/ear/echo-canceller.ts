import { createFft } from '../../dsp/index.ts';
import { frameLength } from '../heard-frame.ts';

/** A frame and what of the filter reaches over it: overlap and save. */
const size = 1024;
const bins = size / 2 + 1;
/** Parts of the filter, two frames each, .24 s in all: what of the transform is not the frame has room for two. */
const partCount = 6;
const partFrames = 2;
const pastCount = partCount * partFrames;
/** What stays of the filter in a frame, where nothing is learned: rooms change within some ten seconds. */
const keep = 0.9998;
/** Power of the first part's filter that is thought possible at the start. */
const firstDoubt = 0.3;
/** Of what a frame seems to teach: neighbouring bins and the turning of the transform mislead it. */
const caution = 0.5;
/** Of the power that is not echo, of which the filter learns nothing. */
const nearSmoothing = 0.8;
/** Of the rest at least so much is not echo. */
const leastNear = 0.1;

/**
 * Takes out of what was captured what the loudspeaker played. Synchronous, without delay; it has learned the way
 * back after about half a second of playback.
 */
export interface EchoCanceller {
  /** What is left of the capture, to be read before the next `hear`. */
  readonly clean: Float32Array;
  /** Mean squares: of the echo that was found in the frame, and of what is left. */
  readonly echoPower: number;
  readonly leftPower: number;
  /** Mean product of the capture and the echo that was found in it: their power again, where the filter is right. */
  readonly sharedPower: number;
  /** Mean square of the echo that may be left, as far as the filter knows what it does not know. */
  readonly doubtPower: number;
  /** Learns anew as at the start: the way back is another. */
  doubt(): void;
  /** `played` is delayed already by what is known of the way back. */
  hear(captured: Float32Array, played: Float32Array): void;
  /** The same where nothing came from the microphone. */
  miss(played: Float32Array): void;
}

type Part = { readonly real: Float64Array; readonly imaginary: Float64Array; readonly doubt: Float64Array };
type Past = { readonly real: Float64Array; readonly imaginary: Float64Array; readonly power: Float64Array };

/**
 * The partitioned-block frequency-domain Kalman filter (Kuech, Mabande, Enzner 2014): each bin learns as fast as its
 * own doubt and what is heard of others beside the echo allow, so that it holds still while both speak.
 */
export function createEchoCanceller(): EchoCanceller {
  const fft = createFft(size);
  const parts: Part[] = Array.from({ length: partCount }, (_, index) => ({
    real: spectrum(),
    imaginary: spectrum(),
    doubt: spectrum().fill(firstDoubt * 0.7 ** index),
  }));
  const past: Past[] = Array.from({ length: pastCount }, () => ({
    real: spectrum(),
    imaginary: spectrum(),
    power: spectrum(),
  }));
  const [sumReal, sumImaginary, near, gain] = [spectrum(), spectrum(), spectrum().fill(1e-3), spectrum()];
  const samples = new Float64Array(size);
  const heard = new Float64Array(size);
  const clean = new Float32Array(frameLength);
  let turn = 0;

  const pastOf = (index: number): Past | undefined => past[(turn + index * partFrames) % pastCount];
  const take = (played: Float32Array): void => {
    heard.copyWithin(0, frameLength);
    heard.set(played, size - frameLength);
    turn = (turn + pastCount - 1) % pastCount;
    const newest = past[turn];
    if (newest !== undefined) listen(fft, heard, newest);
  };

  const canceller = {
    clean,
    echoPower: 0,
    leftPower: 0,
    sharedPower: 0,
    doubtPower: 0,
    doubt(): void {
      for (const [index, part] of parts.entries()) {
        for (let bin = 0; bin < bins; bin++) {
          part.doubt[bin] = Math.max(part.doubt[bin] ?? 0, firstDoubt * 0.7 ** index);
        }
      }
    },
    miss: take,
    hear(captured: Float32Array, played: Float32Array): void {
      take(played);
      predict(parts, pastOf, sumReal, sumImaginary);
      fft.inverse(sumReal, sumImaginary, samples);
      const [echo, left, shared] = subtract(captured, samples, clean);
      canceller.echoPower = echo / frameLength;
      canceller.leftPower = left / frameLength;
      canceller.sharedPower = shared / frameLength;
      fft.forward(samples, sumReal, sumImaginary);
      canceller.doubtPower = weigh(parts, pastOf, { real: sumReal, imaginary: sumImaginary }, near, gain);
      learn(parts, pastOf, { real: sumReal, imaginary: sumImaginary }, gain);
      const constrained = parts[turn % partCount];
      if (constrained !== undefined) constrain(fft, constrained, samples);
    },
  };
  return canceller;
}

function listen(
  fft: ReturnType<typeof createFft>,
  heard: Float64Array,
  { real, imaginary, power }: Past,
): void {
  fft.forward(heard, real, imaginary);
  for (let bin = 0; bin < bins; bin++) power[bin] = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
}

type PastOf = (index: number) => Past | undefined;

function predict(
  parts: readonly Part[],
  pastOf: PastOf,
  sumReal: Float64Array,
  sumImaginary: Float64Array,
): void {
  sumReal.fill(0);
  sumImaginary.fill(0);
  for (let index = 0; index < parts.length; index++) {
    const [part, of] = [parts[index], pastOf(index)];
    if (part === undefined || of === undefined) continue;
    const { real, imaginary } = part;
    for (let bin = 0; bin < bins; bin++) {
      const [a, b, c, d] = [real[bin] ?? 0, imaginary[bin] ?? 0, of.real[bin] ?? 0, of.imaginary[bin] ?? 0];
      sumReal[bin] = (sumReal[bin] ?? 0) + a * c - b * d;
      sumImaginary[bin] = (sumImaginary[bin] ?? 0) + a * d + b * c;
    }
  }
}

/** Writes what is left into `clean`, and, behind zeros, into `samples`; gives the energy of the echo and of the rest, and what the echo shares with the capture. */
function subtract(
  captured: Float32Array,
  samples: Float64Array,
  clean: Float32Array,
): [number, number, number] {
  const start = size - frameLength;
  let echo = 0;
  let left = 0;
  let shared = 0;
  for (let index = 0; index < frameLength; index++) {
    const guess = samples[start + index] ?? 0;
    const rest = (captured[index] ?? 0) - guess;
    echo += guess * guess;
    shared += guess * (captured[index] ?? 0);
    left += rest * rest;
    clean[index] = rest;
    samples[start + index] = rest;
  }
  samples.fill(0, 0, start);
  return [echo, left, shared];
}

type Spectrum = { readonly real: Float64Array; readonly imaginary: Float64Array };

/** The gain of each bin, but for each part's doubt: how much of the rest is an error of the filter. */
function weigh(
  parts: readonly Part[],
  pastOf: PastOf,
  rest: Spectrum,
  near: Float64Array,
  gain: Float64Array,
): number {
  gain.fill(0);
  let expectedInAll = 0;
  for (let index = 0; index < parts.length; index++) {
    const [part, of] = [parts[index], pastOf(index)];
    if (part === undefined || of === undefined) continue;
    const { doubt } = part;
    for (let bin = 0; bin < bins; bin++)
      gain[bin] = (gain[bin] ?? 0) + (doubt[bin] ?? 0) * (of.power[bin] ?? 0);
  }
  // Of the transform only `frameLength` of `size` samples are new.
  const share = frameLength / size;
  for (let bin = 0; bin < bins; bin++) {
    const power = (rest.real[bin] ?? 0) ** 2 + (rest.imaginary[bin] ?? 0) ** 2;
    const expected = share * (gain[bin] ?? 0);
    expectedInAll += expected;
    const others = Math.max(power - expected, leastNear * power);
    near[bin] = nearSmoothing * (near[bin] ?? 0) + (1 - nearSmoothing) * others;
    gain[bin] = share / (expected + (near[bin] ?? 0) + 1e-7);
  }
  // Parseval: the bins between the first and the last stand for two each.
  return (2 * expectedInAll) / (size * frameLength);
}

function learn(parts: readonly Part[], pastOf: PastOf, rest: Spectrum, gain: Float64Array): void {
  const share = frameLength / size;
  const drift = 1 - keep * keep;
  for (let index = 0; index < parts.length; index++) {
    const [part, of] = [parts[index], pastOf(index)];
    if (part === undefined || of === undefined) continue;
    const { real, imaginary, doubt } = part;
    for (let bin = 0; bin < bins; bin++) {
      const unsure = doubt[bin] ?? 0;
      const step = unsure * (gain[bin] ?? 0);
      const [c, d, e, f] = [
        of.real[bin] ?? 0,
        of.imaginary[bin] ?? 0,
        rest.real[bin] ?? 0,
        rest.imaginary[bin] ?? 0,
      ];
      const a = (real[bin] ?? 0) + step * (c * e + d * f);
      const b = (imaginary[bin] ?? 0) + step * (c * f - d * e);
      real[bin] = keep * a;
      imaginary[bin] = keep * b;
      doubt[bin] =
        keep * keep * (1 - caution * share * step * (of.power[bin] ?? 0)) * unsure +
        drift * (a * a + b * b) +
        1e-9;
    }
  }
}

function spectrum(): Float64Array {
  return new Float64Array(bins);
}

/** What is longer than a part came of the transform's going round. One part in turn is enough. */
function constrain(
  fft: ReturnType<typeof createFft>,
  { real, imaginary }: Part,
  samples: Float64Array,
): void {
  fft.inverse(real, imaginary, samples);
  samples.fill(0, frameLength * partFrames);
  fft.forward(samples, real, imaginary);
}
