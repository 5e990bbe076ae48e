import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateConversation, generateSpeech, planConversation, streamSpeech } from 'duologue';
import { decodeAudio } from 'duologue/media';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openaiKey, startOpenAIServer } from './openai-server.ts';
import { fieldOf, type VendorServer } from './vendor-server.ts';

let server: VendorServer;
let folder: string;
beforeAll(async () => {
  server = await startOpenAIServer();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-services-'));
});
afterEach(async () => {
  server.clear();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => server[Symbol.asyncDispose]());

const connections = () => ({ openai: { apiKey: openaiKey, baseURL: `${server.url}/v1`, maxRetries: 0 } });
const turns = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    voice: index % 2 === 0 ? 'alloy' : 'onyx',
    text: `This is turn ${index + 1}.`,
  }));
const call = (count: number) => ({ model: 'openai/tts-1', turns: turns(count), connections: connections() });

describe('turns, as speech SDKs take them', () => {
  test('become one channel, one after another, each word with its turn', async () => {
    const {
      audio,
      timestamps = [],
      metadata,
      timeline,
      warnings,
    } = await generateConversation({
      ...call(3),
      timestamps: true,
    });
    expect(audio.mediaType).toBe('audio/wav');
    const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
    expect([channels.length, sampleRate]).toEqual([1, 24_000]);
    expect(timestamps.map(({ turnIndex }) => turnIndex)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(metadata).toMatchObject({ path: 'stitch', inputChars: 45, style: 'sequential' });
    expect(metadata.perTurn[1]).toMatchObject({ turnIndex: 1, attempts: 1, inputChars: 15 });
    expect(timeline.speakers.map(({ id }) => id)).toEqual(['alloy', 'onyx']);
    const gaps = timeline.utterances
      .slice(1)
      .map(({ start }, index) => start - (timeline.utterances[index]?.end ?? 0));
    for (const gap of gaps) expect(gap).toBeCloseTo(0.3, 3);
    expect(warnings).toEqual([]);
  });

  test('overlap and mm-hm work with any provider', async () => {
    const long = 'We went along the coast for a day, and then, when it rained, we took the bus to the city.';
    const { timeline } = await generateConversation({
      ...call(12),
      turns: turns(12).map(({ voice }, index) => ({ voice, text: `${index + 1}. ${long}` })),
      style: 'natural',
      register: 'telephone',
      seed: 3,
    });
    expect(timeline.utterances.some(({ kind }) => kind === 'backchannel')).toBe(true);
    expect(timeline.utterances.filter(({ kind }) => kind === 'turn')).toHaveLength(12);
  });
});

describe('money', () => {
  test('a run that fails in the middle pays for nothing twice', async () => {
    const cache = folder;
    server.fail(...Array.from({ length: 29 }, () => undefined), {
      type: 'answer',
      reply: { status: 400, body: { error: { message: 'no' } } },
    });
    const failing = generateConversation({ ...call(40), cache, maxConcurrency: 4 });
    await expect(failing).rejects.toMatchObject({
      name: 'GenerateError',
      turnIndex: 29,
      provider: 'openai',
      status: 400,
      retryable: false,
    });
    const paid = server.requests.length - 1;
    expect(paid).toBeGreaterThanOrEqual(29);
    const plan = await planConversation({ ...call(40), cache });
    expect(plan).toMatchObject({ requests: 40 - paid, cached: { utterances: paid } });
    server.clear();
    const { metadata } = await generateConversation({ ...call(40), cache });
    expect(server.requests).toHaveLength(40 - paid);
    expect(metadata.perTurn.filter(({ attempts }) => attempts === 0)).toHaveLength(paid);
    server.clear();
    const edited = { ...call(40), turns: turns(40).with(7, { voice: 'onyx', text: 'This is new.' }) };
    await generateConversation({ ...edited, cache });
    expect(server.requests.map(({ body }) => fieldOf(body, 'input'))).toEqual(['This is new.']);
  });

  test('is foreseen without a request', async () => {
    const prices = { currency: 'USD', perMillionCharacters: { openai: 15 } };
    const plan = await planConversation({ ...call(10), prices });
    expect(plan).toMatchObject({
      path: 'stitch',
      requests: 10,
      characters: 151,
      services: [{ provider: 'openai', model: 'tts-1', requests: 10 }],
      currency: 'USD',
    });
    expect(plan.price).toBeCloseTo((151 * 15) / 1e6, 12);
    expect(plan.warnings).toEqual([]);
    const heard = await planConversation({ ...call(10), prices, wordTimes: 'openai' });
    expect(heard.warnings).toEqual([expect.stringContaining('openai/whisper-1 times the words')]);
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    [
      'an unknown voice',
      { turns: [{ voice: 'aloy', text: 'Hi.' }], connections: { openai: { apiKey: 'x' } } },
      'turns[0].voice',
      /Did you mean/,
    ],
    ['an unknown provider', { model: 'opnai/tts-1' }, 'model', /did you mean "openai\/tts-1"/],
    ['an empty text', { turns: [{ voice: 'alloy', text: '  ' }] }, 'turns[0].text', /text/],
    ['an unknown field', { turns: [{ voice: 'alloy', text: 'Hi.', txt: 1 }] }, 'turns[0].txt', /text\?/],
    ['gapMs', { gapMs: -200 }, 'gapMs', /0 to/],
    ['volumeDbfs', { volumeDbfs: Number.NaN }, 'volumeDbfs', /-70/],
    ['speed', { speed: Number.NaN }, 'delivery.speed', /0\.5/],
    ['maxRetries', { connections: undefined, apiKey: 'x', maxRetries: -1 }, 'turns[0].voice', /maxRetries/],
    ['no turns', { turns: [] }, 'turns', /at least one/],
    [
      'a stand-in that nobody knows',
      { turns: [{ voice: 'alloy', text: 'Hi.', fallback: ['opnai/tts-1:alloy'] }] },
      'turns[0].fallback',
      /Did you mean/,
    ],
    [
      'a connection to nobody',
      { connections: { opnai: { apiKey: 'x' } } },
      'connections.opnai',
      /did you mean openai/,
    ],
  ])('%s is refused before anything is sent', async (_what, wrong, field, message) => {
    const failing = generateConversation(Object.assign(call(2), wrong));
    await expect(failing).rejects.toMatchObject({ field });
    await expect(failing).rejects.toThrow(message);
    expect(server.requests).toHaveLength(0);
  });

  test('a missing key is said at once, with the variable that is missing', async () => {
    vi.stubEnv('OPENAI_API_KEY', '');
    const started = performance.now();
    await expect(generateConversation({ model: 'openai', turns: turns(2) })).rejects.toThrow(
      'OPENAI_API_KEY',
    );
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('what fails for good', () => {
  const refuse = {
    type: 'answer',
    reply: { status: 400, body: { error: { message: 'not this' } } },
  } as const;

  test('is left out and told, with onError partial', async () => {
    server.fail(undefined, refuse);
    const { missing, timeline, warnings } = await generateConversation({
      ...call(5),
      onError: 'partial',
      maxConcurrency: 1,
    });
    expect(missing).toEqual([expect.objectContaining({ turnIndex: 1, speaker: 'onyx' })]);
    expect(missing[0]?.error).toMatchObject({ status: 400, provider: 'openai' });
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual([0, 2, 3, 4]);
    expect(warnings[0]).toMatch(/not this\. The turn is missing\.$/);
  });

  test('is said by somebody else, where there is a fallback', async () => {
    server.fail(refuse);
    const { warnings, metadata, missing } = await generateConversation({
      ...call(3),
      fallback: ['flite/kal16'],
      maxConcurrency: 1,
    });
    expect(missing).toEqual([]);
    expect(metadata.perTurn.map(({ voice }) => voice)).toEqual([
      'flite/kal16',
      'openai/tts-1:onyx',
      'openai/tts-1:alloy',
    ]);
    expect(warnings[0]).toContain('flite/kal16 does');
  });

  test('that takes no instructions says so once, whatever is asked of all', async () => {
    const asked = { ...call(4), instructions: 'calm' };
    const message = 'openai/tts-1 takes no instructions: "calm" is left out.';
    expect((await planConversation(asked)).warnings).toEqual([message]);
    const { warnings } = await generateConversation(asked);
    expect(warnings).toEqual([message]);
    const one = turns(4).map((turn, index) => (index === 2 ? { ...turn, instructions: 'loud' } : turn));
    const own = await generateConversation({ ...asked, turns: one });
    expect(own.warnings).toEqual([message, expect.stringMatching(/^alloy \(turn 3\): .*"loud" is left out/)]);
    const eleven = await planConversation({
      model: 'elevenlabs/eleven_v3',
      turns: [
        { voice: 'George', text: 'Did it rain?' },
        { voice: 'Sarah', text: 'All night.' },
      ],
      instructions: 'calm',
      connections: { elevenlabs: { apiKey: 'x' } },
    });
    expect(eleven).toMatchObject({
      path: 'native',
      warnings: [expect.stringMatching(/^elevenlabs\/eleven_v3 takes no/)],
    });
  });

  test('all of it is an error even so', async () => {
    server.fail(refuse, refuse);
    await expect(generateConversation({ ...call(2), onError: 'partial' })).rejects.toMatchObject({
      status: 400,
    });
  });
});

const utterance = () => ({
  model: 'openai/tts-1',
  voice: 'alloy',
  text: 'Just a few words.',
  connections: connections(),
});

describe('one utterance', () => {
  test('comes as a file with its times', async () => {
    const {
      audio,
      timestamps = [],
      metadata,
    } = await generateSpeech({ ...utterance(), timestamps: true, volumeDbfs: -20 });
    expect(timestamps.map(({ text }) => text)).toEqual(['Just', 'a', 'few', 'words.']);
    expect(metadata).toMatchObject({ inputChars: 17, requestIds: [expect.stringMatching(/^req_/)] });
    expect((await decodeAudio(audio.uint8Array)).sampleRate).toBe(24_000);
  });

  test('is heard while it is made, and its request ends with it', async () => {
    const whole = await streamSpeech({ ...utterance(), output: { format: 'pcm' } });
    let bytes = 0;
    for await (const piece of whole.audio) bytes += piece.length;
    const { metadata } = await generateSpeech(utterance());
    expect(bytes).toBe(Math.round(metadata.audioDurationMs * 24) * 2);
    const given = await streamSpeech({ ...utterance(), text: 'Long enough to be cut. '.repeat(20) });
    await given.audio.cancel();
    await vi.waitFor(() => expect(server.active).toBe(0));
  });
});
