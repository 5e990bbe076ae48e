import type { RawFormat } from '../../media/portable.ts';
import type { AdapterModel, SpeechAdapter } from '../cloud/adapter.ts';
import { checkCloudOptions } from '../cloud/check-cloud-options.ts';
import { systemPlatform } from '../cloud/clock.ts';
import { createCloudVoice } from '../cloud/cloud-voice.ts';
import { createGate } from '../cloud/gate.ts';
import { ProviderError } from '../cloud/provider-error.ts';
import type { CloudOptions, SpeechModel } from '../cloud/speech-model.ts';
import type { Voice } from '../voice.ts';
import { readAnswer, type Unsupported } from './ai-sdk-answer.ts';
import { createAiSdkClient } from './ai-sdk-client.ts';
import type { AiSdkSpeechModel } from './ai-sdk-types.ts';

export type FromAiSdkOptions = Omit<CloudOptions, 'apiKey' | 'baseURL' | 'fetch' | 'timeout'> & {
  /**
   * What stands before the slash of its voices' ids; default what stands before the first point of the model's
   * `provider`. Two servers of one kind need different names, or the cache would take one for the other.
   */
  readonly name?: string;
  /** Hz that its sound is brought to, 8,000 to 192,000; default 24,000. */
  readonly sampleRate?: number;
  /** BCP 47; default `['mul']`: many, and the model says which. */
  readonly languages?: readonly string[];
  /** Rates of speech that the model takes; others are stretched here. Default: all, until it warns that it cannot. */
  readonly speeds?: readonly [least: number, most: number];
  /** Takes direction in words. Default true: models that do not are expected to warn. */
  readonly instructions?: boolean;
  /** Reads marks in brackets, such as `[laughs]`, as directions. Default false. */
  readonly tags?: boolean;
  /**
   * The format that is asked for. Default `wav` of models that are known to have it, else the model's own, which is
   * mostly MP3.
   */
  readonly outputFormat?: string;
  /** What the bytes are where they do not say it themselves, as with the format `pcm`. */
  readonly raw?: RawFormat;
  /** Seconds to the whole answer; default 120. */
  readonly timeout?: number;
};

/** Providers of the AI SDK whose `outputFormat` may be `wav`; others send it on and are refused. */
const wavProviders = ['openai', 'azure-openai', 'azure', 'deepgram', 'hume', 'lmnt', 'groq'];

/**
 * A speech model of the AI SDK, of versions 2 to 4 of its specification, as one of ours. Limits hold over all voices
 * of what is returned: make it once and use it everywhere.
 */
export function fromAiSdk(model: AiSdkSpeechModel, options: FromAiSdkOptions = {}): SpeechModel {
  checkModel(model);
  const adapter = adapterFor(model, options);
  const { name, title, baseURL, models } = adapter;
  const fail = (what: string): never => {
    throw new ProviderError(`${title}: ${what}`, { provider: name, code: 'invalid-option' });
  };
  const [described = fail('there is no model.')] = models;
  const { sampleRate, languages, instructions = false } = described;
  if (!(Number.isInteger(sampleRate) && sampleRate >= 8000 && sampleRate <= 192_000))
    fail(`sampleRate is ${sampleRate}: give a whole number from 8000 to 192000.`);
  const { maxRetries, timeout, ...limits } = checkCloudOptions(adapter, { timeout: 120, ...options });
  const platform = systemPlatform;
  const gate = createGate({ ...limits, platform });
  const { headers = {}, mostCharacters, tags } = options;
  const client = createAiSdkClient({
    model,
    provider: name,
    title,
    headers,
    maxRetries,
    timeout,
    gate,
    platform,
  });
  const limit = mostCharacters === undefined ? {} : { mostCharacters };
  return {
    id: model.modelId,
    provider: name,
    languages,
    sampleRate,
    timed: false,
    ...limit,
    voice(voice): Voice {
      if (typeof voice !== 'string') return fail('a recording cannot stand for a voice here: give a name.');
      if (voice.trim() === '') return fail('the voice has no name.');
      const id = `${name}/${model.modelId}:${voice}`;
      const service = {
        provider: name,
        model: model.modelId,
        voice,
        baseURL,
        ...limit,
        ...(tags && { tags }),
      };
      const description = { id, name: voice, languages, sampleRate, timed: false, instructions, service };
      const how = { adapter, model: described, voice, description, mostCharacters, client, platform };
      const spoken = createCloudVoice(how);
      return {
        ...spoken,
        async *speak(request, { signal } = {}) {
          // An answer comes whole: eagerness would only take the retries from one that turns out to be no sound.
          const parts = spoken.speak({ ...request, eager: false }, signal === undefined ? {} : { signal });
          for await (const part of parts) {
            yield part;
            signal?.throwIfAborted();
          }
        },
      };
    },
  };
}

function adapterFor(model: AiSdkSpeechModel, options: FromAiSdkOptions): SpeechAdapter {
  const { name = model.provider.split('.')[0] ?? '', speeds = [0.25, 4], raw } = options;
  const unsupported: Unsupported = new Set();
  const outputFormat = options.outputFormat ?? (wavProviders.includes(name) ? 'wav' : undefined);
  const described: AdapterModel = {
    id: model.modelId,
    languages: options.languages ?? ['mul'],
    sampleRate: options.sampleRate ?? 24_000,
    timed: false,
    instructions: options.instructions ?? true,
    ...(options.tags === undefined ? {} : { tags: options.tags }),
    ...(raw === undefined ? {} : { raw }),
    get speeds() {
      return unsupported.has('speed') ? ([1, 1] as const) : speeds;
    },
  };
  return {
    name,
    title: `${name}’s ${model.modelId}, by the AI SDK`,
    keyVariables: [],
    // There is no address: this stands for one where two services are told apart.
    baseURL: `https://ai-sdk.invalid/${encodeURIComponent(model.provider)}`,
    models: [described],
    voices: [],
    otherVoices: true,
    authorize: () => ({}),
    arrangeOptions: (providerOptions) => (isEmpty(providerOptions) ? {} : { providerOptions }),
    speak: ({ text, voice, instructions, speed, language }) => ({
      path: '',
      body: {
        text,
        voice,
        ...(outputFormat === undefined ? {} : { outputFormat }),
        ...(instructions === undefined ? {} : { instructions }),
        ...(speed === undefined ? {} : { speed }),
        ...(language === undefined || unsupported.has('language') ? {} : { language }),
      },
    }),
    read: (reply, ask) => readAnswer(reply, ask, unsupported),
  };
}

function isEmpty(options: object): boolean {
  return Object.keys(options).length === 0;
}

function checkModel(model: unknown): void {
  const remedy = "give a speech model of the AI SDK, such as openai.speech('tts-1').";
  const fail = (what: string): never => {
    throw new ProviderError(`fromAiSdk: ${what}: ${remedy}`, { provider: 'ai-sdk', code: 'invalid-option' });
  };
  if (typeof model !== 'object' || model === null) fail(`the model is ${JSON.stringify(model)}`);
  else if (!('doGenerate' in model && typeof model.doGenerate === 'function'))
    fail('the model has no doGenerate');
  else if (!('provider' in model && typeof model.provider === 'string' && 'modelId' in model))
    fail('the model does not say its provider and modelId');
  else if (
    !('specificationVersion' in model && ['v2', 'v3', 'v4'].includes(String(model.specificationVersion)))
  )
    fail('the model is not of the versions v2 to v4');
}
