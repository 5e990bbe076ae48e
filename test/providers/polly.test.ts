import { collectSpeech } from 'duologue/voices';
import { createPolly, type PollyOptions } from 'duologue/voices/polly';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { pollyKey, startPollyServer } from './polly-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

const region = 'us-east-1';

providerContract({
  name: 'polly',
  create: (options) => createPolly({ region, ...options }),
  startServer: startPollyServer,
  key: pollyKey,
  keyVariables: ['AWS_ACCESS_KEY_ID'],
  model: 'neural',
  voice: 'Joanna',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: {
    reply: { status: 400, body: { message: 'This voice does not support the selected engine: neural' } },
    says: 'does not support the selected engine',
  },
  textOf: ({ body }) => String(fieldOf(body, 'Text')),
});

describe('Amazon Polly', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startPollyServer();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.clear();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const open = (options: PollyOptions = {}) =>
    createPolly({ apiKey: pollyKey, region, baseURL: server.url, maxRetries: 0, ...options });
  const text = 'Two words, and then some more of them.';

  test('is asked for what it documents, and no more', async () => {
    await collectSpeech(open()('generative').voice('matthew'), { text, speed: 1.5 });
    await collectSpeech(open()().voice('Kajal'), { text: 'R & B', speed: 1.5, language: 'hi' });
    const common = { OutputFormat: 'ogg_opus', SampleRate: '48000' };
    expect(server.requests.map(({ body }) => body)).toEqual([
      { Engine: 'generative', VoiceId: 'Matthew', Text: text, TextType: 'text', ...common },
      {
        Engine: 'neural',
        VoiceId: 'Kajal',
        LanguageCode: 'hi-IN',
        Text: '<speak><prosody rate="150%">R &amp; B</prosody></speak>',
        TextType: 'ssml',
        ...common,
      },
    ]);
  });

  test('PCM is read at its own rate where it is asked for', async () => {
    const providerOptions = { OutputFormat: 'pcm', SampleRate: '16000' };
    const { audio } = await collectSpeech(open()().voice('Joanna'), { text, providerOptions });
    const spoken = await say(text);
    expect(audio.samples.length / audio.sampleRate).toBeCloseTo(
      spoken.audio.samples.length / spoken.audio.sampleRate,
      2,
    );
  });

  test('tells no times unless they are paid for, and then the right ones', async () => {
    const untimed = await collectSpeech(open()().voice('Joanna'), { text });
    expect(untimed.words).toEqual([]);
    expect(server.requests).toHaveLength(1);
    const timed = await collectSpeech(open({ wordTimes: true })().voice('Joanna'), { text, speed: 1.25 });
    expect(server.requests[2]?.body).toMatchObject({ OutputFormat: 'json', SpeechMarkTypes: ['word'] });
    const spoken = await say(text, 'slt', 1.25);
    expect(timed.warnings).toEqual([]);
    expect(timed.words.map((word) => word.text)).toEqual(text.split(' '));
    for (const [index, { start }] of timed.words.entries()) {
      expect(Math.abs(start - (spoken.words[index]?.start ?? 0))).toBeLessThan(0.02);
    }
  });

  test('sound without its times is sound with a warning', async () => {
    const message = 'Speech marks are not supported by this voice';
    server.fail(undefined, { type: 'answer', reply: { status: 400, body: { message } } });
    const spoken = await collectSpeech(open({ wordTimes: true })().voice('Joanna'), { text });
    expect(spoken.audio.samples.length).toBeGreaterThan(20_000);
    expect(spoken.warnings.join(' ')).toContain(message);
    expect(spoken.words).toHaveLength(text.split(' ').length);
  });

  test('a throttled request is made again, though it is a 400', async () => {
    const headers = {
      'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/',
      'retry-after': '0',
    };
    server.fail({ type: 'answer', reply: { status: 400, headers, body: { message: 'Rate exceeded' } } });
    const { answers } = await collectSpeech(open({ maxRetries: 1 })().voice('Joanna'), { text });
    expect(answers?.[0]).toMatchObject({ attempts: 2, requestId: expect.stringMatching(/^request-/) });
  });

  test('credentials are found in the environment, and both halves are needed', async () => {
    const [id = '', secret = ''] = pollyKey.split(':');
    const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION'];
    for (const name of names) vi.stubEnv(name, '');
    vi.stubEnv('AWS_ACCESS_KEY_ID', id);
    const create = () => createPolly({ baseURL: server.url })().voice('Joanna');
    expect(create).toThrow('AWS_SECRET_ACCESS_KEY');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-session');
    await collectSpeech(create(), { text });
    expect(server.requests[0]?.headers['x-amz-security-token']).toBe('a-session');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    expect(createPolly().voices[0]?.service?.baseURL).toBe('https://polly.eu-central-1.amazonaws.com');
    expect(() => createPolly({ region: 'example.com/' })).toThrow('eu-central-1');
  });
});
