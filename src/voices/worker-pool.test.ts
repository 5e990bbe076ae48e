import { getEventListeners } from 'node:events';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';
import { WorkerPoolError } from './worker-thread.ts';

type TestTask =
  | { readonly type: 'add'; readonly values: Float32Array }
  | { readonly type: 'throw' | 'crash' | 'exit' | 'spin' | 'thread' | 'data' };

const url = new URL('./fixtures/pool-worker.ts', import.meta.url);
const pools: WorkerPool<TestTask, unknown>[] = [];

function openPool(options: Partial<WorkerPoolOptions> = {}): WorkerPool<TestTask, unknown> {
  const pool = createWorkerPool<TestTask, unknown>({ url, size: 2, ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool[Symbol.asyncDispose]()));
});

describe('a worker pool', () => {
  test('moves buffers there and back', async () => {
    const values = Float32Array.of(1, 2, 3);
    const pool = openPool();
    expect(await pool.run({ type: 'add', values }, { transfer: [values.buffer] })).toEqual(
      Float32Array.of(2, 3, 4),
    );
    expect(values.length).toBe(0);
  });

  test('does a hundred tasks on two threads', async () => {
    const pool = openPool();
    const threads = await Promise.all(Array.from({ length: 100 }, () => pool.run({ type: 'thread' })));
    expect(threads).toHaveLength(100);
    expect(new Set(threads).size).toBeLessThanOrEqual(2);
  });

  test('makes what its threads share once', async () => {
    let made = 0;
    const pool = openPool({ workerData: async () => ({ made: ++made }) });
    expect(await Promise.all([1, 2, 3, 4].map(() => pool.run({ type: 'data' })))).toEqual(
      Array.from({ length: 4 }, () => ({ made: 1 })),
    );
  });

  test('passes on what a task throws, and goes on', async () => {
    const pool = openPool({ size: 1 });
    await expect(pool.run({ type: 'throw' })).rejects.toThrow('thrown by the task');
    expect(await pool.run({ type: 'thread' })).toBeTypeOf('number');
  });

  test.each(['crash', 'exit'] as const)('replaces a thread that dies by %s', async (type) => {
    const pool = openPool({ size: 1 });
    const [death, next] = await Promise.allSettled([pool.run({ type }), pool.run({ type: 'thread' })]);
    expect(death).toMatchObject({ status: 'rejected', reason: expect.any(WorkerPoolError) });
    expect(next).toMatchObject({ status: 'fulfilled' });
  });

  test('rejects each task when its threads cannot start, and tries again later', async () => {
    let tries = 0;
    const pool = openPool({
      workerData: () => {
        if (++tries <= 2) throw new Error('no data');
      },
    });
    const results = await Promise.allSettled([pool.run({ type: 'thread' }), pool.run({ type: 'thread' })]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await pool.run({ type: 'thread' })).toBeTypeOf('number');
  });

  test('a file that is not there is an error that names it', async () => {
    const pool = openPool({ url: new URL('./fixtures/missing.ts', import.meta.url) });
    await expect(pool.run({ type: 'thread' })).rejects.toThrow(/missing\.ts/);
  });

  test('an abort ends the thread of a task that never would, and leaves no listener', async () => {
    const pool = openPool({ size: 1 });
    await pool.run({ type: 'thread' });
    const { signal, abort } = abortable();
    const spinning = pool.run({ type: 'spin' }, { signal });
    const waiting = pool.run({ type: 'thread' });
    const start = performance.now();
    abort(new Error('enough'));
    await expect(spinning).rejects.toThrow('enough');
    expect(performance.now() - start).toBeLessThan(200);
    expect(await waiting).toBeTypeOf('number');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test.runIf(existsSync('/proc/self/fd'))('threads ended while they begin leave no file open', async () => {
    const before = openModules();
    const pool = openPool({ size: 1, url: new URL('./fixtures/large-worker.mjs', import.meta.url) });
    for (let index = 0; index < 16; index++) {
      await expect(
        pool.run({ type: 'thread' }, { signal: AbortSignal.timeout(3 + index * 4) }),
      ).rejects.toThrow('aborted');
    }
    await expect.poll(openModules, { timeout: 20_000 }).toBeLessThanOrEqual(before);
  });

  test('an abort takes a task out of the queue', async () => {
    const pool = openPool({ size: 1 });
    const first = abortable();
    const second = abortable();
    const spinning = pool.run({ type: 'spin' }, { signal: first.signal });
    const queued = pool.run({ type: 'crash' }, { signal: second.signal });
    second.abort('not any more');
    await expect(queued).rejects.toBe('not any more');
    first.abort('stop');
    await expect(spinning).rejects.toBe('stop');
    expect(await pool.run({ type: 'thread' })).toBeTypeOf('number');
  });

  test('a finished task leaves no listener; an aborted signal starts nothing', async () => {
    const pool = openPool();
    const { signal, abort } = abortable();
    await pool.run({ type: 'thread' }, { signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    abort('before');
    await expect(pool.run({ type: 'crash' }, { signal })).rejects.toBe('before');
  });

  test('closing rejects what is running, what waits and what comes', async () => {
    const pool = openPool({ size: 1 });
    const running = pool.run({ type: 'spin' });
    const waiting = pool.run({ type: 'thread' });
    const settled = Promise.allSettled([running, waiting]);
    await pool[Symbol.asyncDispose]();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.run({ type: 'thread' })).rejects.toThrow(WorkerPoolError);
  });

  test('what cannot be sent is an error, and the thread stays', async () => {
    const pool = createWorkerPool<unknown, unknown>({ url, size: 1 });
    await expect(pool.run(() => 1)).rejects.toThrow(/clone/);
    expect(await pool.run({ type: 'thread' })).toBeTypeOf('number');
    await pool[Symbol.asyncDispose]();
  });

  test.each([0, -1, 1.5, Number.NaN])('a size of %s is an error', (size) => {
    expect(() => createWorkerPool({ url, size })).toThrow(RangeError);
  });
});

/** How many files of code this process holds open. */
function openModules(): number {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      // It was closed meanwhile.
      return '';
    }
  });
  return links.filter((link) => /\.[cm]?js$/.test(link)).length;
}

function abortable(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
