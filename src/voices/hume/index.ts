import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { type HumeVoiceOwner, humeAdapter } from './hume-adapter.ts';

export type { HumeVoiceOwner } from './hume-adapter.ts';

export type HumeOptions = CloudOptions & {
  /** Whose voices names stand for; default `HUME_AI`, the library that is everybody's. */
  readonly voiceOwner?: HumeVoiceOwner;
};

/** Hume's Octave: `octave-2` times its words, `octave-1` takes acting instructions; both speak whole dialogues. */
export function createHume({ voiceOwner = 'HUME_AI', ...options }: HumeOptions = {}): CloudProvider {
  return createCloudProvider(humeAdapter(voiceOwner), options);
}
