import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordTimes } from './word-times.ts';

test('words are heard from their first symbol to what follows their last', () => {
  const words = [
    { text: 'Well,', from: 1, to: 3 },
    { text: 'no.', from: 4, to: 6 },
  ];
  expect(wordTimes(words, [10, 10, 12, 15, 20, 22, 25, 30], 0.04)).toEqual([
    { text: 'Well,', start: 0.4, end: 0.6 },
    { text: 'no.', start: 0.8, end: 1 },
  ]);
});

test('however symbols fall together, words rise, do not overlap, and last', () => {
  const gaps = fc.array(fc.nat(3), { minLength: 4, maxLength: 20 });
  fc.assert(
    fc.property(gaps, fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }), (steps, lengths) => {
      let clock = 0;
      const onsets = steps.map((step) => (clock += step / 2));
      let at = 1;
      const words = lengths.map((length, index) => ({ text: String(index), from: at, to: (at += length) }));
      let earliest = 0;
      for (const { start, end } of wordTimes(words, onsets, 0.04)) {
        expect(start).toBeGreaterThanOrEqual(earliest);
        expect(end).toBeGreaterThan(start);
        earliest = end;
      }
    }),
  );
});
