import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { splitWords } from '../../timeline/index.ts';
import { createFlitePronouncer } from './flite-pronouncer.ts';
import type { Pronouncer } from './pronounce.ts';

let pronounce: Pronouncer;
beforeAll(async () => {
  pronounce = await createFlitePronouncer();
});

const printed = (text: string): string =>
  pronounce(splitWords(text))
    .map(({ phones, break: rest }) => `${phones.join(' ')}${rest}`)
    .join(' / ');

it.each([
  ['The apple must cost $5.', 'dh iy / ae p ax l / m ah s t / k aa s t / f ay v d aa l er z.'],
  ['Dr. Smith, right?', 'd aa k t er / s m ih th, / r ay t?'],
  ['so 你 go', 's ow /  / g ow.'],
])('%s', (text, phones) => {
  expect(printed(text)).toBe(phones);
});

it('has one answer for each word, of any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const words = splitWords(text);
      const pronounced = pronounce(words);
      const phones = pronounced.flatMap((word) => word.phones);
      expect([0, words.length]).toContain(pronounced.length);
      expect(phones.every((name) => /^[a-z]{1,2}$/u.test(name))).toBe(true);
    }),
    { numRuns: 40 },
  );
});
