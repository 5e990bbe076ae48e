import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cumulative, mean, quantile } from './distribution.ts';
import { findReference, references, registerNames } from './references.ts';

const printed = {
  pause: {
    0.01: 0.068,
    0.05: 0.102,
    0.1: 0.13,
    0.25: 0.213,
    0.5: 0.409,
    0.75: 0.67,
    0.9: 1.008,
    0.99: 2.186,
  },
  gap: { 0.05: 0.037, 0.1: 0.073, 0.25: 0.171, 0.5: 0.358, 0.75: 0.739, 0.9: 1.529, 0.95: 2.34, 0.99: 4.595 },
  overlap: { 0.01: 0.006, 0.05: 0.03, 0.1: 0.067, 0.25: 0.188, 0.5: 0.439, 0.75: 1.003, 0.95: 3.159 },
};

test.each(['pause', 'gap', 'overlap'] as const)('the telephone reference has the printed %s', (measure) => {
  const distribution = references.telephone[measure];
  for (const [probability, value] of Object.entries(printed[measure])) {
    expect(quantile(distribution, Number(probability))).toBeCloseTo(value, 6);
  }
  expect(Math.abs(numericMean(distribution) / distribution.mean - 1)).toBeLessThan(0.03);
  expect(mean(distribution)).toBeCloseTo(numericMean(distribution), 3);
  const centre = numericMean(distribution);
  const squares = numericMoment(distribution, (value) => (value - centre) ** 2);
  expect(Math.abs(Math.sqrt(squares) / distribution.standardDeviation - 1)).toBeLessThan(0.05);
});

test('gaps and overlaps together have the printed offsets', () => {
  const { overlappedStarts, gap, overlap } = references.telephone;
  expect((1 - overlappedStarts) * mean(gap) - overlappedStarts * mean(overlap)).toBeCloseTo(0.01, 2);
  const video = references['video-call'];
  expect(quantile(video.overlap, (0.64 - 0.5) / 0.64)).toBeCloseTo(0.28, 2);
  expect(quantile(video.gap, 0.5)).toBe(0.38);
  expect(quantile(video.pause, 0.5)).toBe(0.51);
  for (const [register, offset] of [['argument', -0.12] as const, ['collaboration', -0.25] as const]) {
    const row = references[register];
    const meanOffset = (1 - row.overlappedStarts) * mean(row.gap) - row.overlappedStarts * mean(row.overlap);
    expect(meanOffset).toBeCloseTo(offset, 2);
  }
});

test.each(registerNames)('%s is whole', (register) => {
  const reference = references[register];
  expect(reference.register).toBe(register);
  expect(reference.source).not.toBe('');
  for (const distribution of [reference.pause, reference.gap, reference.overlap]) {
    expect(distribution.quantiles[0]?.[0]).toBe(0);
    expect(distribution.quantiles.at(-1)?.[0]).toBe(1);
    expect(distribution.quantiles.at(-1)?.[1]).toBeLessThanOrEqual(7);
    const values = distribution.quantiles.map(([, value]) => value);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(mean(distribution) / distribution.mean).toBeCloseTo(1, 1);
  }
  expect(reference.overlappedStarts).toBeGreaterThan(0);
  expect(reference.overlappedStarts).toBeLessThan(1);
});

test('quantile and cumulative undo each other', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...registerNames),
      fc.constantFrom('pause', 'gap', 'overlap'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (register, measure, probability) => {
        const distribution = references[register][measure];
        expect(cumulative(distribution, quantile(distribution, probability))).toBeCloseTo(probability, 9);
      },
    ),
  );
});

test('a register is found by its name, and an unknown one names the nearest', () => {
  expect(findReference('Video Call')).toBe(references['video-call']);
  expect(findReference('casual')).toBe(references.conversation);
  expect(() => findReference('podcats')).toThrow(/register: "podcats"; use one of podcast, /);
  expect(() => findReference('constructor')).toThrow(/register/);
});

function numericMean(distribution: Parameters<typeof quantile>[0]): number {
  return numericMoment(distribution, (value) => value);
}

function numericMoment(distribution: Parameters<typeof quantile>[0], of: (value: number) => number): number {
  let sum = 0;
  for (let step = 0; step < 20_000; step++) sum += of(quantile(distribution, (step + 0.5) / 20_000));
  return sum / 20_000;
}
