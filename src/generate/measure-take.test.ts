import { describe, expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import { measureTake } from './measure-take.ts';

const sampleRate = 16_000;

/** Noise where it sounds, silence elsewhere: seconds. */
function sound(
  duration: number,
  ...sounding: readonly (readonly [from: number, to: number])[]
): Float32Array {
  const random = createRandom('take');
  return Float32Array.from({ length: Math.round(duration * sampleRate) }, (_, frame) => {
    const time = frame / sampleRate;
    return sounding.some(([from, to]) => time >= from && time < to) ? 0.2 * (random.next() - 0.5) : 0;
  });
}

const words = (...times: readonly (readonly [start: number, end: number])[]) =>
  times.map(([start, end], index) => ({ text: `w${index}`, start, end }));

describe('the words of a take', () => {
  test('meet where a vendor timed the space between them, but the sound runs on', () => {
    const audio = { samples: sound(1, [0, 1]), sampleRate };
    const take = measureTake(0, audio, words([0, 0.3], [0.4, 0.6], [0.68, 1]));
    expect(take.words.slice(0, 2).map(({ end }, index) => (take.words[index + 1]?.start ?? 0) - end)).toEqual(
      [0, 0],
    );
    expect(take.words[0]?.end).toBeGreaterThanOrEqual(0.3);
    expect(take.words[0]?.end).toBeLessThanOrEqual(0.4);
  });

  test('keep a pause that is one', () => {
    const audio = { samples: sound(1, [0, 0.3], [0.5, 1]), sampleRate };
    const stated = words([0, 0.3], [0.5, 1]);
    expect(measureTake(0, audio, stated).words.map(({ start, end }) => [start, end])).toEqual([
      [0, 0.3],
      [0.5, expect.closeTo(1, 2)],
    ]);
  });

  test('keep of a gap that is stated too wide what is quiet', () => {
    const audio = { samples: sound(1, [0, 0.4], [0.5, 1]), sampleRate };
    const { words: heard } = measureTake(0, audio, words([0, 0.3], [0.6, 1]));
    expect(heard[0]?.end).toBeCloseTo(0.4, 1.5);
    expect(heard[1]?.start).toBeCloseTo(0.5, 1.5);
  });
});
