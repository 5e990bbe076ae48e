import { collectSpeech, UnknownVoiceError } from 'duologue/voices';
import { createFal } from 'duologue/voices/fal';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { falKey, startFalServer } from './fal-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

const dataUrl = (bytes: Uint8Array): string =>
  `data:audio/wav;base64,${Buffer.from(bytes).toString('base64')}`;

describe('fal', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startFalServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createFal({ apiKey: falKey, baseURL: server.url, maxRetries: 0 });
  const text = 'Hello there.';

  test('each model is asked in its own words, and the file is fetched without the key', async () => {
    const provider = open();
    await collectSpeech(provider('kokoro/british-english').voice('bm_george'), { text, speed: 1.5 });
    await collectSpeech(provider.voice('orpheus-tts:Tara'), { text, speed: 1.5 });
    expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/fal-ai/kokoro/british-english', { prompt: text, voice: 'bm_george', speed: 1.5 }],
      ['POST', '/fal-ai/orpheus-tts', { text, voice: 'tara' }],
    ]);
  });

  test('for F5 a recording stands for the voice, by its address or by its bytes', async () => {
    const { audio } = await say('This is how I sound.');
    const sample = await toFile(audio, 'wav', 24_000);
    const f5 = open()('f5-tts');
    const url = 'https://example.com/me.wav';
    await collectSpeech(f5.voice({ url, text: 'This is how I sound.' }), { text });
    await collectSpeech(f5.voice({ audio: sample }), { text });
    await collectSpeech(f5.voice(url), { text });
    const asked = { gen_text: text, ref_audio_url: url, model_type: 'F5-TTS' };
    expect(server.requests.map(({ body }) => body)).toEqual([
      { ...asked, ref_text: 'This is how I sound.' },
      { ...asked, ref_audio_url: dataUrl(sample) },
      asked,
    ]);
  });

  test('voices belong to models', () => {
    const provider = open();
    expect(() => provider('kokoro/british-english').voice('af_heart')).toThrow(UnknownVoiceError);
    expect(() => provider('f5-tts').voice('tara')).toThrow(UnknownVoiceError);
    expect(() => provider('orpheus-tts').voice({ url: 'https://example.com/me.wav' })).toThrow('a recording');
    expect(provider('fal-ai/another').voice('anybody').languages).toEqual(['mul']);
    expect(provider.voices.find(({ id }) => id === 'fal/kokoro/japanese:jm_kumo')).toMatchObject({
      gender: 'male',
      languages: ['ja'],
    });
  });

  test('a file elsewhere is not fetched', async () => {
    const audio = { url: 'https://example.com/speech.wav' };
    server.fail({ type: 'answer', reply: { body: { audio } } });
    await expect(collectSpeech(open().voice('orpheus-tts:tara'), { text })).rejects.toMatchObject({
      code: 'bad-answer',
    });
  });
});

providerContract({
  name: 'fal',
  create: createFal,
  startServer: startFalServer,
  key: falKey,
  keyVariables: ['FAL_API_KEY', 'FAL_KEY'],
  model: 'kokoro/british-english',
  voice: 'bf_emma',
  unknownVoice: 'bf_ema',
  replaceAudio: (_reply, audio) => ({ body: { audio: { url: dataUrl(audio) } } }),
  refusal: {
    reply: { status: 422, body: { detail: [{ loc: ['body', 'voice'], msg: 'Not a voice', type: 'enum' }] } },
    says: 'Not a voice',
  },
  textOf: ({ body }) => String(fieldOf(body, 'prompt')),
});
