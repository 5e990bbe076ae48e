import { BrainError, type BrainErrorCode } from '../brain-error.ts';

/** Longest text of a service's own words in a message. */
const longestQuote = 300;

/** What a model threw or wrote into its stream, told by its fields: the AI SDK's errors have a name, a status and whether to retry. */
export function errorFromModel(cause: unknown, brain: string): BrainError {
  if (cause instanceof BrainError) return cause;
  const fields = fieldsOf(cause);
  const status = typeof fields.statusCode === 'number' ? fields.statusCode : undefined;
  const retryAfter = retryAfterOf(fields.responseHeaders);
  return new BrainError(`${brain} failed${status === undefined ? '' : ` (${status})`}: ${quote(cause)}`, {
    brain,
    cause,
    ...judge(fields, status),
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

type Judgement = { readonly code: BrainErrorCode; readonly retryable: boolean };

function judge(fields: Fields, status: number | undefined): Judgement {
  const { name, isRetryable } = fields;
  if (status !== undefined && status >= 300) {
    const { code, retryable } = judgeStatus(status);
    return { code, retryable: typeof isRetryable === 'boolean' ? isRetryable : retryable };
  }
  const known = typeof name === 'string' && Object.hasOwn(namedFaults, name) ? namedFaults[name] : undefined;
  if (known !== undefined) return known;
  if (isConnectionFault(fields) || (status === undefined && isRetryable === true))
    return { code: 'network', retryable: true };
  // A good status and an error all the same: the answer was not what it should be.
  return { code: 'failed', retryable: status !== undefined };
}

function judgeStatus(status: number): Judgement {
  if (status === 401 || status === 403) return { code: 'unauthorised', retryable: false };
  if (status === 429) return { code: 'rate-limited', retryable: true };
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return { code: 'failed', retryable: true };
  return { code: 'refused', retryable: false };
}

/** The AI SDK's errors that carry no status. */
const namedFaults: Readonly<Record<string, Judgement>> = {
  AI_LoadAPIKeyError: { code: 'unauthorised', retryable: false },
  AI_LoadSettingError: { code: 'refused', retryable: false },
  AI_NoSuchModelError: { code: 'refused', retryable: false },
  AI_InvalidPromptError: { code: 'refused', retryable: false },
  AI_InvalidArgumentError: { code: 'refused', retryable: false },
  AI_UnsupportedFunctionalityError: { code: 'refused', retryable: false },
  AI_JSONParseError: { code: 'failed', retryable: true },
  AI_TypeValidationError: { code: 'failed', retryable: true },
  AI_InvalidResponseDataError: { code: 'failed', retryable: true },
  AI_EmptyResponseBodyError: { code: 'failed', retryable: true },
  AI_NoContentGeneratedError: { code: 'failed', retryable: true },
};

/** How Node and undici name a connection that could not be made or broke, at any depth of causes. */
function isConnectionFault(fields: Fields, depth = 0): boolean {
  const { code, cause } = fields;
  if (typeof code === 'string' && /^(?:UND_ERR_|E[A-Z]{4,}$|ERR_STREAM_|ERR_SOCKET)/.test(code)) return true;
  return cause !== undefined && depth < 5 && isConnectionFault(fieldsOf(cause), depth + 1);
}

type Fields = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly statusCode?: unknown;
  readonly isRetryable?: unknown;
  readonly responseHeaders?: unknown;
};

function fieldsOf(error: unknown): Fields {
  return typeof error === 'object' && error !== null ? error : {};
}

/** Seconds. */
function retryAfterOf(headers: unknown): number | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined;
  const named = new Map<string, unknown>(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const inMilliseconds = Number(named.get('retry-after-ms') ?? Number.NaN);
  const wait = Number.isFinite(inMilliseconds)
    ? inMilliseconds / 1000
    : Number(named.get('retry-after') ?? Number.NaN);
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}

/** Some servers quote a wrong key: whatever looks like one is taken out. */
function quote(cause: unknown): string {
  const { message = cause } = fieldsOf(cause);
  const said = typeof message === 'string' ? message : 'it gave no reason.';
  const hidden = said.replaceAll(/(?<![\w-])(?=[\w-]*\d)[\w-]{20,}/g, '[…]');
  return hidden.length > longestQuote ? `${hidden.slice(0, longestQuote - 1)}…` : hidden;
}
