import type { WireReply } from './adapter.ts';
import { calledOff, type Platform } from './clock.ts';
import { ProviderError, type ProviderErrorDetails } from './provider-error.ts';

export type ReplyLimits = {
  /** Seconds without a new piece worth the name. */
  readonly timeout: number;
  /** Of the whole body, bytes. */
  readonly mostBytes: number;
  readonly platform: Platform;
  /** Ends the request behind the body. */
  readonly cancel: (reason: unknown) => void;
  /** Called once, when the body has ended or nobody reads it any more. */
  readonly release: () => void;
  /** Called when the first piece arrives. */
  readonly onFirstByte: () => void;
  readonly follow: (url: string) => Promise<WireReply>;
  readonly title: string;
  readonly details: Omit<ProviderErrorDetails, 'code'>;
  readonly signal: AbortSignal | undefined;
};

/** A sender that drips fewer bytes than this in one `timeout` has stalled. */
const leastProgress = 1024;

/** An answer that is read once, by whichever of its ways. */
export function createWireReply(response: Response, limits: ReplyLimits): WireReply {
  const read = (): AsyncGenerator<Uint8Array> => readBody(response, limits);
  return {
    status: response.status,
    headers: response.headers,
    bytes: read,
    follow: limits.follow,
    async json() {
      const text = await readText(read());
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw badAnswer(limits, `sent no JSON but ${excerpt(text)}`, cause);
      }
    },
    async *events() {
      let event = '';
      let data: string[] = [];
      for await (const line of readLines(read())) {
        if (line === '') {
          if (data.length > 0) yield { event, data: data.join('\n') };
          event = '';
          data = [];
          continue;
        }
        const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'event') event = value;
        if (field === 'data') data.push(value);
      }
      if (data.length > 0) yield { event, data: data.join('\n') };
    },
    async *lines() {
      for await (const line of readLines(read())) {
        if (line.trim() === '') continue;
        try {
          yield JSON.parse(line);
        } catch (cause) {
          throw badAnswer(limits, `sent a line that is no JSON: ${excerpt(line)}`, cause);
        }
      }
    },
  };
}

async function* readBody(response: Response, limits: ReplyLimits): AsyncGenerator<Uint8Array> {
  const { platform, timeout, mostBytes, title, details } = limits;
  const reader = response.body?.getReader();
  if (reader === undefined) {
    limits.release();
    return;
  }
  const stalled = (): void =>
    limits.cancel(
      new ProviderError(`${title} stopped sending: nothing came for ${timeout} s.`, {
        ...details,
        code: 'timeout',
        retryable: true,
      }),
    );
  let total = 0;
  let sinceProgress = 0;
  // Only waiting for the sender counts: whoever reads may take their time.
  let patience = timeout;
  let ended = false;
  try {
    for (;;) {
      const askedAt = platform.now();
      const watch = startWatch(platform, Math.max(0, patience), stalled);
      const piece = await reader
        .read()
        .catch((cause: unknown) => {
          limits.signal?.throwIfAborted();
          throw cause instanceof ProviderError ? cause : broken(limits, cause);
        })
        .finally(watch.stop);
      patience -= platform.now() - askedAt;
      limits.signal?.throwIfAborted();
      if (piece.done) {
        ended = true;
        return;
      }
      if (total === 0) limits.onFirstByte();
      total += piece.value.length;
      sinceProgress += piece.value.length;
      if (total > mostBytes) {
        throw new ProviderError(`${title} sent more than ${mostBytes} bytes: the answer is given up.`, {
          ...details,
          code: 'too-large',
        });
      }
      if (sinceProgress >= leastProgress) {
        patience = timeout;
        sinceProgress = 0;
      }
      yield piece.value;
    }
  } finally {
    if (!ended) limits.cancel(undefined);
    limits.release();
  }
}

function startWatch(platform: Platform, duration: number, expire: () => void): { readonly stop: () => void } {
  const controller = new AbortController();
  platform.wait(duration, { signal: controller.signal }).then(expire, () => {});
  return { stop: () => controller.abort(calledOff) };
}

function broken({ title, details }: ReplyLimits, cause: unknown): ProviderError {
  return new ProviderError(`The connection to ${title} broke in the middle of the answer.`, {
    ...details,
    code: 'network',
    retryable: true,
    cause,
  });
}

function badAnswer({ title, details }: ReplyLimits, what: string, cause: unknown): ProviderError {
  return new ProviderError(`${title} ${what}`, { ...details, code: 'bad-answer', retryable: true, cause });
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 79)}…` : line);
}

async function readText(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

async function* readLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held: string[] = [];
  for await (const piece of pieces) {
    const [first = '', ...rest] = decoder.decode(piece, { stream: true }).split('\n');
    held.push(first);
    for (const line of rest) {
      yield withoutReturn(held.join(''));
      held = [line];
    }
  }
  const last = held.join('') + decoder.decode();
  if (last !== '') yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
