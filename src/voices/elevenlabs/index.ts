import { createCloudProvider } from '../cloud/create-cloud-provider.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { type ElevenLabsSampleRate, elevenLabsAdapter } from './elevenlabs-adapter.ts';

export type { ElevenLabsSampleRate } from './elevenlabs-adapter.ts';
export {
  createElevenLabsAligner,
  createElevenLabsTranscriber,
  type ElevenLabsTranscriberOptions,
} from './elevenlabs-listening.ts';

export type ElevenLabsOptions = CloudOptions & {
  /** Hz of the sound that is asked for, raw; default 48,000. 44,100 is for Pro plans and above. */
  readonly sampleRate?: ElevenLabsSampleRate;
};

/** ElevenLabs’ voices, with the time of every character. `eleven_v3` and `eleven_v4` speak whole dialogues. */
export function createElevenLabs({ sampleRate = 48_000, ...options }: ElevenLabsOptions = {}): CloudProvider {
  return createCloudProvider(elevenLabsAdapter(sampleRate), options);
}
