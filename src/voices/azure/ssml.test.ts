import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSsml } from './ssml.ts';

const voice = 'en-US-AvaMultilingualNeural';

test('whatever is said, it is text and no markup', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'a', ' ') }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const [, inner = ''] =
        /^<speak[^>]*><voice[^>]*>(.*)<\/voice><\/speak>$/s.exec(toSsml({ voice, text })) ?? [];
      expect(inner).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)/);
      const read = inner
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll('&amp;', '&');
      // Characters that XML cannot carry at all are spaces.
      expect(read.length).toBeLessThanOrEqual(text.length);
      expect(read.replaceAll(' ', '')).toBe(
        text.replaceAll(/[^\t\n\r\u{21}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''),
      );
    }),
  );
});

test('values of attributes cannot end them', () => {
  const ssml = toSsml({ voice: 'en-US-"><evil/>', text: 'Hello.', style: '"><b>' });
  expect(ssml).toContain('<voice name="en-US-&quot;&gt;&lt;evil/&gt;">');
  expect(ssml).not.toContain('<b>');
});

test.each([
  ['de', 'xml:lang="de-DE"'],
  ['pt-PT', 'xml:lang="pt-PT"'],
  ['not a language', undefined],
  ['en', undefined],
])('the language %s', (language, told) => {
  const ssml = toSsml({ voice, text: 'Hello.', language });
  expect(/<lang ([^>]+)>/.exec(ssml)?.[1]).toBe(told);
});
