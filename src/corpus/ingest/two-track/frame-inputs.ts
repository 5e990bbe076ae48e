import { createPowerHistogram } from './power-histogram.ts';
import type { RoughTrack } from './rough-voices.ts';
import { bandCount, type TrackFeatures } from './track-features.ts';

/** What a frame is told by: its spectrum over noise and bleed, its spectrum beside loud speech, and eight single ones. */
export const inputCount = 2 * bandCount + 8;

/** Inputs from here on, one for each band, are its power beside loud speech, in tenfolds of which so many are 1. */
export const firstColour = bandCount;
export const colourUnit = 2;

/** Where a track's loud speech stands among what was roughly found. */
const loudShare = 0.75;
/** Mean square of -90 dBFS. */
const silence = 1e-9;

export type FrameInputsOptions = {
  readonly own: TrackFeatures;
  readonly other: TrackFeatures;
  readonly rough: RoughTrack;
  readonly otherRough: RoughTrack;
};

/** Writes the inputs of a frame, each about -1 to 2, where a network wants them: from `to` on. */
export type FrameInputs = (frame: number, inputs: Float32Array, to: number) => void;

export function createFrameInputs({ own, other, rough, otherRough }: FrameInputsOptions): FrameInputs {
  const { bands, floor, shares, otherHeard, active } = rough;
  const loud = loudest(own, active);
  const noise = Math.max(silence, meanOf(floor.powers));
  const clearness = scaled(loud / noise, 0, 5, 2.5);
  return (frame, inputs, to) => {
    const at = frame * bandCount;
    const floorAt = floor.at(frame);
    const otherFloorAt = otherRough.floor.at(frame);
    let [power, bleed, below, otherPower, otherBelow] = [0, 0, 0, 0, 0];
    for (let band = 0; band < bandCount; band++) {
      const here = bands[at + band] ?? 0;
      const quiet = floor.powers[floorAt + band] ?? silence;
      const through = (shares[band] ?? 0) * (otherHeard[at + band] ?? 0);
      inputs[to + band] = scaled(here / (quiet + through), -0.5, 3.5, 1);
      inputs[to + firstColour + band] = scaled(here / loud, -5, 1.5, colourUnit);
      power += here;
      bleed += through;
      below += quiet;
      otherPower += otherRough.bands[at + band] ?? 0;
      otherBelow += otherRough.floor.powers[otherFloorAt + band] ?? silence;
    }
    const single = to + 2 * bandCount;
    inputs[single] = 2 * (own.voicing[frame] ?? 0) - 1;
    inputs[single + 1] = 2 * (other.voicing[frame] ?? 0) - 1;
    inputs[single + 2] = scaled(power / below, -0.5, 4, 1.5);
    inputs[single + 3] = scaled(power / (bleed + below), -0.5, 4, 1);
    inputs[single + 4] = scaled(otherPower / otherBelow, -0.5, 4, 1.5);
    inputs[single + 5] = scaled(bleed / below, -3, 3, 1);
    inputs[single + 6] = clearness;
    inputs[single + 7] = (active[frame] ?? 0) - (otherRough.active[frame] ?? 0);
  };
}

function scaled(ratio: number, least: number, most: number, unit: number): number {
  return Math.max(least, Math.min(most, Math.log10(ratio + 1e-12))) / unit;
}

/** Mean power of a band where a track's own sound is loud; of all of it where nothing was found. */
function loudest({ frames, bands }: TrackFeatures, active: Uint8Array): number {
  const histogram = createPowerHistogram();
  const addAll = (chosen: (frame: number) => boolean): void => {
    for (let frame = 0; frame < frames; frame++) {
      if (!chosen(frame)) continue;
      let power = 0;
      for (let band = 0; band < bandCount; band++) power += bands[frame * bandCount + band] ?? 0;
      histogram.add(power / bandCount);
    }
  };
  addAll((frame) => active[frame] === 1);
  if (histogram.count < 20) addAll(() => true);
  return Math.max(silence, histogram.quantile(loudShare));
}

function meanOf(powers: Float32Array): number {
  return powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length);
}
