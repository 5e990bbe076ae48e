import { describe, expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import { cumulative, quantile } from '../timeline/index.ts';
import { drawLogNormal, drawOffsets, normalCumulative, offsetAt, type Transfer } from './offsets.ts';
import { resolveTiming } from './timing.ts';

const timing = resolveTiming('telephone');
const transfer = (index: number, room = 99): Transfer => {
  return { speaker: index % 2 === 0 ? 'ann' : 'ben', afterQuestion: index % 5 === 0, room: () => room };
};

/** Many short conversations, pooled. */
function drawMany(options: { conversations: number; room?: number; questionShift?: number }): number[][] {
  const { conversations, room, questionShift = timing.questionShift } = options;
  const transfers = Array.from({ length: 40 }, (_, index) => transfer(index, room));
  return Array.from({ length: conversations }, (_, seed) =>
    drawOffsets(transfers, { ...timing, questionShift }, createRandom(seed)),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

describe('offsets', () => {
  const offsets = drawMany({ conversations: 800 });
  const all = offsets.flat();

  test('have the distribution of the reference, overlaps and gaps', () => {
    const overlaps = all.filter((offset) => offset < 0).map((offset) => -offset);
    const gaps = all.filter((offset) => offset >= 0);
    expect(Math.abs(overlaps.length / all.length - timing.overlappedStarts)).toBeLessThan(0.02);
    for (const probability of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const overlap = quantile(timing.overlap, probability);
      const gap = quantile(timing.gap, probability);
      expect(overlaps.filter((value) => value <= overlap).length / overlaps.length).toBeCloseTo(
        probability,
        1,
      );
      expect(gaps.filter((value) => value <= gap).length / gaps.length).toBeCloseTo(probability, 1);
    }
  });

  test('come sooner after a question, and the whole stays as it was', () => {
    const answers = all.filter((_, index) => (index % 40) % 5 === 0);
    const others = all.filter((_, index) => (index % 40) % 5 !== 0);
    expect(median(answers)).toBeLessThan(median(others) - 0.15);
    const unmoved = drawMany({ conversations: 800, questionShift: 0 }).flat();
    expect(median(all)).toBeCloseTo(median(unmoved), 1);
  });

  test('of one pair resemble each other', () => {
    const means = offsets.map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
    // Without a pair's own part the means of 40 would spread by a fortieth of the whole.
    expect(spread(means)).toBeGreaterThan((2 * spread(all)) / 40);
  });

  test('never exceed the room that there is', () => {
    const tight = drawMany({ conversations: 20, room: 0.3 }).flat();
    expect(Math.min(...tight)).toBeGreaterThanOrEqual(-0.3);
  });
});

test('a long overlap goes to the transfer that has room for it', () => {
  const transfers = Array.from({ length: 60 }, (_, index) => transfer(index, index === 30 ? 20 : 0.5));
  const lists = Array.from({ length: 50 }, (_, seed) => drawOffsets(transfers, timing, createRandom(seed)));
  const long = lists.filter((offsets) => (offsets[30] ?? 0) < -1);
  expect(long.length).toBeGreaterThan(40);
});

test('the value at a probability is its inverse', () => {
  for (const probability of [0.001, 0.2, 0.428, 0.43, 0.6, 0.999]) {
    const offset = offsetAt(probability, timing);
    const back =
      offset < 0
        ? timing.overlappedStarts * (1 - cumulative(timing.overlap, -offset))
        : timing.overlappedStarts + (1 - timing.overlappedStarts) * cumulative(timing.gap, offset);
    expect(back).toBeCloseTo(probability, 6);
  }
});

test('the normal distribution is normal, and the log-normal stays in its bounds', () => {
  expect(normalCumulative(0)).toBeCloseTo(0.5, 7);
  expect(normalCumulative(1.96)).toBeCloseTo(0.9750021, 6);
  expect(normalCumulative(-1)).toBeCloseTo(0.1586553, 6);
  const random = createRandom(1);
  const draws = Array.from({ length: 2000 }, () => drawLogNormal(timing.yield, random));
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...draws)).toBeLessThanOrEqual(3);
  expect(median(draws)).toBeCloseTo(1.5, 0);
});
