import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { checkStatus, get } from './http-get.ts';
import type { Upload } from './model.ts';
import { codeOf, diskError, ModelError, messageOf } from './model-error.ts';

export type DownloadOptions = {
  readonly url: string;
  /** Where it gets its bytes; what is there from an earlier attempt is gone on with. */
  readonly path: string;
  /** What the file may be. Empty: whatever comes. */
  readonly uploads: readonly Upload[];
  readonly signal: AbortSignal;
  /** Seconds without a byte until the connection counts as dead. */
  readonly patience: number;
  /** Called with the bytes still to come, when the server has said how many there are. */
  readonly onLength: (toCome: number) => Promise<void>;
  readonly onProgress: (have: number, total: number | undefined) => void;
};

export type Downloaded = { readonly bytes: number; readonly sha256: string };

/** What the server said of the file that is partly here, kept beside it. */
const noteSchema = z.object({
  url: z.string(),
  validator: z.string().optional(),
  /** All of it is here: it was unpacking that did not come to its end. */
  complete: z.boolean().optional(),
});

type Part = {
  readonly bytes: number;
  readonly hash: Hash;
  readonly validator?: string;
  readonly complete?: boolean;
};

/**
 * Fetches a file, or the rest of it, and checks it. It is complete and right when this resolves; when it rejects
 * what has arrived stays, except what can never become right.
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const { path, uploads, signal } = options;
  await mkdir(dirname(path), { recursive: true });
  let part = await readPart(options);
  const whole = part.complete === true || (part.bytes > 0 && sizesOf(uploads).includes(part.bytes));
  if (!whole) {
    using watch = watchSilence(options);
    const response = await ask(options, part, watch.signal);
    part = await settleStart(options, part, response);
    if (response.status !== 416) part = await receive(options, part, response, watch);
  }
  signal.throwIfAborted();
  const result = { bytes: part.bytes, sha256: part.hash.digest('hex') };
  await checkResult(result, options);
  await writeFile(notePath(path), JSON.stringify({ url: options.url, complete: true }));
  return result;
}

async function ask({ url, signal }: DownloadOptions, part: Part, abort: AbortSignal): Promise<Response> {
  const range = part.bytes === 0 ? {} : { range: `bytes=${part.bytes}-` };
  const condition = part.bytes === 0 || part.validator === undefined ? {} : { 'if-range': part.validator };
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'duologue', ...range, ...condition };
  try {
    const response = await get(url, { headers, signal: abort });
    checkStatus(response, url);
    return response;
  } catch (error) {
    throw abort.aborted && !signal.aborted ? abort.reason : error;
  }
}

/** Seconds of silence are an error, by the signal that the request listens to. */
function watchSilence({ signal, patience, url }: DownloadOptions) {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const give = (): void =>
    controller.abort(
      new ModelError(
        'stalled',
        `${new URL(url).host} has sent nothing for ${patience} seconds. Pull again: what has arrived is kept.`,
        { url },
      ),
    );
  let timer = setTimeout(give, patience * 1000);
  return {
    signal: controller.signal,
    heard(): void {
      clearTimeout(timer);
      timer = setTimeout(give, patience * 1000);
    },
    [Symbol.dispose](): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** What an earlier attempt left, with its checksum so far; nothing, where it cannot be gone on with. */
async function readPart({ url, path, uploads, signal }: DownloadOptions): Promise<Part> {
  const nothing = { bytes: 0, hash: createHash('sha256') };
  const note = noteSchema.safeParse(await readJson(notePath(path))).data;
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  // Without a validator only a checksum can tell whether the two halves belong together.
  const resumable =
    note?.url === url && (note.validator !== undefined || note.complete === true || uploads.length > 0);
  if (size === 0 || !resumable || size > largest(uploads)) return nothing;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) hash.update(chunk);
  return {
    bytes: size,
    hash,
    ...(note.validator === undefined ? {} : { validator: note.validator }),
    ...(note.complete === undefined ? {} : { complete: note.complete }),
  };
}

/** From which byte the answer counts: where it was asked from, or from the start. */
async function settleStart(
  { url, path, uploads, onLength }: DownloadOptions,
  part: Part,
  response: Response,
): Promise<Part> {
  const range = /^bytes (\d+|\*)(?:-\d+)?\/(\d+|\*)/.exec(response.headers.get('content-range') ?? '');
  const total = range?.[2] === undefined || range[2] === '*' ? undefined : Number(range[2]);
  if (response.status === 416) {
    await response.body?.cancel();
    if (total === part.bytes) return part;
    await discard(path);
    throw new ModelError('interrupted', `${url} has changed since its first part was fetched. Pull again.`, {
      url,
    });
  }
  const continues = response.status === 206 && Number(range?.[1]) === part.bytes;
  if (response.status === 206 && !continues) {
    await response.body?.cancel();
    await discard(path);
    throw new ModelError('interrupted', `${url} answered with another part than was asked for. Pull again.`, {
      url,
    });
  }
  const length = contentLength(response);
  const have = continues ? part.bytes : 0;
  const whole = total ?? (length === undefined ? undefined : have + length);
  const sizes = sizesOf(uploads);
  if (whole !== undefined && sizes.length > 0 && !sizes.includes(whole)) {
    await response.body?.cancel();
    throw wrongSize(url, whole, sizes);
  }
  if (whole !== undefined) await onLength(whole - have);
  return continues ? part : { bytes: 0, hash: createHash('sha256') };
}

async function receive(
  { url, path, signal, onProgress, uploads }: DownloadOptions,
  part: Part,
  response: Response,
  watch: ReturnType<typeof watchSilence>,
): Promise<Part> {
  const length = contentLength(response);
  const total = length === undefined ? uploads[0]?.bytes : part.bytes + length;
  let file: FileHandle | undefined;
  let { bytes } = part;
  try {
    for await (const chunk of chunksOf(response)) {
      watch.heard();
      if (bytes === part.bytes) checkBeginning(chunk, response, url, part.bytes === 0);
      file ??= await start(path, url, part, response);
      await file.write(chunk, 0, chunk.length, bytes);
      part.hash.update(chunk);
      bytes += chunk.length;
      if (bytes > largest(uploads)) throw wrongSize(url, bytes, sizesOf(uploads));
      onProgress(bytes, total);
    }
    file ??= await start(path, url, part, response);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    signal.throwIfAborted();
    if (watch.signal.aborted) throw watch.signal.reason;
    throw codeOf(error) !== undefined && isDiskFault(error)
      ? diskError(error, path)
      : broken(url, bytes, total, error);
  } finally {
    await file?.close();
  }
  if (total !== undefined && length !== undefined && bytes !== total)
    throw broken(url, bytes, total, undefined);
  return { bytes, hash: part.hash };
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The file, empty or open behind its part, and the note that lets a later attempt go on. */
async function start(path: string, url: string, part: Part, response: Response): Promise<FileHandle> {
  if (part.bytes > 0) return open(path, 'r+');
  const etag = response.headers.get('etag');
  // A weak tag says that files mean the same, not that their bytes are.
  const validator = etag !== null && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
  await writeFile(notePath(path), JSON.stringify({ url, ...(validator === null ? {} : { validator }) }));
  return open(path, 'w');
}

/** A captive portal or a login page answers 200 and HTML. */
function checkBeginning(chunk: Uint8Array, response: Response, url: string, first: boolean): void {
  const type = response.headers.get('content-type') ?? '';
  const beginning = new TextDecoder('latin1').decode(chunk.subarray(0, 256)).trimStart().toLowerCase();
  const looksLikePage = first && /^(<!doctype html|<html|<head|<script)/.test(beginning);
  if (!looksLikePage && !/^text\/html/i.test(type)) return;
  throw new ModelError(
    'web-page',
    `${url} was answered with a web page, not with a file. Does the network ask for a login? Open the address in a browser.`,
    { url },
  );
}

async function checkResult(
  { bytes, sha256 }: Downloaded,
  { url, path, uploads }: DownloadOptions,
): Promise<void> {
  if (uploads.length === 0 || uploads.some((upload) => upload.sha256 === sha256)) return;
  const sizes = sizesOf(uploads);
  if (sizes.length > 0 && !sizes.includes(bytes)) throw wrongSize(url, bytes, sizes);
  // No later byte could mend it.
  await discard(path);
  throw new ModelError(
    'wrong-checksum',
    `${url} has the SHA-256 ${sha256}, and not ${uploads.map((upload) => upload.sha256).join(' or ')}: it was damaged on the way or changed at its source. It was deleted; pull again, and if that fails too, do not use it.`,
    { url },
  );
}

/** What the file may weigh; nothing, where that is not known. */
function sizesOf(uploads: readonly Upload[]): number[] {
  const sizes = uploads.flatMap(({ bytes }) => bytes ?? []);
  return sizes.length === uploads.length ? sizes : [];
}

function largest(uploads: readonly Upload[]): number {
  const sizes = sizesOf(uploads);
  return sizes.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...sizes);
}

function wrongSize(url: string, bytes: number, wanted: readonly number[]): ModelError {
  return new ModelError(
    'wrong-size',
    `${url} has ${bytes} bytes, and not ${wanted.join(' or ')}: it was changed at its source, or something stands between. A newer duologue may know it.`,
    { url },
  );
}

function broken(url: string, bytes: number, total: number | undefined, cause: unknown): ModelError {
  const share = total === undefined ? `${bytes} bytes` : `${bytes} of ${total} bytes`;
  return new ModelError(
    'interrupted',
    `The connection to ${new URL(url).host} broke after ${share}. Pull again: what has arrived is kept.`,
    { url, ...(cause === undefined ? {} : { cause }) },
  );
}

function isDiskFault(error: unknown): boolean {
  return (
    error instanceof Error && 'syscall' in error && error.syscall !== 'read' && error.syscall !== 'connect'
  );
}

function contentLength(response: Response): number | undefined {
  const header = response.headers.get('content-length');
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

function notePath(path: string): string {
  return `${path}.json`;
}

async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(notePath(path), { force: true });
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw diskError(error, `${path} (${messageOf(error)})`);
  }
}
