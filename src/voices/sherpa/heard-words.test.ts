import { expect, test } from 'vitest';
import { languageHeard, wordsOf } from './heard-words.ts';

test('pieces become words, with the marks that follow them', () => {
  const heard = {
    text: 'Hello world, yes',
    tokens: ['▁He', 'llo', ' wor', 'ld', ',', ' yes'],
    timestamps: [0.1, 0.2, 0.5, 0.6, 0.7, 2],
    lang: '',
  };
  expect(wordsOf(heard, 10, 2.1)).toEqual([
    { text: 'Hello', start: 10.1, end: 10.5 },
    { text: 'world,', start: 10.5, end: 10.9 },
    { text: 'yes', start: 12, end: 12.1 },
  ]);
});

test('each Chinese character is a word, and English among them is not joined to it', () => {
  const heard = {
    text: '我爱NLP。',
    tokens: ['我', '爱', 'N', 'L', 'P', '。'],
    timestamps: [0, 0.2, 0.4, 0.5, 0.6, 0.7],
    lang: '',
  };
  expect(wordsOf(heard, 0, 1).map(({ text }) => text)).toEqual(['我', '爱', 'NLP。']);
});

test('what has no times has no words', () => {
  expect(wordsOf({ text: 'Hello', tokens: [' Hello'], timestamps: [], lang: 'en' }, 0, 1)).toEqual([]);
});

test.each([
  ['<|zh|>', 'zh'],
  ['en', 'en'],
  ['', undefined],
  ['<|nospeech|>', undefined],
])('the language of %j is %s', (lang, tag) => {
  expect(languageHeard({ text: '', tokens: [], timestamps: [], lang })).toBe(tag);
});
