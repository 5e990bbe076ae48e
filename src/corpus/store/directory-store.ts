import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileSystemError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';

/** Where half-written objects lie until they are whole. Beside the objects, so that renaming is one step. */
const workFolder = '.part';

export function createDirectoryStore(path: string): ObjectStore {
  const root = resolve(path);
  const fileOf = (key: string): string => join(root, ...checkKey(key).split('/'));
  return {
    name: path,
    async put(key, bytes, { signal } = {}) {
      signal?.throwIfAborted();
      const file = fileOf(key);
      const part = join(root, workFolder, randomUUID());
      try {
        await mkdir(dirname(part), { recursive: true });
        await mkdir(dirname(file), { recursive: true });
        await writeDurably(part, bytes);
        await rename(part, file);
      } catch (cause) {
        await rm(part, { force: true }).catch(() => {});
        throw fileSystemError(cause, 'write', file);
      }
    },
    async get(key, { signal } = {}) {
      try {
        return await readFile(fileOf(key), signal === undefined ? {} : { signal });
      } catch (cause) {
        signal?.throwIfAborted();
        if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
        throw fileSystemError(cause, 'read', fileOf(key));
      }
    },
    async *list(prefix, { signal } = {}) {
      for await (const info of walk(root, '', prefix)) {
        signal?.throwIfAborted();
        yield info;
      }
    },
    async remove(key) {
      await rm(fileOf(key), { force: true });
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The rename may reach the disk before the bytes do: they are asked to be there first. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(bytes);
  await file.datasync();
}

async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<ObjectInfo> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const keyed = entries
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => ({ entry, key: folder === '' ? entry.name : `${folder}/${entry.name}` }))
    // As the keys of what is in a folder sort, so does it: with the slash that follows its name.
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const { entry, key } of keyed) {
    if (entry.isDirectory()) {
      if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) yield* walk(root, key, prefix);
    } else if (key.startsWith(prefix)) {
      yield { key, bytes: (await stat(join(root, key))).size };
    }
  }
}

function sortKey({ entry, key }: { entry: { isDirectory(): boolean }; key: string }): string {
  return entry.isDirectory() ? `${key}/` : key;
}

const keyPattern = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

export function checkKey(key: string): string {
  if (keyPattern.test(key)) return key;
  throw new CorpusError(`${JSON.stringify(key)} is no key: use letters, digits, _ . and - between slashes.`, {
    key,
  });
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
