import { describe, expect, test } from 'vitest';
import { engineRate } from './engine.ts';
import { softenEnds } from './soften-ends.ts';

const buzz = (seconds: number): Float32Array =>
  Float32Array.from(
    { length: Math.round(seconds * engineRate) },
    (_, frame) => 0.3 * Math.cos((2 * Math.PI * 130 * frame) / engineRate),
  );

function joined(...parts: Float32Array[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

const silent = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * engineRate));

describe('softenEnds', () => {
  test('a voice dies away before a pause and at the end', () => {
    const samples = softenEnds(joined(buzz(0.2), silent(0.1), buzz(0.2)));
    for (const seconds of [0.2, 0.5]) {
      const end = Math.round(seconds * engineRate);
      expect(loudest(samples.subarray(end - 40, end))).toBeLessThan(0.02);
      expect(loudest(samples.subarray(end - 1200, end - 700))).toBeCloseTo(0.3, 2);
    }
  });

  test('the closure of a consonant stays as it was, and so do onsets', () => {
    const before = joined(buzz(0.2), silent(0.03), buzz(0.2));
    const after = softenEnds(before.slice());
    const end = before.length - Math.round(0.03 * engineRate) - 1;
    expect(after.subarray(0, end)).toEqual(before.subarray(0, end));
  });

  test('nothing and silence stay nothing and silence', () => {
    expect(softenEnds(new Float32Array(0))).toHaveLength(0);
    expect(loudest(softenEnds(silent(0.3)))).toBe(0);
    expect(loudest(softenEnds(buzz(0.01)))).toBeLessThan(0.31);
  });
});

function loudest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
