export type GainCurveOptions = {
  /** Frames by which a gain knows what comes. */
  readonly ahead: number;
  /** Share of a reduction that is given back with each frame. */
  readonly releaseShare: number;
  /** Linear: the peak above which the gain goes down. */
  readonly highest: number;
};

/**
 * From peaks to a smooth gain that is low enough at each of them. The least gain that any frame within `ahead`
 * needs is held, released slowly, and averaged over the same span by two running means (a triangle), so it
 * arrives at each peak just in time, with no corner.
 */
export function createGainCurve({ ahead, releaseShare, highest }: GainCurveOptions) {
  const least = createSlidingMinimum(ahead + 1);
  const firstMean = createRunningMean((ahead >> 1) + 1);
  const secondMean = createRunningMean(ahead + 1 - (ahead >> 1));
  // All that is still in the means and the minimum is 1 when both counts have passed their lengths.
  let sincePeak = ahead + 1;
  let sinceReduced = ahead + 2;
  let released = 1;
  let before = 0;

  return {
    /** In place: takes the peaks of `frames` frames, gives the gains of those that came `ahead` before them. */
    gains(peaks: Float64Array, frames: number): void {
      for (let index = 0; index < frames; index++) {
        // A peak between two samples is a matter of both.
        const peak = Math.max(before, peaks[index]!);
        before = peaks[index]!;
        const needed = peak > highest ? highest / peak : 1;
        sincePeak = needed < 1 ? 0 : sincePeak + 1;
        if (sincePeak > ahead && sinceReduced > ahead + 1) {
          peaks[index] = 1;
          continue;
        }
        if (sinceReduced > ahead + 1) {
          least.clear();
          firstMean.clear();
          secondMean.clear();
          sinceReduced = 0;
        }
        const given = released + (1 - released) * releaseShare;
        released = Math.min(least.push(needed), given > 1 - 1e-6 ? 1 : given);
        sinceReduced = released < 1 || sincePeak <= ahead ? 0 : sinceReduced + 1;
        peaks[index] = secondMean.push(firstMean.push(released));
      }
    },
  };
}

/** The least of the last `length` values; 1 stands before the first. */
function createSlidingMinimum(length: number) {
  // A queue of values that rise, each the least of all that came after the one before it.
  const values = new Float64Array(length + 1);
  const places = new Float64Array(length + 1);
  let first = 0;
  let count = 0;
  let place = 0;
  return {
    push(value: number): number {
      place++;
      while (count > 0 && values[(first + count - 1) % values.length]! >= value) {
        count--;
      }
      const end = (first + count) % values.length;
      values[end] = value;
      places[end] = place;
      count++;
      if (places[first]! <= place - length) {
        first = (first + 1) % values.length;
        count--;
      }
      return values[first]!;
    },
    clear(): void {
      first = 0;
      count = 0;
    },
  };
}

/** The mean of the last `length` values; 1 stands before the first. */
function createRunningMean(length: number) {
  const values = new Float64Array(length).fill(1);
  let sum = length;
  let place = 0;
  return {
    push(value: number): number {
      sum += value - values[place]!;
      values[place] = value;
      place = place + 1 === length ? 0 : place + 1;
      return sum / length;
    },
    /** Also rids the sum of what rounding has left in it. */
    clear(): void {
      values.fill(1);
      sum = length;
    },
  };
}
