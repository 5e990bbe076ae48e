import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWords, splitWords } from './words.ts';

test.each([
  ["So I was — um, thinking… it's 3.5 km!", ['So', 'I', 'was—', 'um,', 'thinking…', "it's", '3.5', 'km!']],
  ['我爱NLP，真的。', ['我', '爱', 'NLP，', '真', '的。']],
  ['“你好”，mm-hm', ['“你', '好”，', 'mm-hm']],
  ['she said "no" twice', ['she', 'said', '"no"', 'twice']],
  ['it is -5, see #7 - or not', ['it', 'is', '-5,', 'see', '#7-', 'or', 'not']],
  ['no --> never, a <-> b', ['no-->', 'never,', 'a<->', 'b']],
  ['… —', []],
  ['', []],
])('%s', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test('joining puts spaces where they belong', () => {
  expect(joinWords(['Hi', 'there.'])).toBe('Hi there.');
  expect(joinWords(['我', '爱', 'NLP，', '真', '的。'])).toBe('我爱 NLP，真的。');
  expect(joinWords(['理，', 'OK？', '我', '们', '（2', '点）', '见。', 'Bye.'])).toBe(
    '理，OK？我们（2 点）见。Bye.',
  );
});

test('the words are the whole text, in its order', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'one',
      'two.',
      '好',
      '吗？',
      '"',
      '“',
      '”',
      '-',
      '-5',
      '…',
      '—',
      '#',
      '(',
      ')',
      '¿',
      '$3',
      '→',
      '😀',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', ' '), (pieces, space) => {
      const text = pieces.join(space);
      const words = splitWords(text);
      const whole = words.length > 0 ? text.replaceAll(/\s+/gu, '') : '';
      expect(words.join('')).toBe(whole);
    }),
  );
});
