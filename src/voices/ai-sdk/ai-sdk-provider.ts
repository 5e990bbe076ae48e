import { resample } from '../../dsp/index.ts';
import { type AudioFormat, encodeAudio } from '../../media/index.ts';
import { createCatalogue, openEmbeddedVoices, type VoiceCatalogue } from '../catalogue.ts';
import type { CloudOptions, CloudProvider } from '../cloud/speech-model.ts';
import { openProvider, providerNames } from '../registry.ts';
import { collectSpeech, type Speech } from '../speech.ts';
import type { SpeechRequest, Voice, VoiceProvider } from '../voice.ts';
import { VoiceError } from '../voice-error.ts';
import type { AiSdkSpeechCall, AiSdkValue } from './ai-sdk-types.ts';

export type AiSdkProviderOptions = {
  /** Where voices are looked up, besides services; they stay the caller's. Default: the embedded voices. */
  readonly providers?: readonly VoiceProvider[];
  /** How services are reached, by provider: `{ openai: { apiKey } }`. Default: by the environment. */
  readonly connections?: Readonly<Record<string, CloudOptions>>;
};

/** Duologue's voices as the AI SDK asks for them, version 3 of its specification, by shape. It owns embedded voices. */
export interface DuologueAiSdkProvider extends AsyncDisposable {
  readonly specificationVersion: 'v3';
  /**
   * A voice by its whole id, such as `flite/slt` or `openai/tts-1:alloy`; or a provider, with or without a model, such
   * as `flite` or `openai/tts-1`, where each call names the voice.
   */
  speechModel(id: string): DuologueAiSdkModel;
  /** The same. */
  speech(id: string): DuologueAiSdkModel;
  /** These throw: there are voices alone. */
  languageModel(id: string): never;
  embeddingModel(id: string): never;
  imageModel(id: string): never;
}

export interface DuologueAiSdkModel {
  readonly specificationVersion: 'v3';
  readonly provider: 'duologue.speech';
  readonly modelId: string;
  doGenerate(options: AiSdkSpeechCall): Promise<DuologueAiSdkAnswer>;
}

export type DuologueAiSdkAnswer = {
  audio: Uint8Array;
  warnings: (
    | { type: 'unsupported'; feature: string; details?: string }
    | { type: 'other'; message: string }
  )[];
  response: { timestamp: Date; modelId: string; headers?: Record<string, string> };
  /** Under `duologue`: the voice's id, `sampleRate` and `duration`, and the words with their times in seconds. */
  providerMetadata: Record<string, Record<string, AiSdkValue>>;
};

/** Duologue as a speech provider of the AI SDK. Nothing is opened or asked before the first call. */
export function createAiSdkProvider({
  providers,
  connections = {},
}: AiSdkProviderOptions = {}): DuologueAiSdkProvider {
  const services = new Map<string, Promise<CloudProvider>>();
  let opened: Promise<VoiceCatalogue> | undefined;
  const catalogue = (): Promise<VoiceCatalogue> => {
    opened ??= providers === undefined ? openEmbeddedVoices() : Promise.resolve(createCatalogue(providers));
    return opened;
  };
  const service = (name: string): Promise<CloudProvider> => {
    const known = services.get(name) ?? openProvider(name, connections[name]);
    services.set(name, known);
    return known;
  };
  const find = async (id: string, voice: string | undefined): Promise<Voice> => {
    const [, name = id, rest] = /^([^/]+)\/(.+)$/s.exec(id) ?? [];
    const given = providers?.some((provider) => provider.name === name) ?? false;
    if (!given && providerNames.includes(name)) return ofService(await service(name), rest, voice, id);
    return (await catalogue()).find(voice === undefined ? id : `${name}/${voice}`);
  };
  const speechModel = (modelId: string): DuologueAiSdkModel => ({
    specificationVersion: 'v3',
    provider: 'duologue.speech',
    modelId,
    doGenerate: async (call) => answer(await find(modelId, call.voice), modelId, call),
  });
  return {
    specificationVersion: 'v3',
    speechModel,
    speech: speechModel,
    languageModel: (id) => refuse('language', id),
    embeddingModel: (id) => refuse('embedding', id),
    imageModel: (id) => refuse('image', id),
    async [Symbol.asyncDispose]() {
      if (providers !== undefined) return;
      const own = await opened?.catch(() => undefined);
      await own?.[Symbol.asyncDispose]();
    },
  };
}

function refuse(kind: string, id: string): never {
  throw new VoiceError(`Duologue has voices and no ${kind} models: there is no ${JSON.stringify(id)}.`);
}

/** A voice that the call names goes before the one in the id. */
function ofService(
  provider: CloudProvider,
  rest: string | undefined,
  voice: string | undefined,
  id: string,
): Voice {
  const [, model = rest] = /^([^:]+):(.+)$/s.exec(rest ?? '') ?? [];
  if (voice !== undefined) return provider(model).voice(voice);
  if (rest !== undefined) return provider.voice(rest);
  throw new VoiceError(
    `${JSON.stringify(id)} is no voice: name one in the call, or write ${id}/model:voice.`,
  );
}

type Warnings = DuologueAiSdkAnswer['warnings'];

async function answer(voice: Voice, modelId: string, call: AiSdkSpeechCall): Promise<DuologueAiSdkAnswer> {
  const timestamp = new Date();
  const warnings: Warnings = [];
  const format = formatOf(call.outputFormat, warnings);
  const sampleRate = rateOf(voice, call);
  const { abortSignal } = call;
  const how = abortSignal === undefined ? {} : { signal: abortSignal };
  const speech = await collectSpeech(voice, requestOf(voice, call), how);
  warnings.push(...speech.warnings.map((message) => ({ type: 'other' as const, message })));
  const [first] = speech.answers ?? [];
  return {
    audio: await encode(speech, format, sampleRate),
    warnings,
    response: {
      timestamp,
      modelId,
      ...(first?.requestId === undefined ? {} : { headers: { 'x-request-id': first.requestId } }),
    },
    providerMetadata: {
      duologue: {
        voice: voice.id,
        sampleRate,
        duration: speech.audio.samples.length / speech.audio.sampleRate,
        words: speech.words.map(({ text, start, end }) => ({ text, start, end })),
      },
    },
  };
}

function rateOf(voice: Voice, { providerOptions = {} }: AiSdkSpeechCall): number {
  const { sampleRate = voice.sampleRate } = providerOptions['duologue'] ?? {};
  if (
    Number.isInteger(sampleRate) &&
    typeof sampleRate === 'number' &&
    sampleRate >= 8000 &&
    sampleRate <= 192_000
  )
    return sampleRate;
  const given = JSON.stringify(sampleRate);
  throw new VoiceError(
    `providerOptions.duologue.sampleRate is ${given}: give a whole number from 8000 to 192000.`,
    { voice: voice.id },
  );
}

function requestOf(
  voice: Voice,
  { text, speed, language, instructions, providerOptions = {} }: AiSdkSpeechCall,
): SpeechRequest {
  const { seed } = providerOptions['duologue'] ?? {};
  const vendors = voice.service === undefined ? undefined : providerOptions[voice.service.provider];
  return {
    text,
    ...(speed === undefined ? {} : { speed }),
    // In the AI SDK, `auto` leaves it to the model.
    ...(language === undefined || language === 'auto' ? {} : { language }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(typeof seed === 'string' || typeof seed === 'number' ? { seed: String(seed) } : {}),
    ...(vendors === undefined ? {} : { providerOptions: vendors }),
  };
}

const formats: Readonly<Record<string, AudioFormat>> = {
  wav: 'wav',
  mp3: 'mp3',
  opus: 'ogg-opus',
  ogg: 'ogg-opus',
  'ogg-opus': 'ogg-opus',
  flac: 'flac',
  pcm: 'pcm',
};

function formatOf(asked: string | undefined, warnings: Warnings): AudioFormat {
  if (asked === undefined) return 'wav';
  const format = Object.hasOwn(formats, asked) ? formats[asked] : undefined;
  if (format !== undefined) return format;
  const details = `${JSON.stringify(asked)} cannot be written: it is WAV. There are ${Object.keys(formats).join(', ')}.`;
  warnings.push({ type: 'unsupported', feature: 'outputFormat', details });
  return 'wav';
}

/** Nothing at all where nothing was said: the AI SDK makes an error of it. */
async function encode({ audio }: Speech, format: AudioFormat, sampleRate: number): Promise<Uint8Array> {
  if (audio.samples.length === 0) return new Uint8Array(0);
  const { samples } = audio.sampleRate === sampleRate ? audio : resample(audio, sampleRate);
  return encodeAudio({ channels: [samples], sampleRate }, { format });
}
