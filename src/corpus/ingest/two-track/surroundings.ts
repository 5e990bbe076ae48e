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
  const inputs = surroundingInputs(own, other, quiet);
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
export function surroundingInputs(
  own: Listened,
  other: Listened,
  quiet: Uint8Array,
): readonly number[] | null {
  const { signalToNoise } = own.heard;
  if (signalToNoise === null || signalToNoise < clearest) return null;
  const rates = findDecayRates(
    own.features,
    own.heard.active,
    other.heard.active,
    meanBands(own.features, quiet),
  );
  return decayInputs(rates, signalToNoise);
}

/** Frames for which a room rings on, and that are wanted before what is heard beside the other's voice is left out. */
const ringing = Math.round(0.12 / frameStep);
const enough = Math.round(4 / frameStep);

/** Frames in which nobody is heard: 1. Where the other's voice does not come through, it may speak. */
export function quietFrames(own: Listened, other: Listened): Uint8Array {
  const count = own.features.frames;
  const voiced = Uint8Array.from(own.heard.active);
  for (const { start, end, type } of own.heard.sounds)
    if (type !== 'noise') voiced.fill(1, Math.round(start / frameStep), Math.round(end / frameStep));
  const alone = framesWithout(voiced, count);
  const both = framesWithout(
    voiced.map((value, frame) => value | (other.heard.active[frame] ?? 0)),
    count,
  );
  const known = both.reduce((sum, value) => sum + value, 0);
  return known < enough && own.heard.bleed === null ? alone : both;
}

function framesWithout(voiced: Uint8Array, count: number): Uint8Array {
  const quiet = new Uint8Array(count);
  let since = ringing;
  for (let frame = 0; frame < count; frame++) {
    since = voiced[frame] === 1 ? 0 : since + 1;
    if (since > ringing) quiet[frame] = 1;
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
