import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { speechifyAdapter } from './speechify-adapter.ts';

/** Speechify's voices, each by its id; words are timed by the vendor. */
export function createSpeechify(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(speechifyAdapter, options);
}
