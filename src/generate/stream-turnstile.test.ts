import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurnstile } from './stream-turnstile.ts';

const { signal } = new AbortController();

test('nobody passes before it is open, and then one in each turn of the event loop', async () => {
  const turnstile = createTurnstile();
  const passed: number[] = [];
  const all = [1, 2, 3].map((number) => turnstile.pass(signal).then(() => passed.push(number)));
  await nextTurn();
  expect(passed).toEqual([]);
  turnstile.open();
  turnstile.open();
  const seen: number[] = [];
  while (passed.length < 3) {
    await nextTurn();
    seen.push(passed.length);
  }
  await Promise.all(all);
  expect(passed).toEqual([1, 2, 3]);
  expect(seen.every((count, index) => count - (seen[index - 1] ?? 0) <= 1)).toBe(true);
});

test('who was called off does not pass, and holds nobody up', async () => {
  const turnstile = createTurnstile();
  const called = new AbortController();
  const off = turnstile.pass(called.signal);
  const on = turnstile.pass(signal);
  called.abort(new Error('enough'));
  turnstile.open();
  await expect(off).rejects.toThrow('enough');
  await on;
});

test('what is heard next goes before all others, even while it is closed', async () => {
  const turnstile = createTurnstile();
  const passed: string[] = [];
  const queued = ['one', 'two'].map((name) => turnstile.pass(signal).then(() => passed.push(name)));
  await turnstile.passAhead(signal);
  expect(passed).toEqual([]);
  turnstile.open();
  const next = turnstile.passAhead(signal).then(() => passed.push('next'));
  await Promise.all([...queued, next]);
  expect(passed[0]).toBe('next');
});
