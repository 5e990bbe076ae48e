import type { Platform } from '../cloud/clock.ts';
import { retryAfterOf } from '../cloud/http-client.ts';
import { ProviderError, type ProviderErrorDetails } from '../cloud/provider-error.ts';
import { describeStatus } from '../cloud/status-error.ts';

type Asked = {
  readonly provider: string;
  readonly title: string;
  readonly attempts: number;
  readonly platform: Platform;
};

/** What a model of the AI SDK threw, told by its fields: `APICallError` has a status, headers, and whether to retry. */
export function errorFromAiSdk(
  cause: unknown,
  { provider, title, attempts, platform }: Asked,
): ProviderError {
  const fields = fieldsOf(cause);
  const said = cause instanceof Error ? cause.message : String(cause);
  const { statusCode: status } = fields;
  const headers = new Headers(headersIn(fields.responseHeaders));
  const requestId = headers.get('x-request-id') ?? headers.get('request-id');
  const retryAfter = retryAfterOf({ headers }, platform);
  const details = {
    provider,
    attempts,
    cause,
    ...(typeof status === 'number' ? { status } : {}),
    ...(requestId === null ? {} : { requestId }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return new ProviderError(`${title} failed: ${withoutKeys(said)}`, { ...details, ...judge(fields) });
}

function judge({
  name,
  statusCode,
  isRetryable,
}: Fields): Pick<ProviderErrorDetails, 'code'> & { readonly retryable: boolean } {
  if (name === 'AI_LoadAPIKeyError') return { code: 'missing-key', retryable: false };
  if (typeof statusCode !== 'number') {
    const retryable = isRetryable === true;
    return { code: retryable ? 'network' : 'rejected', retryable };
  }
  // A good status and an error all the same: the answer broke off, or was not what it should be.
  if (statusCode < 300) return { code: 'bad-answer', retryable: true };
  const { code, retryable } = describeStatus(statusCode);
  return { code, retryable: typeof isRetryable === 'boolean' ? isRetryable : retryable };
}

type Fields = {
  readonly name?: unknown;
  readonly statusCode?: unknown;
  readonly isRetryable?: unknown;
  readonly responseHeaders?: unknown;
};

function fieldsOf(error: unknown): Fields {
  return typeof error === 'object' && error !== null ? error : {};
}

function headersIn(headers: unknown): [string, string][] {
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}

/** Some servers quote a wrong key: whatever looks like one is taken out. */
function withoutKeys(text: string): string {
  return text.replaceAll(/(?<![\w-])(?=[\w-]*\d)[\w-]{24,}/g, '[…]');
}
