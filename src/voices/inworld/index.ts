import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { inworldAdapter } from './inworld-adapter.ts';

/** Inworld’s voices, with the time of each word; `inworld-tts-2` is the usual model. */
export function createInworld(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(inworldAdapter, options);
}
