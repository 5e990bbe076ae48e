import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSpokenText } from './spoken-text.ts';

function spoken(...pieces: readonly string[]): string {
  const text = createSpokenText();
  return [...pieces.map((piece) => text.push(piece)), text.end()].join('');
}

const cases: readonly (readonly [written: string, heard: string])[] = [
  ['Hello there. How are you?', 'Hello there. How are you?'],
  ['你好，今天天气怎么样？', '你好，今天天气怎么样？'],
  ['This is **bold**, *slanted*, __both__ and ~~gone~~.', 'This is bold, slanted, both and gone.'],
  ['***Very* bold**text', 'Very boldtext'],
  [
    '2 * 3 is 6, 5*3 is 15, a snake_case_name, ~5 minutes',
    '2 * 3 is 6, 5*3 is 15, a snake_case_name, ~5 minutes',
  ],
  ['Use `npm test` now', 'Use npm test now'],
  ['# Plan\n\nFirst we eat.', 'Plan. First we eat.'],
  ['You need:\n- apples\n- pears\n\nThat is all.', 'You need: apples. pears. That is all.'],
  ['* one\n  * two\n+ three\n• four', 'one. two. three. four'],
  ['1. Wake up\n2) Get up', '1. Wake up. 2) Get up'],
  ['需要：\n- 苹果\n- 梨\n\n就这些', '需要：苹果。梨。就这些'],
  ['One line\nand its rest', 'One line and its rest'],
  ['Above\n---\nBelow', 'Above. Below'],
  ['Title\n=====\nText', 'Title. Text'],
  ['> quoted\n> twice', 'quoted twice'],
  ['See [the guide](https://example.com/a_(b)) or [this][1].', 'See the guide or this.'],
  ['![a cat](cat.png) sits', 'a cat sits'],
  ['[![badge](b.svg)](https://x.org) ok', 'badge ok'],
  ['As stated [1], and [2, 3].[^4] Done.', 'As stated, and. Done.'],
  ['[laughs] Really?', '[laughs] Really?'],
  ['- [x] washed\n- [ ] dried', 'washed. dried'],
  ['Go to https://www.example.com/a?b=c#d, now.', 'Go to example.com, now.'],
  ['<https://example.org> is it', 'example.org is it'],
  ['Great job 😀! And 👩‍👩‍👧 too 🇩🇪 1️⃣', 'Great job! And too 1'],
  ['It is ™ and © me', 'It is ™ and © me'],
  ['Here:\n```js\nconst a = 1;\n```\nDone.', 'Here: Done.'],
  ['Here\n~~~\n```\n~~~\nDone.', 'Here. Done.'],
  ['```\nnever closed', ''],
  ['<think>Hmm, what?\n\nWell.</think>\n\nHello.', 'Hello.'],
  ['Left </think>over', 'Left over'],
  ['a < b and c > d, x<5', 'a < b and c > d, x<5'],
  ['One<br>two <b>three</b>', 'One two three'],
  ['Salt &amp; pepper&nbsp;&lt;3 AT&T', 'Salt & pepper <3 AT&T'],
  ['\\*not bold\\* and C:\\temp', '*not bold* and C:\\temp'],
  ['| Name | Age |\n|---|:-:|\n| Ann | 3 |\n| Ben | 4 |\n\nEnd', 'Name, Age. Ann, 3. Ben, 4. End'],
  ['Found it【4†source】. 【新闻】今天', 'Found it. 新闻今天'],
  ['नमस्‍ते', 'नमस्‍ते'],
  ['  \n\n  Hello', 'Hello'],
  ['#hashtag and C# 5', '#hashtag and C# 5'],
  ['-5 degrees, - 5', '-5 degrees, - 5'],
  ['', ''],
  ['**', ''],
];

test.each(cases)('%j is said as %j', (written, heard) => {
  expect(spoken(written)).toBe(heard);
});

test.each(cases)('%j in single characters is said the same', (written, heard) => {
  // Not by characters: a pair of surrogates may be cut too.
  expect(spoken(...written.split(''))).toBe(heard);
});

test('plain words are passed on as they come, without the space after them', () => {
  const text = createSpokenText();
  expect(['Well', ', I ', 'think so', '.'].map((piece) => text.push(piece))).toEqual([
    'Well',
    ', I',
    ' think so',
    '.',
  ]);
});

const marks = [
  '*',
  '**',
  '_',
  '`',
  '```',
  '\n',
  '\n\n',
  '- ',
  '# ',
  '1. ',
  '> ',
  '[',
  '](',
  ')',
  '!',
  '<',
  '>',
  '<think>',
  '</think>',
  '|',
  '\n|',
  'https://',
  'h',
  '.',
  '😀',
  '\u200D',
  '&',
  '&amp;',
  '\\',
  '~~',
  '---',
  '【',
  '】',
  '†',
  ' ',
  'word',
  '好',
  '5',
  '=',
];
const markdown = fc
  .array(fc.oneof(fc.constantFrom(...marks), fc.string({ unit: 'grapheme', maxLength: 5 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

test('how a text is cut changes nothing', () => {
  fc.assert(
    fc.property(markdown, fc.array(fc.nat({ max: 60 }), { maxLength: 12 }), (written, cuts) => {
      const places = [0, ...cuts.map((cut) => cut % (written.length + 1)), written.length].toSorted(
        (a, b) => a - b,
      );
      const pieces = places.slice(1).map((end, index) => written.slice(places[index], end));
      expect(spoken(...pieces)).toBe(spoken(written));
    }),
    { numRuns: 3000 },
  );
});

test('words and figures without a mark stay as they are', () => {
  const word = fc.stringMatching(/^[a-z0-9',?äé]{1,9}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
      expect(spoken(words.join(' '))).toBe(words.join(' '));
    }),
  );
});

test('what never ends is passed through in linear time', () => {
  for (const unit of [
    '[',
    '*',
    '<',
    '(',
    '![',
    '`',
    '- ',
    '|',
    'https://a',
    '[a](',
    '&',
    '<think>',
    '~~~\n',
    '\n',
  ]) {
    const started = performance.now();
    spoken(unit.repeat(5000));
    const text = createSpokenText();
    for (let count = 0; count < 2000; count++) text.push(unit);
    text.end();
    expect(performance.now() - started, unit).toBeLessThan(3000);
  }
});
