import { collectSpeech } from 'duologue/voices';
import { createXai } from 'duologue/voices/xai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';
import { startXaiServer, xaiKey } from './xai-server.ts';

providerContract({
  name: 'xai',
  create: createXai,
  startServer: startXaiServer,
  basePath: '/v1',
  key: xaiKey,
  keyVariables: ['XAI_API_KEY'],
  model: 'grok-tts',
  voice: 'eve',
  replaceAudio: (_reply, audio) => ({ body: { audio: Buffer.from(audio).toString('base64') } }),
  refusal: {
    reply: { status: 400, body: { error: 'speed must be between 0.7 and 1.5' } },
    says: 'speed must be between 0.7 and 1.5',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('xAI', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startXaiServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createXai({ apiKey: xaiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
  const text = 'Well, it costs eleven, doesn’t it?';

  test('is asked for what it documents, and no more', async () => {
    const voice = open()('grok-tts').voice('Rex');
    const { answers } = await collectSpeech(voice, { text, language: 'pt-BR', speed: 1.2 });
    expect(server.requests[0]?.body).toEqual({
      text,
      voice_id: 'rex',
      language: 'pt-BR',
      speed: 1.2,
      output_format: { codec: 'wav', sample_rate: 48_000 },
      with_timestamps: true,
    });
    expect(answers?.[0]?.requestId).toMatch(/^trace-/);
    await collectSpeech(voice, { text, speed: 2 });
    expect(server.requests[1]?.body).toMatchObject({ language: 'auto' });
    expect(fieldOf(server.requests[1]?.body, 'speed')).toBeUndefined();
  });

  test('its words are where they are heard', async () => {
    const spoken = await say(text);
    const { words, warnings } = await collectSpeech(open()().voice('eve'), { text });
    expect(warnings).toEqual([]);
    expect(words.map((word) => word.text)).toEqual(spoken.words.map((word) => word.text));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (spoken.words[index]?.start ?? 0))).toBeLessThan(0.02);
    }
  });

  test.each([
    ['no times', { audio_timestamps: null }],
    ['times of another shape', { audio_timestamps: { graph_chars: 'none' } }],
  ])('%s leave the sound', async (_name, more) => {
    const { audio } = await say(text);
    const bytes = Buffer.from(await toFile(audio, 'wav', 48_000)).toString('base64');
    server.fail({ type: 'answer', reply: { body: { audio: bytes, ...more } } });
    const spoken = await collectSpeech(open()().voice('eve'), { text });
    expect(spoken.audio.samples.length).toBeGreaterThan(40_000);
    expect(spoken.warnings).toEqual([expect.stringContaining('timed no words')]);
  });

  test('an unknown voice is its error, in its words', async () => {
    await expect(collectSpeech(open()().voice('nobody'), { text })).rejects.toThrow(
      "Voice 'nobody' not found",
    );
    await expect(
      collectSpeech(open()().voice('eve'), { text, providerOptions: { pitch: 2 } }),
    ).rejects.toThrow('Failed to deserialize');
  });

  test('a voice is made from a recording, and speaks', async () => {
    const provider = open();
    const { audio } = await say('Hello there.');
    const sample = await toFile(audio, 'wav', 24_000);
    const id = await provider.cloneVoice({ name: 'Ann', samples: [sample], language: 'en' });
    expect(id).toBe('nlbqfwie');
    const spoken = await collectSpeech(provider().voice(id), { text: 'Hello there.' });
    expect(spoken.audio.samples.length).toBeGreaterThan(0);
  });
});
