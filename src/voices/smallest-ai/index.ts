import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { smallestAIAdapter } from './smallest-ai-adapter.ts';

/** Smallest AI’s Lightning voices; `lightning_v3.1_pro` is the usual model. */
export function createSmallestAI(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(smallestAIAdapter, options);
}
