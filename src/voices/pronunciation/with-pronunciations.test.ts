import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFakeVoice } from '../../testing/index.ts';
import { splitWords } from '../../timeline/index.ts';
import { collectSpeech } from '../speech.ts';
import { respell } from './respell.ts';
import { withPronunciations } from './with-pronunciations.ts';

describe('respelling', () => {
  test.each([
    ['SQL and sql', [{ word: 'SQL', replacement: 'sequel' }], 'sequel and sequel'],
    ['SQL and sql', [{ word: 'SQL', replacement: 'sequel', caseSensitive: true }], 'sequel and sql'],
    ['mySQL, SQL.', [{ word: 'sql', replacement: 'sequel' }], 'mySQL, sequel.'],
    ['in New  York', [{ word: 'New York', replacement: 'NY' }], 'in NY'],
    ['重庆很热', [{ word: '重庆', replacement: '崇庆' }], '崇庆很热'],
    ['a.b axb', [{ word: 'a.b', replacement: 'dot' }], 'dot axb'],
    [
      'cat',
      [
        { word: 'cat', replacement: 'dog' },
        { word: 'dog', replacement: 'cow' },
      ],
      'dog',
    ],
    ['C++', [{ word: 'C++', replacement: 'see plus plus' }], 'see plus plus'],
    ['as is', [{ word: ' ', replacement: 'x' }], 'as is'],
  ])('%j', (text, rules, wanted) => {
    expect(respell(text, rules).text).toBe(wanted);
  });
});

describe('a voice with pronunciations', () => {
  test('says the replacement and times what was written', async () => {
    const fake = createFakeVoice();
    const voice = withPronunciations(fake, [{ word: 'Nguyen', replacement: 'win the thing' }]);
    const { words } = await collectSpeech(voice, { text: 'Ask Nguyen, please.' });
    expect(fake.requests[0]?.text).toBe('Ask win the thing, please.');
    const plain = await collectSpeech(createFakeVoice(), { text: 'Ask win the thing, please.' });
    expect(words.map(({ text }) => text)).toEqual(['Ask', 'Nguyen,', 'please.']);
    expect(words[1]?.start).toBeCloseTo(plain.words[1]?.start ?? 0, 9);
    expect(words[1]?.end).toBeCloseTo(plain.words[3]?.end ?? 0, 9);
    expect(words[2]).toEqual(plain.words[4]);
  });

  test('whatever the rules, every written word has its time, in order', async () => {
    const word = fc.constantFrom('one', 'two', 'x', 'New York', '你', 'it’s');
    const rule = fc.record({ word, replacement: fc.constantFrom('', 'a', 'long words here', '好') });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1 }), fc.array(rule), async (parts, rules) => {
        const text = parts.join(' ');
        const { words, audio } = await collectSpeech(withPronunciations(createFakeVoice(), rules), { text });
        if (audio.samples.length === 0) return;
        expect(words.map((timed) => timed.text)).toEqual(splitWords(text));
        for (const [index, { start, end }] of words.entries()) {
          expect(end).toBeGreaterThanOrEqual(start - 1e-9);
          expect(start).toBeGreaterThanOrEqual((words[index - 1]?.start ?? 0) - 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });
});
