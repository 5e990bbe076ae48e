import { collectSpeech, UnknownVoiceError } from 'duologue/voices';
import { createAzure } from 'duologue/voices/azure';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { azureKey, readSsml, startAzureServer } from './azure-server.ts';
import { providerContract } from './provider-contract.ts';
import type { VendorServer } from './vendor-server.ts';

const ssmlOf = ({ bytes }: { readonly bytes: Buffer } = { bytes: Buffer.alloc(0) }) => {
  const read = readSsml(bytes.toString('utf8'));
  if (typeof read === 'string') throw new Error(read);
  return read;
};

providerContract({
  name: 'azure',
  create: createAzure,
  startServer: startAzureServer,
  key: azureKey,
  keyVariables: ['AZURE_SPEECH_KEY', 'SPEECH_KEY'],
  model: 'neural',
  voice: 'en-US-AvaMultilingualNeural',
  unknownVoice: 'Avaa',
  replaceAudio: (reply, audio) => ({ ...reply, body: audio }),
  refusal: { reply: { status: 400, body: 'Synthesis failed: rate' }, says: 'Synthesis failed: rate' },
  textOf: (request) => ssmlOf(request).text,
});

describe('Azure Speech', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startAzureServer();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.clear();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const open = () => createAzure({ apiKey: azureKey, baseURL: server.url, maxRetries: 0 });

  test('what is said is escaped, and nothing in it is markup', async () => {
    const text = `Rock & roll, "he said", it's < 3 > 2\u0000 😀 <break time="9s"/>`;
    await collectSpeech(open()('neural').voice('Andrew'), { text });
    const read = ssmlOf(server.requests[0]);
    expect(read).toMatchObject({ voice: 'en-US-AndrewMultilingualNeural', around: [] });
    expect(read.text).toBe(text.replace('\u0000', ' '));
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'application/ssml+xml',
      'x-microsoft-outputformat': 'raw-48khz-16bit-mono-pcm',
    });
  });

  test.each([
    ['en-GB', 'lang xml:lang="en-GB"'],
    ['en', undefined],
    ['de', 'lang xml:lang="de-DE"'],
    ['zh', 'lang xml:lang="zh-CN"'],
    ['en-US', undefined],
  ])('a voice of en-US is told that it speaks %s', async (language, told) => {
    await collectSpeech(open()().voice('Ava'), { text: 'Hello.', language });
    expect(ssmlOf(server.requests[0]).around).toEqual(told === undefined ? [] : [told]);
  });

  test('a voice of one language is told of no other', async () => {
    const spoken = await collectSpeech(open()().voice('Jenny'), { text: 'Hello.', language: 'de' });
    expect(spoken.warnings).toEqual(['en-US-JennyNeural does not speak de-DE.']);
    expect(ssmlOf(server.requests[0]).around).toEqual([]);
  });

  test('speed and style are markup around the text', async () => {
    const providerOptions = { style: 'cheerful', styledegree: 1.5, pitch: '+10%' };
    await collectSpeech(open()().voice('Jenny'), { text: 'Hello.', speed: 1.25, providerOptions });
    expect(ssmlOf(server.requests[0]).around).toEqual([
      'mstts:express-as style="cheerful" styledegree="1.5"',
      'prosody rate="1.25" pitch="+10%"',
    ]);
  });

  test('HD voices take no markup: their speed is stretched here', async () => {
    const voice = open().voice('hd:en-US-Ava:DragonHDLatestNeural');
    const usual = await collectSpeech(voice, { text: 'Hello there, and good morning.' });
    const fast = await collectSpeech(voice, { text: 'Hello there, and good morning.', speed: 1.5 });
    expect(usual.audio.samples.length / fast.audio.samples.length).toBeCloseTo(1.5, 1);
    expect(ssmlOf(server.requests[1])).toMatchObject({
      voice: 'en-US-Ava:DragonHDLatestNeural',
      around: [],
    });
    expect(() => open()('hd').voice('en-US-AvaMultilingualNeural')).toThrow(UnknownVoiceError);
  });

  test('a region is needed, and must be one', async () => {
    for (const name of ['AZURE_SPEECH_REGION', 'SPEECH_REGION']) vi.stubEnv(name, undefined);
    const options = { apiKey: azureKey, maxRetries: 0 };
    expect(() => createAzure(options)().voice('Ava')).toThrow('AZURE_SPEECH_REGION');
    expect(() => createAzure({ ...options, region: 'example.com/' })).toThrow('westeurope');
    vi.stubEnv('SPEECH_REGION', 'westeurope');
    const asked: string[] = [];
    const voice = createAzure({
      ...options,
      fetch: (url, init) => {
        const { href, search, pathname } = new URL(new Request(url).url);
        asked.push(href);
        return fetch(`${server.url}${pathname}${search}`, init);
      },
    })().voice('Ava');
    await collectSpeech(voice, { text: 'Hello.' });
    expect(asked).toEqual(['https://westeurope.tts.speech.microsoft.com/cognitiveservices/v1']);
  });
});
