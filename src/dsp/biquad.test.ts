import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BiquadDesign, biquadGain, createBiquad, designBiquad } from './biquad.ts';
import { fromDecibels, toDecibels } from './decibels.ts';
import { rmsAmplitude } from './level.ts';
import { createRandom } from './random.ts';

const sampleRate = 48_000;
const types: readonly BiquadDesign['type'][] = [
  'low-pass',
  'high-pass',
  'band-pass',
  'notch',
  'all-pass',
  'peak',
  'low-shelf',
  'high-shelf',
];

describe('decibels', () => {
  it('go there and back', () => {
    expect(toDecibels(1)).toBe(0);
    expect(toDecibels(-0.5)).toBeCloseTo(-6.0206, 4);
    expect(toDecibels(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(fromDecibels(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(fromDecibels(toDecibels(0.3))).toBeCloseTo(0.3, 12);
  });
});

describe('designBiquad', () => {
  it.each<[BiquadDesign['type'], number, number, number]>([
    ['low-pass', 0, -3.01, -Infinity],
    ['high-pass', -Infinity, -3.01, 0],
    ['band-pass', -Infinity, 0, -Infinity],
    ['notch', 0, -Infinity, 0],
    ['all-pass', 0, 0, 0],
    ['peak', 0, 6, 0],
    ['low-shelf', 6, 3, 0],
    ['high-shelf', 0, 3, 6],
  ])('%s has its gains at 0 Hz, at its frequency and at half the rate', (type, low, centre, high) => {
    const coefficients = designBiquad({ type, frequency: 1000, sampleRate, gain: 6 });
    for (const [frequency, expected] of [
      [1e-3, low],
      [1000, centre],
      [24_000 - 1e-3, high],
    ] as const) {
      const gain = biquadGain(coefficients, frequency, sampleRate);
      expect(expected === -Infinity ? gain < -100 : Math.abs(gain - expected) < 0.01).toBe(true);
    }
  });

  it.each(types)('%s filters as its gain says', (type) => {
    const coefficients = designBiquad({ type, frequency: 2000, sampleRate, q: 1.3, gain: -7 });
    for (const frequency of [500, 1900, 9000]) {
      const sine = Float32Array.from({ length: 24_000 }, (_, n) =>
        Math.sin((2 * Math.PI * frequency * n) / sampleRate),
      );
      const filtered = createBiquad(coefficients).process(sine).subarray(4800);
      expect(toDecibels(rmsAmplitude(filtered) * Math.SQRT2)).toBeCloseTo(
        biquadGain(coefficients, frequency, sampleRate),
        1,
      );
    }
  });

  it.each([
    { frequency: 0 },
    { frequency: 24_000 },
    { frequency: Number.NaN },
    { q: 0 },
    { sampleRate: -1 },
    { gain: Infinity },
  ])('refuses %j', (wrong) => {
    expect(() => designBiquad({ type: 'peak', frequency: 100, sampleRate, ...wrong })).toThrowError(/give/);
  });
});

describe('createBiquad', () => {
  const coefficients = types.map((type) => designBiquad({ type, frequency: 300, sampleRate, gain: 3 }));

  it('is the same whatever the blocks, in place or not', () => {
    const random = createRandom(1);
    const input = Float32Array.from({ length: 10_000 }, (_, frame) => (frame < 200 ? random.normal() : 0));
    const whole = createBiquad(...coefficients).process(input);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1 }),
        fc.boolean(),
        (sizes, inPlace) => {
          const filter = createBiquad(...coefficients);
          const parts: number[] = [];
          for (let at = 0, turn = 0; at < input.length; turn++) {
            const block = input.slice(at, at + sizes[turn % sizes.length]!);
            parts.push(...filter.process(block, inPlace ? block : undefined));
            at += block.length;
          }
          expect(parts.every((sample, index) => sample === whole[index])).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('survives NaN and infinities', () => {
    const filter = createBiquad(...coefficients);
    filter.process(Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY));
    expect(filter.process(Float32Array.of(1, 0.5)).every(Number.isFinite)).toBe(true);
  });

  it('passes everything without coefficients, and refuses a short output', () => {
    expect(createBiquad().process(Float32Array.of(1, 2))).toEqual(Float32Array.of(1, 2));
    expect(() => createBiquad().process(Float32Array.of(1, 2), new Float32Array(1))).toThrowError(/output/);
  });
});
