import { expect, test } from 'vitest';
import { bytesText, hoursText, timeText } from './amounts.ts';

test.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [59.6, '1 min'],
  [61, '1 min 1 s'],
  [3600, '1 h'],
  [12_000, '3 h 20 min'],
  [90_000, '1 d 1 h'],
  [86_400 + 61, '1 d'],
])('%d s are %s', (seconds, text) => {
  expect(timeText(seconds)).toBe(text);
});

test('hours and bytes', () => {
  expect([0, 60, 36_000, 32_400_000].map(hoursText)).toEqual(['0.00 h', '0.02 h', '10.0 h', '9000.0 h']);
  expect([0, 999, 1500, 123_456, 1.6e12, 2e15].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '123 kB',
    '1.6 TB',
    '2000 TB',
  ]);
});
