import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { azureAdapter } from './azure-adapter.ts';

export type { AzureSpeech } from './ssml.ts';

export type AzureOptions = CloudOptions & {
  /** Where the resource is, such as `westeurope`; default: from `AZURE_SPEECH_REGION` or `SPEECH_REGION`. */
  readonly region?: string;
};

/**
 * Azure Speech. The key is in `AZURE_SPEECH_KEY` or `SPEECH_KEY`. `providerOptions` are fields of `AzureSpeech`, such as
 * `{ style: 'cheerful' }`.
 */
export function createAzure({
  region = regionOfEnvironment(),
  ...options
}: AzureOptions = {}): CloudProvider {
  const place = options.baseURL === undefined ? region : 'given';
  if (place !== undefined && !/^[a-z0-9-]+$/.test(place)) {
    throw missingRegion(`region is ${JSON.stringify(place)}: give one such as westeurope.`);
  }
  const adapter = {
    ...azureAdapter,
    baseURL: `https://${place ?? 'region'}.tts.speech.microsoft.com`,
    authorize(key: string) {
      if (place !== undefined) return azureAdapter.authorize(key);
      throw missingRegion('set AZURE_SPEECH_REGION or SPEECH_REGION, or give region. Nothing was sent.');
    },
  };
  return createCloudProvider(adapter, options);
}

function missingRegion(what: string): ProviderError {
  return new ProviderError(`${azureAdapter.title}: ${what}`, {
    provider: azureAdapter.name,
    code: 'invalid-option',
  });
}

function regionOfEnvironment(): string | undefined {
  // In a browser there is no environment.
  if (typeof process === 'undefined') return undefined;
  return process.env.AZURE_SPEECH_REGION ?? process.env.SPEECH_REGION;
}
