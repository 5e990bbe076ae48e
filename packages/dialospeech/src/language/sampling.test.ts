import { createRandom } from 'duologue/dsp';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sample, shareOf } from './sampling.ts';

const logits = fc.array(fc.float({ noNaN: true, min: -20, max: 20 }), { minLength: 1, maxLength: 12 });

test('only what is allowed is drawn, the likeliest at temperature 0, the same for the same seed', () => {
  fc.assert(
    fc.property(logits, fc.nat(), fc.double({ min: 0, max: 2, noNaN: true }), (values, kept, temperature) => {
      const own = Float32Array.from(values);
      const allowed = values.map((_, index) => index % 3 === kept % 3 || index === kept % values.length);
      const draw = (heat: number): number =>
        sample(own, { temperature: heat, topP: 0.9 }, createRandom(kept), allowed);
      const drawn = draw(temperature);
      expect([allowed[drawn], draw(temperature)]).toEqual([true, drawn]);
      const most = Math.max(...own.filter((__, index) => allowed[index] === true));
      expect(own[draw(0)]).toBe(most);
    }),
  );
});

test('shares are those of the temperature, and what is beyond the likeliest is left out', () => {
  const own = Float32Array.from([0, Math.log(3), -30]);
  const random = createRandom('shares');
  const count = (topP: number): number[] => {
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 4000; draw++) {
      const drawn = sample(own, { temperature: 1, topP }, random);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    return counts;
  };
  const [first = 0, second = 0] = count(1);
  expect(Math.abs(first / (first + second) - 0.25)).toBeLessThan(0.03);
  expect(count(0.7)).toEqual([0, 4000, 0]);
});

test('how likely some are, is counted among what is allowed', () => {
  const own = Float32Array.from([0, Math.log(3), 20]);
  expect(shareOf(own, { from: 1, to: 3 }, 1, [true, true, false])).toBeCloseTo(0.75);
  expect(shareOf(own, { from: 1, to: 2 }, 2, [true, true, false])).toBeCloseTo(3 ** 0.5 / (1 + 3 ** 0.5));
  expect(shareOf(own, { from: 0, to: 1 }, 1, [false, true, true])).toBe(0);
});

test('a draw takes one number, however it ends', () => {
  const own = Float32Array.from([1, 2]);
  const [one, another] = [createRandom('x'), createRandom('x')];
  sample(own, { temperature: 1, topP: 1 }, one);
  sample(own, { temperature: 0, topP: 1 }, another, [true, false]);
  expect(one.next()).toBe(another.next());
  expect(() => sample(own, { temperature: 1, topP: 1 }, one, [false, false])).toThrow(/No action/);
});
