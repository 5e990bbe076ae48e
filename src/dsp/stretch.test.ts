import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rmsAmplitude } from './level.ts';
import { createRandom } from './random.ts';
import { powerSpectrum } from './spectrum.ts';
import { stretch } from './stretch.ts';

const sampleRate = 24_000;

/** A voice-like tone: harmonics of a pitch, falling by 6 dB an octave. */
function voice(pitch: number, seconds: number, rate = sampleRate): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, frame) => {
    let sum = 0;
    for (let harmonic = 1; harmonic <= 12; harmonic++) {
      sum += Math.sin((2 * Math.PI * pitch * harmonic * frame) / rate + harmonic) / harmonic;
    }
    return 0.2 * sum;
  });
}

function steepest(samples: Float32Array): number {
  return samples.reduce(
    (most, sample, frame) => Math.max(most, Math.abs(sample - (samples[frame - 1] ?? sample))),
    0,
  );
}

describe('stretch', () => {
  it.each([0.5, 0.7, 0.84, 0.95, 1.1, 1.37, 1.8, 2])(
    'keeps the pitch and the level at a rate of %d',
    (rate) => {
      for (const pitch of [85, 123, 210]) {
        const samples = voice(pitch, 2);
        const { audio } = stretch({ samples, sampleRate }, rate);
        expect(audio.samples.length).toBe(Math.round(samples.length / rate));
        const { powers, bandwidth } = powerSpectrum(audio, { size: 16_384 });
        const low = powers.subarray(0, Math.round((1.5 * pitch) / bandwidth));
        expect(Math.abs(low.indexOf(Math.max(...low)) * bandwidth - pitch)).toBeLessThan(1.5 * bandwidth);
        expect(rmsAmplitude(audio.samples) / rmsAmplitude(samples)).toBeCloseTo(1, 1);
      }
    },
  );

  it.each([0.6, 0.9, 1.25, 1.9])('makes no click in a voiced sound at a rate of %d', (rate) => {
    const samples = voice(140, 2);
    const { audio } = stretch({ samples, sampleRate }, rate);
    expect(steepest(audio.samples)).toBeLessThan(1.25 * steepest(samples));
  });

  it.each([0.5, 0.8, 1.3, 2])('tells where its moments have gone at a rate of %d', (rate) => {
    const samples = new Float32Array(3 * sampleRate);
    const bursts = [0.31, 0.9, 1.47, 2.2, 2.81];
    const random = createRandom('bursts');
    for (const burst of bursts) {
      for (let frame = 0; frame < 0.06 * sampleRate; frame++) {
        samples[Math.round(burst * sampleRate) + frame] = random.next() - 0.5;
      }
    }
    const { audio, toStretched, toOriginal } = stretch({ samples, sampleRate }, rate);
    for (const burst of bursts) {
      const due = toStretched(burst);
      expect(Math.abs(due - burst / rate)).toBeLessThan(0.025);
      const around = audio.samples.findIndex(
        (sample, frame) => frame / sampleRate > due - 0.1 && Math.abs(sample) > 0.1,
      );
      expect(Math.abs(around / sampleRate - due)).toBeLessThan(0.02);
      expect(Math.abs(toOriginal(due) - burst)).toBeLessThan(0.021);
    }
  });

  it('keeps its map inside the audio and in order', () => {
    const samples = voice(100, 1);
    for (const rate of [0.5, 1, 1.5]) {
      const { audio, toStretched, toOriginal } = stretch({ samples, sampleRate }, rate);
      const duration = audio.samples.length / sampleRate;
      expect(toStretched(-1)).toBe(0);
      expect(toStretched(5)).toBeCloseTo(duration, 9);
      expect(toOriginal(5)).toBeCloseTo(1, 9);
      const times = Array.from({ length: 500 }, (_, step) => toStretched(step / 499));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('has the due length and finite samples for anything', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ maxLength: 3000 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.constantFrom(1, 100, 8000, 44_100),
        (samples, rate, anyRate) => {
          const loud = samples.map((sample) => (Math.abs(sample) > 1e6 ? Number.NaN : sample));
          const { audio } = stretch({ samples: loud, sampleRate: anyRate }, rate);
          expect(audio.samples.length).toBe(Math.round(samples.length / rate));
          expect(audio.samples.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([0, 0.4, 2.1, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => stretch({ samples: new Float32Array(10), sampleRate }, rate)).toThrowError(/rate/);
  });
});
