import { ProviderError } from './provider-error.ts';

/** What is shorter is no key, and stands in other words. */
const leastLength = 8;

/** Of headers, those that carry a key. */
export function secretsIn(
  key: string | undefined,
  headers: Readonly<Record<string, string>>,
): readonly string[] {
  const carried = Object.entries(headers)
    .filter(([name]) => /auth|key|token|secret/i.test(name))
    .map(([, value]) => value.replace(/^(?:Bearer|Basic|Token|Key)\s+/i, ''));
  const all = [...(key === undefined ? [] : [key]), ...carried];
  return [...new Set(all)]
    .filter(({ length }) => length >= leastLength)
    .toSorted((a, b) => b.length - a.length);
}

/**
 * The text without any of them, or the beginnings of them that a cut has left: some vendors repeat the key that they
 * refuse.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => {
    const [first = '', ...others] = hidden.split(secret.slice(0, leastLength));
    const rest = secret.slice(leastLength);
    return [first, ...others.map((after) => `[key]${after.slice(commonLength(after, rest))}`)].join('');
  }, text);
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < other.length && one[length] === other[length]) length++;
  return length;
}

/** The error, or one like it that tells no secret: then without its cause, which may tell it too. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof ProviderError) || !tells(error, secrets)) return error;
  const { provider, code, voice, status, requestId, retryable, attempts, retryAfter } = error;
  return new ProviderError(hideSecrets(error.message, secrets), {
    provider: provider ?? '',
    code,
    retryable,
    attempts,
    ...(voice === undefined ? {} : { voice }),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId: hideSecrets(requestId, secrets) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function tells(error: unknown, secrets: readonly string[]): boolean {
  if (!(error instanceof Error)) return false;
  const told = [
    error.message,
    ...('found' in error ? [String(error.found)] : []),
    ...('requestId' in error ? [String(error.requestId)] : []),
  ];
  return told.some((text) => hideSecrets(text, secrets) !== text) || tells(error.cause, secrets);
}
