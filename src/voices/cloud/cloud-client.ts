import type { SpeechAdapter } from './adapter.ts';
import { checkCloudOptions, fitsHeader } from './check-cloud-options.ts';
import { type Platform, systemPlatform } from './clock.ts';
import { createGate } from './gate.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { ProviderError } from './provider-error.ts';
import type { CloudOptions } from './speech-model.ts';

/** What of an adapter says where a vendor is and how it is asked, whatever it is asked for. */
export type CloudService = Pick<
  SpeechAdapter,
  | 'name'
  | 'title'
  | 'keyVariables'
  | 'keyOptional'
  | 'baseURL'
  | 'authorize'
  | 'errorMessage'
  | 'statusOf'
  | 'requestIdHeader'
  | 'fileHosts'
>;

export interface CloudClient extends HttpClient {
  readonly baseURL: string;
  /** Throws a `ProviderError` where the key is missing; asking does so by itself. */
  needKey(): void;
}

/**
 * Requests to a vendor's account with retries, limits and watches. The options are checked at once; no key is looked
 * for before it is needed.
 */
export function createCloudClient(
  service: CloudService,
  options: CloudOptions = {},
  platform: Platform = systemPlatform,
): CloudClient {
  const settings = checkCloudOptions(service, options);
  const gate = createGate({ ...settings, platform });
  let client: HttpClient | undefined;
  const withKey = (): HttpClient => {
    if (client !== undefined) return client;
    const key = keyIn(options.apiKey) ?? keyFromEnvironment(service.keyVariables);
    if (key === undefined && service.keyOptional !== true) throw missingKey(service);
    if (key !== undefined && !fitsHeader(key)) throw brokenKey(service);
    client = createHttpClient({
      provider: service.name,
      title: service.title,
      baseURL: settings.baseURL,
      headers: { ...(key === undefined ? {} : service.authorize(key)), ...options.headers },
      secret: key,
      fetch: options.fetch,
      maxRetries: settings.maxRetries,
      timeout: settings.timeout,
      gate,
      platform,
      errorMessage: service.errorMessage,
      statusOf: service.statusOf,
      requestIdHeader: service.requestIdHeader,
      fileHosts: service.fileHosts,
    });
    return client;
  };
  return {
    baseURL: settings.baseURL,
    needKey: () => void withKey(),
    exchange: async (request, read, how) => withKey().exchange(request, read, how),
  };
}

function missingKey({ name, title, keyVariables }: CloudService): ProviderError {
  const where = keyVariables.join(' or ');
  return new ProviderError(`${title} needs a key: set ${where}, or give apiKey. Nothing was sent.`, {
    provider: name,
    code: 'missing-key',
    keyVariables,
  });
}

function brokenKey({ name, title }: CloudService): ProviderError {
  const what =
    'has characters that no key has, such as a line break or “…”: copy it again. Nothing was sent.';
  return new ProviderError(`${title}: the key ${what}`, { provider: name, code: 'invalid-option' });
}

function keyFromEnvironment(names: readonly string[]): string | undefined {
  // In a browser there is no environment.
  if (typeof process === 'undefined') return undefined;
  return names.map((name) => keyIn(process.env[name])).find((value) => value !== undefined);
}

/** An empty one is none: `process.env.KEY ?? ''` is often written. */
function keyIn(value: string | undefined): string | undefined {
  const key = value?.trim();
  return key === '' ? undefined : key;
}
