import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { falAdapter } from './fal-adapter.ts';

/**
 * Open models on fal: F5, Orpheus, Kokoro, and any other by its id. The key is in `FAL_API_KEY` or `FAL_KEY`. For F5 a
 * recording stands for the voice: `{ url }` or `{ audio: bytes }`, with its `text` where you have it.
 */
export function createFal(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(falAdapter, options);
}
