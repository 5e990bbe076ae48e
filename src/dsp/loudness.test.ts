import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDecibels } from './decibels.ts';
import { createLoudnessMeter, measureLoudness } from './loudness.ts';
import { createRandom } from './random.ts';
import { createTruePeakFinder, truePeakAmplitude } from './true-peak.ts';

/** A sine whose level in dBFS changes from part to part, as the signals of EBU Tech 3341 are written. */
function steppedSine(
  parts: readonly (readonly [level: number, seconds: number])[],
  sampleRate = 48_000,
  frequency = 1000,
) {
  const lengths = parts.map(([, seconds]) => Math.round(seconds * sampleRate));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let frame = 0;
  for (const [index, [level]] of parts.entries()) {
    const amplitude = fromDecibels(level);
    for (const end = frame + lengths[index]!; frame < end; frame++) {
      samples[frame] = amplitude * Math.sin((2 * Math.PI * frequency * frame) / sampleRate);
    }
  }
  return samples;
}

function stereo(samples: Float32Array, sampleRate = 48_000) {
  return { channels: [samples, samples], sampleRate };
}

function noise(frames: number, seed: string): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: frames }, () => random.next() - 0.5);
}

describe('measureLoudness', () => {
  it.each([8000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000])(
    'reads -3.01 LUFS for a full-scale sine of 997 Hz at %d Hz',
    (sampleRate) => {
      const samples = steppedSine([[0, 5]], sampleRate, 997);
      expect(measureLoudness({ channels: [samples], sampleRate }).integrated).toBeCloseTo(-3.01, 1);
      expect(measureLoudness(stereo(samples, sampleRate)).integrated).toBeCloseTo(0, 1);
    },
  );

  it.each<[string, readonly (readonly [number, number])[], number]>([
    ['case 1', [[-23, 20]], -23],
    ['case 2', [[-33, 20]], -33],
    [
      'case 3',
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      'case 4',
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      'case 5',
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ])('reads EBU Tech 3341 %s', (_, parts, expected) => {
    expect(Math.abs(measureLoudness(stereo(steppedSine(parts))).integrated - expected)).toBeLessThan(0.1);
  });

  it('takes no level for another channel weight than given (EBU Tech 3341 case 6)', () => {
    const channels = [-28, -28, -24, 0, -30, -30].map((level) => steppedSine([[level, 20]]));
    const { integrated } = measureLoudness(
      { channels, sampleRate: 48_000 },
      { channelWeights: [1, 1, 1, 0, 1.41, 1.41] },
    );
    expect(Math.abs(integrated + 23)).toBeLessThan(0.1);
  });

  it.each<[readonly (readonly [number, number])[], number]>([
    [
      [
        [-20, 20],
        [-30, 20],
      ],
      10,
    ],
    [
      [
        [-20, 20],
        [-15, 20],
      ],
      5,
    ],
    [
      [
        [-40, 20],
        [-20, 20],
      ],
      20,
    ],
    [
      [
        [-50, 20],
        [-35, 20],
        [-20, 20],
        [-35, 20],
        [-50, 20],
      ],
      15,
    ],
  ])('reads the ranges of EBU Tech 3342: %j', (parts, expected) => {
    expect(Math.abs(measureLoudness(stereo(steppedSine(parts))).range - expected)).toBeLessThan(1);
  });

  it('finds the loudest 400 ms and 3 seconds (EBU Tech 3341 cases 9 and 12)', () => {
    const short = Array.from(
      { length: 5 },
      () =>
        [
          [-20, 1.34],
          [-30, 1.66],
        ] as const,
    ).flat();
    expect(measureLoudness(stereo(steppedSine(short))).shortTermMaximum).toBeCloseTo(-23, 0);
    const quick = Array.from(
      { length: 25 },
      () =>
        [
          [-20, 0.18],
          [-30, 0.22],
        ] as const,
    ).flat();
    expect(measureLoudness(stereo(steppedSine(quick))).momentaryMaximum).toBeCloseTo(-23, 0);
  });

  it('is the same whatever the blocks', () => {
    const left = noise(40_000, 'left');
    const right = noise(40_000, 'right');
    const whole = measureLoudness({ channels: [left, right], sampleRate: 11_025 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1 }), (sizes) => {
        const meter = createLoudnessMeter({ sampleRate: 11_025, channels: 2 });
        for (let at = 0, turn = 0; at < left.length; turn++) {
          const end = at + sizes[turn % sizes.length]!;
          meter.push([left.subarray(at, end), right.subarray(at, end)]);
          at = end;
          if (turn % 100 === 0) {
            meter.read();
          }
        }
        const parts = meter.read();
        expect(parts.integrated).toBeCloseTo(whole.integrated, 9);
        expect(parts.truePeak).toBe(whole.truePeak);
        expect(parts.samplePeak).toBe(whole.samplePeak);
        expect(parts.range).toBe(whole.range);
      }),
      { numRuns: 15 },
    );
  });

  it('measures what is shorter than a window as one window', () => {
    const samples = steppedSine([[-20, 0.15]], 48_000, 997);
    const loudness = measureLoudness(stereo(samples));
    expect(loudness.integrated).toBeCloseTo(-20, 0);
    expect(loudness.momentaryMaximum).toBe(loudness.integrated);
    expect(loudness.shortTerm).toBe(loudness.integrated);
  });

  it.each([0, 1, 100_000])('reads %d frames of silence without NaN', (frames) => {
    const loudness = measureLoudness({ channels: [new Float32Array(frames)], sampleRate: 48_000 });
    expect(loudness).toEqual({
      integrated: Number.NEGATIVE_INFINITY,
      range: 0,
      momentary: Number.NEGATIVE_INFINITY,
      momentaryMaximum: Number.NEGATIVE_INFINITY,
      shortTerm: Number.NEGATIVE_INFINITY,
      shortTermMaximum: Number.NEGATIVE_INFINITY,
      truePeak: Number.NEGATIVE_INFINITY,
      samplePeak: Number.NEGATIVE_INFINITY,
    });
  });

  it('takes NaN for silence and goes on', () => {
    const samples = steppedSine([[-20, 5]]);
    samples[100] = Number.NaN;
    samples[200] = Number.POSITIVE_INFINITY;
    expect(measureLoudness(stereo(samples)).integrated).toBeCloseTo(-20, 1);
  });

  it('refuses what it cannot measure', () => {
    expect(() => createLoudnessMeter({ sampleRate: 0, channels: 1 })).toThrowError(/sampleRate/);
    expect(() => createLoudnessMeter({ sampleRate: 48_000, channels: 0 })).toThrowError(/channels/);
    expect(() =>
      createLoudnessMeter({ sampleRate: 48_000, channels: 2 }).push([new Float32Array(1)]),
    ).toThrowError(/1 channels/);
    expect(() => measureLoudness(stereo(new Float32Array(1)), { channelWeights: [1] })).toThrowError(
      /channelWeights/,
    );
  });
});

describe('truePeakAmplitude', () => {
  // EBU Tech 3341 cases 15 to 19: tolerance +.2 and -.4 dB.
  it.each([
    [1 / 4, 0, 0.5],
    [1 / 4, 45, 0.5],
    [1 / 6, 60, 0.5],
    [1 / 8, 67.5, 0.5],
    [1 / 4, 45, 1.41],
  ])('finds the peak of a sine at %d of the rate that starts at %d degrees', (share, degrees, amplitude) => {
    const samples = Float32Array.from({ length: 4000 }, (_, frame) => {
      const fade = Math.min(1, frame / 500, (3999 - frame) / 500);
      return fade * amplitude * Math.sin(2 * Math.PI * share * frame + (degrees / 180) * Math.PI);
    });
    expect(20 * Math.log10(truePeakAmplitude(samples) / amplitude)).toBeGreaterThan(-0.05);
    expect(20 * Math.log10(truePeakAmplitude(samples) / amplitude)).toBeLessThan(0.05);
  });

  it.each([0, 1, 15, 16, 17, 31, 32, 33, 2048, 2049, 2080])(
    'finds a peak that ends a signal of %d frames',
    (frames) => {
      const samples = new Float32Array(frames + 2);
      samples[frames] = 0.7;
      samples[frames + 1] = 0.7;
      expect(truePeakAmplitude(samples)).toBeCloseTo(0.7 * 1.25, 1);
    },
  );

  it('is not raised by being read in the middle, where the sound seems cut off', () => {
    const finder = createTruePeakFinder();
    for (let frame = 0; frame < 4000; frame += 7) {
      finder.push(
        Float32Array.from({ length: 7 }, (_, index) =>
          Math.min(1, (frame + index) / 500, (4000 - frame) / 500),
        ),
      );
      finder.peak();
    }
    expect(finder.peak()).toBeLessThan(1.02);
  });

  it('is 0 for no samples', () => {
    expect(truePeakAmplitude(new Float32Array(0))).toBe(0);
  });
});

describe('without peaks', () => {
  it('the loudness is the same, and peaks are unknown', () => {
    const samples = Float32Array.from({ length: 96_000 }, (_, index) => 0.3 * Math.sin(index / 9));
    const [whole, part] = [true, false].map((peaks) => {
      const meter = createLoudnessMeter({ sampleRate: 48_000, channels: 1, peaks });
      meter.push([samples]);
      return meter.read();
    });
    expect(part).toEqual({ ...whole, truePeak: Number.NaN, samplePeak: Number.NaN });
  });
});
