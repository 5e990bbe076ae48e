import {
  type CloudOptions,
  type PronunciationRule,
  type SpeechModel,
  type SpeechRequest,
  type Voice,
  VoiceError,
  type VoiceProvider,
  type VoiceReference,
  withoutTags,
} from '../voices/index.ts';
import { checkProviderOptions, resolvePronunciations } from './check-options.ts';
import { createVoiceFinder, type VoiceChoice } from './find-voice.ts';
import { GenerateError } from './generate-error.ts';
import { checkOptionNames } from './option-names.ts';
import type { ConversationOptions, EncodingOptions } from './options.ts';
import type { SpeechSdkOptions } from './speech-sdk-options.ts';
import { UnknownModelError } from './unknown-provider-error.ts';
import { openVoiceLookup, type VoiceLookup } from './voice-lookup.ts';

/** One utterance of one voice. */
export type SpeechOptions = Pick<
  SpeechSdkOptions,
  | 'apiKey'
  | 'headers'
  | 'maxRetries'
  | 'maxInputChars'
  | 'speed'
  | 'instructions'
  | 'providerOptions'
  | 'abortSignal'
> &
  Pick<ConversationOptions, 'connections' | 'pronunciations' | 'cache'> & {
    readonly text: string;
    /** As in a turn of `generateConversation`. */
    readonly voice: VoiceReference | Voice;
    /** `provider/model`, a provider alone, or a model ready for use. */
    readonly model?: string | SpeechModel;
    /** BCP 47. Default: the voice's own. */
    readonly language?: string;
    /** Where voices are looked up, besides services. Default: the embedded ones. */
    readonly providers?: readonly VoiceProvider[];
    readonly output?: Omit<EncodingOptions, 'layout'> & {
      /** Hz, 8,000 to 192,000. Default: the voice's own. */
      readonly sampleRate?: number;
    };
    /** Requests at once where a long text takes several, 1 to 256; default 6. */
    readonly maxConcurrency?: number;
    readonly signal?: AbortSignal;
  };

/** The options, checked before anything is asked. */
export type ResolvedSpeech = {
  readonly choice: VoiceChoice;
  readonly shared: CloudOptions;
  readonly pronunciations: readonly PronunciationRule[];
  readonly signal: AbortSignal | undefined;
};

export function checkSpeechOptions(
  options: SpeechOptions,
  names: Readonly<Record<string, true>>,
): ResolvedSpeech {
  if (typeof options !== 'object' || options === null) fail('text', 'give at least a text and a voice.');
  checkOptionNames(options, names);
  const { text, voice, model, speed, instructions, output = {}, signal, abortSignal } = options;
  if (typeof text !== 'string' || text.trim() === '') fail('text', 'give a text to say.');
  if (voice === undefined || voice === null) fail('voice', 'say who speaks: give a voice.');
  if (speed !== undefined && !(speed >= 0.5 && speed <= 2))
    fail('speed', 'give a rate of speech from .5 to 2.');
  if (instructions !== undefined && typeof instructions !== 'string') fail('instructions', 'give a text.');
  const { sampleRate } = output;
  if (
    sampleRate !== undefined &&
    !(Number.isInteger(sampleRate) && sampleRate >= 8000 && sampleRate <= 192_000)
  ) {
    fail('output.sampleRate', 'give a whole number from 8000 to 192000.');
  }
  if (signal !== undefined && abortSignal !== undefined)
    fail('abortSignal', 'signal says the same: give one of them.');
  const { apiKey, headers, maxRetries, maxInputChars, maxConcurrency, providerOptions } = options;
  if (providerOptions !== undefined) checkProviderOptions('providerOptions', providerOptions);
  return {
    choice: { voice, model },
    pronunciations: resolvePronunciations(options.pronunciations ?? {}),
    shared: {
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(headers === undefined ? {} : { headers }),
      ...(maxRetries === undefined ? {} : { maxRetries }),
      ...(maxInputChars === undefined ? {} : { mostCharacters: maxInputChars }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    },
    signal: signal ?? abortSignal,
  };
}

function fail(field: string, remedy: string): never {
  throw new GenerateError(`${field}: ${remedy}`, { field });
}

/** Has to be open while the voice speaks. */
export function openSpeechLookup(options: SpeechOptions, { shared }: ResolvedSpeech): VoiceLookup {
  return openVoiceLookup({
    providers: options.providers,
    connections: options.connections,
    shared,
    workers: 1,
  });
}

export async function findSpeaker(lookup: VoiceLookup, { choice, signal }: ResolvedSpeech): Promise<Voice> {
  signal?.throwIfAborted();
  try {
    return await createVoiceFinder(lookup)(choice);
  } catch (cause) {
    if (!(cause instanceof VoiceError)) throw cause;
    const field = cause instanceof UnknownModelError ? 'model' : 'voice';
    throw new GenerateError(`${field}: ${cause.message}`, { field, provider: cause.provider, cause });
  }
}

/** Marks such as `[laugh]` go to models that read them; others would read them aloud. */
export function speechRequest(
  options: SpeechOptions,
  { id, service }: Voice,
): { readonly request: SpeechRequest; readonly warnings: readonly string[] } {
  const { language, speed, instructions, providerOptions } = options;
  const marks = service?.tags === true ? [] : [...options.text.matchAll(/\[[^[\]]*\]/g)].map(String);
  const text = marks.length === 0 ? options.text : withoutTags(options.text).replaceAll(/ {2,}/g, ' ').trim();
  if (text === '') fail('text', `${id} does not read marks in brackets, and there is nothing else to say.`);
  return {
    request: {
      text,
      ...(language === undefined ? {} : { language }),
      ...(speed === undefined ? {} : { speed }),
      ...(instructions === undefined ? {} : { instructions }),
      ...(providerOptions === undefined ? {} : { providerOptions }),
    },
    warnings:
      marks.length === 0 ? [] : [`${id} does not read marks in brackets: ${marks.join(', ')} are left out.`],
  };
}

export function bitrateOf({ bitrate }: Pick<EncodingOptions, 'bitrate'>): Pick<EncodingOptions, 'bitrate'> {
  return bitrate === undefined ? {} : { bitrate: toBits(bitrate) };
}

/** Speech SDKs give the bitrate of MP3 in kilobits. */
export function toBits(bitrate: number): number {
  return bitrate < 1000 ? bitrate * 1000 : bitrate;
}
