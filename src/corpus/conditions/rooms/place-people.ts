import type { Random } from '../../../dsp/index.ts';
import type { Point } from './image-sources.ts';

export type PlacedTrack = {
  readonly mouth: Point;
  readonly microphone: Point;
  /** Metres between them: what was asked for, less where the room is too small. */
  readonly distance: number;
};

/** Metres to the nearest wall, at least, where the room is not smaller than a car. */
const nearestWall = 0.35;

/** A microphone somewhere in a room, and a mouth before it. */
export function placeAlone(size: Point, distance: number, random: Random): PlacedTrack {
  const microphone = pointInside(size, random);
  const mouth = pointAt(size, microphone, distance, random);
  return { mouth, microphone, distance: distanceBetween(mouth, microphone) };
}

/** People around one table, each with a microphone on the way to the next of them. */
export function placeTogether(
  size: Point,
  distances: readonly number[],
  random: Random,
): readonly PlacedTrack[] {
  const mouths: Point[] = [];
  for (const _ of distances) {
    const previous = mouths.at(-1);
    mouths.push(
      previous === undefined
        ? pointInside(size, random)
        : pointAt(size, previous, 0.9 + 1.1 * random.next(), random),
    );
  }
  return mouths.map((mouth, index): PlacedTrack => {
    const other = mouths[(index + 1) % mouths.length] ?? mouth;
    const between = distanceBetween(mouth, other);
    const asked = distances[index] ?? 0.5;
    const [x, y, z] = ([0, 1, 2] as const).map((axis) => {
      const towards = between > 0 ? (other[axis] - mouth[axis]) / between : Number(axis === 0);
      // Below the mouth and off the straight line, where a telephone is held or a laptop stands.
      const aside = (axis === 2 ? -0.5 : 0.5) * (0.5 + random.next());
      return towards + aside;
    });
    const length = Math.hypot(x ?? 0, y ?? 0, z ?? 0) || 1;
    const reach = Math.min(asked, 5);
    const microphone = within(size, [
      mouth[0] + ((x ?? 0) / length) * reach,
      mouth[1] + ((y ?? 0) / length) * reach,
      mouth[2] + ((z ?? 0) / length) * reach,
    ]);
    return { mouth, microphone, distance: Math.max(0.02, distanceBetween(mouth, microphone)) };
  });
}

/** Somewhere further away from a microphone, where noise comes from. */
export function placeFarFrom(size: Point, microphone: Point, random: Random): Point {
  const tries = Array.from({ length: 6 }, () => pointInside(size, random));
  return tries.reduce((best, each) =>
    distanceBetween(each, microphone) > distanceBetween(best, microphone) ? each : best,
  );
}

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function pointInside(size: Point, random: Random): Point {
  const along = (length: number): number => {
    const margin = marginOf(length);
    return margin + (length - 2 * margin) * random.next();
  };
  // A sitting or a standing person's head.
  const height = Math.min(
    size[2] - marginOf(size[2]),
    Math.max(marginOf(size[2]), 1.1 + 0.6 * random.next()),
  );
  return [along(size[0]), along(size[1]), height];
}

const turns = 24;

/** At a distance in a direction of its own, or where the room has space for it. */
function pointAt(size: Point, from: Point, distance: number, random: Random): Point {
  const first = 2 * Math.PI * random.next();
  const rise = 0.3 * (2 * random.next() - 1);
  let best: Point = from;
  let bestError = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn++) {
    const angle = first + (2 * Math.PI * turn) / turns;
    const flat = distance * Math.cos(rise);
    const place = within(size, [
      from[0] + flat * Math.cos(angle),
      from[1] + flat * Math.sin(angle),
      from[2] + distance * Math.sin(rise),
    ]);
    const error = Math.abs(distanceBetween(place, from) - distance);
    if (error < 1e-9) return place;
    if (error < bestError) [best, bestError] = [place, error];
  }
  return best;
}

function within(size: Point, point: Point): Point {
  const along = (axis: 0 | 1 | 2): number => {
    const margin = marginOf(size[axis]) / 2;
    return Math.min(size[axis] - margin, Math.max(margin, point[axis]));
  };
  return [along(0), along(1), along(2)];
}

const marginOf = (length: number): number => Math.min(nearestWall, length / 5);
