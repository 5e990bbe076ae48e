import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { gradiumAdapter } from './gradium-adapter.ts';

export type GradiumOptions = CloudOptions & {
  /** Where the servers are; default: the nearest. */
  readonly region?: 'eu' | 'us';
};

/** Gradium's voices, by name or id; words are timed by the vendor. */
export function createGradium({ region, ...options }: GradiumOptions = {}): CloudProvider {
  if (region !== undefined && region !== 'eu' && region !== 'us') {
    throw new ProviderError(`Gradium: region is ${JSON.stringify(region)}: give eu or us.`, {
      provider: gradiumAdapter.name,
      code: 'invalid-option',
    });
  }
  const baseURL = region === undefined ? gradiumAdapter.baseURL : `https://${region}.api.gradium.ai/api`;
  return createCloudProvider({ ...gradiumAdapter, baseURL }, options);
}
