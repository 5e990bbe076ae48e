import { readFile } from 'node:fs/promises';
import { formatFromPath, MediaError, openFileSink } from '../media/index.ts';
import { parseTimeline, type Timeline } from '../timeline/index.ts';
import type { CommandContext } from './command.ts';
import { InputError } from './errors.ts';

/** What a path stands for on the command line: `-` is standard input or output. */
export const standardStream = '-';

export async function readBytes(path: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return path === standardStream ? await readStandardInput(signal) : await readFile(path, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new InputError(`Cannot read ${path}: ${reasonOf(cause)}.`, { cause });
  }
}

export async function readText(path: string, signal: AbortSignal): Promise<string> {
  const bytes = await readBytes(path, signal);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${path} is not text: it holds bytes that are no UTF-8.`, { cause });
  }
}

export async function readTimeline(path: string, signal: AbortSignal): Promise<Timeline> {
  const text = await readText(path, signal);
  try {
    return parseTimeline(text);
  } catch (cause) {
    if (cause instanceof Error) cause.message = `${path}: ${cause.message}`;
    throw cause;
  }
}

/** Whole or not at all: to the file, or to standard output where no path is given. */
export async function writeText(
  text: string,
  path: string | undefined,
  { terminal }: CommandContext,
): Promise<void> {
  if (path === undefined || path === standardStream) {
    await terminal.out(text);
    return;
  }
  const sink = await openFileSink(path);
  try {
    await sink.write(new TextEncoder().encode(text), 0);
    await sink.close();
  } finally {
    await sink.abort();
  }
}

/** Throws what writing the file would, before there is anything to write: it opens it and leaves nothing. */
export async function checkWritable(path: string): Promise<void> {
  const sink = await openFileSink(path);
  await sink.abort();
}

/** Whether the path's extension is that of an audio file. */
export function isAudioPath(path: string): boolean {
  try {
    formatFromPath(path);
    return true;
  } catch (error) {
    if (error instanceof MediaError) return false;
    throw error;
  }
}

async function readStandardInput(signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  signal.addEventListener('abort', closeStandardInput, { once: true });
  try {
    for await (const chunk of process.stdin) chunks.push(chunk);
  } finally {
    signal.removeEventListener('abort', closeStandardInput);
  }
  signal.throwIfAborted();
  return Buffer.concat(chunks);
}

function closeStandardInput(): void {
  process.stdin.destroy();
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'no permission',
    EISDIR: 'it is a folder',
  };
  return reasons[String(code)] ?? (cause instanceof Error ? cause.message : String(cause));
}
