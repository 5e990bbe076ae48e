import { suggest } from '../timeline/index.ts';
import {
  isProviderName,
  type SpeechModel,
  UnknownVoiceError,
  type Voice,
  VoiceError,
  type VoiceReference,
} from '../voices/index.ts';
import { UnknownModelError, UnknownProviderError } from './unknown-provider-error.ts';
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
  const known = new Map<string | SpeechModel | undefined, Map<string | Uint8Array, Promise<Voice>>>();
  const remember = (
    { voice, model }: { readonly voice: VoiceReference; readonly model?: VoiceChoice['model'] },
    find: () => Promise<Voice>,
  ): Promise<Voice> => {
    const voices = known.get(model) ?? new Map<string | Uint8Array, Promise<Voice>>();
    known.set(model, voices);
    const found = voices.get(identityOf(voice)) ?? find();
    voices.set(identityOf(voice), found);
    return found;
  };
  return async ({ voice, model }) => {
    if (typeof voice !== 'string' && (typeof voice !== 'object' || voice === null)) {
      throw new VoiceError('a voice is a name, a recording, or a Voice.');
    }
    if (typeof voice === 'object' && 'speak' in voice) return voice;
    if (model === undefined) {
      if (typeof voice === 'string') return remember({ voice }, () => withoutModel(voice, lookUp));
      throw new VoiceError('a recording stands for a voice only with a model that takes one: give a model.');
    }
    return remember({ voice, model }, async () =>
      typeof model === 'string' ? ofName(model, voice, lookUp) : model.voice(voice),
    );
  };
}

/** The same recording is the same memory, or the same text: none is read for it, however many turns it speaks. */
function identityOf(voice: VoiceReference): string | Uint8Array {
  if (typeof voice === 'string') return `name ${voice}`;
  return 'url' in voice ? `url ${voice.url}` : voice.audio;
}

/** A name alone is mostly one of a service, whose model was forgotten. */
async function withoutModel(voice: string, lookUp: Pick<VoiceLookup, 'find'>): Promise<Voice> {
  try {
    return await lookUp.find(voice);
  } catch (cause) {
    if (!(cause instanceof UnknownVoiceError) || voice.includes('/')) throw cause;
    const nearest = cause.nearest.map((id) => [id.slice(id.indexOf('/') + 1), id] as const);
    const near = new Map(nearest).get(suggest(voice, new Map(nearest).keys()) ?? '');
    const hint = near === undefined ? '' : ` Or did you mean "${near}"?`;
    throw new VoiceError(
      `there is no embedded voice "${voice}", and no model is given: give a model such as openai/tts-1, or a whole id such as openai/tts-1:${voice}.${hint}`,
      { cause },
    );
  }
}

async function ofName(
  model: string,
  voice: VoiceReference,
  lookUp: Pick<VoiceLookup, 'find' | 'provider'>,
): Promise<Voice> {
  const [, name = model, id] = /^([^/]+)\/(.+)$/s.exec(model) ?? [];
  // The embedded voices have no models.
  if (typeof voice === 'string' && !isProviderName(name)) {
    try {
      return await lookUp.find(`${name}/${voice}`);
    } catch (cause) {
      throw cause instanceof UnknownProviderError ? new UnknownModelError(model, cause) : cause;
    }
  }
  return (await lookUp.provider(name))(id).voice(voice);
}
