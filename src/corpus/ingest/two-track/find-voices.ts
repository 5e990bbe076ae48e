import type { Interval } from '../../../dsp/index.ts';
import { findBleed, lingering } from './bleed.ts';
import { findNoiseFloor, type NoiseFloor, quantileOf } from './noise-floor.ts';
import { bandCount, frameStep, type TrackFeatures } from './track-features.ts';

/** A sound of a track's own that is no speech. */
export type OwnSound = Interval & {
  /** `noise` where it is not told which of the others it is. */
  readonly type: 'laughter' | 'breath' | 'cough' | 'noise';
  /** 0 to 1; `null` where nothing was weighed. */
  readonly confidence: number | null;
};

/** What is heard on one track. */
export type HeardTrack = {
  /** Frames in which its speaker speaks: 1. */
  readonly active: Uint8Array;
  /** Inter-pausal units: speech parted by less than .2 s is one. */
  readonly units: readonly Interval[];
  /** Sounds of its own that are no speech: laughter, breath, cough, a door. */
  readonly sounds: readonly OwnSound[];
  /** Mean square where nobody speaks. */
  readonly noise: number;
  /** dB of its speech over everything else; `null` where there is no speech. */
  readonly signalToNoise: number | null;
  /** dB of the other's voice on this track beside its own speech; `null` where it is not heard. */
  readonly bleed: number | null;
};

/** Evidence that a band has more in it than noise and bleed is worth no more than this. */
const mostEvidence = 4;
/** Evidence from which on a frame is rather sound than not, and what coming and going cost. */
const threshold = 0.55;
const slope = 4;
const change = 7;
/** A prediction of bleed is right within this factor. */
const bleedMargin = 3;

/** Mean square of -86 dBFS: what bleeds through no louder is not there. */
const inaudible = 2.5e-9;

/** Seconds. */
const joinBelow = 0.2;
const dropBelow = 0.08;
/** As a share of the power in which its speaker usually speaks: a voice that is fainter is somebody else's, far away. */
const faint = 0.03;
/** Frames with a voice that make a sound speech, and how much of a frame must repeat itself. */
const leastVoiced = 4;
const voiced = 0.6;

/** Who speaks when on two tracks, each speaker's voice on their own, with some of the other's. */
export function findVoices(
  tracks: readonly [TrackFeatures, TrackFeatures],
): readonly [HeardTrack, HeardTrack] {
  const smooth = tracks.map(smoothed);
  const [one, other] = [smooth[0] ?? tracks[0], smooth[1] ?? tracks[1]];
  const heard = [lingering(one), lingering(other)] as const;
  let floors = [findNoiseFloor(one), findNoiseFloor(other)] as const;
  let shares: readonly [Float32Array, Float32Array] = [
    new Float32Array(bandCount),
    new Float32Array(bandCount),
  ];
  let active: readonly [Uint8Array, Uint8Array] = [
    listen(one, floors[0], shares[0], heard[1]),
    listen(other, floors[1], shares[1], heard[0]),
  ];
  for (let round = 0; round < 2; round++) {
    const noises = [noiseOf(floors[0]), noiseOf(floors[1])] as const;
    shares = [
      findBleed({
        own: one,
        other,
        otherHeard: heard[1],
        ownNoise: noises[0],
        otherNoise: noises[1],
        otherActive: active[1],
      }),
      findBleed({
        own: other,
        other: one,
        otherHeard: heard[0],
        ownNoise: noises[1],
        otherNoise: noises[0],
        otherActive: active[0],
      }),
    ];
    // What bleeds through is no noise: a floor is learnt where neither speaks.
    const anybody = active[0].map((value, frame) => Math.max(value, active[1][frame] ?? 0));
    floors = [findNoiseFloor(one, anybody), findNoiseFloor(other, anybody)];
    active = [listen(one, floors[0], shares[0], heard[1]), listen(other, floors[1], shares[1], heard[0])];
  }
  return [describe(tracks[0], tracks[1], active), describe(tracks[1], tracks[0], [active[1], active[0]])];
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

function describe(
  own: TrackFeatures,
  other: TrackFeatures,
  [active, otherActive]: readonly [Uint8Array, Uint8Array],
): HeardTrack {
  const { speech, sounds } = partSounds(runsOf(active), own);
  const spoken = new Uint8Array(own.frames);
  for (const { start, end } of speech) spoken.fill(1, framesAt(start), framesAt(end));
  const noise = meanEnergy(own, (frame) => active[frame] === 0 && otherActive[frame] === 0) ?? 1e-10;
  const level =
    meanEnergy(own, (frame) => spoken[frame] === 1 && otherActive[frame] === 0) ??
    meanEnergy(own, (frame) => spoken[frame] === 1);
  const through = meanEnergy(own, (frame) => active[frame] === 0 && otherActive[frame] === 1);
  const speechPower = level === null ? null : Math.max(1e-12, level - noise);
  return {
    active: spoken,
    units: joined(speech, joinBelow).filter(({ start, end }) => end - start >= dropBelow),
    sounds: sounds.map(({ start, end }) => ({ start, end, type: 'noise', confidence: null })),
    noise,
    signalToNoise: speechPower === null ? null : decibels(speechPower / Math.max(1e-10, noise)),
    bleed:
      speechPower === null ||
      through === null ||
      through < Math.max(inaudible, 1.1 * noise) ||
      other.frames === 0
        ? null
        : decibels((through - noise) / speechPower),
  };
}

/** Mean square over the frames that are chosen; `null` of too few. */
function meanEnergy({ frames, energy }: TrackFeatures, chosen: (frame: number) => boolean): number | null {
  let [sum, count] = [0, 0];
  for (let frame = 0; frame < frames; frame++) {
    if (!chosen(frame)) continue;
    sum += energy[frame] ?? 0;
    count += 1;
  }
  return count < 5 ? null : sum / count;
}

/** Speech has a voice in it, in the main; what has none belongs to speech only where it is next to some. */
function partSounds(runs: readonly Interval[], track: TrackFeatures) {
  const { voicing } = track;
  const loudest = runs.map((run) => loudestOf(run, track));
  const usual = quantileOf(
    loudest.toSorted((a, b) => a - b),
    0.75,
  );
  const speech: Interval[] = [];
  const sounds: Interval[] = [];
  for (const group of grouped(runs)) {
    let count = 0;
    for (const { start, end } of group) {
      for (let frame = framesAt(start); frame < framesAt(end); frame++)
        if ((voicing[frame] ?? 0) >= voiced) count += 1;
    }
    const isNear = group.some((run) => loudestOf(run, track) >= faint * usual);
    (count >= leastVoiced && isNear ? speech : sounds).push(...group);
  }
  return { speech, sounds: joined(sounds, joinBelow) };
}

/** Mean square where a sound is loudest, but for its loudest tenth. */
function loudestOf({ start, end }: Interval, { energy }: TrackFeatures): number {
  return quantileOf(energy.slice(framesAt(start), framesAt(end)).toSorted(), 0.9);
}

function grouped(runs: readonly Interval[]): Interval[][] {
  const groups: Interval[][] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last !== undefined && run.start - (last.at(-1)?.end ?? 0) < joinBelow) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

function joined(spans: readonly Interval[], below: number): Interval[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = result.at(-1);
    if (last !== undefined && start - last.end < below) last.end = end;
    else result.push({ start, end });
  }
  return result;
}

function runsOf(active: Uint8Array): Interval[] {
  const runs: Interval[] = [];
  let from = active.indexOf(1);
  while (from !== -1) {
    const stop = active.indexOf(0, from);
    const to = stop === -1 ? active.length : stop;
    runs.push({ start: from * frameStep, end: to * frameStep });
    from = active.indexOf(1, to);
  }
  return runs;
}

function framesAt(seconds: number): number {
  return Math.round(seconds / frameStep);
}

function decibels(power: number): number {
  return 10 * Math.log10(power);
}
