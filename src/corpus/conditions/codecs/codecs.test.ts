import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, rmsAmplitude } from '../../../dsp/index.ts';
import { loadOpusLine } from '../../../media/index.ts';
import { codecNames } from '../conditions.ts';
import { loadSpectralArithmetic } from '../convolution/spectral-arithmetic.ts';
import { compand, compandingTable } from './companding.ts';
import { createCodec } from './create-codec.ts';

const parts = { arithmetic: await loadSpectralArithmetic(), openOpusLine: await loadOpusLine() };
const names = codecNames.filter((name) => name !== 'none');

/** A tone that climbs through a telephone's band, again and again, and swells and fades. */
function tones(frames: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) => {
    const time = frame / sampleRate;
    const swell = 0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * time);
    const climb = (4 * time) % 1;
    return 0.2 * swell * Math.sin(2 * Math.PI * (climb * 400 + climb * climb * 1000) * 0.25);
  });
}

function through(name: (typeof names)[number], sampleRate: number, input: Float32Array, sizes = [1024]) {
  using codec = createCodec(name, sampleRate, parts);
  const heard: number[] = [];
  for (let at = 0, turn = 0; at < input.length; turn++) {
    const block = input.slice(at, at + (sizes[turn % sizes.length] ?? 1));
    at += block.length;
    heard.push(...(codec?.push(block) ?? []));
  }
  heard.push(...(codec?.flush() ?? []));
  return Float32Array.from(heard);
}

describe.each(names)('%s', (name) => {
  it.each([8000, 16_000, 22_050, 24_000, 44_100, 48_000])('keeps length and time at %d Hz', (sampleRate) => {
    const input = tones(Math.round(0.7 * sampleRate) + 13, sampleRate);
    const heard = through(name, sampleRate, input);
    expect(Math.abs(heard.length - input.length)).toBeLessThanOrEqual(2);
    expect(bestShift(input, heard, Math.round(0.004 * sampleRate)) / sampleRate).toBeLessThan(0.0005);
    const ratio = rmsAmplitude(heard) / rmsAmplitude(input);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.3);
  });

  it('does not hang on how the stream is cut', () => {
    const input = tones(6000, 16_000);
    const whole = Buffer.from(through(name, 16_000, input).buffer);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        expect(Buffer.from(through(name, 16_000, input, sizes).buffer).equals(whole)).toBe(true);
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it('has nothing to say about nothing', () => {
    expect(through(name, 16_000, new Float32Array(0)).length).toBe(0);
    expect(through(name, 16_000, new Float32Array(1)).length).toBe(1);
  });

  it('stays finite on noise at full scale', () => {
    const random = createRandom(name);
    const loud = Float32Array.from({ length: 8000 }, () => 2 * random.next() - 1);
    expect(through(name, 16_000, loud).every((sample) => Math.abs(sample) < 8)).toBe(true);
  });
});

/** Frames between a sound and itself, by the highest product. */
function bestShift(before: Float32Array, after: Float32Array, most: number): number {
  let best = { shift: 0, product: Number.NEGATIVE_INFINITY };
  for (let shift = -most; shift <= most; shift++) {
    let product = 0;
    for (let frame = most; frame < before.length - most; frame++)
      product += (before[frame] ?? 0) * (after[frame + shift] ?? 0);
    if (product > best.product) best = { shift, product };
  }
  return Math.abs(best.shift);
}

describe('G.711', () => {
  it.each([
    ['mu', [0, 8, 132, 1000, 8000, 32_635], [0, 8, 132, 988, 7932, 32_124]],
    ['a', [0, 8, 1000, 8000, 32_635], [8, 8, 1008, 8064, 32_256]],
  ] as const)('%s-law gives the values of the standard', (law, samples, expected) => {
    const block = Float32Array.from(samples, (sample) => sample / 32_768);
    compand(block, compandingTable(law));
    expect(Array.from(block, (sample) => Math.round(sample * 32_768))).toEqual(expected);
  });

  it.each(['mu', 'a'] as const)('%s-law has noise 36 dB under a tone, whatever its level', (law) => {
    for (const amplitude of [0.9, 0.1, 0.02]) {
      const tone = Float32Array.from({ length: 8000 }, (_, frame) => amplitude * Math.sin(frame * 0.731));
      const heard = tone.slice();
      compand(heard, compandingTable(law));
      const noise = heard.map((sample, frame) => sample - (tone[frame] ?? 0));
      expect(20 * Math.log10(rmsAmplitude(tone) / rmsAmplitude(noise))).toBeGreaterThan(32);
    }
  });
});
