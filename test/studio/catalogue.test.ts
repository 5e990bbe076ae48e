import { expect, test } from 'vitest';
import { realtimeAddress, voicesFor } from '../../studio/session/server-catalogue.ts';

test('voices are offered by what will be spoken', () => {
  const voices = [
    { id: 'a', name: 'A', languages: ['en-GB'] },
    { id: 'b', name: 'B', languages: ['zh', 'en'] },
    { id: 'c', name: 'C', languages: ['fr'] },
    { id: 'd', name: 'D', languages: ['mul'] },
    { id: 'e', name: 'E', languages: [] },
  ];
  const ids = (languages: string[]): string =>
    voicesFor(voices, languages)
      .map(({ id }) => id)
      .join('');
  expect(ids(['en-US'])).toBe('abde');
  expect(ids(['fr'])).toBe('cde');
  expect(ids([])).toBe('abcde');
});

test('the conversation is held where the page came from', () => {
  expect(realtimeAddress('http://127.0.0.1:8000/?x=1', undefined)).toBe('ws://127.0.0.1:8000/v1/realtime');
  expect(realtimeAddress('https://example.org/talk/', 'a b')).toBe(
    'wss://example.org/talk/v1/realtime?model=a+b',
  );
});
