import { collectSpeech } from 'duologue/voices';
import { createInworld } from 'duologue/voices/inworld';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inworldKey, startInworldServer } from './inworld-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'inworld',
  create: createInworld,
  startServer: startInworldServer,
  key: inworldKey,
  keyVariables: ['INWORLD_API_KEY'],
  model: 'inworld-tts-2',
  voice: 'Ashley',
  replaceAudio: (reply, audio) => ({
    ...reply,
    body: { audioContent: Buffer.from(audio).toString('base64') },
  }),
  refusal: {
    reply: { status: 400, body: { code: 3, message: 'Unknown voice: Nobody', details: [] } },
    says: 'Unknown voice: Nobody',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('inworld', () => {
  const text = 'The train is slower, but we would see the coast.';
  let server: VendorServer;
  const open = () => createInworld({ apiKey: inworldKey, baseURL: server.url });
  beforeAll(async () => {
    server = await startInworldServer();
  });
  beforeEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  test.for(['inworld-tts-2', 'inworld-tts-1.5-max'])('%s times words where they are heard', async (model) => {
    const { words: heard } = await say(text);
    const { words, answers } = await collectSpeech(open()(model).voice('Ashley'), { text });
    expect(words.map((word) => word.text)).toEqual(heard.map((word) => word.text));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (heard[index]?.start ?? 0))).toBeLessThan(0.02);
    }
    expect(answers?.[0]?.metadata).toEqual({
      usage: { processedCharactersCount: text.length, modelId: model },
    });
  });

  test('asks in the fields of the reference', async () => {
    await collectSpeech(open()().voice('Dennis'), {
      text,
      language: 'en-GB',
      speed: 0.8,
      providerOptions: { deliveryMode: 'STABLE', audioConfig: { sampleRateHertz: 24_000 } },
    });
    await collectSpeech(open()('inworld-tts-1.5-mini').voice('Dennis'), { text, language: 'en-GB' });
    expect(server.requests.map(({ body }) => body)).toEqual([
      {
        text,
        voiceId: 'Dennis',
        modelId: 'inworld-tts-2',
        audioConfig: { audioEncoding: 'LINEAR16', sampleRateHertz: 24_000, speakingRate: 0.8 },
        timestampType: 'WORD',
        language: 'en-GB',
        deliveryMode: 'STABLE',
      },
      {
        text,
        voiceId: 'Dennis',
        modelId: 'inworld-tts-1.5-mini',
        audioConfig: { audioEncoding: 'LINEAR16', sampleRateHertz: 48_000 },
        timestampType: 'WORD',
        language: 'en-US',
      },
    ]);
  });

  test('takes options in either spelling', async () => {
    const voice = open()().voice('Dennis');
    const providerOptions = { audio_config: { sample_rate_hertz: 24_000 }, delivery_mode: 'STABLE' };
    const { audio } = await collectSpeech(voice, { text, speed: 0.8, providerOptions });
    expect(fieldOf(server.requests[0]?.body, 'audio_config')).toEqual({
      audio_encoding: 'LINEAR16',
      sample_rate_hertz: 24_000,
      speaking_rate: 0.8,
    });
    expect(audio.sampleRate).toBe(48_000);
  });

  test('puts directions in brackets before the text, and does not time them', async () => {
    const { words } = await collectSpeech(open()().voice('Ashley'), {
      text,
      instructions: 'say the train [very] calmly',
    });
    expect(fieldOf(server.requests[0]?.body, 'text')).toBe(`[say the train very calmly] ${text}`);
    const { words: heard } = await say(text);
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (heard[index]?.start ?? 0))).toBeLessThan(0.02);
    }
    const older = await collectSpeech(open()('inworld-tts-1.5-max').voice('Ashley'), {
      text,
      instructions: 'calmly',
    });
    expect(older.warnings).toEqual([expect.stringContaining('takes no instructions')]);
  });

  test('makes a voice from recordings', async () => {
    const { audio } = await say(text);
    const samples = [await toFile(audio, 'wav', 24_000), await toFile(audio, 'mp3', 24_000)];
    const id = await open().cloneVoice({ name: 'Ann', samples, texts: [text], language: 'de-AT' });
    expect(id).toBe('workspace__ann');
    expect(server.requests[0]?.body).toEqual({
      displayName: 'Ann',
      langCode: 'DE_DE',
      voiceSamples: [
        { audioData: Buffer.from(samples[0] ?? []).toString('base64'), transcription: text },
        { audioData: Buffer.from(samples[1] ?? []).toString('base64') },
      ],
    });
  });

  test('makes voices from a description and keeps one', async () => {
    const description = 'A middle-aged male voice with a clear British accent, steady and neutral.';
    const designed = await open().designVoice({ description });
    const [first, second] = designed.previews;
    expect(designed.previews.map(({ id }) => id)).toEqual(
      [0, 1, 2].map((index) => `workspace__design-${index}`),
    );
    expect(second?.audio.subarray(0, 4)).toEqual(new TextEncoder().encode('RIFF'));
    const kept = await designed.keep(second ?? first ?? { id: '', audio: new Uint8Array() }, 'Ben');
    expect(kept).toBe('workspace__kept-1');
    expect(server.requests[1]?.body).toEqual({ displayName: 'Ben', description });
    server.clear();
    await expect(open().designVoice({ description: 'A man.' })).rejects.toMatchObject({
      code: 'invalid-option',
    });
    expect(server.requests).toHaveLength(0);
  });

  test('an answer without times is spread, with a warning; one of another shape is an error', async () => {
    server.fail({
      type: 'change',
      change: ({ body }) => ({ body: { audioContent: fieldOf(body, 'audioContent') } }),
    });
    const { warnings, words } = await collectSpeech(open()().voice('Ashley'), { text });
    expect(warnings).toEqual([expect.stringContaining('timed no words')]);
    expect(words).toHaveLength(10);
    server.fail({ type: 'answer', reply: { body: { audioContent: 7 } } });
    const voice = createInworld({ apiKey: inworldKey, baseURL: server.url, maxRetries: 0 })().voice('Ashley');
    await expect(collectSpeech(voice, { text })).rejects.toMatchObject({ code: 'bad-answer' });
  });
});
