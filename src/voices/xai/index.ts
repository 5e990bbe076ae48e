import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { xaiAdapter } from './xai-adapter.ts';

/** xAI's Grok voices. The key is in `XAI_API_KEY`. */
export function createXai(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(xaiAdapter, options);
}
