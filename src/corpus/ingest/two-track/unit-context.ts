import type { Interval } from '../../../dsp/index.ts';

/** How far around a unit is looked. Seconds. */
const reach = 10;
/** Silences and stretches of speech beyond this say no more. Seconds. */
const farthest = 3;
/** Seconds that the other must have spoken for, and be heard at once with the unit, to be interrupted by it. */
const leastBefore = 0.3;
const leastInto = 0.2;
/** Seconds by which the other may outlast who interrupts them: both may stop at once. */
const slack = 0.3;

/**
 * What stands around a unit, for whether it is a backchannel: a short one, alone in its speaker's silence, while the
 * other has much to say before and behind, with no silence in between that was the unit's speaker's to take.
 */
export function listenerContext(
  own: readonly Interval[],
  others: readonly Interval[],
  index: number,
): readonly number[] {
  const unit = own[index] ?? nowhere;
  const silentFrom = own[index - 1]?.end ?? unit.start - reach;
  const silentTo = own[index + 1]?.start ?? unit.end + reach;
  let [before, after, longestBefore, longestAfter] = [0, 0, 0, 0];
  let [since, until] = [farthest, farthest];
  for (const other of near(others, unit.start - reach, unit.end + reach)) {
    const length = other.end - other.start;
    before += shared(other, silentFrom, unit.start);
    after += shared(other, unit.end, silentTo);
    if (other.end > silentFrom && other.start < unit.start) {
      longestBefore = Math.max(longestBefore, length);
      since = Math.min(since, Math.max(0, unit.start - other.end));
    }
    if (other.start < silentTo && other.end > unit.end) {
      longestAfter = Math.max(longestAfter, length);
      until = Math.min(until, Math.max(0, other.start - unit.end));
    }
  }
  return [
    Math.min(farthest, unit.end - unit.start),
    logarithm(unit.start - silentFrom),
    logarithm(silentTo - unit.end),
    since,
    until,
    logarithm(before),
    logarithm(after),
    logarithm(longestBefore),
    logarithm(longestAfter),
  ];
}

/** Whom a unit talks into so that it may be an interruption: their unit's index among `others`, or -1. */
export function findHeld(unit: Interval, others: readonly Interval[]): number {
  const index = lastBefore(others, unit.start);
  const held = others[index];
  return held !== undefined &&
    unit.start - held.start >= leastBefore &&
    held.end - unit.start >= leastInto &&
    unit.end - held.end >= -slack
    ? index
    : -1;
}

/**
 * What stands around a unit that talks into another's, for whether that one gives up: how long both talk, how long the
 * other has talked, who goes on.
 */
export function contestContext(
  own: readonly Interval[],
  others: readonly Interval[],
  index: number,
): readonly number[] {
  const unit = own[index] ?? nowhere;
  const at = findHeld(unit, others);
  const held = others[at] ?? nowhere;
  const both = held.end - unit.start;
  return [
    Math.min(farthest, both),
    Math.abs(both - usualYield),
    logarithm(held.end - held.start),
    Math.min(farthest, unit.start - held.start),
    logarithm(unit.start - (own[index - 1]?.end ?? unit.start - reach)),
    Math.max(-slack, Math.min(farthest, unit.end - held.end)),
    Math.min(farthest, (others[at + 1]?.start ?? Number.POSITIVE_INFINITY) - held.end),
  ];
}

/** Seconds. */
const usualYield = 0.5;
const nowhere: Interval = { start: 0, end: 0 };

/** The units of a span of time; they stand in order and none overlaps another. */
function near(units: readonly Interval[], from: number, to: number): readonly Interval[] {
  const first = Math.max(0, lastBefore(units, from));
  return units.slice(first, lastBefore(units, to) + 1).filter(({ end }) => end > from);
}

/** Index of the last unit that starts before a time; -1 for none. */
function lastBefore(units: readonly Interval[], time: number): number {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle]?.start ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function shared({ start, end }: Interval, from: number, to: number): number {
  return Math.max(0, Math.min(end, to) - Math.max(start, from));
}

/** Of seconds: silences of .1 and .2 s differ as much as those of 1 and 2 s. */
function logarithm(seconds: number): number {
  return Math.log(Math.max(0.02, Math.min(reach, seconds)));
}
