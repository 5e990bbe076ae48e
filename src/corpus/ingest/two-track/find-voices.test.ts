import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom, type Interval } from '../../../dsp/index.ts';
import { createVocalSound } from '../../../voices/sounds/index.ts';
import { createNoise } from '../../conditions/noise/create-noise.ts';
import { type SaidDialogue, sayDialogue } from '../../fixtures/said-dialogue.ts';
import { diarizationError } from '../../measures/diarization-error.ts';
import { findVoices, type HeardTrack } from './find-voices.ts';
import { likeliestClasses } from './likeliest-classes.ts';
import { createPowerHistogram } from './power-histogram.ts';
import { createFeatureFinder } from './track-features.ts';

const sampleRate = 16_000;

function hear(channels: readonly Float32Array[]): readonly [HeardTrack, HeardTrack] {
  const [one, other] = channels.map((samples) => {
    const finder = createFeatureFinder(sampleRate);
    finder.push(samples);
    return finder.finish();
  });
  if (one === undefined || other === undefined) throw new RangeError('Two tracks are heard together.');
  return findVoices([one, other]);
}

const added = (...parts: readonly Float32Array[]): Float32Array =>
  Float32Array.from(parts[0] ?? [], (_, frame) => parts.reduce((sum, part) => sum + (part[frame] ?? 0), 0));
const scaled = (samples: Float32Array, gain: number): Float32Array => samples.map((sample) => gain * sample);
const secondsOf = (spans: readonly Interval[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);

function noiseOf(kind: Parameters<typeof createNoise>[0], frames: number, level: number): Float32Array {
  const samples = new Float32Array(frames);
  createNoise(kind, { sampleRate, random: createRandom(`heard/${kind}`) }).write(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / frames;
  return scaled(samples, level / Math.sqrt(Math.max(1e-12, power)));
}

describe('who speaks when', () => {
  let said: SaidDialogue;
  let speechLevel = 0;

  beforeAll(async () => {
    said = await sayDialogue([
      { channel: 0, text: 'Did you get to the market before it closed yesterday?' },
      { channel: 1, text: 'Yes, and I found everything that we need for dinner.' },
      { channel: 0, text: 'Great.' },
      { channel: 1, text: 'They even had those small green plums, so I bought a bag of them.', gap: 0.6 },
      { channel: 0, text: 'I will make a cake with them on Sunday, if there are any left.', gap: 1.5 },
    ]);
    const [first] = said.channels;
    const loud = first.filter((sample) => Math.abs(sample) > 0.01);
    speechLevel = Math.sqrt(loud.reduce((sum, sample) => sum + sample * sample, 0) / loud.length);
  });

  function errorOf(tracks: readonly HeardTrack[]): number {
    const reference = said.words.flatMap((words, channel) => {
      const spans: { speaker: string; start: number; end: number }[] = [];
      for (const { start, end } of words) {
        const last = spans.at(-1);
        if (last !== undefined && start - last.end < 0.2) last.end = end;
        else spans.push({ speaker: String(channel), start, end });
      }
      return spans;
    });
    const found = tracks.flatMap(({ units }, channel) =>
      units.map((unit) => ({ ...unit, speaker: String(channel) })),
    );
    return diarizationError(reference, found, { collar: 0 }).error;
  }

  test.each([
    { kind: 'fan', snr: 30, bleed: -40, most: 0.1 },
    { kind: 'street', snr: 20, bleed: -25, most: 0.1 },
    { kind: 'keyboard', snr: 15, bleed: -25, most: 0.12 },
    { kind: 'cafe', snr: 10, bleed: -25, most: 0.25 },
  ] as const)('is heard in $kind at $snr dB, with $bleed dB of the other', ({ kind, snr, bleed, most }) => {
    const [one, other] = said.channels;
    const noise = noiseOf(kind, one.length, speechLevel * 10 ** (-snr / 20));
    const through = 10 ** (bleed / 20);
    const tracks = hear([
      added(one, scaled(other, through), noise),
      added(other, scaled(one, through), noiseOf('white', one.length, 0.0005)),
    ]);
    expect(errorOf(tracks)).toBeLessThan(most);
  });

  test('is heard of clipped speech', () => {
    expect(
      errorOf(hear(said.channels.map((s) => s.map((x) => Math.max(-0.05, Math.min(0.05, x)))))),
    ).toBeLessThan(0.12);
  });

  test('a laugh, a breath and a cough are no speech, and which is which is told', () => {
    const [one, other] = said.channels;
    const throat = { pitch: 120, tract: 1 };
    const sound = (name: 'hearty-laugh' | 'cough' | 'breath', seed: string) =>
      createVocalSound({ sound: name, throat, seed, sampleRate }).samples;
    const [laugh, cough, breath] = [sound('hearty-laugh', 'a'), sound('cough', 'b'), sound('breath', 'c')];
    const after = one.length;
    const tail = new Float32Array(8 * sampleRate);
    tail.set(laugh, sampleRate);
    tail.set(cough, 4 * sampleRate);
    tail.set(scaled(breath, 2), 6 * sampleRate);
    const long = new Float32Array(after + tail.length);
    long.set(one);
    long.set(tail, after);
    const still = new Float32Array(long.length);
    still.set(other);
    const quiet = noiseOf('white', long.length, 0.0002);
    const [heard] = hear([added(long, quiet), added(still, noiseOf('pink', long.length, 0.0002))]);
    const behind = heard.units.filter(({ start }) => start > after / sampleRate + 0.5);
    expect(secondsOf(behind)).toBeLessThan(0.3);
    const types = heard.sounds
      .filter(({ start, type }) => start > after / sampleRate + 0.5 && type !== 'noise')
      .map(({ type }) => type);
    expect(types).toEqual(['laughter', 'cough', 'breath']);
    expect(heard.sounds.every(({ confidence, type }) => type === 'noise' || (confidence ?? 0) >= 0.5)).toBe(
      true,
    );
  });
});

test('where nobody speaks, nobody is heard', () => {
  const frames = 6 * sampleRate;
  const tone = Float32Array.from({ length: frames }, (_, frame) => 0.1 * Math.sin(frame / 4));
  const tracks = [
    new Float32Array(frames),
    new Float32Array(frames).fill(0.2),
    tone,
    noiseOf('white', frames, 0.05),
    noiseOf('music', frames, 0.05),
    noiseOf('keyboard', frames, 0.05),
  ];
  for (const [index, own] of tracks.entries()) {
    const [heard] = hear([own, tracks[(index + 3) % tracks.length] ?? own]);
    expect(secondsOf(heard.units)).toBeLessThan(0.5);
    expect([heard.noise, heard.signalToNoise ?? 0, heard.bleed ?? 0].every(Number.isFinite)).toBe(true);
  }
});

test('a track of no length, and one shorter than a frame, is heard', () => {
  for (const length of [0, 1, 100]) {
    const [heard] = hear([new Float32Array(length), new Float32Array(length)]);
    expect(heard.units).toEqual([]);
  }
});

test('a histogram knows where a power stands, to within two hundredths of it', () => {
  const powers = fc.array(fc.double({ min: 1e-12, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(powers, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const histogram = createPowerHistogram();
      for (const power of all) histogram.add(power);
      const sorted = all.toSorted((a, b) => a - b);
      const exact = sorted[Math.floor(share * (all.length - 1))] ?? 0;
      expect(Math.abs(histogram.quantile(share) / exact - 1)).toBeLessThan(0.02);
      histogram.clear();
      expect(histogram.quantile(share)).toBe(0);
    }),
  );
});

test('where changes cost nothing each frame is its own likeliest, and where they cost much all are one', () => {
  const frames = fc.array(fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -5, max: 0, noNaN: true }))), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(frames, (all) => {
      const logarithms = Float32Array.from(all.flat());
      const favour = [0, 0, 0];
      const free = likeliestClasses(logarithms, { change: 0, favour });
      for (const [frame, chosen] of free.entries()) {
        const own = logarithms.subarray(frame * 3, frame * 3 + 3);
        expect(own[chosen]).toBeCloseTo(Math.max(...own), 9);
      }
      expect(new Set(likeliestClasses(logarithms, { change: 1e6, favour })).size).toBe(1);
    }),
  );
});
