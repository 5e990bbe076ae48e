import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDecibels } from './decibels.ts';
import { createFft, createWindow } from './fft.ts';
import { createRandom } from './random.ts';
import { createResampler, type ResampleQuality, resample } from './resample.ts';

function sine(frequency: number, sampleRate: number, frames: number, phase = 0.3): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) =>
    Math.sin((2 * Math.PI * frequency * frame) / sampleRate + phase),
  );
}

function noise(frames: number, seed = 'noise'): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: frames }, () => random.next() - 0.5);
}

/**
 * dB of the tone, and of the strongest thing elsewhere, against a sine of amplitude 1; from the middle of the
 * signal, under a window whose side lobes are at -120 dB.
 */
function toneAndRest(samples: Float32Array, sampleRate: number, frequency: number) {
  const size = 2 ** Math.floor(Math.log2(samples.length * 0.8));
  const fft = createFft(size);
  const window = createWindow({ kaiser: 17 }, size);
  const from = Math.floor((samples.length - size) / 2);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  fft.forward(
    window.map((weight, index) => weight * samples[from + index]!),
    real,
    imaginary,
  );
  const unit = window.reduce((sum, weight) => sum + weight, 0) / 2;
  const centre = (frequency / sampleRate) * size;
  let tone = 0;
  let rest = 0;
  for (let bin = 8; bin < fft.bins; bin++) {
    const size2 = Math.hypot(real[bin]!, imaginary[bin]!) / unit;
    if (Math.abs(bin - centre) <= 8) {
      tone = Math.max(tone, size2);
    } else {
      rest = Math.max(rest, size2);
    }
  }
  return { tone: toDecibels(tone), rest: toDecibels(rest) };
}

const ratios: readonly (readonly [number, number])[] = [
  [24000, 48000],
  [16000, 48000],
  [16000, 24000],
  [22050, 48000],
  [44100, 48000],
  [48000, 44100],
  [48000, 24000],
  [48000, 16000],
  [44100, 16000],
  [24000, 16000],
  [44100, 47999],
  [47999, 44100],
  [48000, 8000.123456],
  [18880, 16000],
];

describe('resample', () => {
  it.each(ratios)('%d to %d Hz keeps tones to 90 %% and makes no other', (from, to) => {
    const lower = Math.min(from, to) / 2;
    for (const share of [0.03, 0.31, 0.62, 0.9]) {
      // The height of a spectral line hangs on where it falls between two bins: levels are measured by fit.
      const frequency = share * lower;
      const { samples } = resample({ samples: sine(frequency, from, 30_000), sampleRate: from }, to);
      expect(toneAndRest(samples, to, frequency).rest).toBeLessThan(-100);
      expect(Math.abs(toDecibels(amplitudeAt(samples, to, frequency)))).toBeLessThan(0.1);
    }
  });

  it.each(ratios.filter(([from, to]) => to < from))(
    '%d to %d Hz removes what the lower rate cannot hold',
    (from, to) => {
      for (const place of [1.001, 1.05, 1.3, 1.7].filter((times) => times * to < from)) {
        const frequency = (place * to) / 2;
        const { samples } = resample({ samples: sine(frequency, from, 60_000), sampleRate: from }, to);
        expect(toneAndRest(samples, to, -to).rest).toBeLessThan(-100);
      }
    },
  );

  it.each(ratios.filter(([from, to]) => to > from))(
    '%d to %d Hz leaves no image of the highest tones',
    (from, to) => {
      for (const place of [0.93, 0.97, 0.999]) {
        const frequency = (place * from) / 2;
        const { samples } = resample({ samples: sine(frequency, from, 60_000), sampleRate: from }, to);
        expect(toneAndRest(samples, to, frequency).rest).toBeLessThan(-100);
      }
    },
  );

  it.each(ratios)('%d to %d Hz keeps each sound at its time', (from, to) => {
    const frequency = Math.min(from, to) * 0.11;
    const { samples } = resample({ samples: sine(frequency, from, 20_000), sampleRate: from }, to);
    let worst = 0;
    for (let frame = 2000; frame < samples.length - 2000; frame++) {
      const expected = Math.sin((2 * Math.PI * frequency * frame) / to + 0.3);
      worst = Math.max(worst, Math.abs(samples[frame]! - expected));
    }
    expect(worst).toBeLessThan(1e-4);
  });

  it('is the same whatever the blocks', () => {
    const samples = noise(9_000);
    fc.assert(
      fc.property(
        fc.constantFrom(...ratios),
        fc.constantFrom<ResampleQuality>('full', 'light'),
        fc.integer({ min: 0, max: samples.length }),
        fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6000 })), {
          minLength: 1,
        }),
        ([from, to], quality, length, sizes) => {
          const input = samples.subarray(0, length);
          const whole = resample({ samples: input, sampleRate: from }, to, { quality });
          expect(whole.samples.length).toBe(Math.round((length * to) / from));
          const resampler = createResampler({ from, to, quality });
          const parts: number[] = [];
          for (let at = 0, turn = 0; at < length; turn++) {
            const size = Math.max(turn % sizes.length === 0 ? 1 : 0, sizes[turn % sizes.length]!);
            parts.push(...resampler.push(input.subarray(at, at + size)));
            at += size;
          }
          parts.push(...resampler.flush());
          expect(parts.length).toBe(whole.samples.length);
          expect(parts.every((sample, index) => sample === whole.samples[index])).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('starts afresh after a flush', () => {
    const resampler = createResampler({ from: 16000, to: 24000 });
    const first = [...resampler.push(noise(1000)), ...resampler.flush()];
    const second = [...resampler.push(noise(1000)), ...resampler.flush()];
    expect(second).toEqual(first);
  });

  it('copies where the rates are the same', () => {
    const samples = noise(10);
    const copy = resample({ samples, sampleRate: 8000 }, 8000);
    expect(copy.samples).toEqual(samples);
    expect(copy.samples.buffer).not.toBe(samples.buffer);
  });

  it('takes NaN and infinities for silence', () => {
    const samples = Float32Array.from([0, Number.NaN, 1, Number.POSITIVE_INFINITY, -1]);
    const clean = Float32Array.from([0, 0, 1, 0, -1]);
    expect(resample({ samples, sampleRate: 8000 }, 48000)).toEqual(
      resample({ samples: clean, sampleRate: 8000 }, 48000),
    );
  });

  it.each([
    [0, 8000],
    [8000, 0],
    [-1, 8000],
    [Number.NaN, 8000],
    [8000, Number.POSITIVE_INFINITY],
    [1, 8000],
  ])('refuses %d to %d Hz', (from, to) => {
    expect(() => createResampler({ from, to })).toThrowError(/Hz/);
  });
});

/** By correlation with the sine and cosine of the frequency, under a Hann window. */
function amplitudeAt(samples: Float32Array, sampleRate: number, frequency: number): number {
  const window = createWindow('hann', samples.length - 4000);
  let real = 0;
  let imaginary = 0;
  let unit = 0;
  for (const [index, weight] of window.entries()) {
    const angle = (2 * Math.PI * frequency * index) / sampleRate;
    real += weight * samples[index + 2000]! * Math.cos(angle);
    imaginary += weight * samples[index + 2000]! * Math.sin(angle);
    unit += weight / 2;
  }
  return Math.hypot(real, imaginary) / unit;
}
