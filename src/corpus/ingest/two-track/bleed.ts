import { createPowerHistogram } from './power-histogram.ts';
import { bandCount, type TrackFeatures } from './track-features.ts';

/** By so much of what it was, frame by frame, a voice dies away in a room. */
const fading = 0.78;
/** Frames by which the clocks of two tracks may be apart. */
const slack = 2;
/** A voice is compared where it is so many times above its floor. */
const loud = 30;
/** Where the ratio of a frame in which one speaks alone stands among all. */
const usual = 0.4;
/** Frames of loud speech that a ratio wants. */
const leastFrames = 40;

/** The power of the other track's voice as it may still be heard in a frame, in each band. */
export function lingering({ frames, bands }: TrackFeatures): Float32Array {
  const heard = new Float32Array(bands.length);
  for (let band = 0; band < bandCount; band++) {
    let power = 0;
    for (let frame = 0; frame < frames; frame++) {
      power *= fading;
      for (let near = frame - slack; near <= frame + slack; near++) {
        power = Math.max(power, bands[near * bandCount + band] ?? 0);
      }
      heard[frame * bandCount + band] = power;
    }
  }
  return heard;
}

type BleedOptions = {
  readonly own: TrackFeatures;
  readonly other: TrackFeatures;
  /** `lingering` of the other. */
  readonly otherHeard: Float32Array;
  /** Noise of both, in each band of a frame. */
  readonly ownNoise: (frame: number, band: number) => number;
  readonly otherNoise: (frame: number, band: number) => number;
  /** Where the other speaks. */
  readonly otherActive: Uint8Array;
};

/**
 * How much of the other's voice comes through to this track, as a share of its power in each band: from the frames in
 * which the other is loud, most of which are theirs alone.
 */
export function findBleed(options: BleedOptions): Float32Array {
  const { own, other, otherHeard, ownNoise, otherNoise, otherActive } = options;
  const shares = new Float32Array(bandCount);
  const ratios = createPowerHistogram();
  for (let band = 0; band < bandCount; band++) {
    ratios.clear();
    for (let frame = 0; frame < Math.min(own.frames, other.frames); frame++) {
      const at = frame * bandCount + band;
      const power = other.bands[at] ?? 0;
      if (otherActive[frame] !== 1 || power < loud * otherNoise(frame, band)) continue;
      const through = Math.max(0, (own.bands[at] ?? 0) - ownNoise(frame, band));
      ratios.add(through / Math.max(1e-12, otherHeard[at] ?? 0));
    }
    if (ratios.count >= leastFrames) shares[band] = ratios.quantile(usual);
  }
  return shares;
}
