import { DeepgramClient } from '@deepgram/sdk';
import { collectSpeech } from 'duologue/voices';
import { createDeepgram, createDeepgramTranscriber } from 'duologue/voices/deepgram';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { deepgramKey, startDeepgramServer } from './deepgram-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'deepgram',
  create: createDeepgram,
  startServer: startDeepgramServer,
  basePath: '/v1',
  key: deepgramKey,
  keyVariables: ['DEEPGRAM_API_KEY'],
  model: 'aura-2',
  voice: 'thalia-en',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: {
    reply: {
      status: 400,
      body: { err_code: 'INVALID_QUERY_PARAMETER', err_msg: 'No such model.', request_id: 'x' },
    },
    says: 'No such model.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('deepgram', () => {
  const text = 'The same words for both.';
  let server: VendorServer;
  const options = () => ({ apiKey: deepgramKey, baseURL: `${server.url}/v1` });
  const asked = (index = 0): Record<string, string> =>
    Object.fromEntries(server.requests[index]?.query ?? []);
  const client = () =>
    new DeepgramClient({
      apiKey: deepgramKey,
      environment: { base: server.url, production: server.url, agent: server.url, agentRest: server.url },
      maxRetries: 0,
    });
  beforeAll(async () => {
    server = await startDeepgramServer({ heard: text });
  });
  beforeEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  test('its own client and ours ask the same and hear the same', async () => {
    const theirs = await client().speak.v1.audio.generate({
      text,
      model: 'aura-2-thalia-en',
      encoding: 'linear16',
      container: 'wav',
      sample_rate: 48_000,
      speed: 0.9,
    });
    const bytes = await theirs.arrayBuffer();
    const voice = createDeepgram(options())('aura-2').voice('thalia-en');
    const ours = await collectSpeech(voice, { text, speed: 0.9 });
    expect(asked(1)).toEqual(asked(0));
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    expect(server.requests[1]?.path).toBe(server.requests[0]?.path);
    expect(Math.abs(ours.audio.samples.length - (bytes.byteLength - 44) / 2)).toBeLessThan(64);
  });

  test('asks Flux as its own client does, in the steps it takes', async () => {
    await client().speak.v2.audio.generate({
      text,
      model: 'flux-haley-en',
      encoding: 'linear16',
      container: 'wav',
      sample_rate: 48_000,
      speed: 1.05,
      expressivity: 1,
    });
    const voice = createDeepgram(options())('flux').voice('haley-en');
    const spoken = await collectSpeech(voice, { text, speed: 1.06, providerOptions: { expressivity: 1 } });
    expect(spoken.warnings).toEqual([expect.stringContaining('1.06 became 1.05')]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/v2/speak', '/v2/speak']);
    expect(asked(1)).toEqual(asked(0));
  });

  test('takes a voice by its whole name, of whatever model', async () => {
    const provider = createDeepgram(options());
    await collectSpeech(provider('aura-2').voice('aura-2-thalia-en'), { text });
    await collectSpeech(provider.voice('aura-2:thalia-en'), { text });
    await collectSpeech(provider('aura').voice('asteria-en'), { text });
    expect(server.requests.map((_, index) => asked(index).model)).toEqual([
      'aura-2-thalia-en',
      'aura-2-thalia-en',
      'aura-asteria-en',
    ]);
  });

  test('stretches here what a language is not paced in', async () => {
    const provider = createDeepgram(options())('aura-2');
    const german = await collectSpeech(provider.voice('julius-de'), { text, speed: 0.8 });
    const plain = await collectSpeech(provider.voice('julius-de'), { text });
    expect(asked().speed).toBeUndefined();
    expect(german.audio.samples.length / plain.audio.samples.length).toBeCloseTo(1.25, 2);
    expect(german.warnings).toEqual([]);
  });

  test('says what it refuses, with the request’s name', async () => {
    const voice = createDeepgram(options())('aura-2').voice('nobody-xx');
    await expect(collectSpeech(voice, { text })).rejects.toMatchObject({
      code: 'rejected',
      requestId: expect.stringMatching(/^dg-/),
      message: expect.stringContaining('Invalid string'),
    });
  });

  describe('as a transcriber', () => {
    test('hears words with their times, as its own client does', async () => {
      const { audio, words } = await say(text);
      const heard = await createDeepgramTranscriber(options()).transcribe(audio);
      expect(heard).toMatchObject({ text, language: 'en' });
      expect(heard.words.map((word) => word.text)).toEqual(words.map((word) => word.text));
      expect(heard.words[1]?.start).toBe(words[1]?.start);
      const theirs = await client().listen.v1.media.transcribeFile(
        { data: server.requests[0]?.bytes ?? Buffer.alloc(0), contentType: 'audio/wav' },
        { model: 'nova-3', punctuate: true, detect_language: true },
      );
      expect(asked(1)).toEqual(asked(0));
      expect(theirs).toMatchObject({
        results: { channels: [{ detected_language: 'en', alternatives: [{ transcript: text }] }] },
      });
    });

    test('names the language when it is known', async () => {
      const { audio } = await say(text);
      const heard = await createDeepgramTranscriber(options()).transcribe(audio, { language: 'en-GB' });
      expect(heard.language).toBe('en-GB');
      expect(asked()).toEqual({ model: 'nova-3', punctuate: 'true', language: 'en-GB' });
    });

    test('an answer of another shape is an error, and an abort ends the wait', async () => {
      const { audio } = await say(text);
      const transcriber = createDeepgramTranscriber({ ...options(), maxRetries: 0 });
      server.fail({ type: 'answer', reply: { body: { results: {} } } });
      await expect(transcriber.transcribe(audio)).rejects.toMatchObject({ code: 'bad-answer' });
      const reason = new Error('enough');
      await expect(transcriber.transcribe(audio, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    test('needs a key before anything is sent', async () => {
      vi.stubEnv('DEEPGRAM_API_KEY', '');
      const { audio } = await say(text);
      const transcriber = createDeepgramTranscriber({ baseURL: options().baseURL });
      await expect(transcriber.transcribe(audio)).rejects.toMatchObject({ code: 'missing-key' });
      expect(server.requests).toHaveLength(0);
      vi.unstubAllEnvs();
    });
  });
});
