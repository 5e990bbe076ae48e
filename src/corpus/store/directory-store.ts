import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileSystemError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { checkKey, isKey } from './object-key.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';

/** Where half-written objects lie until they are whole. Beside the objects, so that renaming is one step. */
const workFolder = '.part';

/** Seconds after which what is half written was left behind by somebody who died. */
const leftBehind = 3600;

export function createDirectoryStore(path: string): ObjectStore {
  const root = resolve(path);
  const parts = join(root, workFolder);
  const fileOf = (key: string): string => join(root, ...checkKey(key).split('/'));
  let swept: Promise<void> | undefined;
  return {
    name: path,
    async put(key, bytes, { signal } = {}) {
      signal?.throwIfAborted();
      const file = fileOf(key);
      const part = join(parts, randomUUID());
      try {
        await mkdir(parts, { recursive: true });
        swept ??= sweep(parts);
        await mkdir(dirname(file), { recursive: true });
        await writeDurably(part, bytes, signal);
        await swept;
        signal?.throwIfAborted();
        await rename(part, file);
      } catch (cause) {
        await rm(part, { force: true }).catch(() => {});
        signal?.throwIfAborted();
        throw writeError(cause, key, path, file);
      }
    },
    async get(key, { signal } = {}) {
      const file = fileOf(key);
      try {
        return await readFile(file, signal === undefined ? {} : { signal });
      } catch (cause) {
        signal?.throwIfAborted();
        if (isOneOf(cause, ['ENOENT', 'ENOTDIR', 'EISDIR'])) return undefined;
        throw fileSystemError(cause, 'read', file);
      }
    },
    async *list(prefix, { signal } = {}) {
      signal?.throwIfAborted();
      for await (const info of walk(root, '', prefix)) {
        signal?.throwIfAborted();
        yield info;
      }
    },
    async remove(key, { signal } = {}) {
      signal?.throwIfAborted();
      const file = fileOf(key);
      try {
        // Without `recursive`: a folder is no object.
        await rm(file, { force: true });
      } catch (cause) {
        if (isOneOf(cause, ['ENOTDIR', 'EISDIR', 'ERR_FS_EISDIR'])) return;
        throw fileSystemError(cause, 'write', file);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The rename may reach the disk before the bytes do: they are asked to be there first. */
async function writeDurably(path: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  await using file = await open(path, 'wx');
  await file.writeFile(bytes, signal === undefined ? {} : { signal });
  await file.datasync();
}

/** By age alone: a worker on another machine may be writing its own here at this moment. */
async function sweep(parts: string): Promise<void> {
  for (const name of await readdir(parts).catch(() => [])) {
    const file = join(parts, name);
    const changed = (await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (Date.now() - changed > leftBehind * 1000) await rm(file, { force: true }).catch(() => {});
  }
}

function writeError(cause: unknown, key: string, store: string, file: string): Error {
  if (cause instanceof CorpusError) return cause;
  if (isOneOf(cause, ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'])) {
    return new CorpusError(
      `${key} cannot be written in ${store}: a file and a folder of one name are in each other's way. Use an empty place.`,
      { key, cause },
    );
  }
  return fileSystemError(cause, 'write', file);
}

async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<ObjectInfo> {
  const keyed: { entry: Entry; key: string }[] = [];
  for (const dirent of await entriesOf(join(root, folder))) {
    const key = folder === '' ? dirent.name : `${folder}/${dirent.name}`;
    // What is no key was put there by nobody who writes a corpus.
    if (!isKey(key)) continue;
    if (!key.startsWith(prefix) && !prefix.startsWith(`${key}/`)) continue;
    const entry = await followed(dirent, join(root, key));
    if (entry !== undefined) keyed.push({ entry, key: entry.folder ? `${key}/` : key });
  }
  // As the keys of what is in a folder sort, so does it: with the slash that follows its name.
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { entry, key } of keyed) {
    if (entry.folder) yield* walk(root, key.slice(0, -1), prefix);
    else {
      const found = await stat(join(root, key)).catch(ignoreAbsent);
      if (found !== undefined) yield { key, bytes: found.size };
    }
  }
}

type Entry = { readonly folder: boolean };

/** Somebody whose disk is too small puts a link to another in place of a folder. */
async function followed(dirent: Dirent, path: string): Promise<Entry | undefined> {
  if (!dirent.isSymbolicLink()) return { folder: dirent.isDirectory() };
  const target = await stat(path).catch(ignoreAbsent);
  return target === undefined ? undefined : { folder: target.isDirectory() };
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (isOneOf(cause, ['ENOENT', 'ENOTDIR'])) return [];
    throw fileSystemError(cause, 'read', folder);
  }
}

/** Removed since it was listed. */
function ignoreAbsent(cause: unknown): undefined {
  if (!isOneOf(cause, ['ENOENT', 'ENOTDIR'])) throw cause;
}

function isOneOf(cause: unknown, codes: readonly string[]): boolean {
  return (
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && codes.includes(cause.code)
  );
}
