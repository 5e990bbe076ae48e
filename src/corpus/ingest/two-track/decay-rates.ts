import { bandCount, frameStep, type TrackFeatures } from './track-features.ts';

/** Bands in which rooms are listened to: some 300 Hz to 5 kHz. */
const bands = [3, 20] as const;
/** Frames over which a decay is measured, and in which the loudest before it is looked for. */
const span = 7;
const memory = 30;
/** A decay ends so many times above the noise. */
const aboveNoise = 4;
/** dB below the loudest before: what falls soon after a sound is mostly its own end, what is left later is the room's. */
const depths = [5, 14, 23, 60] as const;
export const depthCount = depths.length - 1;
/** dB a second, in steps of a twelfth of an octave. */
const slowest = 8;
const steps = 12;
const places = steps * 8;
/** Shares of the decays that are faster. */
const shares = [0.05, 0.15, 0.3, 0.5, 0.75] as const;

/** How fast sound falls on a track behind its speaker's voice. */
export type DecayRates = {
  /** Decays in each depth. */
  readonly counts: readonly number[];
  /** For each depth, binary logarithms of dB a second that a share of the decays exceeds: five numbers. */
  readonly rates: readonly (readonly number[])[];
};

/** `spoken`: 1 where the track's own speaker speaks; `excluded`: 1 where something else would be heard falling. */
export function findDecayRates(
  { frames, bands: powers }: TrackFeatures,
  spoken: Uint8Array,
  excluded: Uint8Array,
  noise: ArrayLike<number>,
): DecayRates {
  const histograms = Array.from({ length: depthCount }, () => new Float64Array(places));
  const usable = framesBehindSpeech(frames, spoken, excluded);
  const levels = new Float32Array(frames);
  for (let band = bands[0]; band < bands[1]; band++) {
    const floor = aboveNoise * (noise[band] ?? 0) + 1e-10;
    for (let frame = 0; frame < frames; frame++) {
      levels[frame] = 10 * Math.log10((powers[frame * bandCount + band] ?? 0) + 1e-12);
    }
    const least = 10 * Math.log10(floor);
    for (let frame = memory; frame + span <= frames; frame++) {
      if (usable[frame] === 0) continue;
      const slope = slopeAt(levels, frame, least);
      if (slope >= -slowest) continue;
      const depth = depthAt(levels, frame);
      const histogram = histograms[depths.findLastIndex((from) => depth >= from)];
      const place = Math.floor(steps * Math.log2(-slope / slowest));
      if (histogram !== undefined && place < places) histogram[place] = (histogram[place] ?? 0) + 1;
    }
  }
  return {
    counts: histograms.map((histogram) => histogram.reduce((sum, count) => sum + count, 0)),
    rates: histograms.map((histogram) => shares.map((share) => rateAt(histogram, share))),
  };
}

/** Frames of a voice and of what it leaves, as long as nobody else is heard. */
function framesBehindSpeech(frames: number, spoken: Uint8Array, excluded: Uint8Array): Uint8Array {
  const usable = new Uint8Array(frames);
  let since = memory;
  for (let frame = 0; frame < frames; frame++) {
    since = spoken[frame] === 1 ? 0 : since + 1;
    usable[frame] = since < memory && excluded[frame] !== 1 ? 1 : 0;
  }
  return usable;
}

/** dB a second over `span` frames; 0 where it goes into the noise. */
function slopeAt(levels: Float32Array, frame: number, least: number): number {
  let sum = 0;
  for (let index = 0; index < span; index++) {
    const level = levels[frame + index] ?? 0;
    if (level < least) return 0;
    sum += (index - (span - 1) / 2) * level;
  }
  return (12 * sum) / (span * (span * span - 1)) / frameStep;
}

function depthAt(levels: Float32Array, frame: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let before = frame - memory; before <= frame; before++) most = Math.max(most, levels[before] ?? 0);
  return most - (levels[frame + (span - 1) / 2] ?? 0);
}

function rateAt(histogram: Float64Array, share: number): number {
  const whole = histogram.reduce((sum, count) => sum + count, 0);
  let above = 0;
  for (let place = places - 1; place >= 0; place--) {
    const count = histogram[place] ?? 0;
    above += count;
    if (above >= share * whole && whole > 0)
      return (place + (above - share * whole) / Math.max(1, count)) / steps + Math.log2(slowest);
  }
  return 0;
}
