import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../dsp/index.ts';
import type { NoiseKind } from '../../conditions/conditions.ts';
import { createNoise } from '../../conditions/noise/create-noise.ts';
import type { HeardTrack } from './find-voices.ts';
import { findSurroundings } from './surroundings.ts';
import { createFeatureFinder, frameStep } from './track-features.ts';

const sampleRate = 16_000;

function listen(samples: Float32Array) {
  const finder = createFeatureFinder(sampleRate);
  finder.push(samples);
  return finder.finish();
}

function heard(
  frames: number,
  spoken: (seconds: number) => boolean,
  signalToNoise: number | null,
): HeardTrack {
  const active = Uint8Array.from({ length: frames }, (_, frame) => (spoken(frame * frameStep) ? 1 : 0));
  return { active, units: [], sounds: [], noise: 0, signalToNoise, bleed: null };
}

const nobody = (samples: Float32Array) => {
  const features = listen(samples);
  return { features, heard: heard(features.frames, () => false, null) };
};

function noiseOf(kind: NoiseKind, seconds: number, level: number): Float32Array {
  const samples = new Float32Array(seconds * sampleRate);
  createNoise(kind, { sampleRate, random: createRandom(`surroundings/${kind}`) }).write(samples);
  return samples.map((sample) => level * sample);
}

/** Syllables of a buzz in a room of that reverberation, in phrases of 1.2 s every 2 s, with a faint hiss. */
function syllables(reverberation: number, seconds: number): Float32Array {
  const random = createRandom('syllables');
  const samples = Float32Array.from({ length: seconds * sampleRate }, () => 0.0002 * random.normal());
  const ringing = Math.round(Math.min(1.5, 0.1 + 1.2 * reverberation) * sampleRate);
  for (let start = 0.4; start < seconds - 2; start += 2) {
    for (let syllable = 0; syllable < 6; syllable++) {
      const from = Math.round((start + 0.2 * syllable) * sampleRate);
      const pitch = 100 + 60 * random.next();
      for (let frame = 0; frame < ringing; frame++) {
        const time = frame / sampleRate;
        const amplitude = time < 0.08 ? 0.05 : 0.05 * 10 ** ((-3 * (time - 0.08)) / reverberation);
        // A pulse in each period: all harmonics alike.
        const pulse = Math.max(0, Math.cos(2 * Math.PI * pitch * time)) ** 40;
        samples[from + frame] = (samples[from + frame] ?? 0) + amplitude * (8 * pulse - 1);
      }
    }
  }
  return samples;
}

const speaks = (seconds: number): boolean => seconds % 2 > 0.4 && seconds % 2 < 1.6;

describe('what is around a speaker', () => {
  test.each(['white', 'rain', 'babble', 'music', 'keyboard'] as const)('is told of %s', (kind) => {
    const track = nobody(noiseOf(kind, 8, 0.08));
    expect(findSurroundings(track, track).noiseTypes[0]).toBe(kind);
  });

  test('is nothing in silence, and nobody speaks who could be heard in a room', () => {
    const track = nobody(new Float32Array(6 * sampleRate));
    expect(findSurroundings(track, track)).toEqual({ reverberation: null, noiseTypes: [] });
    const short = nobody(new Float32Array(100));
    expect(findSurroundings(short, short)).toEqual({ reverberation: null, noiseTypes: [] });
  });

  test('is a room that rings on, by how speech dies away', () => {
    const rooms = [0.25, 0.9].map((reverberation) => {
      const features = listen(syllables(reverberation, 20));
      const own = { features, heard: heard(features.frames, speaks, 30) };
      const other = { features, heard: heard(features.frames, () => false, null) };
      return findSurroundings(own, other).reverberation ?? 0;
    });
    expect(rooms[0]).toBeLessThan(0.45);
    expect(rooms[1]).toBeGreaterThan(1.6 * (rooms[0] ?? 0));
  });

  test('is not told of a room that noise hides', () => {
    const features = listen(syllables(0.9, 10));
    const own = { features, heard: heard(features.frames, (seconds) => seconds % 2 < 1.6, 6) };
    expect(findSurroundings(own, own).reverberation).toBeNull();
  });
});
