import type { WireReply, WireRequest } from './adapter.ts';
import { calledOff, type Platform } from './clock.ts';
import { errorMessageOf, type SaidError } from './error-message.ts';
import type { Gate } from './gate.ts';
import { hideSecrets, secretsIn, withoutSecrets } from './hide-secrets.ts';
import { ProviderError } from './provider-error.ts';
import { describeStatus } from './status-error.ts';
import { createWireReply } from './wire-reply.ts';
import { withRetries } from './with-retries.ts';

export type HttpClientOptions = {
  readonly provider: string;
  /** For messages: `ElevenLabs`. */
  readonly title: string;
  readonly baseURL: string;
  /** The key among them; never in a message. */
  readonly headers: Readonly<Record<string, string>>;
  /** Taken out of whatever a vendor says. */
  readonly secret: string | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly maxRetries: number;
  /** Seconds. */
  readonly timeout: number;
  readonly gate: Gate;
  readonly platform: Platform;
  readonly errorMessage?: ((body: unknown) => string | undefined) | undefined;
  readonly statusOf?: ((status: number, said: string) => number) | undefined;
  readonly requestIdHeader?: string | undefined;
  /** Hosts, besides the base URL's, whose files an answer may point to; those below them too. */
  readonly fileHosts?: readonly string[] | undefined;
};

export interface HttpClient {
  /**
   * Asks and reads, as often as it takes and is allowed: an answer that breaks off or is not what it should be counts
   * as a failed attempt, so nothing of `read`'s result may have been used before it resolves.
   */
  exchange<Result>(
    request: WireRequest,
    read: (answered: Answered) => Promise<Result>,
    options?: ExchangeOptions,
  ): Promise<Result>;
}

export type ExchangeOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of an answer at most. Default: half a gibibyte. */
  readonly mostBytes?: number;
};

export type Answered = {
  readonly reply: WireReply;
  readonly requestId: string | undefined;
  readonly attempts: number;
  /** When the first attempt began, seconds of the platform's clock. */
  readonly startedAt: number;
  /** When the first byte of the body came; undefined before. */
  readonly firstByteAt: () => number | undefined;
  /** The same error, without the key that the vendor may have repeated. For what is read after `exchange`. */
  readonly clean?: (error: unknown) => unknown;
};

/** Bytes of an answer at most: an hour of 48 kHz speech in base64. */
const mostAnswerBytes = 512 * 2 ** 20;
const mostErrorBytes = 64 * 1024;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const secrets = secretsIn(options.secret, options.headers);
  const clean = (error: unknown): unknown => withoutSecrets(error, secrets);
  return {
    exchange: async (request, read, how = {}) => {
      const startedAt = options.platform.now();
      try {
        return await withRetries({ ...options, signal: how.signal }, async (attempt) => {
          const { drop, ...answered } = await attemptOnce(options, request, { ...how, attempt, startedAt });
          try {
            return await read({ ...answered, clean });
          } catch (error) {
            // A reader that failed before the body would hold its place for ever.
            drop();
            throw error;
          }
        });
      } catch (error) {
        throw clean(error);
      }
    },
  };
}

type Attempt = ExchangeOptions & {
  readonly attempt: number;
  readonly startedAt: number;
};

type Unread = Answered & {
  /** Ends the request, be it read or not. */
  readonly drop: () => void;
};

async function attemptOnce(
  options: HttpClientOptions,
  request: WireRequest,
  { signal, mostBytes = mostAnswerBytes, attempt, startedAt }: Attempt,
): Promise<Unread> {
  const { platform, provider, title } = options;
  const release = await options.gate.enter(signal);
  if (signal?.aborted === true) {
    // In the very moment in which it was let in.
    release();
    throw signal.reason;
  }
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  let firstByteAt: number | undefined;
  const end = (): void => {
    signal?.removeEventListener('abort', onAbort);
    release();
  };
  try {
    // The signal may have fired between the door and here.
    signal?.throwIfAborted();
    const url = urlOf(options, request);
    const response = await fetchInTime({ ...options, attempt }, url, request, controller);
    const requestId = requestIdOf(response, options.requestIdHeader);
    const details = { provider, attempts: attempt, ...(requestId === undefined ? {} : { requestId }) };
    const reply = createWireReply(response, {
      timeout: options.timeout,
      mostBytes: response.ok ? mostBytes : mostErrorBytes,
      platform,
      cancel: (reason) => controller.abort(reason),
      release: end,
      onFirstByte: () => {
        firstByteAt = platform.now();
      },
      follow: async (file) => (await followFile(options, file, { signal, mostBytes })).reply,
      title,
      details: { ...details, status: response.status },
      signal,
    });
    if (!response.ok) throw await refusal(options, response, reply, details);
    const drop = (): void => {
      controller.abort(calledOff);
      end();
    };
    return { reply, requestId, attempts: attempt, startedAt, firstByteAt: () => firstByteAt, drop };
  } catch (error) {
    end();
    throw error;
  }
}

/** Until the headers: the body has its own watch. */
async function fetchInTime(
  options: HttpClientOptions & Pick<Attempt, 'attempt'>,
  url: URL,
  request: WireRequest,
  controller: AbortController,
): Promise<Response> {
  const { fetch = globalThis.fetch, headers, platform, timeout, title, provider, attempt } = options;
  const details = { provider, retryable: true, attempts: attempt };
  const body = bodyOf(request);
  const giveUp = (): void =>
    controller.abort(
      new ProviderError(`${title} did not answer within ${timeout} s.`, { ...details, code: 'timeout' }),
    );
  const timer = new AbortController();
  platform.wait(timeout, { signal: timer.signal }).then(giveUp, () => {});
  try {
    return await fetch(url, {
      method: request.method ?? 'POST',
      headers: { ...body.headers, ...headers, ...request.headers },
      ...(body.content === undefined ? {} : { body: body.content }),
      signal: controller.signal,
      // A redirect would carry the key to whoever it names.
      redirect: 'manual',
    });
  } catch (cause) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw new ProviderError(`${title} cannot be reached at ${url.host}: ${networkReason(cause)}.`, {
      ...details,
      code: 'network',
      cause,
    });
  } finally {
    timer.abort(calledOff);
  }
}

function networkReason(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
  return inner instanceof Error ? inner.message : String(inner);
}

function bodyOf({ body, encode }: WireRequest): { headers: Record<string, string>; content?: BodyInit } {
  if (body === undefined) return { headers: {} };
  if (typeof body === 'string' || body instanceof FormData) return { headers: {}, content: body };
  if (body instanceof Uint8Array) return { headers: {}, content: new Uint8Array(body) };
  if (encode !== undefined) return { headers: {}, content: new Uint8Array(encode(body)) };
  return { headers: { 'content-type': 'application/json' }, content: JSON.stringify(body) };
}

/** A query of the base URL, such as a version, is that of every request. */
function urlOf({ baseURL, title, provider }: HttpClientOptions, { path, query = {} }: WireRequest): URL {
  const isWhole = /^https?:/.test(path);
  // An adapter may begin beside the base URL; further on, a voice called `..` would make another request of it.
  if (!isWhole && /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path.replace(/^\.\.\/(?=v\d)/, ''))) {
    throw new ProviderError(`${title}: no voice and no model can be called “.” or “..”.`, {
      provider,
      code: 'invalid-option',
    });
  }
  const base = new URL(baseURL);
  const below = `${base.origin}${base.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  const url = new URL(isWhole ? path : below);
  for (const [name, value] of isWhole ? [] : base.searchParams) url.searchParams.append(name, value);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function requestIdOf(response: Response, header: string | undefined): string | undefined {
  for (const name of [header, 'x-request-id', 'request-id']) {
    const value = name === undefined ? null : response.headers.get(name);
    if (value !== null) return value;
  }
  return undefined;
}

async function refusal(
  { title, secret, headers, platform, errorMessage, statusOf }: HttpClientOptions,
  response: Response,
  reply: WireReply,
  details: { readonly provider: string; readonly attempts: number; readonly requestId?: string },
): Promise<ProviderError> {
  const { status } = response;
  // Before it is cut, so that no half of a key is left.
  const hide = (text: string): string => hideSecrets(text, secretsIn(secret, headers));
  const said = await errorMessageOf(reply, errorMessage, hide).catch(
    (): SaidError => ({ message: undefined, text: '', final: false }),
  );
  const { code, retryable } = describeStatus(statusOf?.(status, said.text) ?? status);
  const retryAfter = retryAfterOf(response, platform) ?? said.retryAfter;
  const moved =
    status >= 300 && status < 400
      ? ` It points to ${response.headers.get('location')}: give that as baseURL if you trust it.`
      : '';
  const id = details.requestId === undefined ? '' : ` (request ${details.requestId})`;
  return new ProviderError(
    `${title} answered ${status}${id}${said.message === undefined ? '' : `: ${said.message}`}${moved}`,
    {
      ...details,
      status,
      code,
      retryable: retryable && !said.final,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    },
  );
}

/** Seconds, or a date. */
export function retryAfterOf(
  { headers }: Pick<Response, 'headers'>,
  { random }: Platform,
): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = /^\s*[\d.]+\s*$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  // A little more, and not all at the same moment.
  return Number.isFinite(seconds) ? Math.max(0, seconds) + random() * 0.25 : undefined;
}

/** A file that an answer points to, without the key: only over `https` and of a host that is the vendor's. */
function followFile(options: HttpClientOptions, file: string, how: ExchangeOptions): Promise<Answered> {
  const base = new URL(options.baseURL);
  const url = URL.canParse(file, base) ? new URL(file, base) : undefined;
  const hosts = [base.hostname, ...(options.fileHosts ?? [])];
  const known = hosts.some((host) => url?.hostname === host || url?.hostname.endsWith(`.${host}`));
  const local = url !== undefined && url.origin === base.origin;
  if (url === undefined || !known || (url.protocol !== 'https:' && !local)) {
    throw new ProviderError(
      `${options.title} points to ${url?.host ?? JSON.stringify(file)}, which is not known to be its own: it is not followed.`,
      { provider: options.provider, code: 'bad-answer' },
    );
  }
  const { headers: _key, ...rest } = options;
  return attemptOnce(
    { ...rest, headers: {} },
    { method: 'GET', path: url.href },
    { ...how, attempt: 1, startedAt: options.platform.now() },
  );
}
