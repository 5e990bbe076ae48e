import { expect, test } from 'vitest';
import { createLookAhead } from './stream-look-ahead.ts';

type Job = { readonly begun: number[]; readonly finish: (index: number, seconds?: number) => void };

/** Jobs that come to their end when the test says so; `fails` are those that fail. */
function jobsOf(
  count: number,
  fails: readonly number[] = [],
): Job & { readonly jobs: ((signal: AbortSignal) => Promise<number>)[]; readonly aborted: number[] } {
  const begun: number[] = [];
  const aborted: number[] = [];
  const ends = new Map<number, (seconds: number) => void>();
  const jobs = Array.from(
    { length: count },
    (_, index) => (signal: AbortSignal) =>
      new Promise<number>((resolve, reject) => {
        begun.push(index);
        ends.set(index, (seconds) =>
          fails.includes(index) ? reject(new Error(`job ${index}`)) : resolve(seconds),
        );
        signal.addEventListener('abort', () => {
          aborted.push(index);
          reject(new Error('aborted'));
        });
      }),
  );
  return { begun, aborted, jobs, finish: (index, seconds = 1) => ends.get(index)?.(seconds) };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many jobs are begun ahead, and no more until one is taken', async () => {
  const { jobs, begun, finish } = jobsOf(10);
  const queue = createLookAhead({ jobs, most: 3, mostReady: 60, secondsOf: (seconds) => seconds });
  const first = queue.take(0);
  await settle();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const index of [3, 1, 0]) finish(index, index);
  expect(await first).toBe(0);
  await settle();
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(await queue.take(1)).toBe(1);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  await queue[Symbol.asyncDispose]();
});

test('none is begun ahead while enough lies ready', async () => {
  const { jobs, begun, finish } = jobsOf(10);
  const queue = createLookAhead({ jobs, most: 3, mostReady: 60, secondsOf: (seconds) => seconds });
  const first = queue.take(0);
  await settle();
  for (const index of [0, 1, 2, 3]) finish(index, 30);
  await first;
  await settle();
  expect(await queue.take(1)).toBe(30);
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(await queue.take(2)).toBe(30);
  // Thirty seconds are left.
  await settle();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  await queue[Symbol.asyncDispose]();
});

test('a failure ends those after it and spares those before it, and is told in its turn', async () => {
  const { jobs, begun, aborted, finish } = jobsOf(10, [2]);
  const queue = createLookAhead({ jobs, most: 4, mostReady: 60, secondsOf: (seconds) => seconds });
  const first = queue.take(0);
  await settle();
  finish(2);
  await settle();
  expect(aborted).toEqual([3, 4]);
  finish(0, 7);
  finish(1, 8);
  expect(await first).toBe(7);
  expect(await queue.take(1)).toBe(8);
  await expect(queue.take(2)).rejects.toThrow('job 2');
  await expect(queue.take(9)).rejects.toThrow('job 2');
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('disposing it aborts what is under way, and waits for it', async () => {
  const { jobs, aborted } = jobsOf(4);
  const queue = createLookAhead({ jobs, most: 4, mostReady: 60, secondsOf: (seconds) => seconds });
  const first = queue.take(0).catch((error: unknown) => error);
  await settle();
  await queue[Symbol.asyncDispose]();
  expect(aborted).toEqual([0, 1, 2, 3]);
  expect(await first).toMatchObject({ message: 'aborted' });
});
