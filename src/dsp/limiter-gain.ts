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
  const first = new Float64Array((ahead >> 1) + 1);
  const second = new Float64Array(ahead + 1 - (ahead >> 1));
  const places = Int32Array.of(0, 0);
  // A number with a fraction that a closure holds is a new object at each write; in an array it is not.
  const state = Float64Array.of(1, 0, 0, 0);
  // All that is still in the means and the minimum is 1 when both counts have passed their lengths.
  let sincePeak = ahead + 1;
  let sinceReduced = ahead + 2;

  const isAtRest = (): boolean => sincePeak > ahead && sinceReduced > ahead + 1;

  const move = (peaks: Float64Array, frames: number): void => {
    let released = state[0]!;
    let firstSum = state[1]!;
    let secondSum = state[2]!;
    let before = state[3]!;
    let firstPlace = places[0]!;
    let secondPlace = places[1]!;
    for (let index = 0; index < frames; index++) {
      // A peak between two samples is a matter of both.
      const peak = Math.max(before, peaks[index]!);
      before = peaks[index]!;
      const needed = peak > highest ? highest / peak : 1;
      if (isAtRest()) {
        if (needed === 1) {
          peaks[index] = 1;
          continue;
        }
        // Afresh, which also rids the sums of what rounding has left in them.
        least.clear();
        first.fill(1);
        second.fill(1);
        firstSum = first.length;
        secondSum = second.length;
      }
      // The minimum is 1 when no peak is within its reach, and needs no keeping then.
      if (needed < 1 && sincePeak > ahead) least.clear();
      sincePeak = needed < 1 ? 0 : sincePeak + 1;
      const given = released + (1 - released) * releaseShare;
      const most = given > 1 - 1e-6 ? 1 : given;
      released = sincePeak > ahead ? most : Math.min(least.push(needed), most);
      sinceReduced = released < 1 || sincePeak <= ahead ? 0 : sinceReduced + 1;
      firstSum += released - first[firstPlace]!;
      first[firstPlace] = released;
      firstPlace = firstPlace + 1 === first.length ? 0 : firstPlace + 1;
      const mean = firstSum / first.length;
      secondSum += mean - second[secondPlace]!;
      second[secondPlace] = mean;
      secondPlace = secondPlace + 1 === second.length ? 0 : secondPlace + 1;
      peaks[index] = secondSum / second.length;
    }
    state.set([released, firstSum, secondSum, before]);
    places.set([firstPlace, secondPlace]);
  };

  return {
    /**
     * In place: takes the peaks of `frames` frames, gives the gains of those that came `ahead` before them.
     * `found`: whether any peak is too high. False where all gains are 1: they are not written then.
     */
    gains(peaks: Float64Array, frames: number, found: boolean): boolean {
      if (!found && isAtRest()) {
        state[3] = 0;
        return false;
      }
      move(peaks, frames);
      return true;
    },
    /** The same where there is no peak to be known of. */
    rest(peaks: Float64Array, frames: number): boolean {
      if (!isAtRest()) peaks.fill(0, 0, frames);
      return this.gains(peaks, frames, false);
    },
  };
}

/** The least of the last `length` values; 1 stands before the first. */
function createSlidingMinimum(length: number) {
  // A queue of values that rise, each the least of all that came after the one before it.
  const mask = 2 ** Math.ceil(Math.log2(length + 1)) - 1;
  const values = new Float64Array(mask + 1);
  const places = new Float64Array(mask + 1);
  let first = 0;
  let end = 0;
  let place = 0;
  return {
    push(value: number): number {
      place++;
      while (end !== first && values[(end - 1) & mask]! >= value) {
        end = (end - 1) & mask;
      }
      values[end] = value;
      places[end] = place;
      end = (end + 1) & mask;
      if (places[first]! <= place - length) {
        first = (first + 1) & mask;
      }
      return values[first]!;
    },
    clear(): void {
      first = end;
    },
  };
}
