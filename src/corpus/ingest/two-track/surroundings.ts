import { findDecayRates } from './decay-rates.ts';
import type { HeardTrack } from './find-voices.ts';
import { findNoiseKinds } from './noise-kinds.ts';
import { decayInputs, reverberationFrom } from './reverberation.ts';
import { noiseWeights, reverberationWeights } from './surrounding-weights.ts';
import { bandCount, frameStep, type TrackFeatures } from './track-features.ts';

/** What is around a track's speaker, as far as its sound tells. */
export type Surroundings = {
  /** Seconds for the level to fall by 60 dB; `null` where speech never stops for long enough to be told. */
  readonly reverberation: number | null;
  /** Kinds of noise in it, the loudest first, by the names of `noiseKinds`. */
  readonly noiseTypes: readonly string[];
  /** dBFS of mains hum, 50 or 60 Hz with what it repeats at; `null` where there is none. */
  readonly hum: number | null;
};

type Listened = { readonly features: TrackFeatures; readonly heard: HeardTrack };

/** dB of speech over noise below which noise hides the room. */
const clearest = 12;

/** What is around the speaker of `own`, while `other` is on the other track. */
export function findSurroundings(
  own: Listened,
  other: Listened,
): Pick<Surroundings, 'reverberation' | 'noiseTypes'> {
  const quiet = quietFrames(own, other);
  const isQuiet = (frame: number): boolean => quiet[frame] === 1;
  const inputs = surroundingInputs(own, other);
  return {
    reverberation:
      inputs === null ? null : Math.round(100 * reverberationFrom(inputs, reverberationWeights)) / 100,
    noiseTypes: findNoiseKinds(own.features, {
      chosen: isQuiet,
      speech: speechOf(own.heard),
      weights: noiseWeights,
    }),
  };
}

/** Mean square. */
function speechOf({ noise, signalToNoise }: HeardTrack): number {
  return signalToNoise === null ? 0 : Math.max(1e-10, noise) * 10 ** (signalToNoise / 10);
}

/** What reverberation is told by; `null` where it cannot be told. */
export function surroundingInputs(own: Listened, other: Listened): readonly number[] | null {
  const { signalToNoise } = own.heard;
  if (signalToNoise === null || signalToNoise < clearest) return null;
  const quiet = quietFrames(own, other, [leastRinging]);
  const rates = findDecayRates(
    own.features,
    own.heard.active,
    other.heard.active,
    meanBands(own.features, quiet),
  );
  return decayInputs(rates, signalToNoise);
}

/** Frames for which a room rings on, mostly and at least, and quiet ones that are enough. */
const ringing = Math.round(0.35 / frameStep);
const leastRinging = Math.round(0.12 / frameStep);
const enough = Math.round(4 / frameStep);

/** Frames in which nobody is heard: 1. Where the other's voice does not come through, it may speak. */
export function quietFrames(
  own: Listened,
  other: Listened,
  rests: readonly number[] = [ringing, leastRinging],
): Uint8Array {
  const count = own.features.frames;
  const voiced = Uint8Array.from(own.heard.active);
  for (const { start, end, type } of own.heard.sounds)
    if (type !== 'noise') voiced.fill(1, Math.round(start / frameStep), Math.round(end / frameStep));
  const anybody = voiced.map((value, frame) => value | (other.heard.active[frame] ?? 0));
  for (const rest of rests) {
    const both = framesWithout(anybody, count, rest);
    if (both.reduce((sum, value) => sum + value, 0) >= enough) return both;
  }
  return framesWithout(own.heard.bleed === null ? voiced : anybody, count, leastRinging);
}

/** Frames so long after a voice. */
function framesWithout(voiced: Uint8Array, count: number, rest: number): Uint8Array {
  const quiet = new Uint8Array(count);
  let since = rest;
  for (let frame = 0; frame < count; frame++) {
    since = voiced[frame] === 1 ? 0 : since + 1;
    if (since > rest) quiet[frame] = 1;
  }
  return quiet;
}

function meanBands({ frames, bands }: TrackFeatures, chosen: Uint8Array): Float64Array {
  const means = new Float64Array(bandCount);
  let count = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (chosen[frame] !== 1) continue;
    count += 1;
    for (let band = 0; band < bandCount; band++)
      means[band] = (means[band] ?? 0) + (bands[frame * bandCount + band] ?? 0);
  }
  return means.map((sum) => sum / Math.max(1, count));
}
