// What the documentation of Speech SDK shows, with the import changed and nothing else, against vendors' local servers:
// https://www.npmjs.com/package/@speech-sdk/core/v/0.15.0 and its page on conversations.
import type {
  CaptionsOptions as PeerCaptions,
  GenerateConversationOptions as PeerConversation,
  ConversationResult as PeerConversationResult,
  GenerateSpeechOptions as PeerSpeech,
  SpeechResult as PeerSpeechResult,
  StreamSpeechResult as PeerStream,
  ConversationTurn as PeerTurn,
  TurnTimestamp as PeerTurnTimestamp,
} from '@speech-sdk/core/types';
import type {
  GeneratedConversation,
  GeneratedSpeech,
  GenerateOptions,
  GenerateSpeechOptions,
  SpeechOptions,
  StreamedSpeech,
  TimestampsCaptionOptions,
  TurnTimestamp,
} from 'duologue';
import {
  generateConversation,
  generateSpeech,
  streamSpeech,
  timestampsToCaptions,
  timestampsToTurns,
} from 'duologue';
import { sniffAudio } from 'duologue/media';
import {
  createCartesia,
  createElevenLabs,
  createFal,
  createInworld,
  createMistral,
  createOpenAI,
} from 'duologue/providers';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { cartesiaKey, cartesiaVoice, startCartesiaServer } from './cartesia-server.ts';
import { elevenLabsKey, startElevenLabsServer } from './elevenlabs-server.ts';
import { falKey, startFalServer } from './fal-server.ts';
import { humeKey, startHumeServer } from './hume-server.ts';
import { inworldKey, startInworldServer } from './inworld-server.ts';
import { mistralKey, startMistralServer } from './mistral-server.ts';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

const vendors: Readonly<Record<string, readonly [key: string, value: string, () => Promise<VendorServer>]>> =
  {
    'api.openai.com': ['OPENAI_API_KEY', openaiKey, () => startOpenAIServer()],
    'api.elevenlabs.io': ['ELEVENLABS_API_KEY', elevenLabsKey, startElevenLabsServer],
    'api.inworld.ai': ['INWORLD_API_KEY', inworldKey, startInworldServer],
    'api.cartesia.ai': ['CARTESIA_API_KEY', cartesiaKey, startCartesiaServer],
    'api.hume.ai': ['HUME_API_KEY', humeKey, startHumeServer],
    'api.mistral.ai': ['MISTRAL_API_KEY', mistralKey, startMistralServer],
    'fal.run': ['FAL_API_KEY', falKey, startFalServer],
  };
const servers = new Map<string, VendorServer>();
const realFetch = globalThis.fetch;

/** The vendors' own addresses lead to the local servers, and the keys are in the environment: snippets stay as they are. */
beforeAll(async () => {
  for (const [host, [variable, key, start]] of Object.entries(vendors)) {
    servers.set(host, await start());
    vi.stubEnv(variable, key);
  }
  vi.stubGlobal('fetch', (input: Request | URL | string, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const server = servers.get(url.host);
    if (server === undefined && url.hostname !== '127.0.0.1') throw new TypeError(`No way to ${url.host}`);
    return realFetch(server === undefined ? url : `${server.url}${url.pathname}${url.search}`, init);
  });
});
afterEach(() => {
  for (const server of servers.values()) server.clear();
});
afterAll(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  for (const server of servers.values()) await server[Symbol.asyncDispose]();
});

const requestsTo = (host: string) => servers.get(host)?.requests ?? [];

test('quick start: a model by a text', async () => {
  const result = await generateSpeech({
    model: 'openai/gpt-4o-mini-tts',
    text: 'Hello from speech-sdk!',
    voice: 'alloy',
  });
  expect(result.audio.uint8Array.length).toBeGreaterThan(10_000);
  expect(result.audio.base64.length).toBeGreaterThan(10_000);
  expect(result.audio.mediaType).toBe('audio/wav');
  expect(result.metadata.inputChars).toBe('Hello from speech-sdk!'.length);
});

test('a factory of one’s own, and volumeDbfs', async () => {
  await generateSpeech({ model: createOpenAI()('gpt-4o-mini-tts'), text: 'Hello there.', voice: 'alloy' });
  const myOpenAI = createOpenAI({ apiKey: 'sk-...', baseURL: 'https://api.openai.com/v1' });
  await expect(
    generateSpeech({ model: myOpenAI('gpt-4o-mini-tts'), text: 'Hello!', voice: 'alloy' }),
  ).rejects.toMatchObject({ status: 401, provider: 'openai', retryable: false });
  const result = await generateSpeech({
    model: 'openai/gpt-4o-mini-tts',
    text: 'Hello!',
    voice: 'alloy',
    volumeDbfs: -20,
  });
  expect(result.audio.mediaType).toBe('audio/wav');
});

test('output as MP3, whose bitrate is in kilobits', async () => {
  const result = await generateSpeech({
    model: createOpenAI()('tts-1'),
    voice: 'alloy',
    text: 'Hello',
    output: { format: 'mp3', bitrate: 96 },
  });
  expect(result.audio.mediaType).toBe('audio/mpeg');
  expect(sniffAudio(result.audio.uint8Array).kind).toBe('mp3');
});

test('streaming straight to a client', async () => {
  const { audio, mediaType } = await streamSpeech({
    model: 'cartesia/sonic-3.5',
    text: 'Streaming straight to the client.',
    voice: cartesiaVoice,
  });
  const response = new Response(audio, { headers: { 'Content-Type': mediaType } });
  expect(sniffAudio(new Uint8Array(await response.arrayBuffer())).kind).toBe('wav');
});

test('a conversation over three vendors', async () => {
  const result = await generateConversation({
    turns: [
      { model: 'openai/tts-1', voice: 'nova', text: "Hi, I'm hosted by OpenAI." },
      {
        model: 'elevenlabs/eleven_multilingual_v2',
        voice: 'JBFqnCBsd6RMkjVDRZzb',
        text: "And I'm hosted by ElevenLabs.",
      },
      { model: 'hume/octave-2', voice: 'Kora', text: "I'm Hume Octave. Thanks for listening." },
    ],
  });
  expect(result.audio.mediaType).toBe('audio/wav');
  expect(result.metadata.perTurn).toHaveLength(3);
  expect(result.metadata).toMatchObject({ path: 'stitch', stitchReason: 'the voices are of several models' });
});

test('word times, turns and captions of a conversation with one model', async () => {
  // The page names `rachel` and `adam`, which ElevenLabs knows by their ids alone.
  const [rachel, adam] = ['JBFqnCBsd6RMkjVDRZzb', 'EXAVITQu4vr4xnSDxMaL'];
  const result = await generateConversation({
    model: 'elevenlabs/eleven_v3',
    turns: [
      { voice: rachel, text: 'Hi there.' },
      { voice: adam, text: 'Hello!' },
      { voice: rachel, text: 'How are you?' },
    ],
    timestamps: true,
  });
  const words = result.timestamps ?? [];
  expect(words.map(({ text, turnIndex }) => [text, turnIndex])).toEqual([
    ['Hi', 0],
    ['there.', 0],
    ['Hello!', 1],
    ['How', 2],
    ['are', 2],
    ['you?', 2],
  ]);
  expect(timestampsToTurns(words).map(({ turnIndex, text }) => [turnIndex, text])).toEqual([
    [0, 'Hi there.'],
    [1, 'Hello!'],
    [2, 'How are you?'],
  ]);
  expect(result.metadata.path).toBe('native');
  expect(timestampsToCaptions(words)).toContain('-->');
});

test('word times of one utterance, told by the vendor or found here', async () => {
  for (const model of ['elevenlabs/eleven_multilingual_v2', 'openai/tts-1']) {
    const { timestamps } = await generateSpeech({
      model,
      text: 'Hello world. This is a test.',
      voice: model.startsWith('openai') ? 'alloy' : 'JBFqnCBsd6RMkjVDRZzb',
      timestamps: true,
    });
    expect(timestamps?.map(({ text }) => text)).toEqual(['Hello', 'world.', 'This', 'is', 'a', 'test.']);
    expect(timestampsToCaptions(timestamps ?? [])).toMatch(/^1\n00:00:0/);
    expect(timestampsToCaptions(timestamps ?? [], { format: 'vtt' })).toMatch(/^WEBVTT/);
  }
});

test('factories in one conversation, each with its key', async () => {
  const inworld = createInworld({ apiKey: process.env['INWORLD_API_KEY'] ?? '' });
  const eleven = createElevenLabs({ apiKey: process.env['ELEVENLABS_API_KEY'] ?? '' });
  const result = await generateConversation({
    turns: [
      { model: inworld(), voice: 'Ashley', text: 'Hi!' },
      { model: eleven('eleven_v3'), voice: 'EXAVITQu4vr4xnSDxMaL', text: 'Hello!' },
      { model: inworld(), voice: 'Ashley', text: 'Nice to meet you.' },
    ],
  });
  expect(result.timeline.speakers).toHaveLength(2);
});

test('the page’s first example, and levels left as they are', async () => {
  const turns = [
    {
      model: 'inworld/inworld-tts-1.5-max',
      voice: 'Ashley',
      text: 'Welcome to the Speech SDK — we just shipped conversation mode.',
    },
    {
      model: 'elevenlabs/eleven_v3',
      voice: 'JBFqnCBsd6RMkjVDRZzb',
      text: "That's right — one call, multiple voices, automatic volume leveling.",
    },
  ];
  const result = await generateConversation({ turns });
  expect(result.audio.uint8Array.length).toBeGreaterThan(100_000);
  await generateConversation({ turns, normalizeVolume: false });
});

test('an abort', async () => {
  for (const server of servers.values()) server.latency = 5;
  const controller = new AbortController();
  const work = generateConversation({
    turns: [{ model: 'openai/tts-1', voice: 'nova', text: 'Hello there.' }],
    abortSignal: controller.signal,
  });
  await vi.waitFor(() => expect(requestsTo('api.openai.com')).toHaveLength(1));
  controller.abort();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

test('tags go to the model that reads them, and are left out with a warning for others', async () => {
  const text = '[laugh] Oh that is so funny! [sigh] But seriously though.';
  await generateSpeech({ model: 'elevenlabs/eleven_v3', text, voice: 'JBFqnCBsd6RMkjVDRZzb' });
  expect(fieldOf(requestsTo('api.elevenlabs.io')[0]?.body, 'text')).toBe(text);
  const plain = { model: 'openai/tts-1', text, voice: 'alloy' };
  const { warnings } = await generateSpeech(plain);
  expect(warnings).toEqual([expect.stringContaining('[laugh], [sigh]')]);
  const stream = await streamSpeech(plain);
  await stream.audio.cancel();
  expect(stream.warnings).toEqual(warnings);
  const heard = 'Oh that is so funny! But seriously though.';
  expect(requestsTo('api.openai.com').map(({ body }) => fieldOf(body, 'input'))).toEqual([heard, heard]);
  await expect(generateSpeech({ ...plain, text: '[laugh]' })).rejects.toMatchObject({ field: 'text' });
});

test('pronunciations are sent and unseen', async () => {
  const result = await generateSpeech({
    model: 'openai/tts-1',
    voice: 'alloy',
    text: 'What is LLM?',
    pronunciations: { rules: [{ word: 'LLM', replacement: 'el el em' }] },
    timestamps: true,
  });
  expect(fieldOf(requestsTo('api.openai.com')[0]?.body, 'input')).toBe('What is el el em?');
  expect(result.timestamps?.map(({ text }) => text)).toEqual(['What', 'is', 'LLM?']);
});

test('a recording for a voice', async () => {
  const { audio } = await say('Hello there.');
  const base64 = Buffer.from(await toFile(audio, 'wav', 24_000)).toString('base64');
  const mistral = await generateSpeech({
    model: createMistral()(),
    text: 'Hello!',
    voice: { audio: base64 },
  });
  const fal = await generateSpeech({
    // Its answers point to files, which are fetched from its own hosts alone.
    model: createFal({ baseURL: servers.get('fal.run')?.url ?? '' })('fal-ai/f5-tts'),
    text: 'Hello!',
    voice: { url: 'https://example.com/reference.wav' },
  });
  const cartesia = await generateSpeech({ model: createCartesia()(), text: 'Hello!', voice: cartesiaVoice });
  for (const { audio: spoken } of [mistral, fal, cartesia])
    expect(spoken.uint8Array.length).toBeGreaterThan(10_000);
});

type Named<Options, Model> = Omit<Options, 'model'> & { readonly model?: Model };
type Turns<Options> = Omit<Options, 'turns'> & {
  readonly turns: readonly Named<PeerTurn, string>[];
};

/** Theirs is a list that may be changed. */
type Told<Result> = Omit<Result, 'warnings'>;

/** Their options go where ours are wanted, and our results where theirs are read. Compiling is the test. */
const assignable = {
  conversation: (options: Named<Turns<PeerConversation>, string>): GenerateOptions => options,
  speech: (options: Omit<PeerSpeech, 'model'> & { model: string }): GenerateSpeechOptions => options,
  stream: (options: Omit<PeerSpeech, 'model' | 'timestamps' | 'volumeDbfs'>): SpeechOptions => options,
  captions: (options: PeerCaptions): TimestampsCaptionOptions => options,
  conversationResult: (result: Told<GeneratedConversation>): Told<PeerConversationResult> => result,
  speechResult: (result: Told<GeneratedSpeech>): Told<PeerSpeechResult> => result,
  streamResult: (result: Told<StreamedSpeech>): Omit<Told<PeerStream>, 'metadata'> => result,
  turns: (turns: readonly TurnTimestamp[]): readonly PeerTurnTimestamp[] => turns,
};

test('their types fit ours', () => {
  expect(Object.keys(assignable)).toHaveLength(8);
});
