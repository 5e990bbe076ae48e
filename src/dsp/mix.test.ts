import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossfade, type FadeShape, fadeGain, fadeIn, fadeOut } from './fade.ts';
import { applyGain, peakAmplitude, rmsAmplitude, waveformPeaks } from './level.ts';
import { mixInto, panGains } from './mix.ts';
import { createRandom } from './random.ts';

const shapes: readonly FadeShape[] = ['equal-power', 'raised-cosine', 'linear'];

function ones(frames: number): Float32Array {
  return new Float32Array(frames).fill(1);
}

describe('fades', () => {
  it.each(shapes)('%s rises from 0 to 1', (shape) => {
    expect([-1, 0, 1, 2].map((position) => fadeGain(position, shape))).toEqual([0, 0, 1, 1]);
    const gains = fadeIn(ones(100), 100, { shape });
    expect(gains).toEqual(gains.toSorted());
    expect(fadeOut(ones(100), 100, { shape })).toEqual(gains.toReversed());
  });

  it('keep the power or the amplitude of a pair', () => {
    for (const position of [0.1, 0.4, 0.9]) {
      expect(fadeGain(position, 'equal-power') ** 2 + fadeGain(1 - position, 'equal-power') ** 2).toBeCloseTo(
        1,
        12,
      );
      expect(fadeGain(position, 'raised-cosine') + fadeGain(1 - position, 'raised-cosine')).toBeCloseTo(
        1,
        12,
      );
    }
  });

  it('work at a place in the middle, and silence what lies outside', () => {
    expect([...fadeIn(ones(6), 2, { at: 2, shape: 'linear' })]).toEqual([0, 0, 0.25, 0.75, 1, 1]);
    expect([...fadeOut(ones(6), 2, { at: 4, shape: 'linear' })]).toEqual([1, 1, 0.75, 0.25, 0, 0]);
  });

  it('may be longer than the sound, or reach over its ends', () => {
    expect([...fadeIn(ones(2), 4, { shape: 'linear' })]).toEqual([0.125, 0.375]);
    expect([...fadeIn(ones(2), 4, { at: -2, shape: 'linear' })]).toEqual([0.625, 0.875]);
    expect([...fadeOut(ones(2), 4, { at: 4, shape: 'linear' })]).toEqual([0.875, 0.625]);
    expect(fadeOut(new Float32Array(0), 4).length).toBe(0);
    expect(() => fadeIn(ones(2), -1)).toThrowError(/frames/);
    expect(() => fadeIn(ones(2), 1, { at: 0.5 })).toThrowError(/at/);
  });
});

describe('crossfade', () => {
  it('overlaps two sounds', () => {
    const joined = crossfade(
      { samples: ones(1000), sampleRate: 1000 },
      { samples: ones(500), sampleRate: 1000 },
      { duration: 0.1, shape: 'linear' },
    );
    expect(joined.samples.length).toBe(1400);
    expect(joined.samples.every((sample) => Math.abs(sample - 1) < 1e-6)).toBe(true);
  });

  it('overlaps by no more than there is', () => {
    const joined = crossfade({ samples: ones(10), sampleRate: 1000 }, { samples: ones(0), sampleRate: 1000 });
    expect(joined.samples).toEqual(ones(10));
  });

  it('refuses two rates', () => {
    expect(() =>
      crossfade({ samples: ones(1), sampleRate: 1 }, { samples: ones(1), sampleRate: 2 }),
    ).toThrowError(/resample/);
  });
});

describe('mixInto', () => {
  it('adds at a place, with gain, over the ends', () => {
    const target = [Float32Array.of(1, 1, 1), Float32Array.of(0, 0, 0)];
    mixInto(target, Float32Array.of(5, 6), { at: -1, gain: 2 });
    mixInto(target, Float32Array.of(1, 1), { at: 2, channelGains: [0, 0.5] });
    mixInto(target, Float32Array.of(9), { at: 3 });
    mixInto(target, Float32Array.of(9), { at: -1 });
    expect(target.map((channel) => [...channel])).toEqual([
      [13, 1, 1],
      [12, 0, 0.5],
    ]);
  });

  it('is the plain sum whatever the place, the length and the fades', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        (at, length, fadeInFrames, fadeOutFrames) => {
          const random = createRandom(length);
          const source = Float32Array.from({ length }, () => random.normal());
          const faded = fadeOut(fadeIn(source.slice(), fadeInFrames), fadeOutFrames);
          const target = new Float32Array(32);
          mixInto([target], source, { at, fadeIn: fadeInFrames, fadeOut: fadeOutFrames });
          for (const [frame, sample] of target.entries()) {
            expect(sample).toBeCloseTo(faded[frame - at] ?? 0, 5);
          }
        },
      ),
    );
  });

  it('pans at constant power', () => {
    expect(panGains(-1)).toEqual([1, 0]);
    expect(panGains(1)[0]).toBeCloseTo(0, 12);
    for (const pan of [-1, -0.3, 0, 0.8, 1]) {
      const [left, right] = panGains(pan);
      expect(left ** 2 + right ** 2).toBeCloseTo(1, 12);
    }
    const target = [new Float32Array(1), new Float32Array(1)];
    mixInto(target, ones(1), { pan: 0 });
    expect(target[0]![0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(target[1]![0]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it('takes NaN for silence, and refuses what makes no sense', () => {
    const target = [ones(2)];
    mixInto(target, Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY));
    expect(target[0]).toEqual(ones(2));
    expect(() => mixInto(target, ones(1), { pan: 0 })).toThrowError(/2 channels/);
    expect(() => mixInto(target, ones(1), { at: 0.5 })).toThrowError(/at/);
    expect(() => mixInto(target, ones(1), { gain: Number.NaN })).toThrowError(/gain/);
    expect(() => mixInto(target, ones(1), { channelGains: [] })).toThrowError(/channelGains/);
    expect(() => mixInto([ones(1), ones(2)], ones(1))).toThrowError(/one length/);
    expect(() => panGains(2)).toThrowError(/pan/);
  });
});

describe('levels', () => {
  it('are measured', () => {
    expect(peakAmplitude(Float32Array.of(0.1, -0.5, Number.NaN))).toBeCloseTo(0.5, 6);
    expect(rmsAmplitude(Float32Array.of(1, -1, 1, -1))).toBe(1);
    expect([peakAmplitude(ones(0)), rmsAmplitude(ones(0))]).toEqual([0, 0]);
    expect([...applyGain(ones(2), 0.5)]).toEqual([0.5, 0.5]);
    expect(() => applyGain(ones(1), Number.NaN)).toThrowError(/gain/);
  });

  it('are drawn: every sample counts in one bucket', () => {
    const samples = Float32Array.of(0, 1, -1, 0.5, 0.25, -0.25, 0);
    const { minimum, maximum } = waveformPeaks({ samples, sampleRate: 1 }, 3);
    expect([...minimum]).toEqual([0, -1, -0.25]);
    expect([...maximum]).toEqual([1, 0.5, 0.25]);
    const wide = waveformPeaks({ samples: Float32Array.of(1, -1), sampleRate: 1 }, 4);
    expect([...wide.maximum]).toEqual([1, 1, -1, -1]);
    expect([...waveformPeaks({ samples: ones(0), sampleRate: 1 }, 2).minimum]).toEqual([0, 0]);
    expect(() => waveformPeaks({ samples, sampleRate: 1 }, 1.5)).toThrowError(/buckets/);
  });
});
