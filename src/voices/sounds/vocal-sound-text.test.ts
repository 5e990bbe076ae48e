import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitWords } from '../../timeline/index.ts';
import { vocalSoundFor, vocalSoundsFor } from './vocal-sound-text.ts';

test.each([
  ['mm-hm', 'mm-hm'],
  ['Mhm.', 'mm-hm'],
  ['Mm-hmm,', 'mm-hm'],
  ['mm hm', 'mm-hm'],
  ['Mm‑hm!', 'mm-hm'],
  ['uh huh', 'uh-huh'],
  ['Uh-huh?', 'uh-huh'],
  ['uh-uh', 'uh-uh'],
  ['mm-mm', 'mm-mm'],
  ['Mmm.', 'mm'],
  ['Mm?', 'mm-question'],
  ['Hmm…', 'hmm'],
  ['“Huh?”', 'huh'],
  ['Oh!', 'oh'],
  ['oh?', 'o-question'],
  ['Ahh.', 'ah'],
  ['Um…', 'um'],
  ['uh', 'uh'],
  ['Ahem.', 'throat-clear'],
  ['mm-hm, mm-hm', 'mm-hm'],
  ['haha', 'chuckle'],
  ['Ha ha ha ha ha!', 'hearty-laugh'],
  ['Hehe', 'chuckle'],
  ['嗯', 'en-agree'],
  ['嗯嗯', 'en-agree'],
  ['嗯？', 'en-question'],
  ['嗯……', 'en-filler'],
  ['哦。', 'o-agree'],
  ['哦？', 'o-question'],
  ['啊', 'a-agree'],
  ['呃，', 'e-filler'],
  ['诶？', 'ei-question'],
  ['哈哈', 'chuckle'],
  ['哈哈哈哈哈', 'hearty-laugh'],
])('%s is %s', (text, sound) => {
  expect(vocalSoundFor(text)).toBe(sound);
});

test.each([
  '',
  '…',
  '?!',
  'yeah',
  'mm-hm, right',
  'Um, I think so',
  'he',
  'a',
  'm',
  'hum',
  '对',
  '对对对',
  '好',
  'Oh no',
  '25',
  'Harm',
])('%s is said by the voice', (text) => {
  expect(vocalSoundsFor(text)).toBeUndefined();
});

test('what is a word in another language is left to the voice', () => {
  expect(vocalSoundFor('er', 'de')).toBeUndefined();
  expect(vocalSoundFor('um', 'pt-BR')).toBeUndefined();
  expect(vocalSoundFor('ha', 'sv')).toBeUndefined();
  expect(vocalSoundFor('hmm', 'de')).toBe('hmm');
  expect(vocalSoundFor('um', 'en-GB')).toBe('um');
  expect(vocalSoundFor('Mm-hm', 'zh')).toBe('mm-hm');
});

test('several sounds are kept apart, and have no one name', () => {
  expect(vocalSoundsFor('Oh, mm-hm.')?.map(({ sound }) => sound)).toEqual(['oh', 'mm-hm']);
  expect(vocalSoundFor('Oh, mm-hm.')).toBeUndefined();
});

test('laughs written apart are one laugh', () => {
  expect(vocalSoundsFor('ha ha haha')).toEqual([
    {
      sound: 'chuckle',
      calls: 4,
      words: [
        { text: 'ha', syllables: 1 },
        { text: 'ha', syllables: 1 },
        { text: 'haha', syllables: 2 },
      ],
    },
  ]);
});

test('a laugh of any length is told in bounded time and made of bounded laughs', () => {
  const long = vocalSoundsFor('ha '.repeat(5000)) ?? [];
  expect(long.reduce((sum, { words }) => sum + words.length, 0)).toBe(5000);
  for (const { calls } of long) expect(calls).toBeLessThanOrEqual(12);
  expect(vocalSoundsFor(`${'ha'.repeat(50_000)}x`)).toBeUndefined();
  expect(vocalSoundsFor('mmmm-'.repeat(50_000))).toBeUndefined();
});

test('the words of the sounds are the words of the text', () => {
  const pieces = fc.constantFrom(
    'mm-hm',
    'uh',
    'huh',
    'mm',
    'hm',
    'ha',
    'haha',
    'oh',
    '嗯',
    '哈',
    '啊',
    'yes',
    ',',
    '?',
    '…',
    ' ',
    '-',
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(pieces).map((list) => list.join('')),
      ),
      (text) => {
        const sounds = vocalSoundsFor(text);
        if (sounds === undefined) return;
        expect(sounds.flatMap(({ words }) => words.map((word) => word.text))).toEqual(splitWords(text));
      },
    ),
    { numRuns: 2000 },
  );
});
