import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameSource, type FrameArrival } from './frame-source.ts';

function openSource() {
  let time = 0;
  const frames: Float32Array[] = [];
  const arrivals: FrameArrival[] = [];
  const source = createFrameSource(
    () => time,
    (frame, arrival) => {
      frames.push(frame.slice());
      arrivals.push(arrival);
    },
  );
  return {
    source,
    frames,
    count: (wanted: FrameArrival) => arrivals.filter((arrival) => arrival === wanted).length,
    /** Time passes, and nobody looks at the clock. */
    stand: (duration: number): void => {
      time += duration;
    },
    pass: (duration: number): void => {
      for (let left = duration; left > 1e-9; left -= 0.02) {
        time += Math.min(0.02, left);
        source.wake();
      }
    },
    now: () => time,
  };
}

const loud = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * 16_000)).fill(0.5);
const isLoud = (frame: Float32Array): boolean => frame.some((sample) => sample !== 0);

test('whatever the pieces, every sample comes out once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 30 }), (lengths) => {
      const { source, frames } = openSource();
      let next = 1;
      for (const length of lengths) {
        source.push(
          Float32Array.from({ length }, () => next++ / 100_000),
          16_000,
        );
      }
      const total = lengths.reduce((sum, length) => sum + length, 0);
      expect(frames).toHaveLength(Math.floor(total / 320));
      const heard = frames.flatMap((frame) => [...frame]);
      expect(heard.every((sample, index) => Math.abs(sample - (index + 1) / 100_000) < 1e-7)).toBe(true);
    }),
  );
});

test('where the microphone goes still, time passes in silence', () => {
  const { frames, pass } = openSource();
  pass(3);
  expect(frames.length).toBeGreaterThan(140);
  expect(frames.length).toBeLessThan(151);
  expect(frames.some(isLoud)).toBe(false);
});

test('sound that comes late is taken at once, and time waits until it is caught up', () => {
  const { source, frames, pass } = openSource();
  pass(1);
  source.push(loud(1), 16_000);
  const before = frames.length;
  pass(0.3);
  expect(frames.length).toBe(before);
  expect(frames.filter(isLoud)).toHaveLength(50);
});

test('a process that stood still reads what came meanwhile before it believes that nothing did', () => {
  const { source, frames, count, stand, pass } = openSource();
  for (let frame = 0; frame < 50; frame += 1) {
    source.push(loud(0.02), 16_000);
    pass(0.02);
  }
  stand(0.3);
  // The timer is first, the socket comes after it.
  source.wake();
  source.push(loud(0.3), 16_000);
  pass(0.08);
  expect(frames).toHaveLength(65);
  expect(count('heard')).toBe(65);
  // Nothing comes any more, however late the clock is looked at.
  for (let index = 0; index < 20; index += 1) {
    stand(0.06);
    source.wake();
  }
  expect(count('missing')).toBeGreaterThan(50);
});

test('what comes after all, for a time that has passed in silence, is overdue', () => {
  const { source, count, pass } = openSource();
  source.push(loud(0.02), 16_000);
  pass(0.6);
  const missed = count('missing');
  expect(missed).toBeGreaterThan(25);
  source.push(loud(0.6), 16_000);
  expect(count('overdue')).toBeGreaterThanOrEqual(missed - 3);
  expect(count('overdue')).toBeLessThanOrEqual(missed);
  // Another heap, for no such time.
  source.push(loud(1), 16_000);
  expect(count('overdue')).toBeLessThanOrEqual(missed);
});

test('a microphone that is switched on again owes nothing', () => {
  const { source, count, pass } = openSource();
  pass(2);
  for (let frame = 0; frame < 100; frame += 1) {
    source.push(loud(0.02), 16_000);
    pass(0.02);
  }
  expect(count('overdue')).toBe(0);
  source.push(loud(1), 16_000);
  expect(count('overdue')).toBe(0);
});

test('after a heap of sound an answer need not wait until time has caught up', () => {
  const { source, frames, pass } = openSource();
  source.push(loud(10), 16_000);
  pass(1);
  expect(frames.length).toBeGreaterThan(520);
});

test('a machine that slept does not live through the night again', () => {
  let time = 0;
  let count = 0;
  const source = createFrameSource(
    () => time,
    () => {
      count += 1;
    },
  );
  time = 8 * 3600;
  source.wake();
  source.wake();
  expect(count).toBeLessThan(120);
});

test.each([8000, 24_000, 44_100, 48_000])('%i Hz become frames of 20 ms of the same sound', (rate) => {
  const { source, frames } = openSource();
  for (let piece = 0; piece < 100; piece += 1) {
    source.push(
      Float32Array.from({ length: Math.round(rate / 50) }, (_, index) =>
        Math.sin((2 * Math.PI * 440 * (index + piece * Math.round(rate / 50))) / rate),
      ),
      rate,
    );
  }
  expect(frames.length).toBeGreaterThan(97);
  const middle = frames.slice(20, 70).flatMap((frame) => [...frame]);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  expect(power).toBeCloseTo(0.5, 2);
});
