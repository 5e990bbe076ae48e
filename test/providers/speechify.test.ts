import { collectSpeech } from 'duologue/voices';
import { createSpeechify } from 'duologue/voices/speechify';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { providerContract } from './provider-contract.ts';
import { speechifyEvents, speechifyKey, speechifyRefusal, startSpeechifyServer } from './speechify-server.ts';
import { say } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'speechify',
  create: createSpeechify,
  startServer: startSpeechifyServer,
  key: speechifyKey,
  keyVariables: ['SPEECHIFY_API_KEY'],
  model: 'simba-3.2',
  voice: 'harper_32',
  replaceAudio: (reply, audio) => ({ ...reply, body: [...speechifyEvents(audio, [])] }),
  refusal: {
    reply: speechifyRefusal(400, 'voice_not_supported', 'This voice does not speak simba-3.2.'),
    says: 'This voice does not speak simba-3.2.',
  },
  textOf: ({ body }) => String(fieldOf(body, 'input')),
});

describe('Speechify’s wire', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startSpeechifyServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createSpeechify({ apiKey: speechifyKey, baseURL: server.url, maxRetries: 0 });

  test('asks as documented, each language with a country', async () => {
    const voice = open()('simba-3.0').voice('clara_30');
    const providerOptions = { options: { loudness_normalization: true } };
    const speech = await collectSpeech(voice, { text: 'Bonjour.', language: 'fr', providerOptions });
    expect(server.requests[0]?.body).toEqual({
      input: 'Bonjour.',
      voice_id: 'clara_30',
      model: 'simba-3.0',
      output_format: 'pcm_24000',
      options: { text_normalization: true, loudness_normalization: true },
      language: 'fr-FR',
    });
    expect(speech.answers?.[0]?.metadata).toMatchObject({ billable_characters_count: 8 });
    await collectSpeech(voice, { text: 'Hello.', language: 'en-GB' });
    expect(fieldOf(server.requests[1]?.body, 'language')).toBe('en-GB');
    const other = await collectSpeech(open()('simba-3.2').voice('harper_32'), {
      text: 'Hallo.',
      language: 'de',
    });
    expect(other.warnings).toEqual([expect.stringContaining('does not list de')]);
  });

  test('words are where they were said, alone or inside a sentence', async () => {
    const text = 'Each word of this lies where it was said, doesn’t it? So it does.';
    const said = await say(text);
    const heard = await collectSpeech(open()().voice('harper_32'), { text });
    expect(heard.words.map((word) => word.text)).toEqual(said.words.map((word) => word.text));
    for (const [index, word] of heard.words.entries()) {
      expect(word.start).toBeCloseTo(said.words[index]?.start ?? Number.NaN, 2);
      expect(word.end).toBeCloseTo(said.words[index]?.end ?? Number.NaN, 2);
    }
  });

  test('an error behind the first sound is an error, and may be asked again', async () => {
    const [first = ''] = speechifyEvents(new Uint8Array(24_000), []);
    const { body } = speechifyRefusal(502, 'upstream_failure', 'The composer is gone.');
    const broken = [first, `event: speech.error\ndata: ${JSON.stringify(body)}\n\n`];
    server.fail({ type: 'answer', reply: { body: broken } });
    await expect(collectSpeech(open()().voice('harper_32'), { text: 'Hello.' })).rejects.toMatchObject({
      code: 'server-failed',
      retryable: true,
      message: expect.stringContaining('The composer is gone.'),
    });
  });

  test('marks of an unknown shape cost the times, not the sound', async () => {
    const audio = Buffer.alloc(48_000, 1).toString('base64');
    const body = [`event: speech.chunk\ndata: ${JSON.stringify({ audio, speech_marks: 'none' })}\n\n`];
    server.fail({ type: 'answer', reply: { body } });
    const speech = await collectSpeech(open()().voice('harper_32'), { text: 'Hello.' });
    expect(speech.audio.samples.length).toBe(24_000);
    expect(speech.warnings).toEqual([expect.stringContaining('timed no words')]);
  });

  test('has no call to clone with', async () => {
    const work = open().cloneVoice({ name: 'Ann', samples: [new Uint8Array(9)] });
    await expect(work).rejects.toMatchObject({ code: 'invalid-option' });
    expect(server.requests).toHaveLength(0);
  });
});
