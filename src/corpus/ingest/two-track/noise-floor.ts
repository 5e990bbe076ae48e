import { createPowerHistogram } from './power-histogram.ts';
import { bandCount, frameStep, type TrackFeatures } from './track-features.ts';

/** Frames for which one floor holds: 5 s. */
const blockFrames = Math.round(5 / frameStep);
/** Blocks before and behind that are listened to as well. */
const reach = 2;
/** Where a quiet frame stands among all, and by how much the mean of noise lies above it. */
const quietShare = 0.15;
const quietToMean = 1.4;
/** -86 dBFS: what is below is silence. */
const silence = 1e-9;
/** Frames without speech of which a mean says enough. */
const leastFrames = 60;
/** A click is no floor: the loudest tenth is left out, and what is left is a little less than the whole. */
const kept = 0.9;
const keptToMean = 1.1;

/** Where loud speech stands among all frames, and how far below it a speaker's own echo in the room is no speech. */
const loudShare = 0.95;
const echo = 0.003;

/** Power in each band where nobody speaks, over time. */
export type NoiseFloor = {
  /** The floors of a frame stand from here on. */
  readonly at: (frame: number) => number;
  readonly powers: Float32Array;
};

/**
 * What is heard without speech. Before it is known where speech is (`active` left out), of the quietest frames around;
 * then, of those that have none.
 */
export function findNoiseFloor({ frames, bands }: TrackFeatures, active?: Uint8Array): NoiseFloor {
  const blocks = Math.max(1, Math.ceil(frames / blockFrames));
  const powers = new Float32Array(blocks * bandCount);
  const histogram = createPowerHistogram();
  for (let band = 0; band < bandCount; band++) {
    histogram.clear();
    for (let frame = 0; frame < frames; frame++) histogram.add(bands[frame * bandCount + band] ?? 0);
    const least = Math.max(silence, echo * histogram.quantile(loudShare));
    for (let block = 0; block < blocks; block++) {
      const from = Math.max(0, (block - reach) * blockFrames);
      const to = Math.min(frames, (block + reach + 1) * blockFrames);
      histogram.clear();
      for (let frame = from; frame < to; frame++) {
        if (active === undefined || active[frame] === 0) histogram.add(bands[frame * bandCount + band] ?? 0);
      }
      const byMean = active !== undefined && histogram.count >= leastFrames;
      const floor = byMean
        ? keptToMean * histogram.meanOfLeast(kept)
        : quietToMean * histogram.quantile(quietShare);
      powers[block * bandCount + band] = Math.max(least, floor);
    }
  }
  return { at: (frame) => Math.min(blocks - 1, Math.floor(frame / blockFrames)) * bandCount, powers };
}

export function quantileOf(rising: ArrayLike<number>, share: number): number {
  return rising[Math.floor(Math.min(1, share) * Math.max(0, rising.length - 1))] ?? 0;
}
