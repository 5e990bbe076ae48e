import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { fishAudioAdapter } from './fish-audio-adapter.ts';

/** Fish Audio's voices, each by its id or by a recording in the request; words are timed by the vendor. */
export function createFishAudio(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(fishAudioAdapter, options);
}
