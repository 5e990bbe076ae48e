import { frameDuration, type HeardFrame } from '../heard-frame.ts';
import { type PitchRange, semitones } from './pitch-range.ts';

/** How a stretch of speech sounded at its end. Numbers of about the size of one, in the order of `endingNames`. */
export type Ending = readonly number[];

/** The inputs of the judgement by melody; a table of weights has one for each. */
export const endingNames = [
  'pitch at the end over the mean, in fives of semitones',
  'lowest pitch of the last .3 s over the mean, in fives of semitones',
  'slope of pitch in the last .3 s, in 20 semitones a second',
  'rise from the lowest, in fives of semitones',
  'fall from the highest, in fives of semitones',
  'fall of the pitch over the last 1.4 s, in fives of semitones',
  'unvoiced time at the end, in tenths of a second',
  'time since it was as loud as usual, in tenths of a second',
  'time since it was within 6 dB of that, in tenths of a second',
  'level of the last .1 s over that of the speech, in tens of decibels',
  'slope of the level in the last .2 s, in 50 dB a second',
  'time in which the level fell by 15 dB, in tenths of a second',
  'time from the last syllable to the end, in .2 s',
  'length of the last syllable over the others, in octaves',
  'syllables a second, in fives',
  'length of the speech, in octaves over 1 s',
  'level over the room, in 20 dB',
] as const;

/** Of what can be said of less there is nothing to say. */
const fewestVoiced = 5;

/**
 * Measures the end of the latest speech in a tail of frames, oldest first, with `silent` frames of silence after it.
 * `spoken`: seconds of speech in the turn. Undefined where there was too little voice.
 */
export function measureEnding(
  tail: readonly HeardFrame[],
  silent: number,
  range: PitchRange | undefined,
  spoken: number,
): Ending | undefined {
  const last = tail.length - 1 - silent;
  if (last < 0) return undefined;
  const first = Math.max(0, last - 69);
  const frames = tail.slice(first, last + 1);
  const pitches = cleanPitches(frames);
  if (pitches.length < fewestVoiced) return undefined;
  const levels = frames.map(({ level }) => level);
  const loud = mean(levels.toSorted((a, b) => b - a).slice(0, Math.max(3, levels.length >> 1)));
  return [
    ...melody(pitches, frames.length, range),
    Math.min(3, ((frames.length - 1 - (pitches.at(-1)?.frame ?? 0)) * frameDuration) / 0.1),
    sinceLouder(levels, loud - 2),
    sinceLouder(levels, loud - 8),
    clamp((mean(levels.slice(-5)) - loud) / 10, -4, 1),
    clamp(slopeOf(levels.slice(-10).map((level, index) => [index * frameDuration, level])) / 50, -4, 4),
    fallTime(tail.slice(first), levels.length, loud) / 0.1,
    ...rhythm(levels, loud),
    Math.log2(clamp(spoken, 0.1, 16)),
    clamp((loud - (frames.at(-1)?.floor ?? -70)) / 20, 0, 3),
  ];
}

type PitchPoint = { readonly frame: number; readonly height: number };

/** Leaps of an octave are the meter's, not the voice's: heights are brought near to the median of their neighbours. */
function cleanPitches(frames: readonly HeardFrame[]): PitchPoint[] {
  const raw = frames.flatMap(({ pitch }, frame) =>
    pitch === undefined ? [] : [{ frame, height: semitones(pitch) }],
  );
  const middle = median(raw.map(({ height }) => height));
  const folded = raw.map(({ frame, height }) => {
    const octaves = Math.round((height - middle) / 12);
    return { frame, height: Math.abs(height - middle) > 8 ? height - 12 * octaves : height };
  });
  return folded.map(({ frame }, index) => ({
    frame,
    height: median(folded.slice(Math.max(0, index - 2), index + 3).map(({ height }) => height)),
  }));
}

function melody(pitches: readonly PitchPoint[], frames: number, range: PitchRange | undefined): number[] {
  const heights = pitches.map(({ height }) => height);
  // Of a speaker of whom little is known, what is heard now.
  const own = mean(heights);
  const known = range === undefined ? 0 : Math.min(1, range.frames / 60);
  const usual = known * (range?.mean ?? own) + (1 - known) * own;
  const late = pitches.filter(({ frame }) => frame >= frames - 25).slice(-15);
  const lateHeights = (late.length >= 3 ? late : pitches.slice(-8)).map(({ height }) => height);
  const end = median(lateHeights.slice(-4));
  const lowest = Math.min(...lateHeights);
  const steep = slopeOf(late.map(({ frame, height }) => [frame * frameDuration, height]));
  return [
    clamp((end - usual) / 5, -2.5, 2.5),
    clamp((lowest - usual) / 5, -2.5, 2.5),
    clamp(steep / 20, -3, 3),
    clamp((end - lowest) / 5, 0, 2.5),
    clamp((Math.max(...lateHeights) - end) / 5, 0, 2.5),
    clamp((median(heights.slice(0, 12)) - end) / 5, -2.5, 2.5),
  ];
}

/** Seconds from the last frame that was nearly as loud as the speech to one 15 dB below it. */
function fallTime(tail: readonly HeardFrame[], spoken: number, loud: number): number {
  const top = tail.slice(0, spoken).findLastIndex(({ level }) => level > loud - 6);
  const low = tail.findIndex(({ level }, index) => index > top && level < loud - 21);
  return Math.min(0.4, ((low < 0 ? tail.length : low) - Math.max(0, top)) * frameDuration);
}

/** Syllables are peaks of the level. */
function rhythm(levels: readonly number[], loud: number): number[] {
  const smooth = levels.map((_, index) => mean(levels.slice(Math.max(0, index - 1), index + 2)));
  const peaks: number[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  smooth.forEach((level, index) => {
    const [before, after] = [smooth[index - 1] ?? -120, smooth[index + 1] ?? -120];
    lowest = Math.min(lowest, level);
    if (level < before || level <= after || level < loud - 18) return;
    const top = peaks.at(-1);
    if (top !== undefined && level - lowest < 2) {
      if (level > (smooth[top] ?? 0)) peaks[peaks.length - 1] = index;
    } else peaks.push(index);
    lowest = level;
  });
  const lastPeak = peaks.at(-1) ?? 0;
  const tailTime = (levels.length - 1 - lastPeak) * frameDuration;
  const steps = peaks.slice(1).map((peak, index) => (peak - (peaks[index] ?? 0)) * frameDuration);
  const usual = steps.length > 1 ? mean(steps.slice(0, -1)) : 0.2;
  const lastLength = tailTime + (steps.at(-1) ?? 0.2) / 2;
  return [
    Math.min(2.5, tailTime / 0.2),
    clamp(Math.log2((lastLength + 0.02) / (usual + 0.02)), -2, 3),
    Math.min(2, peaks.length / (levels.length * frameDuration) / 5),
  ];
}

function sinceLouder(levels: readonly number[], level: number): number {
  const last = levels.findLastIndex((value) => value > level);
  return Math.min(3, ((levels.length - 1 - last) * frameDuration) / 0.1);
}

function slopeOf(points: readonly (readonly [number, number])[]): number {
  if (points.length < 3) return 0;
  const x = mean(points.map(([time]) => time));
  const y = mean(points.map(([, value]) => value));
  const across = points.reduce((sum, [time]) => sum + (time - x) ** 2, 0);
  const along = points.reduce((sum, [time, value]) => sum + (time - x) * (value - y), 0);
  return across < 1e-9 ? 0 : along / across;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
