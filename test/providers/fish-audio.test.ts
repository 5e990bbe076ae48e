import type { DialoguePart } from 'duologue/voices';
import { collectSpeech } from 'duologue/voices';
import { createFishAudio } from 'duologue/voices/fish-audio';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fishAudioKey, fishEvents, startFishAudioServer } from './fish-audio-server.ts';
import { unpackMessage } from './message-unpack.ts';
import { providerContract } from './provider-contract.ts';
import { say, toFile } from './spoken.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'fish-audio',
  create: createFishAudio,
  startServer: startFishAudioServer,
  key: fishAudioKey,
  keyVariables: ['FISH_AUDIO_API_KEY', 'FISH_API_KEY'],
  model: 's2-pro',
  voice: '802e3bc2b27e49c2995d23ef70e6ac89',
  replaceAudio: (reply, audio) => ({ ...reply, body: [...fishEvents(audio, [])] }),
  refusal: {
    reply: { status: 400, body: { status: 400, message: 'Reference not found', reason: null } },
    says: 'Reference not found',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

describe('Fish Audio’s wire', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startFishAudioServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createFishAudio({ apiKey: fishAudioKey, baseURL: server.url, maxRetries: 0 });

  test('asks as documented, directions in brackets', async () => {
    const voice = open()('s2.1-pro').voice('abc');
    const speech = await collectSpeech(voice, {
      text: 'Come in.',
      instructions: 'whispers [sweetly]',
      speed: 0.8,
    });
    expect(server.requests[0]?.headers.model).toBe('s2.1-pro');
    expect(server.requests[0]?.body).toEqual({
      text: '[whispers sweetly] Come in.',
      reference_id: 'abc',
      format: 'pcm',
      sample_rate: 44_100,
      prosody: { speed: 0.8 },
    });
    expect(speech.warnings).toEqual([]);
    const old = await collectSpeech(open()('s1').voice('abc'), { text: 'Come in.', instructions: 'calm' });
    expect(old.warnings).toEqual([expect.stringContaining('takes no instructions')]);
  });

  test('the last times of each stretch count, from the start of the whole', async () => {
    const text = 'Here is one stretch of text, and there is another one behind it, isn’t there?';
    const said = await say(text);
    const heard = await collectSpeech(open()().voice('abc'), { text });
    expect(heard.words.map((word) => word.text)).toEqual(said.words.map((word) => word.text));
    for (const [index, word] of heard.words.entries()) {
      expect(word.start).toBeCloseTo(said.words[index]?.start ?? Number.NaN, 2);
    }
  });

  test('a recording stands for a voice', async () => {
    const audio = await toFile((await say('This is how I speak.')).audio, 'wav', 24_000);
    const sample = { audio, text: 'This is how I speak.' };
    const request = { text: 'Now I say this.', speed: 1.5 };
    const speech = await collectSpeech(open()().voice(sample), request);
    expect(speech.audio.samples.length).toBeGreaterThan(0);
    expect(server.requests[0]?.headers['content-type']).toBe('application/msgpack');
    expect(unpackMessage(server.requests[0]?.bytes ?? new Uint8Array())).toEqual({
      text: 'Now I say this.',
      references: [sample],
      format: 'pcm',
      sample_rate: 44_100,
      prosody: { speed: 1.5 },
    });
    const encoded = { ...sample, audio: Buffer.from(audio).toString('base64') };
    await collectSpeech(open()().voice(encoded), { ...request, providerOptions: { temperature: 0.5 } });
    const asked = unpackMessage(server.requests[1]?.bytes ?? new Uint8Array());
    expect(asked).toMatchObject({ references: [sample], temperature: 0.5 });
    await expect(collectSpeech(open()().voice({ audio }), request)).rejects.toThrow(/needs text/);
    expect(() => open()().voice({ url: 'https://example.com/ann.wav', text: 'Hello.' })).toThrow(/audio/);
    expect(server.requests).toHaveLength(2);
  });

  test('a dialogue is one request, each turn’s words in their place', async () => {
    const model = open()('s2-pro');
    const turns = [
      { voice: 'fish-audio/s2-pro:ann', text: 'Did you bring an umbrella?' },
      { voice: 'fish-audio/s2-pro:ben', text: 'No. I thought you had.' },
      { voice: 'fish-audio/s2-pro:ann', text: 'Then we run.' },
    ];
    const parts: DialoguePart[] = [];
    for await (const part of model.dialogue?.converse({ turns }) ?? []) parts.push(part);
    expect(server.requests[0]?.body).toMatchObject({
      text: '<|speaker:0|>Did you bring an umbrella?\n<|speaker:1|>No. I thought you had.\n<|speaker:0|>Then we run.',
      reference_id: ['ann', 'ben'],
    });
    const words = parts.flatMap((part) => (part.type === 'word-timed' ? [part] : []));
    expect(words.map(({ turn }) => turn)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]);
    const said = [await say(turns[0]?.text ?? ''), await say(turns[1]?.text ?? '', 'rms')];
    const offset = (said[0]?.audio.samples.length ?? 0) / (said[0]?.audio.sampleRate ?? 1);
    expect(words[5]?.word.start).toBeCloseTo(offset + (said[1]?.words[0]?.start ?? Number.NaN), 1);
    expect(open()('s1').dialogue).toBeUndefined();
  });

  test('a voice is cloned, for oneself alone', async () => {
    const sample = await toFile((await say('Anybody may say this.')).audio, 'mp3', 24_000);
    const id = await open().cloneVoice({ name: 'Ann', samples: [sample, sample], texts: ['One.', 'Two.'] });
    expect(id).toBe('model-2');
    const sent = server.requests[0]?.bytes.toString('latin1') ?? '';
    expect(sent).toContain('filename="sample-1.mp3"');
    expect(sent).toMatch(/name="visibility"\r\n\r\nprivate/);
  });

  test('a voice is designed, heard and kept', async () => {
    const designed = await open().designVoice({ description: 'a warm narrator', text: 'Welcome.' });
    expect(designed.previews.map(({ id }) => id)).toEqual(['candidate-0', 'candidate-1']);
    const [first] = designed.previews;
    if (first === undefined) throw new TypeError('There is no preview.');
    expect(await designed.keep(first, 'Narrator')).toBe('model-1');
    await expect(open().designVoice({ description: 'warm', text: 'x'.repeat(151) })).rejects.toThrow(
      /at most 150 characters, not 151/,
    );
  });
});
