import { type GenerateContentParameters, GoogleGenAI, Modality } from '@google/genai';
import { collectSpeech, type DialoguePart, ProviderError, UnknownVoiceError } from 'duologue/voices';
import { createGoogle } from 'duologue/voices/google';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { googleAnswer, googleKey, googleRefusal, startGoogleServer } from './google-server.ts';
import { providerContract } from './provider-contract.ts';
import { say, toPcm } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'google',
  create: createGoogle,
  startServer: startGoogleServer,
  basePath: '/v1beta',
  key: googleKey,
  keyVariables: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
  model: 'gemini-3.8-flash-tts',
  voice: 'Kore',
  replaceAudio: (_reply, audio) => ({ body: googleAnswer('audio/wav', audio) }),
  refusal: {
    reply: googleRefusal(400, 'Voice name Kora is not supported.', 'INVALID_ARGUMENT'),
    says: 'Voice name Kora is not supported.',
  },
  textOf: ({ body }) => String(fieldOf(partsOf(body)[0], 'text')),
});

function partsOf(body: unknown): unknown[] {
  const [content] = Object.values(fieldOf(body, 'contents') ?? []);
  return Object.values(fieldOf(content, 'parts') ?? []);
}

describe('Google’s wire', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startGoogleServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = (maxRetries = 0) =>
    createGoogle({ apiKey: googleKey, baseURL: `${server.url}/v1beta`, maxRetries });
  const fail = (answer: object) => server.fail({ type: 'answer', reply: { body: answer } });
  const speak = (text = 'Hello there.') => collectSpeech(open()().voice('Kore'), { text });

  test('a direction is metadata since 3.8, and stood in the text before', async () => {
    const request = { text: 'Come in.', instructions: 'whispering' };
    const now = await collectSpeech(open()('gemini-3.8-flash-lite-tts').voice('kore'), request);
    await collectSpeech(open()('gemini-3.1-flash-tts-preview').voice('Puck'), request);
    expect(server.requests.map(({ body }) => fieldOf(body, 'contents'))).toEqual([
      [{ role: 'user', parts: [{ text: 'Come in.', speechMetadata: { style: 'whispering' } }] }],
      [{ role: 'user', parts: [{ text: 'Say the following (whispering):\nCome in.' }] }],
    ]);
    expect(server.requests.map(({ query }) => query.size)).toEqual([0, 0]);
    expect(now.warnings).toEqual([]);
    expect(now.answers?.[0]?.metadata).toMatchObject({ requestId: 'resp-1', usage: { totalTokenCount: 69 } });
  });

  test('options go where they belong', async () => {
    const providerOptions = { seed: 7, safetySettings: [{}], speechConfig: { languageCode: 'en-US' } };
    await collectSpeech(open()().voice('Kore'), { text: 'Come in.', providerOptions });
    expect(server.requests[0]?.body).toMatchObject({
      safetySettings: [{}],
      generationConfig: {
        seed: 7,
        speechConfig: { languageCode: 'en-US', voiceConfig: { voice: 'Kore' } },
      },
    });
  });

  const asked = {
    'gemini-3.8-flash-tts': [
      { text: 'Did you bring an umbrella?', speechMetadata: { speaker: 'Speaker1', style: 'amused' } },
      { text: 'No. I thought\nyou had.', speechMetadata: { speaker: 'Speaker2', style: 'amused' } },
      { text: 'Then we run.', speechMetadata: { speaker: 'Speaker1', style: 'amused' } },
    ],
    'gemini-2.5-pro-preview-tts': [
      {
        text:
          'TTS the following conversation between Speaker1 and Speaker2 (amused):\n' +
          'Speaker1: Did you bring an umbrella?\nSpeaker2: No. I thought you had.\nSpeaker1: Then we run.',
      },
    ],
  };
  test.each(Object.entries(asked))('%s speaks a dialogue of two in one request', async (id, wanted) => {
    const turns = [
      { voice: `google/${id}:Kore`, text: 'Did you bring an umbrella?' },
      { voice: `google/${id}:Puck`, text: 'No. I thought\nyou had.' },
      { voice: `google/${id}:Kore`, text: 'Then we run.' },
    ];
    const parts: DialoguePart[] = [];
    for await (const part of open()(id).dialogue?.converse({ turns, instructions: 'amused' }) ?? []) {
      parts.push(part);
    }
    const said = [await say('Did you bring an umbrella?'), await say('No. I thought you had.', 'rms')];
    const seconds = said.reduce((sum, { audio }) => sum + audio.samples.length / audio.sampleRate, 0);
    const frames = parts.flatMap((part) => (part.type === 'audio-ready' ? [part.audio.samples.length] : []));
    expect((frames[0] ?? 0) / 24_000).toBeGreaterThan(seconds);
    expect(partsOf(server.requests[0]?.body)).toEqual(wanted);
  });

  test('an older model has the voices of the list and no others', () => {
    expect(() => open()('gemini-2.5-flash-preview-tts').voice('alloy')).toThrow(UnknownVoiceError);
    expect(open()('gemini-3.8-flash-tts').voice('my-designed-voice').service?.voice).toBe(
      'my-designed-voice',
    );
    expect(open()('gemini-3.1-flash-tts').voice('kore').gender).toBe('female');
  });

  test('a dialogue of three is refused before anything is sent', async () => {
    const turns = ['Kore', 'Puck', 'Leda'].map((voice) => ({ voice, text: 'Yes.' }));
    const work = (async () => {
      for await (const part of open()().dialogue?.converse({ turns }) ?? []) expect(part).toBeUndefined();
    })();
    await expect(work).rejects.toThrow(/2 to 2 voices, not 3/);
    expect(server.requests).toHaveLength(0);
  });

  test('samples are of the rate that the answer names', async () => {
    const said = await say('Hello there.');
    fail(googleAnswer('audio/L16;codec=pcm;rate=16000', toPcm(said.audio, 16_000)));
    const { audio } = await speak();
    const seconds = said.audio.samples.length / said.audio.sampleRate;
    expect(audio.samples.length / audio.sampleRate).toBeCloseTo(seconds, 2);
  });

  test('what is blocked is an error with its reason, and is not asked again', async () => {
    fail({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } });
    await expect(speak()).rejects.toMatchObject({
      code: 'rejected',
      retryable: false,
      message: expect.stringContaining('PROHIBITED_CONTENT'),
    });
    fail({ candidates: [{ finishReason: 'SAFETY', finishMessage: 'Unsafe.', content: null }] });
    await expect(speak()).rejects.toThrow(/broke off: SAFETY, Unsafe\./);
  });

  test('words in place of sound are asked for again', async () => {
    const words = { candidates: [{ content: { parts: [{ text: 'Hello there.' }] }, finishReason: 'OTHER' }] };
    fail(words);
    await expect(speak()).rejects.toMatchObject({ code: 'bad-answer', retryable: true });
    fail(words);
    const spoken = await collectSpeech(open(1)().voice('Kore'), { text: 'Hello there.' });
    expect(spoken.answers?.[0]?.attempts).toBe(2);
    fail({ candidates: 'none' });
    await expect(speak()).rejects.toBeInstanceOf(ProviderError);
  });

  test('a rate limit says in its body how long to wait', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }];
    server.fail({
      type: 'answer',
      reply: googleRefusal(429, 'Quota exceeded.', 'RESOURCE_EXHAUSTED', details),
    });
    await expect(speak()).rejects.toMatchObject({ code: 'rate-limited', retryAfter: 34 });
  });

  test('a voice is designed and kept, as the official client would', async () => {
    const description = 'A warm, thoughtful astronomer in his late 60s.';
    const { previews, ...rest } = await open().designVoice({ description });
    const [preview] = previews;
    if (preview === undefined) throw new TypeError('There is no preview.');
    expect(preview.id).toBe('voice_abc123');
    expect(new TextDecoder().decode(preview.audio.subarray(0, 4))).toBe('RIFF');
    expect(await rest.keep(preview, 'Astronomer')).toBe('voice_abc123');
    const client = new GoogleGenAI({ apiKey: googleKey, httpOptions: { baseUrl: server.url } });
    const theirs = await client.voices.create({
      store: true,
      voice: {
        type: 'prompted',
        model: 'gemini-3.8-flash-tts',
        display_name: description,
        prompted: { input: description },
      },
    });
    expect(theirs.id).toBe(preview.id);
    const [ours, kept, official] = server.requests;
    expect([ours?.path, ours?.body]).toEqual([official?.path, official?.body]);
    expect(kept?.method).toBe('GET');
  });

  test('the official client asks the same server and hears the same', async () => {
    const client = new GoogleGenAI({ apiKey: googleKey, httpOptions: { baseUrl: server.url } });
    const parameters: GenerateContentParameters = {
      model: 'gemini-3.8-flash-tts',
      contents: [
        { role: 'user', parts: [{ text: 'The same for both.', speechMetadata: { style: 'calm' } }] },
      ],
      config: {
        responseModalities: [Modality.AUDIO],
        speechConfig: { voiceConfig: { voice: 'Kore' } },
      },
    };
    const theirs = await client.models.generateContent(parameters);
    const request = { text: 'The same for both.', instructions: 'calm' };
    const ours = await collectSpeech(open()().voice('Kore'), request);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    expect(server.requests[1]?.path).toBe(server.requests[0]?.path);
    const data = theirs.candidates?.[0]?.content?.parts?.[0]?.inlineData?.data ?? '';
    expect(Buffer.from(data, 'base64').length).toBe(ours.audio.samples.length * 2 + 44);
    const wrong = new GoogleGenAI({ apiKey: 'wrong', httpOptions: { baseUrl: server.url } });
    await expect(wrong.models.generateContent(parameters)).rejects.toThrow(/API key not valid/);
  });
});
