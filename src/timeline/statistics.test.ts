import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareToReference,
  jensenShannonDivergence,
  kolmogorovSmirnovDistance,
  wassersteinDistance,
} from './comparison.ts';
import { fixedGapControl, shuffledTimingControl } from './controls.ts';
import { createDistribution, quantile } from './distribution.ts';
import { timelineArbitrary, timelineOf } from './example-timelines.test.ts';
import { floorTransfers } from './floor.ts';
import { lagOneCorrelation, transitionEntropy } from './measures.ts';
import { parseTimeline } from './parse-timeline.ts';
import { references } from './references.ts';
import { statistics } from './statistics.ts';
import { poolStatistics } from './tally.ts';
import type { Timeline } from './types.ts';

const example: Timeline = {
  ...timelineOf(
    [
      { speaker: 'ann', start: 0, text: 'So I was thinking. Maybe not.', pauses: { 2: 0.5 } },
      { speaker: 'ben', start: 0.5, text: 'mm-hm', kind: 'backchannel', wordLength: 0.4 },
      { speaker: 'ben', start: 2.3, text: 'I think we should go' },
      { speaker: 'ann', start: 3.3, text: 'Sure, let us.', kind: 'interruption' },
    ],
    6,
  ),
  events: [{ type: 'laughter', speaker: 'ben', start: 5, end: 5.5, source: 'script' }],
};

test('every measure of a conversation that can be counted by hand', () => {
  const found = statistics(example);
  expect(found.duration).toBe(6);
  expect(found.words).toBe(15);
  expect(found.wordsPerMinute).toBe(150);
  // Ann 0 to .75 and 1.25 to 2, Ben to .9 beside her and 2.3 to 3.55, Ann to 4.05: 6 - .9 - .75 - 1.75.
  expect(found.silence).toBeCloseTo(2.6 / 6, 9);
  expect(found.pause).toMatchObject({ count: 1, perMinute: 10, samples: [0.5], mean: 0.5, median: 0.5 });
  expect(found.gap.mean).toBeCloseTo(0.3, 9);
  expect(found.overlap.mean).toBeCloseTo(0.25, 9);
  expect(found.offset.mean).toBeCloseTo(0.025, 9);
  expect(found.offset.standardDeviation).toBeCloseTo(0.275, 9);
  expect(found.offset.quantiles.p25).toBeCloseTo(-0.1125, 9);
  expect(found.turn.samples.map((value) => Math.round(value * 100) / 100)).toEqual([2, 1.25, 0.75]);
  expect(found.overlappedStarts).toBe(0.5);
  expect(found.simultaneous.count).toBe(1);
  expect(found.simultaneous.seconds).toBeCloseTo(0.25, 9);
  expect(found.simultaneousWithBackchannels.count).toBe(2);
  expect(found.simultaneousWithBackchannels.secondsPerMinute).toBeCloseTo(5, 9);
  expect(found.simultaneousWithBackchannels.share).toBeCloseTo(0.5 / 6, 9);
  expect(found.backchannels).toEqual({ count: 1, perMinute: 10 });
  expect(found.interruptions).toEqual({ count: 1, perMinute: 10 });
  expect(found.laughter).toEqual({ count: 1, perMinute: 10 });
  expect(found.turnOrderEntropy).toEqual({ value: 0, pairs: 2 });
  expect(found.speakers[1]).toMatchObject({
    speaker: 'ben',
    words: 6,
    backchannels: { count: 1 },
    laughter: { count: 1 },
    overlappedStarts: 0,
  });
  expect(found.speakers[0]?.speech).toBeCloseTo(2.25, 9);
  expect(found.speakers[0]?.overlappedStarts).toBe(1);
  expect(found.definitions).toEqual({
    backchannels: 'kind',
    units: 'utterances',
    joinBelow: 0.2,
    dropBelow: 0.08,
    shortestPause: 0.05,
  });
});

test('nothing gives nothing, not a crash', () => {
  const empty = statistics(timelineOf([]));
  expect(empty.words).toBe(0);
  expect(empty.gap.mean).toBeNaN();
  expect(empty.wordsPerMinute).toBeNaN();
  expect(compareToReference(empty, references.telephone).gap.wasserstein).toBeNaN();
  expect(statistics(timelineOf([], 10)).silence).toBe(1);
});

test('pooled conversations are one', () => {
  const pooled = poolStatistics([statistics(example), statistics(example)]);
  expect(pooled.conversations).toBe(2);
  expect(pooled.duration).toBe(12);
  expect(pooled.offset.count).toBe(4);
  expect(pooled.wordsPerMinute).toBe(150);
  expect(pooled.silence).toBeCloseTo(statistics(example).silence, 9);
  expect(pooled.backchannels).toEqual({ count: 2, perMinute: 10 });
  expect(pooled.speakers.map(({ speaker, words }) => [speaker, words])).toEqual([
    ['ann', 18],
    ['ben', 12],
  ]);
  expect(() => poolStatistics([])).toThrow('list: it is empty');
  expect(() => poolStatistics([pooled, statistics(example, { units: 'ipus' })])).toThrow(
    'list[1].definitions',
  );
  fc.assert(
    fc.property(timelineArbitrary, timelineArbitrary, (first, second) => {
      const [one, two] = [statistics(first), statistics(second)];
      const both = poolStatistics([one, two]);
      expect(both.gap.samples).toEqual([...one.gap.samples, ...two.gap.samples]);
      expect(both.words).toBe(one.words + two.words);
      expect(both.turn.count).toBe(one.turn.count + two.turn.count);
      const pairs = one.offsetCorrelation.pairs + two.offsetCorrelation.pairs;
      expect(both.offsetCorrelation.pairs).toBe(pairs);
    }),
  );
});

test('the distances are those that can be worked out on paper', () => {
  const flat = createDistribution([
    [0, 0],
    [1, 1],
  ]);
  expect(wassersteinDistance([0.5], flat)).toBeCloseTo(0.25, 12);
  expect(wassersteinDistance([2, 2], flat)).toBeCloseTo(1.5, 12);
  expect(wassersteinDistance([0.25, 0.75], flat)).toBeCloseTo(0.125, 12);
  expect(kolmogorovSmirnovDistance([0.5], flat)).toBeCloseTo(0.5, 12);
  expect(kolmogorovSmirnovDistance([2], flat)).toBe(1);
  expect(jensenShannonDivergence([1, 0], [0, 1])).toBe(1);
  expect(jensenShannonDivergence([0.5, 0.5], [0.5, 0.5])).toBe(0);
  expect(lagOneCorrelation([1, 2, 3, 4]).value).toBeCloseTo(1, 12);
  expect(lagOneCorrelation([1, -1, 1, -1]).value).toBeCloseTo(-1, 12);
  expect(lagOneCorrelation([3, 3, 3, 3]).value).toBeNaN();
  expect(transitionEntropy(['a', 'b', 'a', 'a', 'b', 'b', 'a']).value).toBeCloseTo(0.918, 3);
  expect(transitionEntropy(['a', 'b', 'a', 'b']).value).toBe(0);
});

test("the exact earth mover's distance agrees with a fine sum", () => {
  const { gap } = references.telephone;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 1, maxLength: 40 }),
      (samples) => {
        const sorted = samples.toSorted((a, b) => a - b);
        let sum = 0;
        const steps = 4000;
        for (let step = 0; step < steps; step++) {
          const probability = (step + 0.5) / steps;
          const sample = sorted[Math.floor(probability * sorted.length)] ?? 0;
          sum += Math.abs(sample - quantile(gap, probability)) / steps;
        }
        expect(wassersteinDistance(samples, gap)).toBeCloseTo(sum, 2);
      },
    ),
    { numRuns: 40 },
  );
});

test.each(['telephone', 'video-call', 'podcast'] as const)(
  'samples of the %s reference fit it, and both controls fit worse',
  (register) => {
    const reference = references[register];
    const timeline = drawnFrom(register, 1200);
    const fit = compareToReference(statistics(timeline), reference);
    expect(fit.gap.wasserstein).toBeLessThan(0.06);
    expect(fit.overlap.wasserstein).toBeLessThan(0.06);
    expect(fit.gap.kolmogorovSmirnov).toBeLessThan(0.06);
    expect(Math.abs(fit.overlappedStarts)).toBeLessThan(3);
    expect(fit.offsetDivergence).toBeLessThan(0.02);
    const fixed = compareToReference(statistics(fixedGapControl(timeline, 0.3)), reference);
    expect(fixed.offsetDivergence).toBeGreaterThan(0.5);
    expect(fixed.gap.wasserstein).toBeGreaterThan(0.15);
    expect(fixed.overlappedStarts).toBeCloseTo(-100 * reference.overlappedStarts, 9);
  },
);

test('the shuffled control keeps each track and loses what ties them', () => {
  const timeline = drawnFrom('telephone', 300);
  const shuffled = shuffledTimingControl(timeline, uniform(7));
  const [before, after] = [statistics(timeline), statistics(shuffled)];
  for (const [index, speaker] of before.speakers.entries()) {
    expect(after.speakers[index]?.words).toBe(speaker.words);
    expect(after.speakers[index]?.speech).toBeCloseTo(speaker.speech, 0);
  }
  expect(after.duration).toBeCloseTo(before.duration, 6);
  const [near, far] = [before, after].map((one) => compareToReference(one, references.telephone));
  expect(far?.offsetDivergence).toBeGreaterThan(10 * (near?.offsetDivergence ?? 1));
  expect(far?.gap.wasserstein).toBeGreaterThan(0.06);
  expect(shuffledTimingControl(timeline, [0.1, 0.7, 0.3])).toEqual(
    shuffledTimingControl(timeline, [0.1, 0.7, 0.3]),
  );
});

test('controls are sound timelines of the same words', () => {
  fc.assert(
    fc.property(
      timelineArbitrary,
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (timeline, draws) => {
        const shuffled = parseTimeline(shuffledTimingControl(timeline, draws));
        const fixed = parseTimeline(fixedGapControl(timeline, 0.2));
        const floor = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
        expect(fixed.utterances.map(({ id }) => id)).toEqual(floor.map(({ id }) => id));
        for (const { offset } of floorTransfers(fixed, { backchannels: 'none' }))
          expect(offset).toBeCloseTo(0.2, 9);
        const kept = shuffled.utterances.filter(({ kind }) => kind !== 'backchannel').map(({ id }) => id);
        expect(kept.toSorted()).toEqual(floor.map(({ id }) => id).toSorted());
        for (const { id } of timeline.speakers) {
          const own = shuffled.utterances.filter(({ speaker }) => speaker === id);
          const clash = own.slice(1).filter(({ start }, index) => start < (own[index]?.end ?? 0) - 1e-6);
          expect(clash).toEqual([]);
        }
      },
    ),
  );
});

/** Turns of eight seconds whose offsets are the reference's quantiles, in a mixed order. */
function drawnFrom(register: keyof typeof references, count: number): Timeline {
  const { gap, overlap, overlappedStarts } = references[register];
  const lines: { speaker: string; start: number; text: string; wordLength: number }[] = [];
  let end = 0;
  for (let index = 0; index < count; index++) {
    // 337 shares no factor with the counts: each probability comes once.
    const probability = (((index * 337) % count) + 0.5) / count;
    const offset =
      probability < overlappedStarts
        ? -quantile(overlap, 1 - probability / overlappedStarts)
        : quantile(gap, (probability - overlappedStarts) / (1 - overlappedStarts));
    const start = Math.max(0, end + offset);
    lines.push({ speaker: index % 2 === 0 ? 'ann' : 'ben', start, text: 'one two', wordLength: 8 });
    end = start + 16;
  }
  return timelineOf(lines);
}

/** A small generator for tests: Park and Miller's. */
function uniform(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * count);
  };
}
