import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatFromPath, MediaError, openFileSink, sniffAudio } from '../media/index.ts';
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
    throw new InputError(`${path} is not text in UTF-8: ${whatItIs(bytes)}.`, { cause });
  }
}

export async function readTimeline(path: string, signal: AbortSignal): Promise<Timeline> {
  const text = await readText(path, signal);
  if (/^\s*[^\s{[]/u.test(text)) {
    throw new InputError(
      `${path} is no timeline, which is JSON. Of a script, "duologue generate SCRIPT -o FILE --timeline timeline.json" writes one.`,
    );
  }
  try {
    return parseTimeline(text);
  } catch (cause) {
    if (cause instanceof Error) cause.message = `${path}: ${cause.message}`;
    throw cause;
  }
}

function whatItIs(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return 'it is in UTF-16; save it as UTF-8';
  }
  const { kind } = sniffAudio(bytes);
  const described = ['text', 'json', 'unknown', 'empty', 'html'].includes(kind);
  return described ? 'it holds bytes that mean nothing there' : `it is a file of the kind ${kind}`;
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

/** The path with every link in it followed, as far as there is anything yet. */
export async function realPlace(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined) return found;
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  return join(folder, basename(path));
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
