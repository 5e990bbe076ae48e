import { ProviderError, type ProviderErrorCode, type ProviderErrorDetails } from './provider-error.ts';

/** What an HTTP status says of a failure, be it the answer's own or one that a vendor writes into its answer. */
export function describeStatus(status: number): {
  readonly code: ProviderErrorCode;
  readonly retryable: boolean;
} {
  return { code: codeOf(status), retryable: isRetryable(status) };
}

/** A failure that a vendor tells of inside an answer whose own status was good. */
export function errorInside(
  { name, title }: { readonly name: string; readonly title: string },
  status: number,
  message: string,
  details: Pick<ProviderErrorDetails, 'requestId'> = {},
): ProviderError {
  const said = message.length > 300 ? `${message.slice(0, 299)}…` : message;
  return new ProviderError(`${title} broke off with ${status}: ${said}`, {
    ...details,
    ...describeStatus(status),
    provider: name,
    status,
  });
}

function codeOf(status: number): ProviderErrorCode {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'server-failed' : 'rejected';
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
}
