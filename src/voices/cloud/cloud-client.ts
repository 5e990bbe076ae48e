import type { SpeechAdapter } from './adapter.ts';
import { checkCloudOptions } from './check-cloud-options.ts';
import { type Platform, systemPlatform } from './clock.ts';
import { findKey } from './find-key.ts';
import { createGate } from './gate.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
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
    const key = findKey(service, options.apiKey);
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
