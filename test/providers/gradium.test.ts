import { collectSpeech } from 'duologue/voices';
import { createGradium } from 'duologue/voices/gradium';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gradiumKey, gradiumMessages, gradiumRefusal, startGradiumServer } from './gradium-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'gradium',
  create: createGradium,
  startServer: startGradiumServer,
  basePath: '/api',
  key: gradiumKey,
  keyVariables: ['GRADIUM_API_KEY'],
  model: 'default',
  voice: 'Emma',
  replaceAudio: (reply, audio) => ({ ...reply, body: [...gradiumMessages(audio, [])] }),
  refusal: { reply: gradiumRefusal(1008, 'voice not found'), says: 'voice not found' },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('Gradium’s wire', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startGradiumServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = (maxRetries = 0) =>
    createGradium({ apiKey: gradiumKey, baseURL: `${server.url}/api`, maxRetries });

  test('asks as documented, its settings as JSON in a string', async () => {
    const providerOptions = { json_config: { temp: 0.3, rewrite_rules: 'en' } };
    const speech = await collectSpeech(open()().voice('Emma'), { text: 'Hello there.', providerOptions });
    expect(server.requests[0]?.body).toEqual({
      text: 'Hello there.',
      voice_id: 'YTpq7expH9539ERJ',
      model_name: 'default',
      output_format: 'pcm',
      only_audio: false,
      json_config: '{"temp":0.3,"rewrite_rules":"en"}',
    });
    expect(speech.audio.sampleRate).toBe(48_000);
    expect(speech.answers?.[0]?.metadata).toHaveProperty('requestId');
  });

  test('words are where they were said', async () => {
    const text = 'Each word of this lies where it was said, doesn’t it?';
    const said = await say(text);
    const heard = await collectSpeech(open()().voice('m86j6D7UZpGzHsNu'), { text });
    for (const [index, word] of heard.words.entries()) {
      expect(word.text).toBe(said.words[index]?.text);
      expect(word.start).toBeCloseTo(said.words[index]?.start ?? Number.NaN, 2);
    }
  });

  test('500 is an error of the server only where the server says so', async () => {
    const voice = open(1)().voice('Emma');
    server.fail({ type: 'answer', reply: gradiumRefusal(1011, 'worker lost') });
    expect((await collectSpeech(voice, { text: 'Hello.' })).answers?.[0]?.attempts).toBe(2);
    const broken = [
      '{"type":"ready","request_id":"r"}\n',
      '{"type":"error","message":"too long","code":1008}\n',
    ];
    server.fail({ type: 'answer', reply: { body: broken } });
    await expect(collectSpeech(voice, { text: 'Hello.' })).rejects.toMatchObject({
      code: 'rejected',
      retryable: false,
      message: expect.stringContaining('too long'),
    });
  });

  test('a voice is cloned; one that could not be says why', async () => {
    const sample = await toFile((await say('Anybody may say this.')).audio, 'flac', 24_000);
    expect(await open().cloneVoice({ name: 'Ann', samples: [sample], language: 'en-GB' })).toBe('voice-7');
    expect(server.requests[0]?.bytes.toString('latin1')).toContain('filename="sample.flac"');
    server.fail({ type: 'answer', reply: { status: 201, body: { uid: null, error: 'Too short.' } } });
    await expect(open().cloneVoice({ name: 'Ann', samples: [sample] })).rejects.toThrow(/Too short/);
  });

  test('a region has servers of its own', () => {
    const { service } = createGradium({ apiKey: 'x', region: 'us' })().voice('Emma');
    expect(service?.baseURL).toBe('https://us.api.gradium.ai/api');
    // @ts-expect-error There is no such region.
    expect(() => createGradium({ region: 'moon' })).toThrow(/give eu or us/);
  });
});
