import {
  isProviderName,
  type SpeechModel,
  type Voice,
  VoiceError,
  type VoiceReference,
} from '../voices/index.ts';
import type { VoiceLookup } from './voice-lookup.ts';

/** Whose voice is wanted, as users of speech SDKs say it. */
export type VoiceChoice = {
  readonly voice: VoiceReference | Voice;
  readonly model?: string | SpeechModel | undefined;
};

/** Finds voices, each once: the same choice is the same voice. */
export function createVoiceFinder(
  lookUp: Pick<VoiceLookup, 'find' | 'provider'>,
): (choice: VoiceChoice) => Promise<Voice> {
  const named = new Map<string, Promise<Voice>>();
  const ofModels = new Map<SpeechModel, Map<string, Voice>>();
  const remember = (key: string, find: () => Promise<Voice>): Promise<Voice> => {
    const found = named.get(key) ?? find();
    named.set(key, found);
    return found;
  };
  return async ({ voice, model }) => {
    if (typeof voice === 'object' && 'speak' in voice) return voice;
    if (model === undefined) {
      if (typeof voice === 'string') return remember(voice, () => lookUp.find(voice));
      throw new VoiceError('a recording stands for a voice only with a model that takes one: give a model.');
    }
    if (typeof model === 'string')
      return remember(JSON.stringify([model, voice]), () => ofName(model, voice, lookUp));
    const voices = ofModels.get(model) ?? new Map<string, Voice>();
    ofModels.set(model, voices);
    const key = JSON.stringify(voice);
    const found = voices.get(key) ?? model.voice(voice);
    voices.set(key, found);
    return found;
  };
}

async function ofName(
  model: string,
  voice: VoiceReference,
  lookUp: Pick<VoiceLookup, 'find' | 'provider'>,
): Promise<Voice> {
  const [, name = model, id] = /^([^/]+)\/(.+)$/s.exec(model) ?? [];
  // The embedded voices have no models.
  if (typeof voice === 'string' && !isProviderName(name)) return lookUp.find(`${name}/${voice}`);
  return (await lookUp.provider(name))(id).voice(voice);
}
