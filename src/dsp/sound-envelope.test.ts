import { describe, expect, test } from 'vitest';
import {
  activeLoudness,
  createGatedLoudness,
  createRandom,
  envelopeAmplitude,
  envelopeLoudness,
  envelopeSilence,
  levelBlockFrames,
  levelBlocks,
  measureEnvelope,
  measureLoudness,
  measureSilence,
  peakAmplitude,
  rmsAmplitude,
} from './index.ts';

/** Syllables of noise, four a second, with silence at both ends. */
function syllables(sampleRate: number, duration = 3): Float32Array {
  const random = createRandom('syllables');
  return Float32Array.from({ length: Math.round(duration * sampleRate) }, (_, frame) => {
    const time = frame / sampleRate;
    if (time < 0.3 || time > duration - 0.4) return 0;
    return 0.2 * random.normal() * Math.max(0.02, Math.sin(2 * Math.PI * 4 * time));
  });
}

describe.each([16_000, 24_000, 44_100, 48_000])('at %i Hz', (sampleRate) => {
  const samples = syllables(sampleRate);
  const envelope = measureEnvelope({ samples, sampleRate });

  test('one pass tells what the single measures tell', () => {
    const silence = measureSilence({ samples, sampleRate });
    expect(envelopeSilence(envelope)).toEqual(silence);
    const from = Math.round(silence.leading * sampleRate);
    const to = samples.length - Math.round(silence.trailing * sampleRate);
    const sound = samples.subarray(from, to);
    expect(envelopeAmplitude(envelope, from, to)).toBeCloseTo(rmsAmplitude(sound), 6);
    const { integrated } = measureLoudness({ channels: [sound], sampleRate });
    expect(Math.abs(envelopeLoudness(envelope, from, to) - integrated)).toBeLessThan(0.2);
    expect(Math.max(...envelope.peaks)).toBe(peakAmplitude(samples));
  });

  test('a short sound is as loud as its active part', () => {
    const word = samples.slice(Math.round(0.9 * sampleRate), Math.round(1.2 * sampleRate));
    const loudness = envelopeLoudness(measureEnvelope({ samples: word, sampleRate }), 0, word.length);
    expect(Math.abs(loudness - activeLoudness({ samples: word, sampleRate }))).toBeLessThan(0.1);
  });

  test('blocks of 5 ms add up to the integrated loudness', () => {
    const { energies, frames } = levelBlocks(envelope);
    expect(frames).toBe(levelBlockFrames(sampleRate));
    const gated = createGatedLoudness();
    for (let block = 0; block < energies.length; block += 20) {
      const energy = energies.subarray(block, block + 20).reduce((sum, value) => sum + value, 0);
      gated.add(energy, 20 * frames);
    }
    const { integrated } = measureLoudness({ channels: [samples], sampleRate });
    expect(Math.abs(gated.integrated() - integrated)).toBeLessThan(0.1);
  });
});

describe('loudness by the envelope', () => {
  const sampleRate = 24_000;
  const loudness = (samples: Float32Array): number =>
    envelopeLoudness(measureEnvelope({ samples, sampleRate }), 0, samples.length);

  test('is not that of a click', () => {
    const quiet = syllables(sampleRate).map((sample) => sample / 10);
    const clicked = quiet.slice();
    for (let frame = 0; frame < 200; frame++) clicked[30_000 + frame] = frame % 2 === 0 ? 0.95 : -0.95;
    expect(Math.abs(loudness(clicked) - loudness(quiet))).toBeLessThan(1);
    expect(activeLoudness({ samples: clicked, sampleRate }) - loudness(quiet)).toBeGreaterThan(10);
  });

  test('is not lowered by silence inside', () => {
    const samples = syllables(sampleRate);
    const spaced = new Float32Array(samples.length * 3);
    spaced.set(samples);
    spaced.set(samples, 2 * samples.length);
    expect(Math.abs(loudness(spaced) - loudness(samples))).toBeLessThan(0.5);
  });

  test('of silence and of nothing is -Infinity', () => {
    expect(loudness(new Float32Array(4800))).toBe(Number.NEGATIVE_INFINITY);
    expect(loudness(new Float32Array(0))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('passes over NaN and infinities', () => {
    const samples = syllables(sampleRate);
    const broken = samples.slice();
    broken[0] = Number.NaN;
    broken[100] = Number.POSITIVE_INFINITY;
    expect(loudness(broken)).toBeCloseTo(loudness(samples), 6);
  });
});
