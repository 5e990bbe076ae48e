import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVocalSound, vocalSoundNames } from './vocal-sound.ts';

const anyTake = fc.record({
  sound: fc.constantFrom(...vocalSoundNames),
  throat: fc.record({
    pitch: fc.double({ min: 60, max: 500, noNaN: true }),
    tract: fc.double({ min: 0.6, max: 1.2, noNaN: true }),
  }),
  seed: fc.string(),
  sampleRate: fc.constantFrom(8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000),
  effort: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('any throat makes any sound at any rate: finite, below full scale, starting and ending softly', () => {
  fc.assert(
    fc.property(anyTake, (take) => {
      const { samples, sampleRate } = createVocalSound(take);
      expect(samples.every(Number.isFinite)).toBe(true);
      const peak = Math.max(...samples.map(Math.abs));
      expect(peak).toBeGreaterThan(0.005);
      expect(peak).toBeLessThan(0.99);
      expect(samples.length / sampleRate).toBeGreaterThan(0.03);
      expect(samples.length / sampleRate).toBeLessThan(3.2);
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.02);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.02);
      const opening = samples.subarray(0, Math.round(0.005 * sampleRate));
      expect(Math.max(...opening.map(Math.abs))).toBeGreaterThan(peak * 0.005);
      expect(Math.abs(samples.reduce((sum, sample) => sum + sample, 0) / samples.length)).toBeLessThan(
        peak * 0.01,
      );
    }),
    { numRuns: 150 },
  );
});

test('nothing clicks: no single step stands out of the sound around it', () => {
  const voiced = ['mm-hm', 'uh-huh', 'um', 'erm', 'oh', 'hmm', 'en-agree', 'o-question'] as const;
  fc.assert(
    fc.property(fc.record({ ...anyTakeParts, sound: fc.constantFrom(...voiced) }), (take) => {
      const { samples } = createVocalSound({ ...take, sampleRate: 48_000 });
      const peak = Math.max(...samples.map(Math.abs));
      const bends = samples
        .slice(2)
        .map((sample, index) => sample - 2 * (samples[index + 1] ?? 0) + (samples[index] ?? 0));
      expect(Math.max(...bends.map(Math.abs))).toBeLessThan(peak * 0.35);
    }),
    { numRuns: 60 },
  );
});

const anyTakeParts = {
  throat: fc.record({
    pitch: fc.double({ min: 70, max: 350, noNaN: true }),
    tract: fc.double({ min: 0.7, max: 1.1, noNaN: true }),
  }),
  seed: fc.string(),
};
