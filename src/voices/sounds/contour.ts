/** A value over time: points of a time in seconds and a value, times rising. Held flat outside. */
export type Contour = readonly ContourPoint[];

export type ContourPoint = readonly [time: number, value: number];

/**
 * The contour at every `step` seconds from 0, `count` values. Between points it is a monotone cubic
 * (Fritsch and Butland): smooth, and never beyond the points themselves, so that a level stays above 0.
 */
export function sampleContour(contour: Contour, step: number, count: number): Float64Array {
  const values = new Float64Array(count);
  const slopes = slopesOf(contour);
  let index = 0;
  for (let frame = 0; frame < count; frame++) {
    const time = frame * step;
    while ((contour[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= time) index += 1;
    const start = contour[index] ?? [0, 0];
    const end = contour[index + 1] ?? start;
    values[frame] = interpolate(start, end, slopes[index] ?? 0, slopes[index + 1] ?? 0, time);
  }
  return values;
}

function interpolate(
  [startTime, start]: ContourPoint,
  [endTime, end]: ContourPoint,
  startSlope: number,
  endSlope: number,
  time: number,
): number {
  const width = endTime - startTime;
  if (width <= 0 || time <= startTime) return start;
  const x = (time - startTime) / width;
  const bend = x * x * (3 - 2 * x);
  const slopes = startSlope * x * (1 - x) * (1 - x) + endSlope * x * x * (x - 1);
  return start + (end - start) * bend + slopes * width;
}

/** The harmonic mean of the slopes on both sides; flat at a turning point and at the ends. */
function slopesOf(contour: Contour): number[] {
  const secants = contour.slice(1).map(([time, value], index) => {
    const [earlier, before] = contour[index] ?? [0, 0];
    return (value - before) / (time - earlier);
  });
  return contour.map((_, index) => {
    const left = secants[index - 1] ?? 0;
    const right = secants[index] ?? 0;
    return left * right <= 0 ? 0 : (2 * left * right) / (left + right);
  });
}
