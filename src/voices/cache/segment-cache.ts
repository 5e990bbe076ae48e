import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { fileSystemError } from '../../media/index.ts';
import type { Speech } from '../speech.ts';
import { parseSegment, printSegment } from './segment-file.ts';

/**
 * Utterances that were paid for, so that they are not paid for again. Any store of two verbs will do: `read` gives the
 * samples, words and warnings that were last written under the key, whole and the reader's own, without the answers,
 * or nothing. `segmentCacheContract` in `duologue/testing` checks it.
 */
export interface SegmentCache {
  read(key: string): Promise<Speech | undefined>;
  write(key: string, speech: Speech): Promise<void>;
}

/** Utterances in a folder, which several programs may use at once. Opening one does no work. */
export interface SegmentFolder extends SegmentCache {
  readonly folder: string;
  usage(): Promise<CacheUsage>;
  /** Takes the utterances that were used longest ago until so many bytes are left. Gives how many were taken. */
  prune(mostBytes: number): Promise<number>;
}

export type CacheUsage = { readonly segments: number; readonly bytes: number };

export type SegmentCacheOptions = {
  /** Default: `duologue/segments` in the system's folder for caches; `DUOLOGUE_CACHE` names another. */
  readonly folder?: string;
  /** Beyond this, what was used longest ago is removed. Bytes, at least 0; default 2 GiB. */
  readonly mostBytes?: number;
};

const extension = '.segment';
/** Pruning goes a little further, so that it is not due again at once. */
const pruneTo = 0.9;

export function openSegmentCache({
  folder = defaultCacheFolder(),
  mostBytes = 2 * 2 ** 30,
}: SegmentCacheOptions = {}): SegmentFolder {
  if (!(mostBytes >= 0)) throw new RangeError(`mostBytes is ${mostBytes}: give a number of at least 0.`);
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), `${key}${extension}`);
  /** Bytes in the folder, as far as this program knows. */
  let bytes: number | undefined;
  let pruning: Promise<unknown> = Promise.resolve();

  const prune = async (most: number): Promise<number> => {
    const files = (await listSegments(folder)).toSorted((a, b) => a.usedAt - b.usedAt);
    let total = files.reduce((sum, file) => sum + file.bytes, 0);
    let taken = 0;
    for (const file of files) {
      if (total <= most) break;
      // What cannot be taken, as in a folder that has become read-only, stays.
      if (!(await remove(file.path))) continue;
      total -= file.bytes;
      taken++;
    }
    bytes = total;
    return taken;
  };

  return {
    folder,
    prune,
    async read(key) {
      const path = pathOf(key);
      const content = await readFile(path).catch(() => undefined);
      if (content === undefined) return undefined;
      const speech = parseSegment(content);
      if (speech === undefined) {
        // Half of it is of no use to anybody.
        await remove(path);
        return undefined;
      }
      const now = new Date();
      await utimes(path, now, now).catch(() => {});
      return speech;
    },
    async write(key, speech) {
      const path = pathOf(key);
      const content = printSegment(speech);
      // Nobody else's, though several caches of several programs may be writing the same.
      const partial = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(join(folder, key.slice(0, 2)), { recursive: true });
        await writeFile(partial, content);
        await rename(partial, path);
      } catch (cause) {
        await remove(partial);
        throw fileSystemError(cause, 'write', path);
      }
      bytes = (bytes ?? (await usageOf(folder)).bytes - content.length) + content.length;
      if (bytes > mostBytes) {
        bytes = mostBytes * pruneTo;
        pruning = pruning.then(() => prune(mostBytes * pruneTo));
        await pruning;
      }
    },
    usage: () => usageOf(folder),
  };
}

/** Whether it is gone. */
function remove(path: string): Promise<boolean> {
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  );
}

function defaultCacheFolder(): string {
  const { DUOLOGUE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (DUOLOGUE_CACHE !== undefined && DUOLOGUE_CACHE !== '') return DUOLOGUE_CACHE;
  const caches =
    platform() === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : ((platform() === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME) ?? join(homedir(), '.cache'));
  return join(caches, 'duologue', 'segments');
}

async function usageOf(folder: string): Promise<CacheUsage> {
  const files = await listSegments(folder);
  return { segments: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

type SegmentFile = { readonly path: string; readonly bytes: number; readonly usedAt: number };

async function listSegments(folder: string): Promise<SegmentFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found: SegmentFile[] = [];
  for (const name of names) {
    // What a killed program left half-written counts too, so that it goes one day.
    if (!name.endsWith(extension) && !name.endsWith('.part')) continue;
    const path = join(folder, name);
    const status = await stat(path).catch(() => undefined);
    if (status !== undefined) found.push({ path, bytes: status.size, usedAt: status.mtimeMs });
  }
  return found;
}
