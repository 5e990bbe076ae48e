import { createOpenAI as createOpenAIOfAiSdk } from '@ai-sdk/openai';
import type { ProviderV3, SpeechModelV2, SpeechModelV3 } from '@ai-sdk/provider';
import { APICallError } from '@ai-sdk/provider';
import { experimental_generateSpeech as generateSpeechOfAiSdk } from 'ai';
import { generateConversation } from 'duologue';
import { decodeAudio, sniffAudio } from 'duologue/media';
import { type CloudOptions, collectSpeech, ProviderError } from 'duologue/voices';
import {
  type AiSdkSpeechCall,
  type AiSdkSpeechModel,
  createAiSdkProvider,
  fromAiSdk,
} from 'duologue/voices/ai-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

/** The AI SDK's own OpenAI package behind our seam, dressed as a provider for the suite. */
function createByAiSdk({ apiKey, baseURL, fetch, ...options }: CloudOptions) {
  const openai = createOpenAIOfAiSdk({
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  const models = new Map<string, ReturnType<typeof fromAiSdk>>();
  const modelOf = (id = 'tts-1') => {
    const model = models.get(id) ?? fromAiSdk(openai.speech(id), options);
    models.set(id, model);
    return model;
  };
  const provider = {
    voices: [],
    models: [],
    voice: (name: string) => modelOf().voice(name),
    cloneVoice: refuse,
    designVoice: refuse,
    async [Symbol.asyncDispose]() {},
  };
  const callable = Object.defineProperty((id?: string) => modelOf(id), 'name', { value: 'openai' });
  return Object.assign(callable, provider);
}

async function refuse(): Promise<never> {
  throw new ProviderError('There is no such call.', { provider: 'openai', code: 'invalid-option' });
}

providerContract({
  name: 'a model of the AI SDK',
  create: createByAiSdk,
  startServer: () => startOpenAIServer(),
  basePath: '/v1',
  key: openaiKey,
  keyVariables: ['OPENAI_API_KEY'],
  // The package looks for it when it is asked.
  keyOptional: true,
  model: 'tts-1',
  voice: 'alloy',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: {
    reply: {
      status: 400,
      body: { error: { message: 'Input is empty.', type: 'invalid_request_error', param: null, code: null } },
    },
    says: 'Input is empty.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'input')),
});

const text = 'Hello there. This is a test of the voice, and it takes a while to say it all.';
type Answer = Awaited<ReturnType<AiSdkSpeechModel['doGenerate']>>;

/** A model that answers with real speech in a file of that kind, and notes its calls. */
async function recorded(answer: Partial<Answer> = {}, format: 'wav' | 'mp3' | 'flac' = 'wav') {
  const { audio } = await say(text);
  const bytes = await toFile(audio, format, 24_000);
  const calls: AiSdkSpeechCall[] = [];
  const response = { timestamp: new Date(0), modelId: 'one', headers: { 'x-request-id': 'r1' } };
  const model = {
    specificationVersion: 'v3',
    provider: 'acme.speech',
    modelId: 'one',
    async doGenerate(call: AiSdkSpeechCall) {
      calls.push(call);
      return { audio: bytes, warnings: [], response, ...answer };
    },
  } as const;
  return { model, calls, bytes, seconds: audio.samples.length / audio.sampleRate };
}

/** Compiles: that is all. */
function ofEither(two: SpeechModelV2, three: SpeechModelV3): AiSdkSpeechModel[] {
  return [two, three];
}

describe('a speech model of the AI SDK', () => {
  test('versions 2, 3 and 4 are taken, base64 too, whatever the file', async () => {
    for (const [specificationVersion, format] of [
      ['v2', 'mp3'],
      ['v3', 'wav'],
      ['v4', 'flac'],
    ] as const) {
      const { model, bytes, seconds } = await recorded({}, format);
      const audio = Buffer.from(bytes).toString('base64');
      const response = { timestamp: new Date(0), modelId: 'one' };
      const doGenerate = async () => ({ audio, warnings: [], response });
      const speech = await collectSpeech(
        fromAiSdk({ ...model, specificationVersion, doGenerate }).voice('x'),
        { text },
      );
      expect(speech.warnings).toEqual([]);
      expect(Math.abs(speech.audio.samples.length / 24_000 - seconds)).toBeLessThan(0.05);
    }
  });

  test('the types of the AI SDK fit', () => {
    const duologue: Pick<
      ProviderV3,
      'specificationVersion' | 'speechModel' | 'languageModel' | 'embeddingModel' | 'imageModel'
    > = createAiSdkProvider();
    const speech: SpeechModelV3 | undefined = duologue.speechModel?.('flite/slt');
    expect([ofEither.length, speech?.specificationVersion]).toEqual([2, 'v3']);
  });

  test('asks for what was asked, by the names of the AI SDK', async () => {
    const { model, calls } = await recorded({ providerMetadata: { acme: { seed: 4 } } });
    const voice = fromAiSdk(model, { headers: { 'x-team': 'a' }, sampleRate: 16_000 }).voice('Rosa');
    expect(voice).toMatchObject({ id: 'acme/one:Rosa', timed: false, sampleRate: 16_000 });
    const { answers, audio } = await collectSpeech(voice, {
      text,
      instructions: 'calm',
      speed: 1.2,
      language: 'en',
      providerOptions: { acme: { style: 'warm' } },
    });
    expect(audio.sampleRate).toBe(16_000);
    expect(calls).toEqual([
      {
        text,
        voice: 'Rosa',
        instructions: 'calm',
        speed: 1.2,
        language: 'en',
        providerOptions: { acme: { style: 'warm' } },
        headers: { 'x-team': 'a' },
        abortSignal: expect.any(AbortSignal),
      },
    ]);
    expect(answers?.[0]).toMatchObject({ requestId: 'r1', metadata: { acme: { seed: 4 } } });
  });

  test('passes warnings on, stretches what the model cannot speed up, and asks no more for what it lacks', async () => {
    const warnings = [
      { type: 'unsupported', feature: 'speed' },
      { type: 'unsupported', feature: 'outputFormat', details: 'mp3 instead' },
      { type: 'unsupported', feature: 'language', details: 'no language' },
      { type: 'other', message: 'a slow day' },
    ];
    const { model, calls, seconds } = await recorded({ warnings });
    const voice = fromAiSdk(model, { outputFormat: 'wav' }).voice('Rosa');
    for (const round of [1, 2]) {
      const speech = await collectSpeech(voice, { text, speed: 1.25, language: 'de' });
      expect(speech.audio.samples.length / 24_000).toBeCloseTo(seconds / 1.25, 1);
      expect(speech.warnings).toEqual(
        round === 1 ? ['one: no language', 'one: a slow day'] : ['one: a slow day'],
      );
    }
    expect(calls.map(({ speed, language }) => [speed, language])).toEqual([
      [1.25, 'de'],
      [undefined, undefined],
    ]);
  });

  test('says nothing of a language that nobody asked for', async () => {
    const { model, calls } = await recorded({ warnings: [{ type: 'unsupported', feature: 'language' }] });
    const turns = [{ model: fromAiSdk(model), voice: 'Rosa', text }];
    expect((await generateConversation({ turns })).warnings).toEqual([]);
    const { warnings } = await generateConversation({ turns, language: 'de' });
    expect(warnings).toEqual([expect.stringContaining('it does not take language')]);
    expect(calls.map(({ language }) => language)).toEqual(['en', 'de']);
  });

  test('errors are told by their fields, and keep their cause', async () => {
    const { model } = await recorded();
    const call = { message: 'no', url: 'https://x', requestBodyValues: {} };
    const cases = [
      [
        new APICallError({ ...call, statusCode: 503 }),
        { code: 'server-failed', retryable: true, status: 503 },
      ],
      [new APICallError({ ...call, statusCode: 404 }), { code: 'rejected', retryable: false, status: 404 }],
      [new APICallError({ ...call, isRetryable: true }), { code: 'network', retryable: true }],
      [
        Object.assign(new Error('No key.'), { name: 'AI_LoadAPIKeyError' }),
        { code: 'missing-key', retryable: false },
      ],
      [new TypeError('a bug'), { code: 'rejected', retryable: false }],
    ] as const;
    for (const [cause, wanted] of cases) {
      const doGenerate = () => Promise.reject(cause);
      const voice = fromAiSdk({ ...model, doGenerate }, { maxRetries: 0 }).voice('x');
      const error = await collectSpeech(voice, { text }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ ...wanted, provider: 'acme', cause });
    }
  });

  test('a model that ignores its signal is left within .2 s', async () => {
    const { model } = await recorded();
    const controller = new AbortController();
    const reason = new Error('enough');
    let aborted = Number.NaN;
    const doGenerate = (): Promise<never> => {
      aborted = performance.now();
      controller.abort(reason);
      return new Promise(() => {});
    };
    const voice = fromAiSdk({ ...model, doGenerate }).voice('x');
    const work = collectSpeech(voice, { text }, { signal: controller.signal });
    await expect(work).rejects.toBe(reason);
    expect(performance.now() - aborted).toBeLessThan(200);
  });

  test('what is no model, or no option, is refused before anything is asked', async () => {
    const { model, calls } = await recorded();
    // @ts-expect-error The AI SDK takes a text for its gateway.
    expect(() => fromAiSdk('openai/tts-1')).toThrow(/openai\.speech/);
    expect(() => fromAiSdk({ ...model, specificationVersion: 'v1' })).toThrow(/v2 to v4/);
    expect(() => fromAiSdk(model, { sampleRate: Number.NaN })).toThrow(/sampleRate/);
    expect(() => fromAiSdk(model, { maxConcurrency: 0 })).toThrow(/maxConcurrency/);
    expect(() => fromAiSdk(model).voice(' ')).toThrow(ProviderError);
    await expect(
      collectSpeech(fromAiSdk(model).voice('x'), { text, providerOptions: { style: 'warm' } }),
    ).rejects.toThrow(/by provider/);
    expect(calls).toHaveLength(0);
  });

  test('speaks turns of a conversation, beside voices of this machine', async () => {
    const { model, calls } = await recorded();
    const acme = fromAiSdk(model);
    const { timeline, metadata, audio } = await generateConversation({
      turns: [
        { model: acme, voice: 'Rosa', text },
        { voice: 'flite/rms', text: 'Is it?' },
        { model: acme, voice: 'Rosa', text },
      ],
      output: { format: 'mp3' },
    });
    expect(calls).toHaveLength(1);
    expect(timeline.speakers).toHaveLength(2);
    expect(metadata.path).toBe('stitch');
    expect(sniffAudio(audio.uint8Array).kind).toBe('mp3');
  });
});

describe('Duologue as a provider of the AI SDK', () => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  const duologue = createAiSdkProvider();
  let server: VendorServer;
  beforeAll(async () => {
    server = await startOpenAIServer();
  });
  afterEach(() => server.clear());
  afterAll(async () => {
    await duologue[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test('an embedded voice speaks, with its words and their times', async () => {
    const { audio, warnings, providerMetadata } = await generateSpeechOfAiSdk({
      model: duologue.speech('flite/slt'),
      text,
      speed: 1.2,
    });
    const decoded = await decodeAudio(audio.uint8Array);
    expect([audio.mediaType, audio.format, warnings]).toEqual(['audio/wav', 'wav', []]);
    expect(decoded.sampleRate).toBe(16_000);
    expect(providerMetadata['duologue']).toMatchObject({ voice: 'flite/slt', sampleRate: 16_000 });
    expect(providerMetadata['duologue']?.['words']).toContainEqual(
      expect.objectContaining({ text: 'Hello' }),
    );
  });

  test('the call may name the voice; every format is written, and what is none is a warning', async () => {
    for (const [outputFormat, kind] of [
      ['mp3', 'mp3'],
      ['opus', 'ogg-opus'],
      ['flac', 'flac'],
      ['aac', 'wav'],
    ] as const) {
      const { audio, warnings } = await generateSpeechOfAiSdk({
        model: duologue.speech('flite'),
        voice: 'rms',
        text: 'Yes.',
        outputFormat,
      });
      expect(sniffAudio(audio.uint8Array).kind).toBe(kind);
      expect(warnings).toHaveLength(outputFormat === 'aac' ? 1 : 0);
    }
    const call = { text: 'Yes.', outputFormat: 'pcm', providerOptions: { duologue: { sampleRate: 8000 } } };
    const { audio, providerMetadata } = await duologue.speechModel('flite/rms').doGenerate(call);
    const seconds = Number(providerMetadata['duologue']?.['duration']);
    expect(audio.length / 16_000).toBeCloseTo(seconds, 2);
  });

  test('a service’s voice speaks by either way of naming it, with options of its own', async () => {
    await using own = createAiSdkProvider({
      connections: { openai: { apiKey: openaiKey, baseURL: `${server.url}/v1` } },
    });
    const providerOptions = { openai: { stream_format: 'audio' } };
    const whole = own.speech('openai/tts-1:alloy');
    await generateSpeechOfAiSdk({ model: whole, text: 'Hello there.', providerOptions });
    await generateSpeechOfAiSdk({ model: own.speech('openai/tts-1'), voice: 'nova', text: 'Hello there.' });
    await generateSpeechOfAiSdk({ model: own.speech('openai'), voice: 'nova', text: 'Hello there.' });
    expect(server.requests.map(({ body }) => [fieldOf(body, 'model'), fieldOf(body, 'voice')])).toEqual([
      ['tts-1', 'alloy'],
      ['tts-1', 'nova'],
      ['gpt-4o-mini-tts', 'nova'],
    ]);
    expect(fieldOf(server.requests[0]?.body, 'stream_format')).toBe('audio');
    await expect(own.speech('openai').doGenerate({ text: 'Hello.' })).rejects.toThrow(/name one in the call/);
  });

  test('what is no voice, no text and no model is an error; an abort ends it', async () => {
    const model = duologue.speech('flite/sltt');
    await expect(generateSpeechOfAiSdk({ model, text })).rejects.toThrow(/Did you mean "flite\/slt"/);
    const slt = duologue.speech('flite/slt');
    await expect(generateSpeechOfAiSdk({ model: slt, text: '…' })).rejects.toThrow(/No speech/);
    expect(() => duologue.languageModel('gpt')).toThrow(/no language models/);
    const reason = new Error('enough');
    await expect(slt.doGenerate({ text, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const bad = { text, providerOptions: { duologue: { sampleRate: 1 } } };
    await expect(slt.doGenerate(bad)).rejects.toThrow(/8000 to 192000/);
  });

  test('there and back again: our voice, as a model of the AI SDK, as our voice', async () => {
    const back = fromAiSdk(duologue.speech('flite'), { sampleRate: 16_000 }).voice('slt');
    const direct = await say(text);
    const { audio, warnings } = await collectSpeech(back, { text });
    expect(warnings).toEqual([]);
    expect(audio.samples.length).toBe(direct.audio.samples.length);
  });
});
