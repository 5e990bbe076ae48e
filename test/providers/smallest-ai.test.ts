import { collectSpeech } from 'duologue/voices';
import { createSmallestAI } from 'duologue/voices/smallest-ai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providerContract } from './provider-contract.ts';
import { smallestAIKey, startSmallestAIServer } from './smallest-ai-server.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'smallest-ai',
  create: createSmallestAI,
  startServer: startSmallestAIServer,
  basePath: '/waves/v1',
  key: smallestAIKey,
  keyVariables: ['SMALLEST_API_KEY'],
  model: 'lightning_v3.1_pro',
  voice: 'kaitlyn',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: {
    reply: { status: 400, body: { error: 'InvalidRequest', message: 'The text field is required.' } },
    says: 'The text field is required.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('smallest-ai', () => {
  const text = 'The train is slower, but we would see the coast.';
  let server: VendorServer;
  const open = () => createSmallestAI({ apiKey: smallestAIKey, baseURL: `${server.url}/waves/v1` });
  beforeAll(async () => {
    server = await startSmallestAIServer();
  });
  beforeEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  test('asks in the fields of the reference', async () => {
    await collectSpeech(open()().voice('Kaitlyn'), { text, speed: 1.5, language: 'en-GB' });
    await collectSpeech(open()('lightning_v3.1').voice('magnus'), {
      text,
      providerOptions: { math_notation: true },
    });
    await collectSpeech(open()().voice('solveig'), { text, language: 'nb-NO' });
    const body = { text, sample_rate: 44_100, output_format: 'wav' };
    expect(server.requests.map((request) => request.body)).toEqual([
      { ...body, voice_id: 'kaitlyn', model: 'lightning_v3.1_pro', language: 'en', speed: 1.5 },
      { ...body, voice_id: 'magnus', model: 'lightning_v3.1', language: 'auto', math_notation: true },
      { ...body, voice_id: 'solveig', model: 'lightning_v3.1_pro', language: 'no' },
    ]);
  });

  test('says no more than 250 characters at once', async () => {
    const long = Array.from({ length: 12 }, (_, index) => `Sentence number ${index} is here.`).join(' ');
    await collectSpeech(open()().voice('kaitlyn'), { text: long });
    expect(server.requests.length).toBe(2);
  });

  test('gives the sound of its voices at their own rate', async () => {
    const { audio } = await collectSpeech(open()().voice('blake'), { text });
    const { audio: heard } = await say(text, 'rms');
    expect(audio.sampleRate).toBe(44_100);
    expect(audio.samples.length / 44_100).toBeCloseTo(heard.samples.length / heard.sampleRate, 2);
  });

  test('makes a voice from one recording', async () => {
    const { audio } = await say(text);
    const samples = [await toFile(audio, 'mp3', 24_000)];
    const id = await open().cloneVoice({ name: 'Ann', samples, language: 'en-GB', description: 'calm' });
    expect(id).toBe('voice_Ann_lightning-v3.1-pro');
    server.clear();
    const two = open().cloneVoice({ name: 'Ann', samples: [...samples, ...samples] });
    await expect(two).rejects.toMatchObject({ code: 'invalid-option' });
    expect(server.requests).toHaveLength(0);
    const noise = open().cloneVoice({ name: 'Ann', samples: [new Uint8Array(6 * 2 ** 20)] });
    await expect(noise).rejects.toThrow('File too large');
  });
});
