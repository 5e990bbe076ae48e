import { Mistral } from '@mistralai/mistralai';
import { collectSpeech } from 'duologue/voices';
import { createMistral } from 'duologue/voices/mistral';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mistralKey, startMistralServer } from './mistral-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'mistral',
  create: createMistral,
  startServer: startMistralServer,
  basePath: '/v1',
  key: mistralKey,
  keyVariables: ['MISTRAL_API_KEY'],
  model: 'voxtral-mini-tts-2603',
  voice: 'gb_jane_neutral',
  replaceAudio: (_reply, audio) => ({ body: { audio_data: Buffer.from(audio).toString('base64') } }),
  refusal: {
    reply: { status: 422, body: { detail: [{ type: 'value_error', loc: ['body'], msg: 'No such voice' }] } },
    says: 'No such voice',
  },
  textOf: ({ body }) => String(fieldOf(body, 'input')),
});

describe('Mistral', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startMistralServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createMistral({ apiKey: mistralKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
  const input = 'The same words for both.';

  test('its own client and ours ask the same and hear the same', async () => {
    const client = new Mistral({ apiKey: mistralKey, serverURL: server.url });
    const theirs = await client.audio.speech.complete({
      model: 'voxtral-mini-tts-3-0',
      input,
      voiceId: 'gb_jane_neutral',
      responseFormat: 'wav',
    });
    const { audio, answers } = await collectSpeech(open()().voice('Jane'), { text: input });
    expect(server.requests[0]?.body).toEqual({ ...Object(server.requests[1]?.body), stream: false });
    const bytes = Buffer.from('audioData' in theirs ? theirs.audioData : '', 'base64');
    expect(audio.samples.length).toBe((bytes.length - 44) / 2);
    expect(answers?.[0]?.requestId).toMatch(/^corr-/);
  });

  test('a recording stands for a voice', async () => {
    const { audio } = await say('This is how I sound.');
    const sample = await toFile(audio, 'mp3', 24_000);
    await collectSpeech(open()().voice({ audio: sample }), { text: input });
    expect(server.requests[0]?.body).toEqual({
      model: 'voxtral-mini-tts-3-0',
      input,
      ref_audio: Buffer.from(sample).toString('base64'),
      response_format: 'wav',
    });
    expect(() => open()().voice({ url: 'https://example.com/me.wav' })).toThrow('{ audio }');
  });

  test('32-bit floats are read where they are asked for', async () => {
    const voice = open()().voice('Paul');
    const wav = await collectSpeech(voice, { text: input });
    const raw = await collectSpeech(voice, { text: input, providerOptions: { response_format: 'pcm' } });
    expect(raw.audio.samples.length).toBe(wav.audio.samples.length);
  });

  test('a voice is made from a recording, as its own client does it', async () => {
    const { audio } = await say('This is how I sound.');
    const sample = await toFile(audio, 'flac', 24_000);
    const id = await open().cloneVoice({ name: 'Ann', samples: [sample], language: 'en-GB' });
    const client = new Mistral({ apiKey: mistralKey, serverURL: server.url });
    const theirs = await client.audio.voices.create({
      name: 'Ann',
      languages: ['en'],
      sampleAudio: Buffer.from(sample).toString('base64'),
      sampleFilename: 'sample.flac',
    });
    expect(theirs.id).toBe(id);
    expect(server.requests[1]?.body).toEqual({ ...Object(server.requests[0]?.body), retention_notice: 30 });
  });
});
