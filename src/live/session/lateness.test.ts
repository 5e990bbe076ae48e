import { expect, test } from 'vitest';
import { createLateness } from './lateness.ts';

/** What is told of frames that come at these times, in order; the agent speaks unless it is said otherwise. */
function told(times: readonly number[], playing: (index: number) => boolean = () => true): number[] {
  const lateness = createLateness();
  return times.map((time, index) => Math.round(lateness.hear('heard', time, playing(index)) * 1000) / 1000);
}

const steady = (count: number): number[] => Array.from({ length: count }, (_, index) => index * 0.02);

test('frames in time, and in heaps that are always as late, are not late', () => {
  expect(told(steady(100)).every((late) => late === 0)).toBe(true);
  // A client that sends five frames at once: the first heaps tell how late it always is.
  const heaps = steady(100).map((_, index) => Math.floor(index / 5) * 0.1 + 0.1);
  expect(
    told(heaps)
      .slice(6)
      .every((late) => late === 0),
  ).toBe(true);
});

test('a frame that comes later than any before tells by how much, once', () => {
  const times = steady(100).map((time, index) => (index >= 40 && index < 45 ? 0.9 : time));
  const late = told(times);
  expect(late[40]).toBe(0.08);
  expect(late.filter((value) => value > 0)).toHaveLength(1);
  const again = times.map((time, index) => (index >= 70 && index < 75 ? 1.5 : time));
  expect(told(again)[70]).toBe(0);
  const worse = times.map((time, index) => (index >= 70 && index < 80 ? 1.6 : time));
  expect(told(worse)[70]).toBe(0.1);
});

test('each frame that is missing is late by its own length, and what comes as late after it is not late again', () => {
  const lateness = createLateness();
  for (const time of steady(50)) lateness.hear('heard', time, true);
  expect([1, 2, 3].map(() => lateness.hear('missing', 0, true))).toEqual([0.02, 0.02, 0.02]);
  expect(lateness.hear('heard', 1.14, true)).toBe(0);
  expect(lateness.hear('heard', 1.2, true)).toBeGreaterThan(0.03);
  for (const time of steady(50)) lateness.hear('heard', 2 + time, false);
  expect(lateness.hear('missing', 0, false)).toBe(0);
  expect(lateness.hear('overdue', 9, true)).toBe(0);
});

test('what was late before the agent was silent is forgotten, and what comes while it is, too', () => {
  const times = steady(150).map((time, index) => {
    if (index >= 40 && index < 45) return 0.9;
    if (index >= 80 && index < 86) return 1.72;
    return index >= 120 && index < 125 ? 2.5 : time;
  });
  const late = told(times, (index) => index < 50 || index >= 90);
  expect(late[40]).toBe(0.08);
  expect(late.slice(76, 119).every((value) => value === 0)).toBe(true);
  expect(late[120]).toBe(0.08);
});
