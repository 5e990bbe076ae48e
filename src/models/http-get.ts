import { ModelError, messageOf } from './model-error.ts';

const mostRedirects = 5;

export type GetOptions = {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** A GET whose redirects stay on https. Rejects with a `ModelError` where no usable answer comes. */
export async function get(url: string, { headers, signal }: GetOptions): Promise<Response> {
  let address = checkAddress(url);
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await request(address, headers, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, address.href) ? new URL(location, address.href) : undefined;
    if (next === undefined || !isAllowed(next, address)) {
      throw new ModelError(
        'bad-address',
        `${url} leads to ${location}, which is not https: it is not followed.`,
        { url },
      );
    }
    address = next;
  }
  throw new ModelError('server-fault', `${url} leads from one address to the next without end.`, { url });
}

/** `https`, or `http` on this machine itself. */
export function checkAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined)
    throw new ModelError('bad-address', `'${url}' is no address: it starts with https://.`);
  if (!isAllowed(address, address)) {
    throw new ModelError('bad-address', `${url} is not https: models are pulled over https only.`, { url });
  }
  return address;
}

function isAllowed(address: URL, from: URL): boolean {
  if (address.protocol === 'https:') return true;
  return address.protocol === 'http:' && isLoopback(address) && isLoopback(from);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

async function request(address: URL, headers: GetOptions['headers'], signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { headers, signal, redirect: 'manual' });
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.cause : undefined;
    throw new ModelError(
      'unreachable',
      `${address.host} cannot be reached: ${messageOf(cause ?? error)}. Check the network and pull again.`,
      { url: address.href, cause: error },
    );
  }
}

/** Throws for a status that brings no file. `resuming`: 206 and 416 are answers too. */
export function checkStatus({ status }: Response, url: string): void {
  if (status === 200 || status === 206 || status === 416) return;
  const details = { url, status };
  if (status === 404 || status === 410) {
    throw new ModelError(
      'not-found',
      `There is nothing at ${url} (status ${status}): it was moved or taken away.`,
      details,
    );
  }
  if (status === 401 || status === 403) {
    throw new ModelError('refused', `${url} may not be read (status ${status}).`, details);
  }
  if (status >= 500 || status === 429 || status === 408) {
    throw new ModelError(
      'server-fault',
      `The server of ${url} failed (status ${status}). Pull again later.`,
      details,
    );
  }
  throw new ModelError('refused', `${url} was answered with status ${status}.`, details);
}
