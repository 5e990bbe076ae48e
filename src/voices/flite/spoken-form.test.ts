import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords } from '../../timeline/index.ts';
import { spokenForm } from './spoken-form.ts';

/** The spoken words, one script word parted from the next by a bar. */
function say(text: string): string {
  return spokenForm(splitWords(text))
    .map(({ spoken }) => spoken.join(' '))
    .join(' | ');
}

describe('what is said for', () => {
  test.each([
    // numbers
    ['25 0 1,234 1000000', 'twenty five | zero | one thousand two hundred thirty four | one million'],
    ['3.14 -5 007', 'three point one four | minus five | zero zero seven'],
    ['1st 22nd 30th', 'first | twenty second | thirtieth'],
    [
      'in 1998 or 2005 or 2024',
      'in | nineteen ninety eight | or | two thousand five | or | twenty twenty four',
    ],
    ['the 1990s', 'the | nineteen nineties'],
    ['May 3, 3 May', 'may | third | the third of | may'],
    ['2024-05-03', 'may third twenty twenty four'],
    ['1/2 3/4 2/3', 'one half | three quarters | two thirds'],
    ['10-15 5:1', 'ten to fifteen | five to one'],
    [
      '12345678901234567',
      'one two three four five six seven eight nine zero one two three four five six seven',
    ],
    // amounts
    [
      '$25 $3.50 $1 $0.99',
      'twenty five dollars | three dollars and fifty cents | one dollar | ninety nine cents',
    ],
    ['$5 million £2.5k', 'five | million dollars | two point five thousand pounds'],
    ['50% 5 % 20°C', 'fifty percent | five percent | twenty degrees celsius'],
    ['3.5km 1 km 5 kg', 'three point five kilometers | one | kilometer | five | kilograms'],
    // times and telephones
    ['3:30 3:05 3:00 at 3:00 pm', "three thirty | three oh five | three o'clock | at | three | p m"],
    ['10am 7:15pm', 'ten ay m | seven fifteen p m'],
    ['555-1234', 'five five five one two three four'],
    // abbreviations
    ['Dr. Smith on Elm Dr.', 'doctor | smith | on | elm | drive'],
    ['St. Ives, Main St.', 'saint | ives | main | street'],
    ['Mr. and Mrs. No. 5 etc.', 'mister | and | missus | number | five | et cetera'],
    ['at 5 p.m. e.g. now', 'at | five | p m | for example | now'],
    // capitals
    ['the USA and NASA', 'the | u s ay | and | nasa'],
    ['NO way, I SAID so', 'no | way | i | said | so'],
    ['I DO NOT KNOW HIM', 'i | do | not | know | him'],
    ['TVs CEO’s', "t v's | c e o's"],
    ['iPhone YouTube McDonald', 'i phone | you tube | mcdonald'],
    ['MP3 B2B COVID-19', 'm p three | b two b | covid nineteen'],
    // apostrophes, dashes, signs
    ["it's don’t dogs' goin' rock'n'roll", "it's | don't | dogs | goin | rock n roll"],
    ['well-known — and/or Tom & Jerry', 'well known | and or | tom and | jerry'],
    ['café naïve Zoë', 'cafe | naive | zoe'],
    ['#5 #fun @ann', 'number five | hashtag fun | at ann'],
    // addresses
    ['https://example.com/a-b', 'example dot com slash ay dash b'],
    ['write ann.lee@mail.org.', 'write | ann dot lee at mail dot org'],
    // what an English voice cannot say
    ['我爱 you 😀', '|  | you'],
    ['Привет', ''],
  ])('%s', (text, spoken) => {
    expect(say(text).replaceAll(/\s+/gu, ' ').trim()).toBe(spoken.replaceAll(/\s+/gu, ' ').trim());
  });
});

test('a word without end is cut', () => {
  const [form] = spokenForm(['a'.repeat(100_000)]);
  expect(form?.spoken.join('')).toBe('a'.repeat(200));
  expect(form?.spoken.every((piece) => piece.length <= 30)).toBe(true);
});

test('breaks follow punctuation, not the points of abbreviations', () => {
  const breaks = spokenForm(splitWords('Well, Dr. Lee: is it 3.5 km? Wow! “Yes.” He left… so')).map(
    (word) => word.break,
  );
  expect(breaks).toEqual([',', '', ';', '', '', '', '?', '!', '.', '', ',', '.']);
});

test('whatever is written, flite gets plain words only', () => {
  assert(
    property(oneof(string({ unit: 'binary' }), string(), numberish), (text) => {
      const words = splitWords(text);
      const forms = spokenForm(words);
      expect(forms).toHaveLength(words.length);
      for (const { spoken } of forms) {
        for (const piece of spoken) expect(piece).toMatch(/^[a-z']+$/u);
      }
      for (const [index, word] of words.entries()) {
        const said = (forms[index]?.spoken.length ?? 0) > 0;
        expect(said || !/[a-z0-9]/iu.test(word), JSON.stringify(word)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

const numberish = array(
  constantFrom(
    '1',
    '20',
    '$',
    '%',
    '.',
    ',',
    ':',
    '-',
    '/',
    'a',
    'PM',
    '@',
    'com',
    ' ',
    "'",
    '#',
    '+',
    '&',
    '°',
  ),
).map((pieces) => pieces.join(''));
