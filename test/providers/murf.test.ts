import { collectSpeech } from 'duologue/voices';
import { createMurf } from 'duologue/voices/murf';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { murfKey, startMurfServer } from './murf-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'murf',
  create: createMurf,
  startServer: startMurfServer,
  basePath: '/v1',
  key: murfKey,
  keyVariables: ['MURF_API_KEY'],
  model: 'GEN2',
  voice: 'en-US-natalie',
  replaceAudio: (reply, audio) => ({
    ...reply,
    body: { audioFile: '', encodedAudio: Buffer.from(audio).toString('base64'), wordDurations: [] },
  }),
  refusal: {
    reply: { status: 400, body: { error_message: 'Invalid voice_id en-US-nobody', error_code: 400 } },
    says: 'Invalid voice_id en-US-nobody',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('murf', () => {
  const text = 'The train is slower, but we would see the coast.';
  let server: VendorServer;
  const open = () => createMurf({ apiKey: murfKey, baseURL: `${server.url}/v1` });
  beforeAll(async () => {
    server = await startMurfServer();
  });
  beforeEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  test('GEN2 times words where they are heard, whatever they are called', async () => {
    const { words: heard } = await say(text);
    for (const wordDurationsAsOriginalText of [true, false]) {
      const { words, answers } = await collectSpeech(open()().voice('Natalie'), {
        text,
        providerOptions: { wordDurationsAsOriginalText },
      });
      expect(words.map((word) => word.text)).toEqual(heard.map((word) => word.text));
      for (const [index, word] of words.entries()) {
        expect(Math.abs(word.start - (heard[index]?.start ?? 0))).toBeLessThan(0.02);
      }
      expect(answers?.[0]?.metadata).toEqual({ remainingCharacterCount: 100_000 - text.length });
    }
  });

  test('asks in the fields of the reference', async () => {
    await collectSpeech(open()('GEN2').voice('en-US-natalie'), {
      text,
      speed: 0.8,
      providerOptions: { pitch: 10, style: 'Conversational' },
    });
    await collectSpeech(open()('FALCON').voice('Matthew'), { text, speed: 1.25, language: 'en-GB' });
    const body = { text, format: 'WAV', sampleRate: 48_000, channelType: 'MONO' };
    expect(server.requests.map((request) => [request.path, request.body])).toEqual([
      [
        '/v1/speech/generate',
        {
          ...body,
          voiceId: 'en-US-natalie',
          modelVersion: 'GEN2',
          encodeAsBase64: true,
          wordDurationsAsOriginalText: true,
          rate: -20,
          pitch: 10,
          style: 'Conversational',
        },
      ],
      ['/v1/speech/stream', { ...body, voiceId: 'Matthew', model: 'FALCON', rate: 25, locale: 'en-UK' }],
    ]);
  });

  test.for([
    ['en-UK-hazel', 'en', undefined],
    ['en-UK-hazel', 'en-US', undefined],
    ['en-UK-hazel', 'fr', 'fr-FR'],
    ['en-US-natalie', 'es-MX', 'es-MX'],
    ['Matthew', 'hi', 'hi-IN'],
  ])('%s asked for %s gets the locale %s', async ([voice = '', language = '', locale]) => {
    await collectSpeech(open()('FALCON').voice(voice), { text, language });
    expect(fieldOf(server.requests[0]?.body, 'locale')).toBe(locale);
  });

  test('FALCON streams, untimed', async () => {
    const voice = open()('FALCON').voice('Matthew');
    expect(voice.timed).toBe(false);
    const { audio } = await collectSpeech(voice, { text });
    const { audio: heard } = await say(text, 'rms');
    expect(audio.samples.length / 48_000).toBeCloseTo(heard.samples.length / heard.sampleRate, 2);
  });

  test('follows a link to the sound, without the key, and no link elsewhere', async () => {
    const providerOptions = { encodeAsBase64: false };
    const linked = await collectSpeech(open()().voice('Natalie'), { text, providerOptions });
    const inside = await collectSpeech(open()().voice('Natalie'), { text });
    expect(linked.audio.samples).toEqual(inside.audio.samples);
    server.fail({ type: 'answer', reply: { body: { audioFile: 'https://example.com/a.wav' } } });
    await expect(collectSpeech(open()().voice('Natalie'), { text })).rejects.toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('example.com'),
    });
  });

  test('passes on what it warns of, and times or not', async () => {
    server.fail({
      type: 'change',
      change: ({ body }) => ({
        body: { encodedAudio: fieldOf(body, 'encodedAudio'), warning: 'Your trial ends tomorrow.' },
      }),
    });
    const { warnings } = await collectSpeech(open()().voice('Natalie'), { text });
    expect(warnings).toEqual([
      expect.stringContaining('trial ends tomorrow'),
      expect.stringContaining('timed no words'),
    ]);
  });
});
