/** One look at the pitch of a voice. */
export type PitchPoint = {
  /** Seconds. */
  readonly time: number;
  /** Hz. */
  readonly frequency: number;
};

export type PitchTrackOptions = {
  /** Hz, default 50. */
  readonly lowest?: number;
  /** Hz, default 500. */
  readonly highest?: number;
  /** Seconds between looks, default .01. */
  readonly step?: number;
  /** Below this depth of the difference function a frame counts as voiced, 0 to 1; default .25. */
  readonly threshold?: number;
};

/**
 * The fundamental frequency of the voiced stretches, by YIN (de Cheveigné and Kawahara 2002): the first dip of
 * the cumulative mean normalised difference. For checks of what the voices do; nothing that speaks needs it.
 */
export function trackPitch(
  samples: Float32Array,
  sampleRate: number,
  { lowest = 50, highest = 500, step = 0.01, threshold = 0.25 }: PitchTrackOptions = {},
): PitchPoint[] {
  const longest = Math.floor(sampleRate / lowest);
  const shortest = Math.ceil(sampleRate / highest);
  const window = longest;
  const points: PitchPoint[] = [];
  const hop = Math.round(step * sampleRate);
  for (let start = 0; start + window + longest < samples.length; start += hop) {
    const period = findPeriod(samples, start, { window, shortest, longest, threshold });
    if (period === undefined) continue;
    points.push({ time: (start + (window + period) / 2) / sampleRate, frequency: sampleRate / period });
  }
  return points;
}

/** Twelve to an octave. */
export function semitones(frequency: number, reference: number): number {
  return 12 * Math.log2(frequency / reference);
}

function findPeriod(
  samples: Float32Array,
  start: number,
  {
    window,
    shortest,
    longest,
    threshold,
  }: {
    readonly window: number;
    readonly shortest: number;
    readonly longest: number;
    readonly threshold: number;
  },
): number | undefined {
  const depths: number[] = [1];
  let sum = 0;
  for (let lag = 1; lag <= longest; lag++) {
    let difference = 0;
    for (let index = start; index < start + window; index++) {
      const delta = (samples[index] ?? 0) - (samples[index + lag] ?? 0);
      difference += delta * delta;
    }
    sum += difference;
    depths.push(sum === 0 ? 1 : (difference * lag) / sum);
  }
  for (let lag = shortest; lag < longest; lag++) {
    if ((depths[lag] ?? 1) > threshold) continue;
    let lowest = lag;
    while (lowest + 1 < longest && (depths[lowest + 1] ?? 1) < (depths[lowest] ?? 1)) lowest++;
    return refine(depths, lowest);
  }
  return undefined;
}

/** The bottom of the parabola through three neighbours. */
function refine(depths: readonly number[], lag: number): number {
  const [before = 1, at = 1, after = 1] = [depths[lag - 1], depths[lag], depths[lag + 1]];
  const curve = before - 2 * at + after;
  return curve <= 0 ? lag : lag + (before - after) / (2 * curve);
}
