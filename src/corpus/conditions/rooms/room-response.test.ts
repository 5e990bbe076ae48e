import { describe, expect, it } from 'vitest';
import { createBiquad, createRandom, designBiquad } from '../../../dsp/index.ts';
import { distanceBetween, placeAlone, placeFarFrom, placeTogether } from './place-people.ts';
import { roomResponse } from './room-response.ts';

const sampleRate = 16_000;

function response(reverberation: number, distance: number, seed: string, rate = sampleRate) {
  const random = createRandom(seed);
  const size = [3 + 4 * random.next(), 3 + 2 * random.next(), 2.4 + 0.6 * random.next()] as const;
  const place = placeAlone(size, distance, random);
  const { mouth, microphone, distance: reference } = place;
  return roomResponse({ size, mouth, microphone, reverberation, reference, sampleRate: rate, seed });
}

/** By Schroeder's backward integration at middle frequencies, from -5 to -25 dB of what follows the first 15 ms. */
function measureReverberation(sound: Float32Array, rate: number): number {
  const middle = createBiquad(
    designBiquad({ type: 'high-pass', frequency: 400, sampleRate: rate }),
    designBiquad({ type: 'low-pass', frequency: 2500, sampleRate: rate }),
  ).process(sound);
  const first = Math.round(0.015 * rate);
  const left = new Float64Array(middle.length + 1);
  for (let frame = middle.length - 1; frame >= first; frame--) {
    left[frame] = (left[frame + 1] ?? 0) + (middle[frame] ?? 0) ** 2;
  }
  const at = (decibels: number): number =>
    left.findIndex((energy, frame) => frame >= first && energy <= (left[first] ?? 0) * 10 ** (decibels / 10));
  return (3 * (at(-25) - at(-5))) / rate;
}

describe('roomResponse', () => {
  it.each([0.15, 0.3, 0.6, 1, 1.5])('dies away in %f s, within a tenth', (reverberation) => {
    for (const distance of [0.06, 0.5, 1.5]) {
      const measured = Array.from({ length: 4 }, (_, index) =>
        measureReverberation(response(reverberation, distance, `${distance}/${index}`), sampleRate),
      );
      const mean = measured.reduce((sum, each) => sum + each, 0) / measured.length;
      expect(Math.abs(mean / reverberation - 1)).toBeLessThan(0.1);
    }
  });

  it.each([8000, 24_000, 48_000])('dies away as long at %d Hz', (rate) => {
    expect(measureReverberation(response(0.4, 0.5, 'rate', rate), rate)).toBeCloseTo(0.4, 1);
  });

  it('begins with the direct sound, alone and exact', () => {
    for (const distance of [0.03, 0.3, 2]) {
      const sound = response(0.4, distance, `direct/${distance}`);
      expect(sound[0]).toBe(1);
      expect(Math.abs(sound[1] ?? 1)).toBeLessThan(0.05);
    }
  });

  it('has the less of direct sound the further one is', () => {
    const ratios = [0.05, 0.2, 0.8, 2].map((distance) => {
      const sound = response(0.4, distance, 'far');
      const rest = sound.reduce((sum, sample, frame) => sum + (frame === 0 ? 0 : sample * sample), 0);
      return -10 * Math.log10(rest);
    });
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
    expect(ratios[0]).toBeGreaterThan(15);
    expect(ratios[3]).toBeLessThan(0);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(response(0.3, 0.5, 'one')).toEqual(response(0.3, 0.5, 'one'));
    expect(response(0.3, 0.5, 'one')).not.toEqual(response(0.3, 0.5, 'two'));
  });

  it('holds in a car and in a hall', () => {
    for (const size of [
      [2, 1.4, 1.1],
      [30, 20, 9],
    ] as const) {
      const place = placeAlone(size, 0.6, createRandom('size'));
      const sound = roomResponse({
        size,
        ...place,
        reverberation: 0.2,
        reference: place.distance,
        sampleRate,
        seed: 'x',
      });
      expect(sound.every(Number.isFinite)).toBe(true);
      expect(Math.abs(measureReverberation(sound, sampleRate) / 0.2 - 1)).toBeLessThan(0.2);
    }
  });
});

describe('placing people', () => {
  const size = [4, 3, 2.5] as const;
  const inside = (point: readonly number[]): boolean =>
    point.every((place, axis) => place > 0 && place < (size[axis] ?? 0));

  it('keeps the distance that was asked for, inside the room', () => {
    for (let index = 0; index < 50; index++) {
      const random = createRandom(`place/${index}`);
      const { mouth, microphone, distance } = placeAlone(size, 0.02 + 1.2 * random.next(), random);
      expect(inside(mouth) && inside(microphone)).toBe(true);
      expect(distanceBetween(mouth, microphone)).toBeCloseTo(distance, 9);
      expect(inside(placeFarFrom(size, microphone, random))).toBe(true);
      const table = placeTogether(size, [0.1, 0.5, 0.3], random);
      expect(table.every((each) => inside(each.mouth) && inside(each.microphone))).toBe(true);
      expect(table[0]?.distance).toBeCloseTo(0.1, 6);
    }
  });

  it('takes the largest distance that a room has', () => {
    const { distance } = placeAlone(size, 50, createRandom('far'));
    expect(distance).toBeGreaterThan(1);
    expect(distance).toBeLessThan(Math.hypot(...size));
  });
});
