import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFft, createWindow, type WindowShape } from './fft.ts';
import { createRandom } from './random.ts';
import { powerSpectrum } from './spectrum.ts';

describe('createFft', () => {
  it.each([4, 8, 16, 32, 128, 512])('is the discrete Fourier transform for %d samples', (size) => {
    const random = createRandom(size);
    const samples = Float64Array.from({ length: size }, () => random.normal());
    const fft = createFft(size);
    const real = new Float64Array(fft.bins);
    const imaginary = new Float64Array(fft.bins);
    fft.forward(samples, real, imaginary);
    for (let bin = 0; bin < fft.bins; bin++) {
      let expectedReal = 0;
      let expectedImaginary = 0;
      for (const [index, sample] of samples.entries()) {
        expectedReal += sample * Math.cos((2 * Math.PI * bin * index) / size);
        expectedImaginary -= sample * Math.sin((2 * Math.PI * bin * index) / size);
      }
      expect(real[bin]).toBeCloseTo(expectedReal, 9);
      expect(imaginary[bin]).toBeCloseTo(expectedImaginary, 9);
    }
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer(), (exponent, seed) => {
        const random = createRandom(seed);
        const samples = Float64Array.from({ length: 2 ** exponent }, () => random.normal());
        const fft = createFft(samples.length);
        const real = new Float64Array(fft.bins);
        const imaginary = new Float64Array(fft.bins);
        const back = new Float64Array(samples.length);
        fft.forward(samples, real, imaginary);
        fft.inverse(real, imaginary, back);
        expect(back.every((sample, index) => Math.abs(sample - samples[index]!) < 1e-12)).toBe(true);
      }),
    );
  });

  it.each([0, 1, 2, 3, 100, -4, Number.NaN])('refuses a size of %d', (size) => {
    expect(() => createFft(size)).toThrowError(/power of two/);
  });
});

describe('createWindow', () => {
  it.each<[WindowShape, number]>([
    ['hann', 2],
    ['hamming', 2],
    ['blackman-harris', 4],
  ])('%s windows add up to a constant', (shape, overlap) => {
    const size = 64;
    const window = createWindow(shape, size);
    const sums = Array.from({ length: size / overlap }, (_, index) =>
      Array.from({ length: overlap }, (__, turn) => window[index + (turn * size) / overlap]!).reduce(
        (a, b) => a + b,
      ),
    );
    expect(Math.max(...sums) - Math.min(...sums)).toBeLessThan(1e-12);
  });

  it('refuses an empty window', () => {
    expect(() => createWindow('hann', 0)).toThrowError(/size/);
  });
});

describe('powerSpectrum', () => {
  it('gives the power of a sine in its band', () => {
    const samples = Float32Array.from(
      { length: 8192 },
      (_, frame) => 0.8 * Math.sin((2 * Math.PI * 32 * frame) / 1024),
    );
    const { powers, bandwidth } = powerSpectrum({ samples, sampleRate: 16_000 }, { size: 1024 });
    expect(bandwidth).toBe(16_000 / 1024);
    expect(powers[32]).toBeCloseTo(0.32, 6);
    expect(powers[200]).toBeLessThan(1e-10);
  });

  it('is finite for no samples', () => {
    const { powers } = powerSpectrum({ samples: new Float32Array(0), sampleRate: 8000 });
    expect(powers.every((power) => power === 0)).toBe(true);
  });
});
