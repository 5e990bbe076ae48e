import type { Audio } from './audio.ts';
import { requireRange, requireRate } from './dsp-error.ts';
import { createWindow } from './fft.ts';
import { finiteSamples } from './finite.ts';
import { resample } from './resample.ts';

/** Audio of another length, and where its moments have gone. Times in seconds; outside the audio they are held. */
export type Stretched = {
  readonly audio: Audio;
  /** When a moment of the original sounds in the stretched audio. */
  readonly toStretched: (time: number) => number;
  /** Which moment of the original sounds at a time of the stretched audio. */
  readonly toOriginal: (time: number) => number;
};

/** Seconds of a segment: two periods of a low voice. */
const segmentDuration = 0.03;
/** Seconds to either side in which a segment is looked for: with both sides, a period of 50 Hz. */
const searchReach = 0.01;
/** Hz. Voices are told apart from themselves, a little later, well enough by what lies below 4 kHz. */
const coarseRate = 8000;

/**
 * Speaks faster (`rate` above 1) or slower at the same pitch; `rate` from .5 to 2. The result has
 * `round(frames / rate)` frames. WSOLA (Verhelst and Roelands 1993): segments are laid over one another, each
 * taken from where, near its due place, it best goes on from the segment before.
 */
export function stretch(audio: Audio, rate: number): Stretched {
  requireRate('sampleRate', audio.sampleRate);
  requireRange('rate', rate, 0.5, 2);
  const samples = finiteSamples(audio.samples);
  const { sampleRate } = audio;
  const frames = Math.round(samples.length / rate);
  if (rate === 1 || frames === 0) {
    const held = (time: number): number => Math.min(Math.max(0, time), frames / sampleRate);
    return {
      audio: { samples: Float32Array.from(samples), sampleRate },
      toStretched: held,
      toOriginal: held,
    };
  }
  const hop = Math.max(2, Math.round((segmentDuration * sampleRate) / 2));
  const places = choosePlaces(samples, sampleRate, rate, hop, frames);
  const points = timePoints(places, hop, samples.length, frames);
  return {
    audio: { samples: overlapSegments(samples, places, hop, frames), sampleRate },
    toStretched: (time) => interpolate(points.original, points.stretched, time * sampleRate) / sampleRate,
    toOriginal: (time) => interpolate(points.stretched, points.original, time * sampleRate) / sampleRate,
  };
}

/** The middle of each segment in the original; in the result the middles are `hop` frames apart. */
function choosePlaces(
  samples: Float32Array,
  sampleRate: number,
  rate: number,
  hop: number,
  frames: number,
): Int32Array {
  const places = new Int32Array(Math.ceil(frames / hop) + 1);
  const isCoarse = sampleRate > 1.5 * coarseRate;
  const coarse = isCoarse
    ? resample({ samples, sampleRate }, coarseRate, { quality: 'light' }).samples
    : samples;
  const scale = isCoarse ? coarseRate / sampleRate : 1;
  const coarseHop = Math.max(2, Math.round(hop * scale));
  for (let index = 1; index < places.length; index++) {
    // Nearer to the ends a segment would bring in the silence outside the audio.
    const highest = Math.max(0, samples.length - Math.min(hop, Math.max(0, frames - index * hop)));
    const lowest = Math.min(hop, highest);
    const within = (place: number): number => Math.min(highest, Math.max(lowest, place));
    const due = within(Math.round(index * hop * rate));
    const natural = places[index - 1]! + hop;
    const wide = searchReach * sampleRate;
    const rough = bestPlace(coarse, natural * scale, coarseHop, {
      due: due * scale,
      lowest: within(due - wide) * scale,
      highest: within(due + wide) * scale,
    });
    const around = rough / scale;
    places[index] = isCoarse
      ? bestPlace(samples, natural, hop, {
          due: around,
          lowest: within(around - 1 / scale),
          highest: within(around + 1 / scale),
        })
      : within(around);
  }
  return places;
}

type Search = { readonly due: number; readonly lowest: number; readonly highest: number };

/** Where, from the lowest to the highest place, the signal around is most like that around `natural`. */
function bestPlace(samples: Float32Array, natural: number, half: number, search: Search): number {
  const length = 2 * half;
  const lowest = Math.round(search.lowest);
  const shifts = Math.max(0, Math.round(search.highest) - lowest);
  const due = Math.round(search.due) - lowest;
  const pattern = padded(samples, Math.round(natural) - half, length);
  const field = padded(samples, lowest - half, length + shifts);
  let energy = 0;
  for (let index = 0; index < length; index++) {
    energy += field[index]! * field[index]!;
  }
  let best = Math.min(shifts, Math.max(0, due));
  let bestScore = 0;
  for (let shift = 0; shift <= shifts; shift++) {
    // Among equals, the nearest to the due place.
    const farness = Math.abs(shift - due) / (shifts + 1);
    const score = (likeness(pattern, field, shift) / Math.sqrt(energy + 1e-9)) * (1 - 0.02 * farness);
    if (score > bestScore) {
      bestScore = score;
      best = shift;
    }
    const leaving = field[shift]!;
    const coming = shift < shifts ? field[shift + length]! : 0;
    energy = Math.max(0, energy + coming * coming - leaving * leaving);
  }
  return lowest + best;
}

function likeness(pattern: Float32Array, field: Float32Array, shift: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = pattern.length & ~3;
  for (let index = 0; index < whole; index += 4) {
    a += pattern[index]! * field[shift + index]!;
    b += pattern[index + 1]! * field[shift + index + 1]!;
    c += pattern[index + 2]! * field[shift + index + 2]!;
    d += pattern[index + 3]! * field[shift + index + 3]!;
  }
  for (let index = whole; index < pattern.length; index++) {
    a += pattern[index]! * field[shift + index]!;
  }
  return a + b + c + d;
}

/** A stretch of the signal, with silence where it lies outside. */
function padded(samples: Float32Array, from: number, length: number): Float32Array {
  if (from >= 0 && from + length <= samples.length) {
    return samples.subarray(from, from + length);
  }
  const copy = new Float32Array(length);
  const start = Math.max(0, from);
  copy.set(samples.subarray(start, Math.max(start, from + length)), Math.min(length, start - from));
  return copy;
}

function overlapSegments(
  samples: Float32Array,
  places: Int32Array,
  hop: number,
  frames: number,
): Float32Array {
  const window = createWindow('hann', 2 * hop);
  const output = new Float32Array(frames);
  for (const [index, place] of places.entries()) {
    const segment = padded(samples, place - hop, 2 * hop);
    const at = (index - 1) * hop;
    const end = Math.min(2 * hop, frames - at);
    for (let offset = Math.max(0, -at); offset < end; offset++) {
      output[at + offset] = output[at + offset]! + segment[offset]! * window[offset]!;
    }
  }
  return output;
}

/** Pairs of frames that belong together, never falling: a segment may reach back behind the one before it. */
function timePoints(places: Int32Array, hop: number, originalFrames: number, frames: number) {
  const original: number[] = [];
  const stretched: number[] = [];
  let latest = 0;
  for (const [index, place] of places.entries()) {
    if (index * hop < frames) {
      latest = Math.min(originalFrames, Math.max(latest, place));
      original.push(latest);
      stretched.push(index * hop);
    }
  }
  original.push(originalFrames);
  stretched.push(frames);
  return { original, stretched };
}

/** Along the straight lines between the points; `xs` never falls. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (!(x > xs[low]!)) {
    return ys[low]!;
  }
  if (x >= xs[high]!) {
    return ys[high]!;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const span = xs[high]! - xs[low]!;
  return span === 0 ? ys[low]! : ys[low]! + ((x - xs[low]!) / span) * (ys[high]! - ys[low]!);
}
