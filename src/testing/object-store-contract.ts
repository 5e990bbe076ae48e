import { CorpusError, type ObjectStore } from '../corpus/index.ts';
import { failureOf, type TestTools } from './contract-tools.ts';

export type ObjectStoreContractOptions = TestTools & {
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
  /** Bytes of the largest object; default 8 MB. */
  readonly largest?: number;
  /** Objects of the longest list; default 50. S3 lists 1,000 at once. */
  readonly most?: number;
};

const encoder = new TextEncoder();
const largestBytes = 8_000_000;

/**
 * Checks every clause of the contract in `ObjectStore`. Each `openStore` is to give an empty one; the suite disposes
 * it.
 */
export function objectStoreContract(
  name: string,
  openStore: () => ObjectStore | Promise<ObjectStore>,
  options: ObjectStoreContractOptions,
): void {
  const { expect, timeout = 30, largest = largestBytes, most = 50 } = options;
  const check: Check = (clause, run) => {
    const test = async (): Promise<void> => {
      await using store = await openStore();
      await run(store);
    };
    options.test(`${name}: ${clause}`, test, timeout * 1000);
  };

  check('has nothing that was not put', async (store) => {
    expect(await store.get('a')).toBe(undefined);
    expect(await store.get('deep/er/b')).toBe(undefined);
    expect(await listed(store, '')).toEqual([]);
  });

  check('gives back the bytes that were put, none too', async (store) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await store.put('audio/000000/a-1_b.flac', bytes);
    await store.put('empty', new Uint8Array());
    expect([...((await store.get('audio/000000/a-1_b.flac')) ?? [])]).toEqual([...bytes]);
    expect((await store.get('empty'))?.byteLength).toBe(0);
  });

  check('takes part of a larger array for what it is', async (store) => {
    const bytes = Uint8Array.from([1, 2, 3, 4, 5]).subarray(1, 3);
    await store.put('part', bytes);
    expect([...((await store.get('part')) ?? [])]).toEqual([2, 3]);
  });

  check(`holds ${largest / 1e6} MB`, async (store) => {
    const bytes = new Uint8Array(largest);
    for (let index = 0; index < largest; index += 97) bytes[index] = index % 251;
    await store.put('large', bytes);
    const read = (await store.get('large')) ?? new Uint8Array();
    expect(read.byteLength).toBe(largest);
    expect(Buffer.from(read.buffer, read.byteOffset, read.byteLength).equals(bytes)).toBe(true);
  });

  check('keeps the last that was put under a key', async (store) => {
    await store.put('a', encoder.encode('a long first'));
    await store.put('a', encoder.encode('second'));
    expect(await textOf(store, 'a')).toBe('second');
  });

  check('lists by prefix, in the order of the bytes of their keys, with their lengths', async (store) => {
    const keys = ['b', 'a/b', 'a-b', 'a.b', 'a/a', 'a', 'ab/c', 'A', 'a0', 'done/000001.json'];
    const files = keys.filter((key) => key !== 'a');
    for (const key of files) await store.put(key, encoder.encode(key));
    expect(await listed(store, '')).toEqual(files.toSorted());
    expect(await listed(store, 'a')).toEqual(['a-b', 'a.b', 'a/a', 'a/b', 'a0', 'ab/c']);
    expect(await listed(store, 'a/')).toEqual(['a/a', 'a/b']);
    expect(await listed(store, 'done/0000')).toEqual(['done/000001.json']);
    expect(await listed(store, 'z')).toEqual([]);
    for await (const { key, bytes } of store.list('')) expect(bytes).toBe(key.length);
  });

  check(`lists ${most} objects`, async (store) => {
    const keys = Array.from({ length: most }, (_, index) => `many/${String(index).padStart(6, '0')}`);
    await inTurns(keys, 16, (key) => store.put(key, encoder.encode(key)));
    expect(await listed(store, 'many/')).toEqual(keys);
  });

  check('removes what is there, and what is not', async (store) => {
    await store.put('a/b', encoder.encode('x'));
    await store.remove('a/b');
    await store.remove('a/b');
    await store.remove('never');
    expect(await store.get('a/b')).toBe(undefined);
    expect(await listed(store, '')).toEqual([]);
    await store.put('a/b', encoder.encode('y'));
    expect(await textOf(store, 'a/b')).toBe('y');
  });

  check('refuses what is no key, before anything is written', async (store) => {
    for (const key of ['', '/a', 'a/', 'a//b', '../a', 'a/../b', '.hidden', 'a/.b', 'a b', 'ä', 'a\\b']) {
      const failures = [
        await failureOf(Promise.resolve().then(() => store.put(key, new Uint8Array(1)))),
        await failureOf(Promise.resolve().then(() => store.get(key))),
        await failureOf(Promise.resolve().then(() => store.remove(key))),
      ];
      expect(
        failures.map((error) => error instanceof CorpusError && error.key === key),
        key,
      ).toEqual([true, true, true]);
    }
    expect(await listed(store, '')).toEqual([]);
  });

  disturb(check, options);
}

type Check = (clause: string, run: (store: ObjectStore) => Promise<void>) => void;

/** What happens at once, and what is called off. */
function disturb(check: Check, { expect, largest = largestBytes }: ObjectStoreContractOptions): void {
  check('gives whole objects while many write and read them at once', async (store) => {
    const size = 100_000;
    await store.put('shared', new Uint8Array(size).fill(1));
    const found = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        if (index % 2 === 0) await store.put('shared', new Uint8Array(size).fill(1 + (index % 5)));
        return (await store.get('shared')) ?? new Uint8Array();
      }),
    );
    const broken = found.filter(
      (bytes) => bytes.byteLength !== size || bytes.some((byte) => byte !== bytes[0]),
    );
    expect(broken.length).toBe(0);
  });

  check('rejects with the reason of an aborted signal, and leaves nothing', async (store) => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const bytes = encoder.encode('x');
    expect(await failureOf(store.put('a', bytes, { signal }))).toBe(reason);
    expect(await failureOf(Promise.resolve(store.get('a', { signal })))).toBe(reason);
    expect(await failureOf(listed(store, '', signal))).toBe(reason);
    expect(await failureOf(store.remove('a', { signal }))).toBe(reason);
    expect(await listed(store, '')).toEqual([]);
  });

  check('is the whole object or none when aborted in the middle', async (store) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const putting = failureOf(store.put('b', new Uint8Array(largest).fill(7), { signal: controller.signal }));
    controller.abort(reason);
    const failure = await putting;
    expect(failure === reason || failure === 'it did not fail').toBe(true);
    const after = await store.get('b');
    expect(after === undefined || after.byteLength === largest).toBe(true);
  });
}

async function listed(store: ObjectStore, prefix: string, signal?: AbortSignal): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix, { signal })) keys.push(key);
  return keys;
}

async function textOf(store: ObjectStore, key: string): Promise<string> {
  return new TextDecoder().decode(await store.get(key));
}

/** With so many at once at most. */
async function inTurns<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
