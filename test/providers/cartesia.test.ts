import Cartesia from '@cartesia/cartesia-js';
import { collectSpeech, ProviderError } from 'duologue/voices';
import { createCartesia } from 'duologue/voices/cartesia';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cartesiaKey, cartesiaVoice, eventsOf, startCartesiaServer } from './cartesia-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'cartesia',
  create: createCartesia,
  startServer: startCartesiaServer,
  key: cartesiaKey,
  keyVariables: ['CARTESIA_API_KEY'],
  model: 'sonic-3.5',
  voice: cartesiaVoice,
  replaceAudio: (reply, audio) => ({ ...reply, body: [...eventsOf(audio, [])] }),
  refusal: {
    reply: {
      status: 400,
      body: { error_code: 'voice_not_found', title: 'Invalid voice', message: 'No such voice.' },
    },
    says: 'No such voice.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'transcript')),
});

describe('Cartesia’s wire', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startCartesiaServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createCartesia({ apiKey: cartesiaKey, baseURL: server.url, maxRetries: 0 });

  test('asks what the official client’s types allow', async () => {
    const speech = await collectSpeech(open()('sonic-3').voice(cartesiaVoice), {
      text: 'It is the twenty second.',
      language: 'en-GB',
      speed: 1.5,
      providerOptions: { generation_config: { volume: 1.2 } },
    });
    expect(server.requests[0]?.body).toEqual({
      model_id: 'sonic-3',
      transcript: 'It is the twenty second.',
      voice: cartesiaVoice,
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 48_000 },
      add_timestamps: true,
      language: 'en',
      generation_config: { speed: 1.5, volume: 1.2 },
    } satisfies Cartesia.TTSGenerateSSEParams);
    expect(speech.warnings).toEqual([]);
    expect(speech.audio.sampleRate).toBe(48_000);
  });

  test('words are where they were said', async () => {
    const text = 'Each word of this lies where it was said, 22 times.';
    const said = await say(text);
    const heard = await collectSpeech(open()().voice(cartesiaVoice), { text });
    expect(heard.words.map((word) => word.text)).toEqual(said.words.map((word) => word.text));
    for (const [index, word] of heard.words.entries()) {
      expect(word.start).toBeCloseTo(said.words[index]?.start ?? Number.NaN, 2);
      expect(word.end).toBeCloseTo(said.words[index]?.end ?? Number.NaN, 2);
    }
  });

  test('Sonic 2 keeps its own speed, and the sound is stretched here', async () => {
    await collectSpeech(open()('sonic-2').voice(cartesiaVoice), { text: 'Slowly now.', speed: 0.8 });
    expect(fieldOf(server.requests[0]?.body, 'generation_config')).toBeUndefined();
  });

  test('an error in the middle of the sound is an error, with its reason', async () => {
    const [first = ''] = eventsOf(new Uint8Array(20_000), []);
    const error = {
      type: 'error',
      done: true,
      status_code: 400,
      title: 'Invalid',
      message: 'The transcript has a tag that is not closed.',
      request_id: 'car-7',
    };
    const body = [first, `data: ${JSON.stringify(error)}\n\n`];
    server.fail({ type: 'answer', reply: { headers: { 'content-type': 'text/event-stream' }, body } });
    await expect(collectSpeech(open()().voice(cartesiaVoice), { text: 'Hello.' })).rejects.toMatchObject({
      name: 'ProviderError',
      code: 'rejected',
      status: 400,
      requestId: 'car-7',
      retryable: false,
      message: expect.stringContaining('not closed'),
    });
  });

  test('a voice is cloned from one recording', async () => {
    const { audio } = await say('Anybody may say this.');
    const sample = await toFile(audio, 'wav', 24_000);
    const id = await open().cloneVoice({
      name: 'Ann',
      samples: [sample],
      description: 'calm',
      language: 'en-US',
    });
    expect(id).toBe(cartesiaVoice);
    expect(server.requests[0]?.path).toBe('/voices/clone');
    await expect(open().cloneVoice({ name: 'Ann', samples: [sample, sample] })).rejects.toThrow(
      /at most 1 recording, not 2/,
    );
    server.fail({ type: 'answer', reply: { body: { done: true } } });
    const failure = open().cloneVoice({ name: 'Ann', samples: [sample] });
    await expect(failure).rejects.toThrow(ProviderError);
    await expect(failure).rejects.toMatchObject({ code: 'bad-answer', retryable: false });
    expect(server.requests).toHaveLength(2);
  });

  test('the official client asks the same server and hears the same', async () => {
    const client = new Cartesia({ apiKey: cartesiaKey, baseURL: server.url, maxRetries: 0 });
    const transcript = 'The same words for both.';
    const events = await client.tts.generateSSE({
      model_id: 'sonic-3.5',
      transcript,
      voice: cartesiaVoice,
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 48_000 },
      add_timestamps: true,
    });
    let bytes = 0;
    const words: string[] = [];
    for await (const event of events) {
      if (event.type === 'chunk') bytes += Buffer.from(event.data, 'base64').length;
      if (event.type === 'timestamps') words.push(...event.word_timestamps.words);
    }
    const ours = await collectSpeech(open()().voice(cartesiaVoice), { text: transcript });
    expect(ours.audio.samples.length).toBe(bytes / 2);
    expect(ours.words.map(({ text }) => text)).toEqual(words);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    const { audio } = await say(transcript);
    const clip = new File([new Uint8Array(await toFile(audio, 'wav', 24_000))], 'clip.wav');
    expect((await client.voices.clone({ clip, name: 'Ben', language: 'en' })).id).toBe(cartesiaVoice);
    const wrong = new Cartesia({ apiKey: 'wrong', baseURL: server.url, maxRetries: 0 });
    await expect(wrong.voices.clone({ clip, name: 'Ben', language: 'en' })).rejects.toThrow(/not valid/);
  });
});
