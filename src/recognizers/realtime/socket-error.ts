import { describeStatus, ProviderError, type ProviderErrorCode } from '../../voices/index.ts';

export type Vendor = { readonly name: string; readonly title: string };

/** A failure of one of the vendor's sockets. `said` must have no secret in it. */
export function socketError(
  { name, title }: Vendor,
  code: ProviderErrorCode,
  said: string,
  { status, retryable = false }: { readonly status?: number; readonly retryable?: boolean } = {},
): ProviderError {
  return new ProviderError(`${title}: ${said}`, {
    provider: name,
    code,
    retryable,
    ...(status === undefined ? {} : { status }),
  });
}

/** What the end of a connection means. */
export function closeError(vendor: Vendor, code: number, reason: string): ProviderError {
  const why = reason === '' ? '' : `: ${clip(reason)}`;
  const { code: kind, retryable, status } = meaningOf(code, reason);
  const said = `the connection ended with code ${code}${why}.`;
  return socketError(vendor, kind, said, { retryable, ...(status === undefined ? {} : { status }) });
}

/** What is said where a connection is refused: `ws` names the status of the answer. */
export function refusalError(vendor: Vendor, message: string): ProviderError {
  const status = Number(/Unexpected server response: (\d{3})/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) {
    const why = message === '' ? 'nobody answers there, or the key is wrong' : clip(message);
    return socketError(vendor, 'network', `no connection: ${why}.`, { retryable: true });
  }
  const { code, retryable } = describeStatus(status);
  return socketError(vendor, code, `refused the connection with ${status}.`, { status, retryable });
}

type Meaning = { readonly code: ProviderErrorCode; readonly retryable: boolean; readonly status?: number };

/** https://www.iana.org/assignments/websocket/websocket.xhtml; from 4000 on, many vendors add an HTTP status. */
function meaningOf(code: number, reason: string): Meaning {
  const status = code - 4000;
  if (status >= 400 && status < 600) return { ...describeStatus(status), status };
  if (
    /unauthori[sz]ed|invalid.{0,10}key|INVALID_AUTH|forbidden/i.test(reason) ||
    code === 3000 ||
    code === 3003
  ) {
    return { code: 'unauthorized', retryable: false };
  }
  if (/insufficient_quota|quota/i.test(reason)) return { code: 'rate-limited', retryable: false };
  if ([1000, 1001, 1005, 1006].includes(code)) return { code: 'network', retryable: true };
  if ([1011, 1012, 1013, 1014].includes(code)) return { code: 'server-failed', retryable: true };
  if (code === 3008) return { code: 'timeout', retryable: true };
  if (code === 1009) return { code: 'too-large', retryable: false };
  return { code: 'rejected', retryable: false };
}

export function clip(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
