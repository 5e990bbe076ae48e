import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { bunzip } from './bunzip.ts';
import { diskError, ModelError, messageOf } from './model-error.ts';

/** A file of a model as it was written, so that it can be checked later. `path` is relative, with `/`. */
export type StoredFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

export type UnpackOptions = {
  readonly archive: string;
  /** An existing, empty folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
};

/** More than any model has: an archive beyond is a mistake or a trap. */
const mostFiles = 20_000;
const mostBytes = 64e9;
const mostGrowth = 60;

type TarEntry = {
  readonly header: { readonly name: string; readonly type?: string; readonly linkname?: string };
  readonly body: ReadableStream<Uint8Array>;
};

export function isArchive(name: string): boolean {
  return /\.(tar|tar\.gz|tgz|tar\.bz2|tbz2?)$/i.test(name);
}

/** Writes what a tar archive holds. Nothing is written outside the folder, and no link is made. */
export async function unpack(options: UnpackOptions): Promise<readonly StoredFile[]> {
  const { archive, folder, signal } = options;
  const limit = Math.min(mostBytes, (await stat(archive)).size * mostGrowth + 1e7);
  const written: StoredFile[] = [];
  const links: { readonly path: string; readonly target: string }[] = [];
  let room = limit;
  try {
    for await (const { header, body } of entriesOf(options)) {
      signal.throwIfAborted();
      const path = safePath(header.name, archive);
      if (header.type === 'file' || header.type === undefined) {
        const file = await writeEntry(join(folder, path), path, body, room, archive);
        room -= file.bytes;
        written.push(file);
        if (written.length > mostFiles) throw tooLarge(archive);
        continue;
      }
      await body.cancel();
      if (header.type === 'symlink' || header.type === 'link')
        links.push({ path, target: linkTarget(path, header, archive) });
    }
    for (const link of links) written.push(...(await copyTarget(folder, link, written)));
  } catch (error) {
    signal.throwIfAborted();
    throw unpackError(error, archive, folder);
  }
  if (written.length === 0) throw new ModelError('bad-archive', `${archive} holds no files.`);
  return written;
}

/** The folder in which the files are: archives usually hold one folder with everything in it. */
export async function contentFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const [only] = entries;
  return entries.length === 1 && only?.isDirectory() === true ? only.name : '';
}

async function* entriesOf(options: UnpackOptions): AsyncGenerator<TarEntry> {
  // Loaded with the first archive: most who start the program unpack none.
  const { createTarDecoder } = await import('modern-tar');
  const source = plainBytes(options)[Symbol.asyncIterator]();
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await source.return?.();
    },
  });
  const reader = bytes.pipeThrough(createTarDecoder({ strict: true })).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function plainBytes(options: UnpackOptions): AsyncIterable<Uint8Array> {
  if (/\.t(ar\.)?bz2?$/i.test(options.archive)) return bunzip(() => archiveBytes(options));
  const compressed = archiveBytes(options);
  if (!/\.t(ar\.)?gz$/i.test(options.archive)) return compressed;
  // What fails on the way is thrown by whoever reads the end.
  return pipeline(Readable.from(compressed), createGunzip(), () => {});
}

async function* archiveBytes({ archive, signal, onProgress }: UnpackOptions): AsyncGenerator<Uint8Array> {
  const size = (await stat(archive)).size;
  let read = 0;
  for await (const chunk of createReadStream(archive, { highWaterMark: 1 << 18 })) {
    signal.throwIfAborted();
    read += chunk.length;
    onProgress(read / size);
    yield chunk;
  }
}

async function writeEntry(
  target: string,
  path: string,
  body: ReadableStream<Uint8Array>,
  room: number,
  archive: string,
): Promise<StoredFile> {
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const reader = body.getReader();
  // Exclusive: a second entry of the same name would write through whatever the first one is.
  await using file = await open(target, 'wx');
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return { path, bytes, sha256: hash.digest('hex') };
    bytes += value.length;
    if (bytes > room) throw tooLarge(archive);
    hash.update(value);
    await file.write(value);
  }
}

/** `./a/b` to `a/b`. Throws for what leads out of the folder. */
function safePath(name: string, archive: string): string {
  const clean = posix.normalize(name.replaceAll('\\', '/')).replace(/\/+$/, '');
  const outside =
    clean === '..' || clean.startsWith('../') || clean.startsWith('/') || /^[A-Za-z]:/.test(clean);
  if (!outside && !clean.includes('\0')) return clean;
  throw unsafe(archive, name);
}

function linkTarget(path: string, { type, linkname = '' }: TarEntry['header'], archive: string): string {
  if (linkname.startsWith('/')) throw unsafe(archive, `${path} -> ${linkname}`);
  return safePath(type === 'symlink' ? posix.join(posix.dirname(path), linkname) : linkname, archive);
}

/** A link inside the archive becomes a copy; one to nothing is left out. */
async function copyTarget(
  folder: string,
  { path, target }: { readonly path: string; readonly target: string },
  written: readonly StoredFile[],
): Promise<StoredFile[]> {
  const original = written.find((file) => file.path === target);
  if (original === undefined) return [];
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await copyFile(join(folder, target), join(folder, path));
  return [{ ...original, path }];
}

function unsafe(archive: string, name: string): ModelError {
  return new ModelError(
    'unsafe-archive',
    `${archive} wants to write outside its folder (${name}). It was not installed; do not trust where it comes from.`,
  );
}

function tooLarge(archive: string): ModelError {
  return new ModelError(
    'unsafe-archive',
    `${archive} unpacks to more than a model can be. It was not installed.`,
  );
}

function unpackError(error: unknown, archive: string, folder: string): unknown {
  if (error instanceof ModelError) return error;
  const disk = diskError(error, folder);
  if (disk instanceof ModelError) return disk;
  return new ModelError('bad-archive', `${archive} cannot be unpacked: ${messageOf(error)}`, {
    cause: error,
  });
}
