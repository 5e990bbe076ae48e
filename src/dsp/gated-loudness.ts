import { createLoudnessHistogram, loudnessOf } from './loudness-histogram.ts';

/** Steps of 100 ms in a window of 400 ms. */
const windowSteps = 4;

/** Integrated loudness by BS.1770-4 from energies that are known already: of a plan, before anything is mixed. */
export interface GatedLoudness {
  /** The next 100 ms: the sum of the squares after K-weighting, of all channels together, and how many frames. */
  add(energy: number, frames: number): void;
  /** LUFS; what is shorter than a window is one window of its own length. -Infinity for silence. */
  integrated(): number;
}

export function createGatedLoudness(): GatedLoudness {
  const windows = createLoudnessHistogram();
  const energies = new Float64Array(windowSteps);
  const lengths = new Float64Array(windowSteps);
  let count = 0;
  const power = (): number => {
    let energy = 0;
    let frames = 0;
    for (let step = 0; step < windowSteps; step++) {
      energy += energies[step]!;
      frames += lengths[step]!;
    }
    return frames === 0 ? 0 : energy / frames;
  };
  return {
    add(energy, frames) {
      energies[count % windowSteps] = energy;
      lengths[count % windowSteps] = frames;
      count++;
      if (count >= windowSteps) windows.add(power());
    },
    integrated: () => (count < windowSteps ? loudnessOf(power()) : windows.integrated()),
  };
}
