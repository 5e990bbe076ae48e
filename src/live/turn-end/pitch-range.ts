/** How high and how freely somebody speaks, in semitones over 1 Hz, of what was heard so far. */
export type PitchRange = {
  readonly mean: number;
  /** Standard deviation. */
  readonly spread: number;
  /** Voiced frames that it is made of. */
  readonly frames: number;
};

/** Frames after which the older count for less and less: some ten seconds of voice. */
const memory = 500;

export function semitones(pitch: number): number {
  return 12 * Math.log2(pitch);
}

/** Welford's running mean and spread, which forget what is long past. */
export function learnPitch(range: PitchRange | undefined, pitch: number): PitchRange {
  const height = semitones(pitch);
  if (range === undefined) return { mean: height, spread: 0, frames: 1 };
  const frames = Math.min(range.frames + 1, memory);
  const away = height - range.mean;
  const mean = range.mean + away / frames;
  const variance = range.spread ** 2 + (away * (height - mean) - range.spread ** 2) / frames;
  return { mean, spread: Math.sqrt(Math.max(0, variance)), frames };
}
