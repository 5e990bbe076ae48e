import { expect, test } from 'vitest';
import { vocabulary } from '../text/vocabulary.ts';
import { holdPauses } from './turn-pauses.ts';

const id = (name: string): number => vocabulary.symbols.indexOf(name);
const unit = (text: string) => {
  const symbols = text.split(' ').map(id);
  return { symbols, tones: symbols.map(() => 0) };
};
const one = {
  ...unit('<turn> en_w en_ah en_n <,> en_t en_uw en_th en_r en_iy <.>'),
  words: [
    { text: 'One,', from: 1, to: 4 },
    { text: 'two', from: 5, to: 7 },
    { text: 'three.', from: 7, to: 10 },
  ],
};

test('punctuation is held, or a comma that is put there, and words move with it', () => {
  const { units, hasOthers } = holdPauses(
    [one],
    [
      { after: 1, duration: 0.5 },
      { after: 2, duration: 0.5 },
      { after: 2, duration: 0.5 },
    ],
    0.04,
  );
  const [held] = units;
  expect(held?.symbols.map((symbol) => vocabulary.symbols[symbol]).join(' ')).toBe(
    '<turn> en_w en_ah en_n <,> en_t en_uw <,> en_th en_r en_iy <.>',
  );
  expect(held?.tones.length).toBe(held?.symbols.length);
  expect(held?.words.map(({ from, to }) => [from, to])).toEqual([
    [1, 4],
    [5, 7],
    [8, 11],
  ]);
  expect(held?.holds).toEqual([
    { symbol: 4, steps: 13 },
    { symbol: 7, steps: 25 },
  ]);
  expect(hasOthers).toBe(false);
});

test('between two units the end of the first is held; before the first word and after the last nobody waits', () => {
  const { units, hasOthers } = holdPauses(
    [one, one],
    [0, 3, 6].map((after) => ({ after, duration: 1 })),
    0.04,
  );
  expect(units.map(({ holds }) => holds)).toEqual([[{ symbol: 10, steps: 25 }], []]);
  expect(hasOthers).toBe(true);
});
