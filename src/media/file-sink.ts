import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ByteSink, requireForward } from './byte-sink.ts';
import { fileSystemError, MediaError } from './media-error.ts';
import { removeOnExit } from './remove-on-exit.ts';

/**
 * A file that appears under its name only when it is whole: bytes go to a hidden neighbour, which `close` renames
 * and `abort` removes. A device or a pipe (`/dev/null`, a FIFO) has no whole, and is written straight.
 */
export async function openFileSink(path: string): Promise<ByteSink> {
  const target = await resolveTarget(path);
  if (target.special) return openSpecialFile(path);
  const part = join(
    dirname(target.path),
    `.${basename(target.path)}.${process.pid}-${randomBytes(4).toString('hex')}.part`,
  );
  const forget = removeOnExit(part);
  let file: FileHandle;
  try {
    file = await attempt(path, () => open(part, 'wx'));
  } catch (error) {
    forget();
    throw error;
  }
  let isOpen = true;

  const discard = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await file.close().catch(() => {});
    await rm(part, { force: true }).catch(() => {});
    forget();
  };

  return {
    seekable: true,
    async write(bytes, position) {
      if (!isOpen)
        throw new MediaError('closed', `${path} is closed: nothing more can be written.`, { path });
      await attempt(path, () => writeAll(file, bytes, position));
    },
    async close() {
      if (!isOpen) return;
      try {
        await attempt(path, () => file.close());
        await attempt(path, () => rename(part, target.path));
        isOpen = false;
        forget();
      } catch (error) {
        await discard();
        throw error;
      }
    },
    abort: discard,
  };
}

/** Follows a link, so that the file it points to is replaced and not the link. */
async function resolveTarget(path: string): Promise<{ readonly path: string; readonly special: boolean }> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { path, special: false };
  if (found.isDirectory()) {
    throw fileSystemError(Object.assign(new Error('is a folder'), { code: 'EISDIR' }), 'write', path);
  }
  return found.isFile() ? { path: await realpath(path), special: false } : { path, special: true };
}

async function openSpecialFile(path: string): Promise<ByteSink> {
  const file = await attempt(path, () => open(path, 'w'));
  let end = 0;
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await attempt(path, () => file.close());
  };
  return {
    seekable: false,
    async write(bytes, position) {
      requireForward(position, end);
      end += bytes.length;
      await attempt(path, () => writeAll(file, bytes, null));
    },
    close,
    abort: close,
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number | null): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const at = position === null ? null : position + written;
    const result = await file.write(bytes, written, bytes.length - written, at);
    written += result.bytesWritten;
  }
}

async function attempt<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    throw fileSystemError(cause, 'write', path);
  }
}
