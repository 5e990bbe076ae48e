import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { deepgramAdapter } from './deepgram-adapter.ts';

export { createDeepgramTranscriber, type DeepgramTranscriberOptions } from './deepgram-transcriber.ts';

/**
 * Deepgram’s Aura-2 (the usual model) and Flux voices: `createDeepgram()('aura-2').voice('thalia-en')`. The whole
 * name, `aura-2-thalia-en`, names a voice, too.
 */
export function createDeepgram(options: CloudOptions = {}): CloudProvider {
  return createCloudProvider(deepgramAdapter, options);
}
