import { bandCount } from './bands.ts';

export const listenerInputCount = bandCount + 6;

/** What there is to hear words by, in one frame. Levels in dBFS. */
export type ListenerMeasures = {
  readonly level: number;
  readonly floor: number;
  readonly bands: Float64Array;
  readonly floorBands: Float64Array;
  readonly periodicity: number;
  readonly pitch: number;
};

export interface ListenerFeatures {
  /** To be read before the next `hear`; each about -1 to 1. */
  readonly inputs: Float64Array;
  /** Somebody begins to speak with the next frame. */
  restart(): void;
  hear(measures: ListenerMeasures): void;
}

/** Share of the loudest band below which a band is taken for empty. */
const emptyBand = 3e-4;
/** From it on a frame has a pitch. */
const voicedFrom = 0.55;

/** The shape of the spectrum, how it moves, and melody: whose voice it is and how loud is left out as far as can be. */
export function createListenerFeatures(): ListenerFeatures {
  const inputs = new Float64Array(listenerInputCount);
  let [frames, loudest, before, lastPitch, firstPitch] = [0, -100, -100, 0, 0];
  return {
    inputs,
    restart() {
      [frames, loudest, before, lastPitch, firstPitch] = [0, -100, -100, 0, 0];
    },
    hear({ level, floor, bands, floorBands, periodicity, pitch }) {
      let most = 1e-12;
      for (let band = 0; band < bandCount; band++)
        most = Math.max(most, (bands[band] ?? 0) - 1.5 * (floorBands[band] ?? 0));
      let mean = 0;
      for (let band = 0; band < bandCount; band++) {
        const power = Math.max((bands[band] ?? 0) - 1.5 * (floorBands[band] ?? 0), most * emptyBand);
        inputs[band] = Math.log10(power);
        mean += (inputs[band] ?? 0) / bandCount;
      }
      for (let band = 0; band < bandCount; band++) inputs[band] = ((inputs[band] ?? 0) - mean) / 1.5;
      loudest = Math.max(loudest, level);
      if (frames === 0) before = level;
      const voiced = periodicity > voicedFrom;
      if (voiced && firstPitch === 0) firstPitch = pitch;
      const moved = voiced ? 2 * Math.log2(pitch / firstPitch) : lastPitch;
      inputs[bandCount] = Math.max(-2, (level - loudest) / 15);
      inputs[bandCount + 1] = Math.min(40, Math.max(0, level - floor)) / 20 - 1;
      inputs[bandCount + 2] = Math.max(-2, Math.min(2, (level - before) / 6));
      inputs[bandCount + 3] = 2 * periodicity - 1;
      inputs[bandCount + 4] = Math.max(-2, Math.min(2, moved));
      inputs[bandCount + 5] = Math.min(1, frames / 40) - 0.5;
      lastPitch = inputs[bandCount + 4] ?? 0;
      before = level;
      frames += 1;
    },
  };
}
