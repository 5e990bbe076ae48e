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
  const least = Float32Array.from({ length: bandCount }, (_, band) => {
    const all = Float32Array.from(
      { length: frames },
      (_frame, frame) => bands[frame * bandCount + band] ?? 0,
    );
    return Math.max(silence, echo * quantileOf(all.toSorted(), loudShare));
  });
  for (let block = 0; block < blocks; block++) {
    const from = Math.max(0, (block - reach) * blockFrames);
    const to = Math.min(frames, (block + reach + 1) * blockFrames);
    const chosen: number[] = [];
    for (let frame = from; frame < to; frame++)
      if (active === undefined || active[frame] === 0) chosen.push(frame);
    const byMean = active !== undefined && chosen.length >= leastFrames;
    for (let band = 0; band < bandCount; band++) {
      const values = Float32Array.from(chosen, (frame) => bands[frame * bandCount + band] ?? 0).toSorted();
      powers[block * bandCount + band] = Math.max(
        least[band] ?? silence,
        byMean ? trimmedMean(values) : quietToMean * quantileOf(values, quietShare),
      );
    }
  }
  return { at: (frame) => Math.min(blocks - 1, Math.floor(frame / blockFrames)) * bandCount, powers };
}

/** Without the loudest tenth: a click is no floor. */
function trimmedMean(rising: Float32Array): number {
  const kept = rising.subarray(0, Math.max(1, Math.floor(rising.length * 0.9)));
  return (1.1 * kept.reduce((sum, value) => sum + value, 0)) / Math.max(1, kept.length);
}

export function quantileOf(rising: ArrayLike<number>, share: number): number {
  return rising[Math.floor(Math.min(1, share) * Math.max(0, rising.length - 1))] ?? 0;
}
