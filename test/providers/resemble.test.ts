import { collectSpeech } from 'duologue/voices';
import { createResemble } from 'duologue/voices/resemble';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providerContract } from './provider-contract.ts';
import { resembleKey, startResembleServer } from './resemble-server.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

/** Of the vendor’s own client, @resemble/node 3.5.1: `DirectClipInput` without what it calls required no more. */
type DirectClipInput = {
  voice_uuid: string;
  project_uuid?: string;
  title?: string;
  data: string;
  precision?: 'MULAW' | 'PCM_16' | 'PCM_24' | 'PCM_32';
  output_format?: 'wav' | 'mp3';
  sample_rate?: 8000 | 16000 | 22050 | 32000 | 44100 | 48000;
};

providerContract({
  name: 'resemble',
  create: createResemble,
  startServer: startResembleServer,
  key: resembleKey,
  keyVariables: ['RESEMBLE_API_KEY'],
  model: 'default',
  voice: '55592656',
  replaceAudio: (reply, audio) => ({
    ...reply,
    body: { success: true, audio_content: Buffer.from(audio).toString('base64') },
  }),
  refusal: {
    reply: { status: 400, body: { success: false, error_name: 'VoiceNotFound', message: 'No such voice.' } },
    says: 'No such voice.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'data')),
});

describe('resemble', () => {
  const text = 'The train is slower, but we would see the coast.';
  let server: VendorServer;
  const open = (more: { project?: string; maxRetries?: number } = {}) =>
    createResemble({ apiKey: resembleKey, baseURL: server.url, ...more });
  beforeAll(async () => {
    server = await startResembleServer();
  });
  beforeEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());

  test('makes words of its characters, where they are heard', async () => {
    const { words: heard } = await say(text);
    const { words, answers } = await collectSpeech(open()().voice('55592656'), { text });
    expect(words.map((word) => word.text)).toEqual(heard.map((word) => word.text));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (heard[index]?.start ?? 0))).toBeLessThan(0.02);
      expect(Math.abs(word.end - (heard[index]?.end ?? 0))).toBeLessThan(0.1);
    }
    expect(answers?.[0]?.metadata).toEqual({ seed: 962_692_783 });
  });

  test('asks in the fields of the reference', async () => {
    await collectSpeech(open()().voice('55592656'), { text, providerOptions: { use_hd: true } });
    await collectSpeech(open({ project: 'p1' })().voice('b0b'), { text, language: 'de' });
    const body = {
      voice_uuid: '55592656',
      data: text,
      output_format: 'wav',
      precision: 'PCM_16',
      sample_rate: 48_000,
    } satisfies DirectClipInput;
    expect(server.requests.map((request) => request.body)).toEqual([
      { ...body, use_hd: true },
      { ...body, voice_uuid: 'b0b', project_uuid: 'p1' },
    ]);
  });

  test('knows no other model, and stretches for a speed', async () => {
    expect(() => open()('chatterbox')).toThrow('has no model "chatterbox"');
    const slow = await collectSpeech(open()().voice('b0b'), { text, speed: 0.8 });
    const plain = await collectSpeech(open()().voice('b0b'), { text });
    expect(slow.audio.samples.length / plain.audio.samples.length).toBeCloseTo(1.25, 2);
    const { words: heard } = await say(text, 'rms');
    for (const [index, word] of slow.words.entries()) {
      expect(Math.abs(word.start - (heard[index]?.start ?? 0) * 1.25)).toBeLessThan(0.06);
    }
  });

  test('makes voices from a description and keeps one, in either shape of the answer', async () => {
    const appBaseURL = `${server.url}/api/v2/`;
    const provider = createResemble({ apiKey: resembleKey, baseURL: server.url, appBaseURL });
    const designed = await provider.designVoice({ description: 'An upbeat guide.' });
    expect(designed.previews.map(({ id, audio }) => [id, audio.length > 1000])).toEqual([
      ['design-1/0', true],
      // Not one of Resemble’s: not followed.
      ['design-1/1', false],
    ]);
    const [, second = { id: '', audio: new Uint8Array() }] = designed.previews;
    expect(await designed.keep(second, 'Guide')).toBe('Guide-design-1-1');
    const flat = [{ uuid: 'design-2', voice_sample_index: 2, audio_url: '/previews/0.wav' }];
    server.fail({ type: 'answer', reply: { body: { voice_candidates: flat } } });
    const { previews } = await provider.designVoice({ description: 'An upbeat guide.' });
    expect(previews.map(({ id }) => id)).toEqual(['design-2/2']);
    const file = server.requests.find(({ path }) => path.startsWith('/previews'));
    expect(file?.headers.authorization).toBeUndefined();
    expect(() => createResemble({ appBaseURL: 'http://example.com' })).toThrow('begins with https');
  });

  test('a refusal with a good status is a refusal; issues are warnings; half a table of times is half', async () => {
    server.fail({
      type: 'answer',
      reply: { body: { success: false, message: 'The voice is still in training.' } },
    });
    await expect(collectSpeech(open()().voice('x'), { text })).rejects.toMatchObject({
      code: 'rejected',
      retryable: false,
      message: expect.stringContaining('still in training'),
    });
    expect(server.requests).toHaveLength(1);
    server.fail({
      type: 'change',
      change: ({ body }) => ({
        body: {
          ...Object(body),
          issues: ['A tag was left out.', { code: 42 }],
          audio_timestamps: { graph_chars: ['T', 'h'], graph_times: [[0.1, 0.2], []] },
        },
      }),
    });
    const { warnings, words } = await collectSpeech(open()().voice('x'), { text });
    expect(warnings).toEqual(['Resemble: A tag was left out.', 'Resemble: {"code":42}']);
    expect(words).toHaveLength(10);
    server.fail({ type: 'answer', reply: { body: { success: true, audio_content: 'no base64!' } } });
    const voice = open({ maxRetries: 0 })().voice('x');
    await expect(collectSpeech(voice, { text })).rejects.toMatchObject({ code: 'bad-answer' });
  });
});
