import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDirectoryStore } from 'duologue/corpus';
import { objectStoreContract } from 'duologue/testing';
import { afterAll, describe, expect, test } from 'vitest';

const base = mkdtempSync(join(tmpdir(), 'duologue-store-'));
let count = 0;
const emptyFolder = (): string => join(base, `store-${count++}`);
afterAll(() => rmSync(base, { recursive: true, force: true }));

objectStoreContract('a directory', () => createDirectoryStore(emptyFolder()), { test, expect });

const bytes = new Uint8Array([1, 2, 3]);

async function keysOf(folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of createDirectoryStore(folder).list('')) keys.push(key);
  return keys;
}

test('nothing is made before the first object is put', async () => {
  const folder = emptyFolder();
  await using store = createDirectoryStore(folder);
  expect(await store.get('run.json')).toBe(undefined);
  expect(readdirSync(base)).not.toContain(folder.slice(base.length + 1));
});

test('what is half written is no object; what was left behind long ago is swept', async () => {
  const folder = emptyFolder();
  const parts = join(folder, '.part');
  mkdirSync(parts, { recursive: true });
  for (const name of ['old', 'young']) writeFileSync(join(parts, name), 'half');
  const longAgo = Date.now() / 1000 - 7200;
  utimesSync(join(parts, 'old'), longAgo, longAgo);
  expect(await keysOf(folder)).toEqual([]);
  await createDirectoryStore(folder).put('a', bytes);
  expect(readdirSync(parts)).toEqual(['young']);
  expect(await keysOf(folder)).toEqual(['a']);
});

test('a file in the way of a folder, and a folder in the way of a file, are told as such', async () => {
  const folder = emptyFolder();
  await using store = createDirectoryStore(folder);
  await store.put('a', bytes);
  await store.put('b/c', bytes);
  await expect(store.put('a/b', bytes)).rejects.toThrow(/a\/b cannot be written .* in each other's way/);
  await expect(store.put('b', bytes)).rejects.toThrow(/b cannot be written .* in each other's way/);
  expect([await store.get('b'), await store.get('a/b')]).toEqual([undefined, undefined]);
  await store.remove('b');
  await store.remove('a/b');
  expect(await keysOf(folder)).toEqual(['a', 'b/c']);
  expect(readdirSync(join(folder, '.part'))).toEqual([]);
});

test('what others left in the folder is no object', async () => {
  const folder = emptyFolder();
  await using store = createDirectoryStore(folder);
  await store.put('a', bytes);
  writeFileSync(join(folder, 'notes (1).txt'), 'x');
  writeFileSync(join(folder, '.DS_Store'), 'x');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  expect(await keysOf(folder)).toEqual(['a']);
});

test('a link to another disk stands for a folder', async () => {
  const folder = emptyFolder();
  const other = emptyFolder();
  mkdirSync(folder);
  mkdirSync(other);
  symlinkSync(other, join(folder, 'audio'));
  await using store = createDirectoryStore(folder);
  await store.put('audio/a.flac', bytes);
  expect(await keysOf(folder)).toEqual(['audio/a.flac']);
  expect(readdirSync(other)).toEqual(['a.flac']);
});

describe.skipIf(process.getuid?.() === 0)('without rights (root has them all)', () => {
  test('a folder that may not be read is an error, not an empty corpus', async () => {
    const folder = emptyFolder();
    await createDirectoryStore(folder).put('a/b', bytes);
    chmodSync(join(folder, 'a'), 0);
    await expect(keysOf(folder)).rejects.toThrow(/no permission/);
    chmodSync(join(folder, 'a'), 0o755);
  });
});

test('a place that is a file, or below one, says so', async () => {
  const file = emptyFolder();
  writeFileSync(file, 'x');
  await expect(createDirectoryStore(file).put('a', bytes)).rejects.toThrow(/way|folder/);
  await expect(createDirectoryStore(join(file, 'x')).put('a', bytes)).rejects.toThrow(/way|folder/);
});
