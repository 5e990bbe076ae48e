import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { measureSilence, trimSilence } from './silence.ts';
import { createSpeechFinder, findSpeech } from './speech-finder.ts';

const sampleRate = 24_000;

/** Syllables of a voice between two times, over a faint hiss. */
function utterance(
  start: number,
  end: number,
  duration: number,
  options: { level?: number; hiss?: number; offset?: number } = {},
) {
  const { level = 0.3, hiss = 0, offset = 0 } = options;
  const random = createRandom('hiss');
  const samples = Float32Array.from({ length: Math.round(duration * sampleRate) }, (_, frame) => {
    const time = frame / sampleRate;
    const syllables = 0.6 + 0.4 * Math.cos(2 * Math.PI * 4 * (time - start));
    const sound =
      time >= start && time < end
        ? level * syllables * (Math.sin(2 * Math.PI * 130 * time) + 0.5 * Math.sin(2 * Math.PI * 1210 * time))
        : 0;
    return sound + hiss * random.normal() + offset;
  });
  return { samples, sampleRate };
}

describe('measureSilence', () => {
  it.each([
    {},
    { level: 0.01 },
    { level: 0.9 },
    { hiss: 0.0003 },
    { offset: 0.05 },
    { hiss: 0.003 },
    { hiss: 0.001, offset: -0.02 },
    { level: 0.05, hiss: 0.00005 },
  ])('finds both ends within 2 ms: %j', (options) => {
    const { leading, trailing } = measureSilence(utterance(0.3127, 1.4041, 1.7, options));
    expect(Math.abs(leading - 0.3127)).toBeLessThan(0.002);
    expect(Math.abs(trailing - (1.7 - 1.4041))).toBeLessThan(0.002);
  });

  it('takes a weak consonant before a vowel for sound', () => {
    const audio = utterance(0.5, 1, 1.2);
    const random = createRandom('consonant');
    for (let frame = 0.42 * sampleRate; frame < 0.5 * sampleRate; frame++) {
      audio.samples[frame] = 0.006 * random.normal();
    }
    expect(Math.abs(measureSilence(audio).leading - 0.42)).toBeLessThan(0.002);
  });

  it('is not misled by a lopsided voice, whose mean is not that of its silence', () => {
    const audio = utterance(0.3127, 1.4041, 1.7);
    const { samples } = audio;
    for (let frame = Math.ceil(0.3127 * sampleRate); frame < 1.4041 * sampleRate; frame++) {
      samples[frame] = Math.abs(samples[frame]!) * 1.2 - 0.05;
    }
    expect(Math.abs(measureSilence(audio).leading - 0.3127)).toBeLessThan(0.002);
  });

  it('finds silence alone', () => {
    for (const level of [0, 1e-5]) {
      const { samples } = utterance(2, 2, 1, { hiss: level });
      expect(measureSilence({ samples, sampleRate })).toEqual({ leading: 1, trailing: 0 });
      expect(trimSilence({ samples, sampleRate }).samples.length).toBe(0);
      expect(findSpeech({ samples, sampleRate })).toEqual([]);
    }
    expect(measureSilence({ samples: new Float32Array(0), sampleRate })).toEqual({ leading: 0, trailing: 0 });
  });

  it('takes NaN for silence', () => {
    const audio = utterance(0.3, 0.8, 1);
    audio.samples[5] = Number.NaN;
    audio.samples[6] = Number.POSITIVE_INFINITY;
    expect(measureSilence(audio).leading).toBeCloseTo(0.3, 2);
  });

  it.each([{ threshold: 1 }, { floor: Number.NaN }])('refuses %j', (options) => {
    expect(() => measureSilence(utterance(0, 1, 1), options)).toThrowError(/give/);
  });
});

describe('trimSilence', () => {
  it('gives a view of the sound, with the padding that there is', () => {
    const audio = utterance(0.3, 1.4, 1.7);
    const trimmed = trimSilence(audio, { padding: 0.05 });
    expect(trimmed.samples.length / sampleRate).toBeCloseTo(1.2, 2);
    expect(trimmed.samples.buffer).toBe(audio.samples.buffer);
    expect(trimSilence(audio, { padding: 10 }).samples.length).toBe(audio.samples.length);
  });

  it('leaves nothing more to trim, and never fails', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ maxLength: 400 }),
        fc.constantFrom(0.5, 100, 8000, 48_000),
        (samples, rate) => {
          const trimmed = trimSilence({ samples, sampleRate: rate });
          expect(trimmed.samples.length).toBeLessThanOrEqual(samples.length);
          const { leading, trailing } = measureSilence({ samples, sampleRate: rate });
          expect(leading + trailing).toBeLessThanOrEqual(samples.length / rate + 1e-9);
          expect(leading >= 0 && trailing >= 0).toBe(true);
        },
      ),
    );
  });
});

describe('findSpeech', () => {
  const audio = utterance(0.2, 0.7, 3);
  audio.samples.set(utterance(0, 0.5, 0.5).samples, Math.round(1.0 * sampleRate));
  audio.samples.set(utterance(0, 0.4, 0.4).samples, Math.round(1.6 * sampleRate));
  audio.samples.set(utterance(0, 0.01, 0.01).samples, Math.round(2.5 * sampleRate));

  it.each([
    [
      {},
      [
        [0.2, 0.7],
        [1, 1.5],
        [1.6, 2],
      ],
    ],
    [
      { minimumSilence: 0.05, minimumSpeech: 0 },
      [
        [0.2, 0.7],
        [1, 1.5],
        [1.6, 2],
        [2.5, 2.51],
      ],
    ],
    [{ minimumSilence: 0.4 }, [[0.2, 2]]],
    [
      { padding: 0.1, minimumSilence: 0.05 },
      [
        [0.1, 0.8],
        [0.9, 2.1],
      ],
    ],
  ])('finds the intervals with %j', (options, expected) => {
    const withDefault = { minimumSilence: 0.08, ...options };
    const found = findSpeech(audio, withDefault);
    expect(found.length).toBe(expected.length);
    for (const [index, { start, end }] of found.entries()) {
      expect(Math.abs(start - expected[index]![0]!)).toBeLessThan(0.003);
      expect(Math.abs(end - expected[index]![1]!)).toBeLessThan(0.003);
    }
  });

  it('finds the same in a stream, whatever its blocks', () => {
    const random = createRandom('blocks');
    const finder = createSpeechFinder({ sampleRate, minimumSilence: 0.08 });
    for (let at = 0; at < audio.samples.length; ) {
      const end = at + 1 + random.integer(5000);
      finder.push(audio.samples.subarray(at, end));
      at = end;
    }
    expect(finder.finish()).toEqual(findSpeech(audio, { minimumSilence: 0.08 }));
  });
});
