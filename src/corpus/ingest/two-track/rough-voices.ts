import { findBleed, lingering } from './bleed.ts';
import { findNoiseFloor, type NoiseFloor } from './noise-floor.ts';
import { bandCount, type TrackFeatures } from './track-features.ts';

/** What there is on a track besides noise and the other's voice, before it is asked what it is. */
export type RoughTrack = {
  /** Mean over three frames of the power in each band. */
  readonly bands: Float32Array;
  readonly floor: NoiseFloor;
  /** Share of the other's power in each band that comes through to this track. */
  readonly shares: Float32Array;
  /** The other's power in each band of a frame, as it may still be heard. */
  readonly otherHeard: Float32Array;
  /** Frames with more than noise and bleed: 1. */
  readonly active: Uint8Array;
};

/** Evidence that a band has more in it than noise and bleed is worth no more than this. */
const mostEvidence = 4;
/** Evidence from which on a frame is rather sound than not, and what coming and going cost. */
const threshold = 0.55;
const slope = 4;
const change = 7;
/** A prediction of bleed is right within this factor. */
const bleedMargin = 3;
/** Floor and bleed are learnt anew, each time from what was just found. */
const rounds = 2;

/** Where there is sound of each track's own: found from level alone, noise and bleed learnt on the way. */
export function findRoughVoices(
  tracks: readonly [TrackFeatures, TrackFeatures],
): readonly [RoughTrack, RoughTrack] {
  const [one, other] = [smoothed(tracks[0]), smoothed(tracks[1])];
  let first = roughly(one, findNoiseFloor(one), new Float32Array(bandCount), lingering(other));
  let second = roughly(other, findNoiseFloor(other), new Float32Array(bandCount), lingering(one));
  for (let round = 0; round < rounds; round++) {
    const [firstShares, secondShares] = [
      bleedOf(one, other, first, second),
      bleedOf(other, one, second, first),
    ];
    // What bleeds through is no noise: a floor is learnt where neither speaks.
    const anybody = first.active.map((value, frame) => Math.max(value, second.active[frame] ?? 0));
    first = roughly(one, findNoiseFloor(one, anybody), firstShares, first.otherHeard);
    second = roughly(other, findNoiseFloor(other, anybody), secondShares, second.otherHeard);
  }
  return [first, second];
}

function roughly(
  track: TrackFeatures,
  floor: NoiseFloor,
  shares: Float32Array,
  otherHeard: Float32Array,
): RoughTrack {
  return { bands: track.bands, floor, shares, otherHeard, active: listen(track, floor, shares, otherHeard) };
}

function bleedOf(
  own: TrackFeatures,
  other: TrackFeatures,
  here: RoughTrack,
  there: RoughTrack,
): Float32Array {
  return findBleed({
    own,
    other,
    otherHeard: here.otherHeard,
    ownNoise: noiseOf(here.floor),
    otherNoise: noiseOf(there.floor),
    otherActive: there.active,
  });
}

function noiseOf({ at, powers }: NoiseFloor) {
  return (frame: number, band: number): number => powers[at(frame) + band] ?? 0;
}

/** The mean of a band over three frames: power alone jumps. */
function smoothed(track: TrackFeatures): TrackFeatures {
  const { frames, bands } = track;
  const mean = new Float32Array(bands.length);
  for (let at = 0; at < bands.length; at++) {
    const before = at >= bandCount ? at - bandCount : at;
    const after = at + bandCount < frames * bandCount ? at + bandCount : at;
    mean[at] = ((bands[before] ?? 0) + 2 * (bands[at] ?? 0) + (bands[after] ?? 0)) / 4;
  }
  return { ...track, bands: mean };
}

/** The frames in which there is more than noise and the other's voice. */
function listen(
  { frames, bands }: TrackFeatures,
  floor: NoiseFloor,
  shares: Float32Array,
  otherHeard: Float32Array,
): Uint8Array {
  const evidence = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const noise = floor.at(frame);
    let sum = 0;
    for (let band = 0; band < bandCount; band++) {
      const at = frame * bandCount + band;
      const bleed = bleedMargin * (shares[band] ?? 0) * (otherHeard[at] ?? 0);
      const ratio = (bands[at] ?? 0) / ((floor.powers[noise + band] ?? 1) + bleed);
      if (ratio > 1) sum += Math.min(mostEvidence, ratio - 1 - Math.log(ratio));
    }
    evidence[frame] = Math.max(-2, Math.min(3, slope * (sum / bandCount - threshold)));
  }
  return likeliest(evidence);
}

/** The likeliest way through two states, where each change costs. */
function likeliest(evidence: Float32Array): Uint8Array {
  const frames = evidence.length;
  const stayedOff = new Uint8Array(frames);
  const stayedOn = new Uint8Array(frames);
  let [off, on] = [0, -change];
  for (let frame = 0; frame < frames; frame++) {
    stayedOff[frame] = off >= on - change ? 1 : 0;
    stayedOn[frame] = on >= off - change ? 1 : 0;
    [off, on] = [Math.max(off, on - change), Math.max(on, off - change) + (evidence[frame] ?? 0)];
  }
  const states = new Uint8Array(frames);
  let state = on > off ? 1 : 0;
  for (let frame = frames - 1; frame >= 0; frame--) {
    states[frame] = state;
    const stayed = state === 1 ? stayedOn[frame] : stayedOff[frame];
    if (stayed === 0) state = 1 - state;
  }
  return states;
}
