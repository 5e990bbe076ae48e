import { expect, test } from 'vitest';
import { nearestNames, suggest } from './nearest-names.ts';

const names = ['generate', 'plan', 'voices', 'stats'] as const;

test.each([
  ['genrate', 'generate'],
  ['Voices', 'voices'],
  ['stat', 'stats'],
  ['plna', 'plan'],
  ['zebra', undefined],
  ['', undefined],
])('%s may mean %s', (name, meant) => {
  expect(suggest(name, names)).toBe(meant);
});

test('names come nearest first, and a long name costs no time', () => {
  expect(nearestNames('voice', names)[0]).toBe('voices');
  expect(nearestNames('x'.repeat(1e6), names)).toHaveLength(4);
  expect(suggest('a', [])).toBeUndefined();
});
