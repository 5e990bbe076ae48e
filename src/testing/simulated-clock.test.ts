import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createSimulatedClock } from './simulated-clock.ts';

test('time moves by hand, and waits end in the order of their times', async () => {
  const clock = createSimulatedClock();
  const log: string[] = [];
  const wait = async (name: string, duration: number): Promise<void> => {
    await clock.wait(duration);
    log.push(`${name} ${clock.now()}`);
  };
  const work = [wait('b', 2), wait('a', 1), wait('b again', 2), wait('late', 9)];
  await clock.advance(0.5);
  expect(log).toEqual([]);
  await clock.advance(2);
  expect(log).toEqual(['a 1', 'b 2', 'b again 2']);
  expect([clock.now(), clock.waiting]).toEqual([2.5, 1]);
  await clock.runUntil(Promise.all(work));
  expect(clock.now()).toBe(9);
});

test('what a wait starts is waited for in the same advance', async () => {
  const clock = createSimulatedClock();
  const work = (async () => {
    for (let step = 0; step < 3; step++) await clock.wait(1);
    return clock.now();
  })();
  await clock.advance(10);
  expect(await work).toBe(3);
});

test('an aborted wait rejects and leaves nothing', async () => {
  const clock = createSimulatedClock();
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = clock.wait(1, { signal });
  controller.abort('stop');
  await expect(waiting).rejects.toBe('stop');
  await expect(clock.wait(1, { signal })).rejects.toBe('stop');
  expect(clock.waiting).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test.each([-1, Number.NaN])('time does not run by %s', async (duration) => {
  const clock = createSimulatedClock();
  await expect(clock.wait(duration)).rejects.toThrow(RangeError);
  await expect(clock.advance(duration)).rejects.toThrow(RangeError);
});
