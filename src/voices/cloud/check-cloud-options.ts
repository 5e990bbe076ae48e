import type { SpeechAdapter } from './adapter.ts';
import { ProviderError } from './provider-error.ts';
import type { CloudOptions } from './speech-model.ts';

/** The options with their defaults, or an error before anything is asked. */
export function checkCloudOptions(
  { name, title, baseURL: usual }: Pick<SpeechAdapter, 'name' | 'title' | 'baseURL'>,
  options: CloudOptions,
) {
  const { baseURL = usual, maxRetries = 2, maxConcurrency = 6, timeout = 60, requestsPerMinute } = options;
  const fail = (field: string, value: unknown, remedy: string): never => {
    const found = typeof value === 'number' ? String(value) : JSON.stringify(value);
    throw new ProviderError(`${title}: ${field} is ${found}: ${remedy}`, {
      provider: name,
      code: 'invalid-option',
    });
  };
  const number = (field: string, value: number, least: number, most: number, what = 'a number'): void => {
    if (!(typeof value === 'number' && value >= least && value <= most)) {
      fail(field, value, `give ${what} from ${least} to ${most}.`);
    }
  };
  if (URL.canParse(baseURL) && (new URL(baseURL).username !== '' || new URL(baseURL).password !== '')) {
    // Not shown: it has a password inside.
    const what = 'baseURL has a name or password inside: give apiKey or headers instead.';
    throw new ProviderError(`${title}: ${what}`, { provider: name, code: 'invalid-option' });
  }
  if (!URL.canParse(baseURL) || !/^https?:$/.test(new URL(baseURL).protocol)) {
    fail('baseURL', baseURL, 'give a URL that begins with https://.');
  }
  const { protocol, hostname } = new URL(baseURL);
  if (protocol === 'http:' && options.apiKey === undefined && !isNear(hostname)) {
    // A key from the environment was not meant for just any server.
    fail(
      'baseURL',
      baseURL,
      'a key from the environment is sent over https only; give apiKey for this server.',
    );
  }
  number('maxRetries', maxRetries, 0, 20);
  number('maxConcurrency', maxConcurrency, 1, 256);
  number('timeout', timeout, 0.001, 3600, 'seconds');
  if (requestsPerMinute !== undefined) number('requestsPerMinute', requestsPerMinute, 0.1, 1e6);
  if (options.mostCharacters !== undefined) number('mostCharacters', options.mostCharacters, 1, 1e9);
  for (const [header, value] of Object.entries(options.headers ?? {})) {
    const isHeader = /^[\w!#$%&'*+.^`|~-]+$/.test(header) && typeof value === 'string' && fitsHeader(value);
    if (isHeader) continue;
    // Its value may be a key.
    const what = 'is no header: it has characters, such as a line break, that none can carry.';
    throw new ProviderError(`${title}: headers[${JSON.stringify(header)}] ${what}`, {
      provider: name,
      code: 'invalid-option',
    });
  }
  // With or without the slash it is the same service, and its sound is kept under the same name.
  return { baseURL: baseURL.replace(/\/+$/, ''), maxRetries, maxConcurrency, timeout, requestsPerMinute };
}

/** Whether a header can carry it: bytes, and no line break among them. */
export function fitsHeader(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** On this machine or its own network. A name such as `10.example.com` is neither. */
function isNear(hostname: string): boolean {
  const [first = -1, second = -1] = /^\d+(?:\.\d+){3}$/.test(hostname) ? hostname.split('.').map(Number) : [];
  return (
    [10, 127].includes(first) ||
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second <= 31) ||
    hostname === '[::1]' ||
    hostname.endsWith('.local') ||
    !/[.:]/.test(hostname)
  );
}
