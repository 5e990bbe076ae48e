import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameSource } from './frame-source.ts';

function openSource() {
  let time = 0;
  const frames: Float32Array[] = [];
  const source = createFrameSource(
    () => time,
    (frame) => frames.push(frame.slice()),
  );
  return {
    source,
    frames,
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
