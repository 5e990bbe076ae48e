import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { mistralAdapter } from './mistral-adapter.ts';

/** Mistral's Voxtral. The key is in `MISTRAL_API_KEY`. A recording may stand for a voice: `{ audio: bytes }`. */
export function createMistral(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(mistralAdapter, options);
}
