import type { Audio } from 'duologue/dsp';
import { type CloudOptions, collectSpeech, UnknownVoiceError } from 'duologue/voices';
import { createOpenAI, createOpenAITranscriber } from 'duologue/voices/openai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

/** Requests to OpenAI itself, led to the local server: with another `baseURL` it would be a server of its kind. */
function createAtHome({ baseURL = '', ...options }: CloudOptions) {
  return createOpenAI({
    ...options,
    fetch: (url, init) => {
      const asked = new Request(url).url;
      return fetch(asked.replace('https://api.openai.com/v1', baseURL), init);
    },
  });
}

providerContract({
  name: 'openai',
  create: createAtHome,
  startServer: startOpenAIServer,
  basePath: '/v1',
  key: openaiKey,
  keyVariables: ['OPENAI_API_KEY'],
  model: 'tts-1',
  voice: 'alloy',
  unknownVoice: 'aloy',
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

describe('OpenAI', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startOpenAIServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const baseURL = (): string => `${server.url}/v1`;

  test('its own client and ours ask the same and hear the same', async () => {
    const client = new OpenAI({ apiKey: openaiKey, baseURL: baseURL(), maxRetries: 0 });
    const input = 'The same words for both.';
    const theirs = await client.audio.speech.create({
      model: 'gpt-4o-mini-tts',
      input,
      voice: 'coral',
      instructions: 'calm',
      response_format: 'pcm',
    });
    const bytes = await theirs.arrayBuffer();
    const voice = createAtHome({ apiKey: openaiKey, baseURL: baseURL() })().voice('coral');
    const ours = await collectSpeech(voice, { text: input, instructions: 'calm' });
    expect(ours.audio.samples.length).toBe(bytes.byteLength / 2);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    await expect(
      new OpenAI({ apiKey: 'wrong', baseURL: baseURL(), maxRetries: 0 }).audio.speech.create({
        model: 'tts-1',
        input,
        voice: 'alloy',
      }),
    ).rejects.toThrow(/Incorrect API key/);
  });

  test('voices are those of the model, and the account’s own by their ids', async () => {
    const provider = createAtHome({ apiKey: openaiKey, baseURL: baseURL() });
    expect(() => provider('tts-1').voice('marin')).toThrow(UnknownVoiceError);
    expect(provider('gpt-4o-mini-tts-2025-12-15').voice('Marin').id).toContain(':marin');
    await collectSpeech(provider().voice('voice_1234'), { text: 'Hello there.' });
    expect(server.requests[0]?.body).toMatchObject({ voice: { id: 'voice_1234' } });
  });

  test('speed is native where the model takes it, and stretched here where not', async () => {
    const provider = createAtHome({ apiKey: openaiKey, baseURL: baseURL() });
    await collectSpeech(provider('tts-1').voice('nova'), { text: 'Hello there.', speed: 1.3 });
    await collectSpeech(provider().voice('nova'), { text: 'Hello there.', speed: 1.3 });
    expect(server.requests.map(({ body }) => fieldOf(body, 'speed'))).toEqual([1.3, undefined]);
  });
});

describe('a server of the same kind', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startOpenAIServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const local = (options: CloudOptions = {}) =>
    createOpenAI({ name: 'kokoro', baseURL: `${server.url}/v1`, maxRetries: 0, ...options });

  test('has a name, models and voices of its own, and is asked for WAV', async () => {
    const voice = local({ apiKey: openaiKey })('kokoro').voice('af_heart');
    expect(voice).toMatchObject({ id: 'kokoro/kokoro:af_heart', service: { provider: 'kokoro' } });
    const { answers } = await collectSpeech(voice, { text: 'Hello there.' });
    expect(server.requests[0]?.body).toEqual({
      model: 'kokoro',
      input: 'Hello there.',
      voice: 'af_heart',
      response_format: 'wav',
    });
    expect(answers?.[0]).toMatchObject({ provider: 'kokoro', model: 'kokoro' });
  });

  test('needs no key, and OpenAI’s is not sent there', async () => {
    vi.stubEnv('OPENAI_API_KEY', openaiKey);
    const error = await collectSpeech(local()('kokoro').voice('af_heart'), { text: 'Hello.' }).catch(
      (given: unknown) => given,
    );
    expect(error).toMatchObject({ provider: 'kokoro', status: 401 });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    vi.stubEnv('KOKORO_API_KEY', openaiKey);
    await collectSpeech(local()('kokoro').voice('af_heart'), { text: 'Hello.' });
    vi.unstubAllEnvs();
  });

  test.each([
    ['wav', 22_050],
    ['mp3', 24_000],
    ['flac', 16_000],
  ] as const)('may answer with %s at %i Hz whatever it is asked for', async (format, rate) => {
    const { audio } = await say('Hello there.');
    const body = await toFile(audio, format, rate);
    server.fail({ type: 'answer', reply: { headers: { 'content-type': 'application/octet-stream' }, body } });
    const spoken = await collectSpeech(local({ apiKey: openaiKey })('piper').voice('any'), {
      text: 'Hello there.',
    });
    expect(spoken.audio.sampleRate).toBe(24_000);
    expect(spoken.audio.samples.length / 24_000).toBeCloseTo(
      audio.samples.length / audio.sampleRate,
      format === 'mp3' ? 1 : 3,
    );
  });
});

describe('OpenAI as a transcriber', () => {
  const text = 'Every word of this has a time of its own.';

  test('gives the words with their times', async () => {
    const spoken = await say(text);
    await using server = await startOpenAIServer([spoken, spoken]);
    const baseURL = `${server.url}/v1`;
    const transcriber = createOpenAITranscriber({ apiKey: openaiKey, baseURL });
    expect(transcriber.name).toBe('openai/whisper-1');
    const heard = await transcriber.transcribe(spoken.audio, { language: 'en-GB' });
    expect(heard.language).toBe('en-GB');
    expect(heard.words.map((word) => word.text)).toEqual(text.replace('.', '').split(' '));
    expect(heard.words.map((word) => word.start)).toEqual(spoken.words.map((word) => word.start));
    const client = new OpenAI({ apiKey: openaiKey, baseURL, maxRetries: 0 });
    const theirs = await client.audio.transcriptions.create({
      file: new File([new Uint8Array(await toFile(spoken.audio, 'wav', 16_000))], 'speech.wav'),
      model: 'whisper-1',
      response_format: 'verbose_json',
      timestamp_granularities: ['word'],
    });
    expect(theirs.words?.map((word) => word.word)).toEqual(heard.words.map((word) => word.text));
  });

  test('long recordings are cut where it is quiet, and their times go on', async () => {
    const spoken = await say('Hello there.');
    await using server = await startOpenAIServer([spoken, spoken]);
    const transcriber = createOpenAITranscriber({ apiKey: openaiKey, baseURL: `${server.url}/v1` });
    const heard = await transcriber.transcribe(withQuietMoment(700, 580));
    expect(heard.text).toBe('Hello there. Hello there.');
    expect(heard.words[2]?.start).toBeCloseTo(580 + (spoken.words[0]?.start ?? 0), 0);
    const { bytes } = server.requests[0] ?? {};
    expect(bytes?.length).toBeLessThan(25 * 2 ** 20);
  });

  test('an answer of another shape is an error, a key is needed, and an abort is obeyed', async () => {
    const { audio } = await say('Hello there.');
    await using server = await startOpenAIServer();
    const baseURL = `${server.url}/v1`;
    server.fail({ type: 'answer', reply: { body: { words: 'none' } } });
    const open = (options: CloudOptions) => createOpenAITranscriber({ baseURL, maxRetries: 0, ...options });
    await expect(open({ apiKey: openaiKey }).transcribe(audio)).rejects.toMatchObject({ code: 'bad-answer' });
    await expect(createOpenAITranscriber({ apiKey: '' }).transcribe(audio)).rejects.toMatchObject({
      code: 'missing-key',
    });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(open({ apiKey: openaiKey }).transcribe(audio, { signal })).rejects.toThrow('enough');
  });
});

/** Seconds of noise with a tenth of a second of silence. */
function withQuietMoment(duration: number, quietAt: number): Audio {
  const sampleRate = 16_000;
  const samples = new Float32Array(duration * sampleRate);
  for (let frame = 0; frame < samples.length; frame++) samples[frame] = frame % 2 === 0 ? 0.1 : -0.1;
  samples.fill(0, quietAt * sampleRate, (quietAt + 0.2) * sampleRate);
  return { samples, sampleRate };
}
