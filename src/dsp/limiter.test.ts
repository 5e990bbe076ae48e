import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDecibels, toDecibels } from './decibels.ts';
import { createLimiter, limit } from './limiter.ts';
import { createRandom } from './random.ts';
import { truePeakAmplitude } from './true-peak.ts';

const sampleRate = 48_000;

function make(frames: number, wave: (frame: number) => number): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) => wave(frame));
}

function noise(frames: number, amplitude = 1, seed = 'noise'): Float32Array {
  const random = createRandom(seed);
  return make(frames, () => amplitude * (2 * random.next() - 1));
}

const hot: readonly (readonly [string, Float32Array])[] = [
  ['noise 12 dB too hot', noise(30_000, 4)],
  ['bursts of noise', noise(30_000, 3).map((sample, frame) => (frame % 5000 < 400 ? sample : sample * 0.05))],
  [
    'a sine between the samples',
    make(20_000, (frame) => 1.2 * Math.sin((Math.PI / 2) * frame + Math.PI / 4)),
  ],
  ['a square wave', make(20_000, (frame) => (frame % 97 < 48 ? 1.5 : -1.5))],
  ['one sample', make(5_000, (frame) => (frame === 2500 ? 8 : 0))],
  ['a step', make(5_000, (frame) => (frame > 2500 ? 2 : 0))],
  ['alternating full scale', make(5_000, (frame) => (frame % 2 === 0 ? 1 : -1))],
  ['speech-like swells', noise(40_000, 2).map((sample, frame) => sample * Math.sin(frame / 700) ** 4)],
  ['the first and the last sample', make(3_000, (frame) => (frame === 0 || frame === 2999 ? 3 : 0))],
];

describe('limit', () => {
  it.each(hot)('keeps %s under the ceiling', (_, samples) => {
    for (const options of [
      {},
      { ceiling: -6, lookAhead: 0.001 },
      { release: 0.005 },
      { lookAhead: 0.0005, release: 0.001 },
    ]) {
      const limited = limit({ channels: [samples], sampleRate }, options).channels[0]!;
      expect(limited.length).toBe(samples.length);
      expect(toDecibels(truePeakAmplitude(limited))).toBeLessThan((options.ceiling ?? -1) + 0.05);
    }
  });

  it('leaves what is under the ceiling as it is, to the bit', () => {
    const samples = noise(20_000, 0.4);
    expect(limit({ channels: [samples], sampleRate }).channels[0]).toEqual(samples);
  });

  it('gives back the level after a peak, and moves its gain smoothly', () => {
    const steady = make(48_000, (frame) => 0.5 * Math.sin(frame * 0.05) + (frame === 10_000 ? 3 : 0));
    const limited = limit({ channels: [steady, steady.map(() => 0.5)], sampleRate });
    const gain = limited.channels[1]!.map((sample) => sample / 0.5);
    expect(Math.min(...gain)).toBeGreaterThan(0.2);
    expect(Math.min(...gain)).toBeLessThan(0.35);
    expect(gain[9_000]).toBe(1);
    expect(gain[47_000]).toBeCloseTo(1, 3);
    const steepest = gain.reduce(
      (most, value, frame) => Math.max(most, Math.abs(value - (gain[frame - 1] ?? 1))),
      0,
    );
    expect(steepest).toBeLessThan(0.75 * (2 / (0.005 * sampleRate)) * 1.1);
  });

  it('holds a loud steady tone without riding on its waves', () => {
    const tone = make(48_000, (frame) => 1.8 * Math.sin((2 * Math.PI * 200 * frame) / sampleRate));
    const limited = limit({ channels: [tone, tone.map(() => 0.1)], sampleRate });
    const gain = limited.channels[1]!.subarray(5_000, 40_000);
    const spread = Math.max(...gain) / Math.min(...gain);
    expect(toDecibels(spread)).toBeLessThan(0.6);
  });

  it('is the same whatever the blocks', () => {
    const left = noise(6_000, 2, 'left').map((sample, frame) => sample * (frame % 3000 > 1500 ? 0.1 : 1));
    const right = noise(6_000, 0.5, 'right');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3000 })), { minLength: 1 }),
        fc.integer({ min: 0, max: left.length }),
        (sizes, length) => {
          const channels = [left.subarray(0, length), right.subarray(0, length)];
          const whole = limit({ channels, sampleRate }).channels;
          const limiter = createLimiter({ sampleRate, channels: 2 });
          const parts: number[][] = [[], []];
          const take = (block: readonly Float32Array[]): void => {
            for (const [channel, samples] of block.entries()) {
              parts[channel]!.push(...samples);
            }
          };
          for (let at = 0, turn = 0; at < length; turn++) {
            const end = at + sizes[turn % sizes.length]!;
            take(limiter.push(channels.map((channel) => channel.subarray(at, end))));
            at = end;
          }
          take(limiter.flush());
          expect(parts).toEqual(whole.map((channel) => [...channel]));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('starts afresh after a flush', () => {
    const limiter = createLimiter({ sampleRate, channels: 1 });
    const run = (): number[] => [...limiter.push([noise(4000, 3)])[0]!, ...limiter.flush()[0]!];
    expect(run()).toEqual(run());
  });

  it('takes NaN and infinities for silence, and nothing for nothing', () => {
    const broken = noise(2_000, 2);
    broken[500] = Number.NaN;
    broken[700] = Number.NEGATIVE_INFINITY;
    const [limited] = limit({ channels: [broken], sampleRate }).channels;
    expect(limited!.every(Number.isFinite)).toBe(true);
    expect(limit({ channels: [new Float32Array(0)], sampleRate }).channels[0]!.length).toBe(0);
    expect(limit({ channels: [new Float32Array(1).fill(2)], sampleRate }).channels[0]![0]).toBeLessThan(
      fromDecibels(-1),
    );
  });

  it('works at low and high rates', () => {
    for (const rate of [8000, 16_000, 192_000]) {
      const limited = limit({ channels: [noise(20_000, 3)], sampleRate: rate }).channels[0]!;
      expect(toDecibels(truePeakAmplitude(limited))).toBeLessThan(-0.95);
    }
  });

  it.each([
    { ceiling: 1 },
    { ceiling: Number.NaN },
    { lookAhead: 0 },
    { release: -1 },
    { channels: 0 },
    { sampleRate: 0 },
  ])('refuses %j', (options) => {
    expect(() => createLimiter({ sampleRate, channels: 1, ...options })).toThrowError(/give/);
  });
});
