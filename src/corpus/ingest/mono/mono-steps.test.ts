import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bothOf, countOf, joinSpeech, runsOf } from './activity.ts';
import { clusterVoices, likeness } from './cluster-voices.ts';
import { fitLevels, matchSources } from './match-sources.ts';
import { sourcesOf } from './onnx-separator.ts';
import { planOverlaps } from './plan-overlaps.ts';
import { createSampleWindow } from './sample-window.ts';
import { openSourceSpool } from './source-spool.ts';
import { assignVoices } from './who-speaks.ts';

const towards = (...values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const piece = (clean: number, ...values: readonly number[]) => ({ embedding: towards(...values), clean });
const activity = fc.uint8Array({ minLength: 1, maxLength: 3000, max: 1 });

describe('voices', () => {
  test('that are alike are one, and come in the order of how much they speak', () => {
    const people = clusterVoices(
      [piece(2, 1, 0.1), piece(3, 0, 1), piece(4, 0.1, 1), piece(2, 1, 0.2), piece(9, -0.1, 1)],
      { sameSpeaker: 0.5 },
    );
    expect(people).toHaveLength(2);
    expect(likeness(people[0] ?? towards(1), towards(0, 1))).toBeGreaterThan(0.95);
  });

  test('are given out so that nobody speaks twice at once', () => {
    const people = [towards(1, 0), towards(0, 1)];
    const voices = [piece(2, 1, 0.9), piece(3, 1, 0.1)];
    expect(assignVoices(voices, [true, true], people)).toEqual([1, 0]);
    expect(assignVoices([null, ...voices.slice(1)], [true, true], people)).toEqual([1, 0]);
    expect(assignVoices(voices, [true, false], people)).toEqual([0, -1]);
    expect(assignVoices(voices, [true, true], [])).toEqual([-1, -1]);
  });
});

test('all in which both speak is in one piece, once, and inside what lies around it', () => {
  fc.assert(
    fc.property(activity, activity, (one, other) => {
      const tracks = [one, Uint8Array.from(one, (_, frame) => other[frame] ?? 0)] as const;
      const seen = new Uint8Array(one.length);
      for (const { from, to, overlaps } of planOverlaps(tracks)) {
        expect(from % 100).toBe(0);
        expect(to).toBeLessThanOrEqual(one.length);
        for (const run of overlaps) {
          expect(run.from).toBeGreaterThanOrEqual(from);
          expect(run.to).toBeLessThanOrEqual(to);
          expect(run.to - run.from).toBeLessThanOrEqual(1000);
          for (let frame = run.from; frame < run.to; frame++) seen[frame] = (seen[frame] ?? 0) + 1;
        }
      }
      expect(seen).toEqual(bothOf(...tracks));
    }),
    { numRuns: 40 },
  );
});

test('joined speech has no short silence inside and no short sound', () => {
  fc.assert(
    fc.property(activity, (active) => {
      const runs = runsOf(joinSpeech(active));
      for (const [index, { from, to }] of runs.entries()) {
        expect(to - from).toBeGreaterThanOrEqual(8);
        const next = runs[index + 1];
        expect((next?.from ?? Infinity) - to).toBeGreaterThanOrEqual(20);
      }
      expect(countOf(joinSpeech(active))).toBe(runs.reduce((sum, { from, to }) => sum + to - from, 0));
    }),
    { numRuns: 60 },
  );
});

describe('what a separation gives', () => {
  const one = Float32Array.from({ length: 400 }, (_, index) => Math.sin(index / 3));
  const other = Float32Array.from({ length: 400 }, (_, index) => Math.sin(index / 11));

  test('gets the levels back that it had', () => {
    const mixture = one.map((sample, index) => 0.3 * sample - 0.7 * (other[index] ?? 0));
    const [first, second] = fitLevels(mixture, [
      one.map((sample) => sample * 9),
      other.map((sample) => sample / 5),
    ]);
    expect(
      Math.max(...first.map((sample, index) => Math.abs(sample - 0.3 * (one[index] ?? 0)))),
    ).toBeLessThan(1e-4);
    expect(
      Math.max(...second.map((sample, index) => Math.abs(sample + 0.7 * (other[index] ?? 0)))),
    ).toBeLessThan(1e-4);
  });

  test('stays finite where there is nothing in it', () => {
    const nothing = new Float32Array(400);
    expect(fitLevels(nothing, [nothing, nothing])[0].every(Number.isFinite)).toBe(true);
    expect(fitLevels(one, [one, one])[0].every(Number.isFinite)).toBe(true);
  });

  test('is read in each of the usual forms, and in no other', () => {
    const mixed = Float32Array.from(
      { length: 800 },
      (_, index) => (index % 2 === 0 ? one : other)[index >> 1] ?? 0,
    );
    const joined = new Float32Array(800);
    joined.set(one);
    joined.set(other, 400);
    const forms = [
      [{ shape: [1, 2, 400], values: joined }],
      [{ shape: [1, 400, 2], values: mixed }],
      [
        { shape: [1, 400], values: one },
        { shape: [1, 400], values: other },
      ],
    ];
    for (const outputs of forms) expect(sourcesOf(outputs, 400)).toEqual([one, other]);
    expect(sourcesOf([{ shape: [1, 3, 400], values: new Float32Array(1200) }], 400)).toBeUndefined();
    expect(sourcesOf([{ shape: [1, 400], values: one }], 400)).toBeUndefined();
    expect(sourcesOf([], 400)).toBeUndefined();
  });

  test('goes to whose voice it is like, and to who goes on', () => {
    const voices = [towards(1, 0), towards(0, 1)] as const;
    const none = [
      [0, 0],
      [0, 0],
    ] as const;
    expect(matchSources({ heard: [towards(0, 1), towards(1, 0)], voices, alone: none })).toEqual({
      swapped: true,
      confidence: 1,
    });
    const goesOn = [
      [9, 1],
      [0, 0],
    ] as const;
    expect(matchSources({ heard: [null, null], voices, alone: goesOn })).toMatchObject({ swapped: false });
    expect(matchSources({ heard: [null, null], voices: [null, null], alone: none }).confidence).toBe(0);
  });
});

test('a window on samples gives what lies there, however it was filled', () => {
  const window = createSampleWindow();
  const all = Float32Array.from({ length: 700_000 }, (_, index) => index % 4093);
  for (let at = 0; at < all.length; at += 70_001) {
    window.push(all.subarray(at, at + 70_001));
    const from = Math.max(0, window.end - 90_000);
    const [got, wanted] = [window.slice(from, window.end), all.slice(from, window.end)];
    expect(got.every((sample, index) => sample === wanted[index])).toBe(true);
    expect(got.length).toBe(wanted.length);
    window.forget(from);
  }
  expect(window.slice(window.end - 2, window.end + 2).slice(2)).toEqual(new Float32Array(2));
});

test('sounds that are put away are read as they were', () => {
  const spool = openSourceSpool();
  const pairs = [3, 500].map(
    (length) => [new Float32Array(length).fill(0.5), new Float32Array(length).fill(-1)] as const,
  );
  expect(pairs.map((pair) => spool.put(pair))).toEqual([0, 1]);
  for (const [index, pair] of pairs.entries()) expect(spool.read(index)).toEqual(pair);
  spool.close();
  spool.close();
});
