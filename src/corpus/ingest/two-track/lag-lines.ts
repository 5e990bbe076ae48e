import { lagAt, placeOf, type WindowLags } from './fine-lags.ts';
import { type BestPlace, findBestPlace } from './stands-out.ts';

/** A lag that grows with time: `lag + growth * time`, in seconds. */
export type LagLine = {
  readonly growth: number;
  /** Of the first track's voice on the second, and of the second's on the first; `null` where it is not heard. */
  readonly lags: readonly [number | null, number | null];
  /** Standard errors. */
  readonly growthError: number;
  readonly lagError: number;
  /** Windows whose sound lies on the line, of all. */
  readonly supporting: number;
};

/** Growths that are tried around nought: what a search by the millisecond may be off by, at either end. */
const leastGrowth = 30e-6;
const mostOff = 0.002;
const least = 4;
/** Standard deviations of chance that a window's evidence is worth at most. */
const mostEvidence = 12;
/** From this clarity on, a line is none by chance. */
const clear = 7;
/** Seconds beside the line in which a window's own lag is looked for. */
const near = 0.0008;

/** The lines on which the lags of many windows lie: one slope, since there is one clock, and a place for each way. */
export function fitLagLines(windows: readonly WindowLags[]): LagLine | null {
  if (windows.length === 0) return null;
  const middle = windows.reduce((sum, { time }) => sum + time, 0) / windows.length;
  const reach = Math.max(4, ...windows.map(({ time }) => Math.abs(time - middle)));
  const mostGrowth = Math.max(leastGrowth, mostOff / reach);
  // The ends of the line move by half a sample from one growth to the next.
  const steps = Math.min(400, Math.ceil((mostGrowth * reach) / 0.00006));
  let best: { growth: number; ways: readonly BestPlace[]; clarity: number } = {
    growth: 0,
    ways: [],
    clarity: 0,
  };
  for (let step = -steps; step <= steps; step++) {
    const growth = (step * mostGrowth) / steps;
    const ways = [0, 1].map((way) => findBestPlace(sumAlong(windows, way, growth, middle)));
    const clarity = Math.hypot(...ways.map((way) => Math.max(0, way.clarity - clear / 2)));
    if (clarity > best.clarity) best = { growth, ways, clarity };
  }
  const heard = best.ways.map(({ clarity }) => clarity >= clear);
  const points = best.ways.flatMap(({ place }, way) =>
    heard[way] === true ? pointsNear(windows, way, lagAt(place), best.growth, middle) : [],
  );
  return fitPoints(points, heard, middle);
}

function sumAlong(windows: readonly WindowLags[], way: number, growth: number, middle: number): Float32Array {
  const count = windows[0]?.through[0].length ?? 0;
  const sums = new Float32Array(count);
  for (const { time, through } of windows) {
    const shift = Math.round(placeOf(growth * (time - middle)) - placeOf(0));
    const lags = through[way === 0 ? 0 : 1];
    for (let place = Math.max(0, -shift); place < Math.min(count, count - shift); place++) {
      const evidence = Math.min(mostEvidence, Math.abs(lags[place + shift] ?? 0));
      sums[place] = (sums[place] ?? 0) + evidence * evidence;
    }
  }
  return sums;
}

type Point = { readonly way: number; readonly time: number; readonly lag: number; readonly weight: number };

/** Where each window's evidence is greatest near the line, between samples; of windows that have any. */
function pointsNear(
  windows: readonly WindowLags[],
  way: number,
  lag: number,
  growth: number,
  middle: number,
): Point[] {
  return windows.flatMap(({ time, through }): Point[] => {
    const lags = through[way === 0 ? 0 : 1];
    const expected = placeOf(lag + growth * (time - middle));
    const slack = placeOf(near) - placeOf(0);
    let top = Math.round(expected);
    for (let place = Math.ceil(expected - slack); place <= expected + slack; place++)
      if (Math.abs(lags[place] ?? 0) > Math.abs(lags[top] ?? 0)) top = place;
    const value = Math.abs(lags[top] ?? 0);
    if (value < least) return [];
    const [before, after] = [Math.abs(lags[top - 1] ?? 0), Math.abs(lags[top + 1] ?? 0)];
    const bend = before - 2 * value + after;
    const between = bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / 2 / bend)) : 0;
    return [{ way, time, lag: lagAt(top + between), weight: Math.min(mostEvidence, value) ** 2 }];
  });
}

/** Least squares with one slope and a place for each way; what lies far off is left out, twice. */
function fitPoints(points: readonly Point[], heard: readonly boolean[], middle: number): LagLine | null {
  let kept = points;
  for (let round = 0; ; round++) {
    const line = fitOnce(kept, middle);
    if (line === null) return null;
    const offOf = ({ way, time, lag }: Point): number =>
      lag - ((line.lags[way] ?? 0) + line.growth * (time - middle));
    const offs = kept.map((point) => Math.abs(offOf(point))).toSorted((a, b) => a - b);
    const usual = Math.max(1e-5, (offs[Math.floor(offs.length / 2)] ?? 0) * 1.48);
    if (round === 2) {
      const spread = Math.sqrt(
        kept.reduce((sum, point) => sum + offOf(point) ** 2, 0) / Math.max(1, kept.length - 2),
      );
      const error = Math.max(2e-5, spread);
      return {
        growth: line.growth,
        lags: [
          heard[0] === true ? (line.lags[0] ?? 0) - line.growth * middle : null,
          heard[1] === true ? (line.lags[1] ?? 0) - line.growth * middle : null,
        ],
        growthError: error / Math.sqrt(Math.max(1e-9, line.spreadOfTimes)),
        lagError: error * Math.sqrt(1 / kept.length + middle ** 2 / Math.max(1e-9, line.spreadOfTimes)),
        supporting: new Set(kept.map(({ time }) => time)).size,
      };
    }
    kept = kept.filter((point) => Math.abs(offOf(point)) <= 3 * usual);
  }
}

function fitOnce(points: readonly Point[], middle: number) {
  const means = [0, 1].map((way) => {
    const own = points.filter((point) => point.way === way);
    const weight = own.reduce((sum, point) => sum + point.weight, 0);
    const mean = (value: (point: Point) => number): number =>
      own.reduce((sum, point) => sum + point.weight * value(point), 0) / Math.max(1e-9, weight);
    return { count: own.length, time: mean(({ time }) => time - middle), lag: mean(({ lag }) => lag) };
  });
  let [products, squares, plain] = [0, 0, 0];
  for (const { way, time, lag, weight } of points) {
    const own = means[way] ?? { time: 0, lag: 0 };
    const off = time - middle - own.time;
    products += weight * off * (lag - own.lag);
    squares += weight * off * off;
    plain += off * off;
  }
  if (points.length < 3 || squares <= 0) return null;
  const growth = products / squares;
  return { growth, lags: means.map(({ time, lag }) => lag - growth * time), spreadOfTimes: plain };
}
