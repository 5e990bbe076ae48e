import { describe, expect, it } from 'vitest';
import { createRandom, peakAmplitude, powerSpectrum, rmsAmplitude } from '../../../dsp/index.ts';
import { type NoiseKind, noiseKinds } from '../conditions.ts';
import { createNoise } from './create-noise.ts';
import { createEventSource } from './event-source.ts';
import { measureNoise } from './measure-noise.ts';
import { ring } from './struck-sounds.ts';

const sampleRate = 16_000;

function listen(kind: NoiseKind, seconds: number, { rate = sampleRate, seed = 'a' } = {}) {
  const source = createNoise(kind, { sampleRate: rate, random: createRandom(seed) });
  const samples = new Float32Array(1024 * Math.ceil((seconds * rate) / 1024));
  for (let at = 0; at < samples.length; at += 1024) source.write(samples.subarray(at, at + 1024));
  return samples;
}

/** Share of the power below a frequency. */
function shareBelow(samples: Float32Array, frequency: number): number {
  const { powers, bandwidth } = powerSpectrum({ samples, sampleRate });
  const whole = powers.reduce((sum, power) => sum + power, 0);
  return powers.subarray(0, Math.round(frequency / bandwidth)).reduce((sum, power) => sum + power, 0) / whole;
}

/** Of levels in blocks of 50 ms, dB between the quietest tenth and the loudest fiftieth. */
function liveliness(samples: Float32Array): number {
  const levels: number[] = [];
  for (let at = 0; at + 800 <= samples.length; at += 800) {
    levels.push(20 * Math.log10(rmsAmplitude(samples.subarray(at, at + 800)) + 1e-6));
  }
  levels.sort((a, b) => a - b);
  return (levels[Math.floor(0.98 * levels.length)] ?? 0) - (levels[Math.floor(0.1 * levels.length)] ?? 0);
}

describe.each(noiseKinds)('%s', (kind) => {
  it('is the same for the same seed, and another for another', () => {
    const first = listen(kind, 2);
    expect(Buffer.compare(Buffer.from(first.buffer), Buffer.from(listen(kind, 2).buffer))).toBe(0);
    expect(listen(kind, 2, { seed: 'b' }).some((sample, frame) => sample !== first[frame])).toBe(true);
  });

  it.each([8000, 48_000])('is there at %d Hz, within bounds', (rate) => {
    const samples = listen(kind, 3, { rate });
    expect(samples.every(Number.isFinite)).toBe(true);
    expect(rmsAmplitude(samples)).toBeGreaterThan(1e-3);
    expect(peakAmplitude(samples)).toBeLessThan(30);
  });

  it('does not end', () => {
    const samples = listen(kind, 28);
    expect(rmsAmplitude(samples.subarray(-14 * sampleRate))).toBeGreaterThan(0.05 * rmsAmplitude(samples));
  });
});

describe('the characters of noises', () => {
  it.each<[NoiseKind, number, number, number]>([
    ['white', 4000, 0.45, 0.55],
    ['pink', 1000, 0.6, 0.9],
    ['hum', 1000, 0.97, 1],
    ['fan', 2000, 0.8, 1],
    ['street', 1000, 0.7, 1],
    ['car', 400, 0.85, 1],
    ['rain', 1000, 0, 0.3],
    ['wind', 500, 0.8, 1],
    ['babble', 4000, 0.8, 1],
    ['cafe', 4000, 0.8, 1],
    ['television', 7000, 0.9, 1],
    ['keyboard', 500, 0, 0.6],
    ['dishes', 1000, 0, 0.35],
    ['door', 1500, 0.7, 1],
    ['footsteps', 3000, 0.6, 1],
  ])('%s has its power where it belongs: below %d Hz %f to %f', (kind, frequency, least, most) => {
    for (const seed of ['1', '2', '3']) {
      const share = shareBelow(listen(kind, 12, { seed }), frequency);
      expect(share).toBeGreaterThanOrEqual(least);
      expect(share).toBeLessThanOrEqual(most);
    }
  });

  it('some go on, and some come and go', () => {
    for (const kind of ['white', 'pink', 'hum', 'fan', 'rain'] as const) {
      expect(liveliness(listen(kind, 12))).toBeLessThan(6);
    }
    for (const kind of ['wind', 'keyboard', 'door', 'dishes', 'footsteps', 'television'] as const) {
      expect(liveliness(listen(kind, 12))).toBeGreaterThan(8);
    }
  });
});

it('measures what is loud, not the pauses between', () => {
  const tick = { samples: new Float32Array(1600).fill(0.5), gain: 1 };
  const often = createEventSource(() => ({ ...tick, wait: 0.1 }), sampleRate);
  const seldom = createEventSource(() => ({ ...tick, wait: 1.6 }), sampleRate);
  const { level } = measureNoise(often, 4, sampleRate);
  expect(level).toBeCloseTo(-6.02, 1);
  expect(Math.abs(measureNoise(seldom, 4, sampleRate).level - level)).toBeLessThan(3);
});

it('rings at the pitches and for the times that it is told', () => {
  const sound = ring([[1000, 1, 0.5]], sampleRate);
  expect(sound.length).toBe(8000);
  expect(peakAmplitude(sound)).toBeGreaterThan(0.95);
  const late = rmsAmplitude(sound.subarray(3800, 4200)) / rmsAmplitude(sound.subarray(0, 400));
  expect(20 * Math.log10(late)).toBeCloseTo(-28.5, 0);
  expect(ring([[9000, 1, 0.5]], sampleRate).every((sample) => sample === 0)).toBe(true);
});
