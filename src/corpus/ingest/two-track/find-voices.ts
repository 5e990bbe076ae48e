import type { Interval } from '../../../dsp/index.ts';
import { createFrameInputs } from './frame-inputs.ts';
import { likeliestClasses } from './likeliest-classes.ts';
import { findRoughVoices, type RoughTrack } from './rough-voices.ts';
import { hearFrames, soundClasses } from './sound-network.ts';
import { soundWeights } from './sound-weights.ts';
import { frameStep, type TrackFeatures } from './track-features.ts';

/** A sound of a track's own that is no speech. */
export type OwnSound = Interval & {
  /** `noise` where it is none of the others. */
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

/** What coming and going cost, and what evens out what was learnt: of laughs, breaths and coughs there are fewer in life. */
const costs = { change: 4, favour: [0, 0.2, -1, -0.5, -0.5] };

/** Mean square of -86 dBFS: what bleeds through no louder is not there. */
const inaudible = 2.5e-9;

/** Seconds. */
const joinBelow = 0.2;
const dropBelow = 0.08;
/** Calls of a laugh, coughs of a fit: so far apart they are one. Seconds; and how long and how sure one must be. */
const joinSoundsBelow = 0.3;
const shortestSound = 0.08;
const leastSure = 0.5;
/** Frames beside speech in which it still dies away. */
const fading = 15;

const speechClass = soundClasses.indexOf('speech');
const nothingClass = soundClasses.indexOf('nothing');
const vocalSounds = ['laughter', 'breath', 'cough'] as const;

/** Who speaks when on two tracks, each speaker's voice on their own, with some of the other's. */
export function findVoices(
  tracks: readonly [TrackFeatures, TrackFeatures],
): readonly [HeardTrack, HeardTrack] {
  const [one, other] = tracks;
  const [rough, otherRough] = findRoughVoices(tracks);
  const first = hearTrack({ own: one, other, rough, otherRough });
  const second = hearTrack({ own: other, other: one, rough: otherRough, otherRough: rough });
  return [describe(one, rough, [first, second]), describe(other, otherRough, [second, first])];
}

type Judged = {
  /** Index in `soundClasses` of what each frame is. */
  readonly classes: Uint8Array;
  readonly logarithms: Float32Array;
};

function hearTrack(options: Parameters<typeof createFrameInputs>[0]): Judged {
  const logarithms = hearFrames(soundWeights, options.own.frames, createFrameInputs(options));
  return { logarithms, classes: likeliestClasses(logarithms, costs) };
}

function describe(
  own: TrackFeatures,
  rough: RoughTrack,
  [judged, otherJudged]: readonly [Judged, Judged],
): HeardTrack {
  const { frames } = own;
  const units = spansOf(frames, joinBelow, dropBelow, (frame) => judged.classes[frame] === speechClass);
  const spoken = new Uint8Array(frames);
  for (const { start, end } of units) spoken.fill(1, framesAt(start), framesAt(end));
  const [ownSound, otherSound] = [soundingOf(judged), soundingOf(otherJudged)];
  const noise = meanEnergy(own, (frame) => ownSound[frame] === 0 && otherSound[frame] === 0) ?? 1e-10;
  const level =
    meanEnergy(own, (frame) => spoken[frame] === 1 && otherSound[frame] === 0) ??
    meanEnergy(own, (frame) => spoken[frame] === 1);
  const through = meanEnergy(
    own,
    (frame) => ownSound[frame] === 0 && otherJudged.classes[frame] === speechClass,
  );
  const speechPower = level === null ? null : Math.max(1e-12, level - noise);
  return {
    active: spoken,
    units,
    sounds: soundsOf(judged, rough, frames),
    noise,
    signalToNoise: speechPower === null ? null : decibels(speechPower / Math.max(1e-10, noise)),
    bleed:
      speechPower === null || through === null || through < Math.max(inaudible, 1.1 * noise)
        ? null
        : decibels((through - noise) / speechPower),
  };
}

/** Frames in which a speaker is heard, or dies away: 1. */
function soundingOf({ classes }: Judged): Uint8Array {
  const sounding = new Uint8Array(classes.length);
  let last = Number.NEGATIVE_INFINITY;
  for (const [frame, value] of classes.entries()) {
    if (value !== nothingClass) last = frame;
    if (frame - last <= fading) sounding[frame] = 1;
  }
  return sounding;
}

/** Laughter, breath and cough as the network hears them; what is more than noise and bleed, and nothing of them, is a noise. */
function soundsOf({ classes, logarithms }: Judged, rough: RoughTrack, frames: number): OwnSound[] {
  const vocal = vocalSounds.flatMap((type) => {
    const index = soundClasses.indexOf(type);
    return spansOf(frames, joinSoundsBelow, shortestSound, (frame) => classes[frame] === index)
      .map(({ start, end }) => ({
        start,
        end,
        type,
        confidence: sureness(logarithms, index, framesAt(start), framesAt(end)),
      }))
      .filter(({ confidence }) => confidence >= leastSure);
  });
  const known = classes.map((value) => (value === nothingClass ? 0 : 1));
  const noises = spansOf(frames, joinBelow, dropBelow, (frame) => rough.active[frame] === 1)
    .filter(({ start, end }) => !known.subarray(framesAt(start), framesAt(end)).includes(1))
    .map(({ start, end }) => ({ start, end, type: 'noise' as const, confidence: null }));
  return [...vocal, ...noises].toSorted((a, b) => a.start - b.start);
}

/** The mean probability of a class. */
function sureness(logarithms: Float32Array, index: number, from: number, to: number): number {
  let sum = 0;
  for (let frame = from; frame < to; frame++)
    sum += Math.exp(logarithms[frame * soundClasses.length + index] ?? 0);
  return Math.round((100 * sum) / Math.max(1, to - from)) / 100;
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

/** Stretches of chosen frames, joined where they are less than that apart, and left out where they are shorter. */
function spansOf(
  frames: number,
  join: number,
  shortest: number,
  chosen: (frame: number) => boolean,
): Interval[] {
  const spans: { start: number; end: number }[] = [];
  for (let frame = 0; frame < frames; frame++) {
    if (!chosen(frame)) continue;
    const last = spans.at(-1);
    if (last !== undefined && frame - last.end < framesAt(join)) last.end = frame + 1;
    else spans.push({ start: frame, end: frame + 1 });
  }
  return spans
    .filter(({ start, end }) => end - start >= framesAt(shortest))
    .map(({ start, end }) => ({ start: start * frameStep, end: end * frameStep }));
}

function framesAt(seconds: number): number {
  return Math.round(seconds / frameStep);
}

function decibels(power: number): number {
  return 10 * Math.log10(power);
}
