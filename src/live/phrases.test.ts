import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutPhrases } from './phrases.ts';

test.each([
  ['Well, that is true. And', true, ['Well, that is true.'], ' And'],
  ['That is true', true, [], 'That is true'],
  ['On the other hand, it may be so', true, ['On the other hand,'], ' it may be so'],
  ['On the other hand, it may be so', false, [], 'On the other hand, it may be so'],
  ['Dr. Smith paid 3.50 for it. Then', true, ['Dr. Smith paid 3.50 for it.'], ' Then'],
  ['好的。我们', true, ['好的。'], '我们'],
  ['你好！今天天气不错，我们', true, ['你好！'], '今天天气不错，我们'],
  ['One.\n\nTwo', true, ['One.'], 'Two'],
])('%s', (text, first, phrases, rest) => {
  const cut = cutPhrases(text, first, false);
  expect(cut.phrases).toEqual(phrases);
  expect(cut.rest.trim()).toBe(rest.trim());
});

test('the end of the text ends the last phrase', () => {
  expect(cutPhrases('That is true', true, true)).toEqual({ phrases: ['That is true'], rest: '' });
  expect(cutPhrases('  ', true, true)).toEqual({ phrases: [], rest: '' });
});

test('nothing is lost or said twice, however the text comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Yes', '. ', ', ', 'so it is ', '好', '。', '\n', '...', ' 3.5 ', '?'), {
        maxLength: 60,
      }),
      (pieces) => {
        const said: string[] = [];
        let rest = '';
        for (const piece of pieces) {
          const cut = cutPhrases(rest + piece, said.length === 0, false);
          said.push(...cut.phrases);
          rest = cut.rest;
        }
        said.push(...cutPhrases(rest, said.length === 0, true).phrases);
        expect(bare(said.join(''))).toBe(bare(pieces.join('')));
        expect(said.every((phrase) => phrase !== '')).toBe(true);
      },
    ),
  );
});

test('text without any mark is cut all the same before it grows without end', () => {
  const { phrases, rest } = cutPhrases('word '.repeat(200), true, false);
  expect(phrases.length).toBeGreaterThan(2);
  expect(rest.length).toBeLessThan(230);
});

function bare(text: string): string {
  return text.replaceAll(/\s/g, '');
}

test('megabytes are cut in time that grows with them, and lose nothing', () => {
  const text = 'word '.repeat(400_000);
  const { phrases, rest } = cutPhrases(text, true, true);
  expect(rest).toBe('');
  expect(phrases.join(' ').split(' ')).toHaveLength(400_000);
});
