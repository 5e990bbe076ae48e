import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords, type Word } from '../../timeline/index.ts';
import { fitWords, type TimedText } from './fit-words.ts';

/** Each word takes half a second, with a tenth between. */
function said(text: string, from = 0): TimedText[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    start: from + index * 0.6,
    end: from + index * 0.6 + 0.5,
  }));
}

function fit(script: string, heard: readonly TimedText[], end = 60): Word[] {
  return fitWords(splitWords(script), heard, { start: 0, end });
}

function times(words: readonly Word[]): string[] {
  return words.map(({ text, start, end }) => `${text} ${start.toFixed(2)} ${end.toFixed(2)}`);
}

describe('fitWords', () => {
  test('keeps the spelling of the script and the times of what was heard', () => {
    expect(times(fit('“Well, hello” — said Zoë!', said('well hello said zoe')))).toEqual([
      '“Well, 0.00 0.50',
      'hello”— 0.60 1.10',
      'said 1.20 1.70',
      'Zoë! 1.80 2.30',
    ]);
  });

  test.each([
    ['It costs $25 today', 'it costs twenty five dollars today', '$25 1.20 2.90', 'today 3.00 3.50'],
    [
      'About 1,234 people came',
      'about one thousand two hundred thirty-four people came',
      '1,234 0.60 3.50',
      'people 3.60 4.10',
    ],
    ['I saw twenty-five cats', 'i saw 25 cats', 'twenty-five 1.20 1.70', 'cats 1.80 2.30'],
    ['So OK then', 'so okay then', 'OK 0.60 1.10', 'then 1.20 1.70'],
    ['See Dr. Smith now', 'see doctor smith now', 'Dr. 0.60 1.10', 'Smith 1.20 1.70'],
    ['See Doctor Smith now', 'see dr. smith now', 'Doctor 0.60 1.10', 'Smith 1.20 1.70'],
    ['On the 25th of May', 'on the twenty fifth of may', '25th 1.20 2.30', 'of 2.40 2.90'],
    ['The 1st place', 'the first place', '1st 0.60 1.10', 'place 1.20 1.70'],
    ['Yes I’ve three', 'yes i have three', 'I’ve 0.60 1.70', 'three 1.80 2.30'],
    ['That is 50% more', 'that is fifty per cent more', '50% 1.20 2.90', 'more 3.00 3.50'],
    ['Use cats e.g. mine', 'use cats for example mine', 'e.g. 1.20 2.30', 'mine 2.40 2.90'],
    ['Wear colour always', 'wear color always', 'colour 0.60 1.10', 'always 1.20 1.70'],
  ])('%s, heard as %s', (script, heard, ...wanted) => {
    expect(times(fit(script, said(heard)))).toEqual(expect.arrayContaining(wanted));
  });

  test('parts a word that was heard as one', () => {
    const [can, not] = fit('can not', [{ text: 'cannot', start: 1, end: 1.6 }]);
    expect(can?.start).toBe(1);
    expect(can?.end).toBeCloseTo(1.3);
    expect(not?.start).toBeCloseTo(1.3);
    expect(not?.end).toBe(1.6);
  });

  test('is not moved by what was heard besides', () => {
    const words = fit('a long day', [
      ...said('thanks for watching'),
      { text: 'a', start: 2, end: 2.1 },
      { text: 'um', start: 2.2, end: 2.3 },
      { text: 'long', start: 2.4, end: 2.8 },
      { text: 'day', start: 3, end: 3.4 },
      { text: 'bye', start: 4, end: 4.4 },
    ]);
    expect(times(words)).toEqual(['a 2.00 2.10', 'long 2.40 2.80', 'day 3.00 3.40']);
  });

  test('shares the gap by letters among words that were not heard', () => {
    const words = fit('we saw elephants there', [
      { text: 'we', start: 0, end: 0.2 },
      { text: 'there', start: 1.4, end: 1.8 },
    ]);
    expect(times(words)).toEqual(['we 0.00 0.20', 'saw 0.20 0.50', 'elephants 0.50 1.40', 'there 1.40 1.80']);
    expect(times(fit('one two', [], 1.2))).toEqual(['one 0.00 0.60', 'two 0.60 1.20']);
  });

  test('reads single characters with spaces among them', () => {
    const text = 'Hi, “Bob”: $25 — a 好吗？';
    const heard = Array.from(text, (character, index) => ({
      text: character,
      start: index / 10,
      end: (index + 1) / 10,
    }));
    expect(times(fit(text, heard))).toEqual([
      'Hi, 0.00 0.20',
      '“Bob”: 0.50 0.80',
      '$25— 1.10 1.40',
      'a 1.70 1.80',
      '好 1.90 2.00',
      '吗？ 2.00 2.10',
    ]);
  });

  test.each([
    ['$25', ['$25'], ['$25 0.00 0.30']],
    ['is -5', ['is', '-5'], ['is 0.00 0.20', '-5 0.30 0.50']],
    ['see §5', ['see', '§5'], ['see 0.00 0.30', '§5 0.40 0.60']],
    ['only$25off', ['only', '$25', 'off'], ['only 0.00 0.40', '$25 0.40 0.70', 'off 0.70 1.00']],
    ['5%off', ['5%', 'off'], ['5% 0.00 0.20', 'off 0.20 0.50']],
    ['(“$25”)', ['(“$25”)'], ['(“$25”) 0.20 0.50']],
  ])('a sign that is read aloud has its time: %s', (text, words, wanted) => {
    const heard = Array.from(text, (character, index) => ({
      text: character,
      start: index * 0.1,
      end: index * 0.1 + 0.1,
    }));
    expect(times(fitWords(words, heard, { start: 0, end: 2 }))).toEqual(wanted);
  });

  test('reads phrases: Chinese of several characters, and whole sentences', () => {
    expect(
      times(
        fit('今天很好。', [
          { text: '今天', start: 0, end: 0.4 },
          { text: '很好', start: 0.6, end: 1 },
        ]),
      ),
    ).toEqual(['今 0.00 0.20', '天 0.20 0.40', '很 0.60 0.80', '好。 0.80 1.00']);
    expect(fit('one two three', [{ text: 'One two three.', start: 2, end: 4 }])[0]?.start).toBe(2);
  });

  test('is not led astray by times that are none', () => {
    const words = fit(
      'one two three',
      [
        { text: 'one', start: 1, end: 2 },
        { text: 'two', start: Number.NaN, end: 900 },
        { text: 'three', start: 3, end: 99 },
      ],
      4,
    );
    expect(times(words)).toEqual(['one 1.00 2.00', 'two 2.00 3.00', 'three 3.00 4.00']);
  });

  test('fits 50,000 characters in little time', () => {
    const words = Array.from({ length: 9000 }, (_, index) => `w${(index * 7919) % 613}x`);
    const heard = said(words.filter((_, index) => index % 50 !== 3).join(' '));
    const started = performance.now();
    const found = fitWords(words, heard, { start: 0, end: 9000 });
    const unlike = fitWords(
      words,
      said(words.map((_, index) => `${'abcdefgh'[index % 8]}`.repeat(5)).join(' ')),
      {
        start: 0,
        end: 9000,
      },
    );
    expect(performance.now() - started).toBeLessThan(4000);
    expect(found.at(-1)?.start).toBe(heard.at(-1)?.start);
    expect(unlike).toHaveLength(9000);
  });
});

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  minLength: 1,
  maxLength: 8,
});
const script = fc.array(fc.oneof(letters, fc.constantFrom('1,234', '$25', 'Dr.', '好', 'OK,')), {
  maxLength: 30,
});
const anyTime = fc.oneof(fc.double(), fc.double({ min: -5, max: 15, noNaN: true }));
const heardAnything = fc.array(
  fc.record({
    text: fc.oneof(letters, fc.string({ maxLength: 5 }), fc.constantFrom(' ', '', '25', 'a b', '今天')),
    start: anyTime,
    end: anyTime,
  }),
  { maxLength: 40 },
);

describe('whatever is heard', () => {
  test('every word has a time, rising and inside the span', () => {
    fc.assert(
      fc.property(script, heardAnything, (expected, heard) => {
        const words = fitWords(expected, heard, { start: 1, end: 9 });
        expect(words.map(({ text }) => text)).toEqual(expected);
        let reached = 1;
        for (const { start, end } of words) {
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(end).toBeGreaterThanOrEqual(start);
          reached = end;
        }
        expect(reached).toBeLessThanOrEqual(9);
      }),
      { numRuns: 300 },
    );
  });

  test('the same words have the same times', () => {
    fc.assert(
      fc.property(script, (expected) => {
        const heard = expected.map((text, index) => ({ text, start: index / 3, end: index / 3 + 0.3 }));
        expect(fitWords(expected, heard, { start: 0, end: 99 })).toEqual(heard);
      }),
    );
  });

  test('words that are left out or put in move no other', () => {
    const fates = fc.array(fc.constantFrom('kept', 'kept', 'lost', 'followed'), {
      minLength: 40,
      maxLength: 40,
    });
    const distinct = fc.uniqueArray(letters, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(distinct, fates, (expected, fate) => {
        const all = expected.map((text, index) => ({ text, start: index, end: index + 0.5 }));
        const heard = all.flatMap((word, index) => {
          if (fate[index] === 'lost') return [];
          const extra = { text: `xyz${index}`, start: index + 0.6, end: index + 0.9 };
          return fate[index] === 'followed' ? [word, extra] : [word];
        });
        const words = fitWords(expected, heard, { start: 0, end: 99 });
        const kept = (_: unknown, index: number): boolean => fate[index] !== 'lost';
        expect(words.filter(kept)).toEqual(all.filter(kept));
      }),
      { numRuns: 300 },
    );
  });
});
