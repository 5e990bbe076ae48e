import { createWindow } from '../../dsp/index.ts';
import { earSampleRate, frameLength } from '../heard-frame.ts';

const decimation = 4;
const rate = earSampleRate / decimation;
const lowestPitch = 60;
const highestPitch = 400;
const shortestLag = Math.floor(rate / highestPitch);
const longestLag = Math.ceil(rate / lowestPitch);
/** Samples compared with those a period before: .03 s. */
const compared = 120;
const kept = compared + longestLag + 3;
const taps = 32;

/** Of several lags that fit about as well the shortest is the period; the others are its multiples. */
const lagCost = 0.12;
/** A voice seldom leaps: a lag within a seventh of the last is taken for the likelier one. */
const habit = 0.07;

export interface PitchMeter {
  /** -1 to 1: how like itself a period before the sound is. About .9 for a vowel, below .4 for noise. */
  readonly periodicity: number;
  /** Hz, where there is a period at all. */
  readonly pitch: number;
  hear(frame: Float32Array): void;
}

/** Normalised cross-correlation of the sound below 1 kHz (as Talkin's RAPT does). */
export function createPitchMeter(): PitchMeter {
  const filter = lowPass();
  const input = new Float32Array(frameLength + taps);
  const held = new Float64Array(kept);
  const scores = new Float64Array(longestLag + 2);
  let lastLag = 0;
  const meter = {
    periodicity: 0,
    pitch: 0,
    hear(frame: Float32Array): void {
      decimate(frame, input, filter, held);
      correlate(held, scores);
      const lag = bestLag(scores, lastLag);
      const periodicity = scores[lag] ?? 0;
      meter.periodicity = periodicity;
      meter.pitch = rate / refined(scores, lag);
      lastLag = periodicity > 0.5 ? lag : 0;
    },
  };
  return meter;
}

function lowPass(): Float64Array {
  const window = createWindow('hamming', taps);
  const cutoff = 900 / earSampleRate;
  const filter = Float64Array.from({ length: taps }, (_, tap) => {
    const x = 2 * Math.PI * cutoff * (tap - (taps - 1) / 2);
    return (Math.sin(x) / x) * (window[tap] ?? 0);
  });
  const sum = filter.reduce((total, weight) => total + weight, 0);
  return filter.map((weight) => weight / sum);
}

function decimate(frame: Float32Array, input: Float32Array, filter: Float64Array, held: Float64Array): void {
  input.copyWithin(0, frameLength);
  input.set(frame, taps);
  const fresh = frameLength / decimation;
  held.copyWithin(0, fresh);
  // Four sums side by side, each in its own order: one alone waits for itself at every product.
  for (let index = 0; index < fresh; index += 4) {
    const first = (index + 1) * decimation;
    const second = first + decimation;
    const third = second + decimation;
    const fourth = third + decimation;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let tap = 0; tap < taps; tap++) {
      const weight = filter[tap] ?? 0;
      a += weight * (input[first + tap] ?? 0);
      b += weight * (input[second + tap] ?? 0);
      c += weight * (input[third + tap] ?? 0);
      d += weight * (input[fourth + tap] ?? 0);
    }
    const place = kept - fresh + index;
    held[place] = a;
    held[place + 1] = b;
    held[place + 2] = c;
    held[place + 3] = d;
  }
}

function correlate(held: Float64Array, scores: Float64Array): void {
  const start = kept - compared;
  let energy = 1e-12;
  let shifted = 1e-12;
  for (let index = start; index < kept; index++) {
    const now = held[index] ?? 0;
    const before = held[index - shortestLag + 1] ?? 0;
    energy += now * now;
    shifted += before * before;
  }
  multiply(held, start, scores);
  for (let lag = shortestLag - 1; lag <= longestLag + 1; lag++) {
    scores[lag] = (scores[lag] ?? 0) / Math.sqrt(energy * Math.max(1e-12, shifted));
    const entering = held[start - lag - 1] ?? 0;
    const leaving = held[kept - lag - 1] ?? 0;
    shifted += entering * entering - leaving * leaving;
  }
}

/** Writes the products of the sound from `start` on with itself at each lag, four lags side by side. */
function multiply(held: Float64Array, start: number, scores: Float64Array): void {
  for (let lag = shortestLag - 1; lag <= longestLag + 1; lag += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let second = held[start - lag - 1] ?? 0;
    let third = held[start - lag - 2] ?? 0;
    let fourth = held[start - lag - 3] ?? 0;
    for (let index = start; index < kept; index++) {
      const now = held[index] ?? 0;
      const first = held[index - lag] ?? 0;
      a += now * first;
      b += now * second;
      c += now * third;
      d += now * fourth;
      fourth = third;
      third = second;
      second = first;
    }
    scores[lag] = a;
    scores[lag + 1] = b;
    scores[lag + 2] = c;
    scores[lag + 3] = d;
  }
}

function bestLag(scores: Float64Array, lastLag: number): number {
  let best = shortestLag;
  let most = Number.NEGATIVE_INFINITY;
  for (let lag = shortestLag; lag <= longestLag; lag++) {
    const score = scores[lag] ?? 0;
    if (score < (scores[lag - 1] ?? 0) || score < (scores[lag + 1] ?? 0)) continue;
    const near = lastLag > 0 && Math.abs(lag - lastLag) * 7 <= lastLag ? habit : 0;
    const worth = score * (1 - (lagCost * lag) / longestLag) + near;
    if (worth > most) {
      most = worth;
      best = lag;
    }
  }
  return best;
}

/** The top of the parabola through the best lag and its neighbours. */
function refined(scores: Float64Array, lag: number): number {
  const [before, here, after] = [scores[lag - 1] ?? 0, scores[lag] ?? 0, scores[lag + 1] ?? 0];
  const bend = before - 2 * here + after;
  return bend >= -1e-9 ? lag : lag + Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend));
}
