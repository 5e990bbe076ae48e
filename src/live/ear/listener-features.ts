import { bandCount } from './bands.ts';

export const listenerInputCount = bandCount + 6;

/** What there is to hear words by, in one frame. Levels in dBFS. */
export type ListenerMeasures = {
  readonly level: number;
  readonly floor: number;
  /** Bels of each band without the floor, over their mean. */
  readonly shape: Float64Array;
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
    hear({ level, floor, shape, periodicity, pitch }) {
      for (let band = 0; band < bandCount; band++) inputs[band] = (shape[band] ?? 0) / 1.5;
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
