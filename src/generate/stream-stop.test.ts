import { getEventListeners, once } from 'node:events';
import { expect, test } from 'vitest';
import { stoppable } from './stream-stop.ts';

/** Counts, and waits for ever before 3. */
function counter(): {
  readonly make: (signal: AbortSignal) => AsyncGenerator<number, void>;
  readonly state: { cleaned: boolean };
} {
  const state = { cleaned: false };
  return {
    state,
    async *make(signal) {
      try {
        yield 1;
        yield 2;
        await once(signal, 'abort');
        signal.throwIfAborted();
      } finally {
        state.cleaned = true;
      }
    },
  };
}

test('an abort ends it while nobody waits, and is told to who asks next', async () => {
  const { make, state } = counter();
  const controller = new AbortController();
  const parts = stoppable(make, controller.signal);
  expect(await parts.next()).toEqual({ done: false, value: 1 });
  controller.abort(new Error('enough'));
  await Promise.resolve();
  expect(state.cleaned).toBe(true);
  await expect(parts.next()).rejects.toThrow('enough');
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('an abort ends it while somebody waits', async () => {
  const { make, state } = counter();
  const controller = new AbortController();
  const parts = stoppable(make, controller.signal);
  await parts.next();
  await parts.next();
  const waiting = parts.next();
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(state.cleaned).toBe(true);
});

test('who leaves does not wait, and is told no error', async () => {
  const { make, state } = counter();
  const controller = new AbortController();
  const parts = stoppable(make, controller.signal);
  await parts.next();
  await parts.next();
  const waiting = parts.next();
  expect(await parts.return?.()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(state.cleaned).toBe(true);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('nothing begins for a signal that is aborted already', async () => {
  const { make, state } = counter();
  const parts = stoppable(make, AbortSignal.abort(new Error('before')));
  await expect(parts.next()).rejects.toThrow('before');
  expect(state.cleaned).toBe(false);
});
