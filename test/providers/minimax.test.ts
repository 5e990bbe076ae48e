import { collectSpeech } from 'duologue/voices';
import { createMiniMax } from 'duologue/voices/minimax';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { minimaxKey, startMiniMaxServer } from './minimax-server.ts';
import { providerContract } from './provider-contract.ts';
import { say } from './spoken.ts';
import { type Fault, fieldOf, type VendorReply, type VendorServer } from './vendor-server.ts';

providerContract({
  name: 'minimax',
  create: createMiniMax,
  startServer: startMiniMaxServer,
  basePath: '/v1',
  key: minimaxKey,
  keyVariables: ['MINIMAX_API_KEY'],
  model: 'speech-2.8-hd',
  voice: 'English_CalmWoman',
  replaceAudio: (reply, audio) => withData(reply, { audio: Buffer.from(audio).toString('hex') }),
  refusal: {
    reply: { status: 400, body: { base_resp: { status_code: 2013, status_msg: 'voice id not exist' } } },
    says: 'voice id not exist',
  },
  textOf: ({ body }) => String(fieldOf(body, 'text')),
});

function withData(reply: VendorReply, more: object): VendorReply {
  const data = fieldOf(reply.body, 'data');
  return { ...reply, body: { data: Object.assign({}, data, more), base_resp: { status_code: 0 } } };
}

function timesAt(subtitle_file: string): Fault {
  return { type: 'change', change: (reply) => withData(reply, { subtitle_file }) };
}

function told(status_code: number, status_msg: string): VendorReply {
  return { body: { base_resp: { status_code, status_msg } } };
}

describe('MiniMax', () => {
  let server: VendorServer;
  const options = () => ({ apiKey: minimaxKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
  beforeAll(async () => {
    server = await startMiniMaxServer();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.clear();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const text = 'Doctor Smith remembered 25 elephants. Was it worth that?';

  test('its words are put together from pieces and are in their place', async () => {
    const voice = createMiniMax(options())().voice('English_ManWithDeepVoice');
    const { words, warnings, audio, answers } = await collectSpeech(voice, { text });
    const truth = await say(text);
    expect([warnings, audio.sampleRate]).toEqual([[], 44_100]);
    expect(words.map((word) => word.text)).toEqual(text.split(' '));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (truth.words[index]?.start ?? Number.NaN))).toBeLessThan(0.002);
    }
    expect(answers).toHaveLength(1);
    expect(answers?.[0]).toMatchObject({ requestId: 'trace-1', metadata: { usageCharacters: text.length } });
  });

  test('every parameter is where the documentation has it', async () => {
    const voice = createMiniMax({ ...options(), groupId: '17' })('speech-2.6-turbo').voice('Wise_Woman');
    const providerOptions = { voice_setting: { emotion: 'calm' } };
    await collectSpeech(voice, { text, speed: 1.25, language: 'zh-HK', providerOptions });
    expect(server.requests[0]?.query.get('GroupId')).toBe('17');
    expect(server.requests[0]?.body).toEqual({
      model: 'speech-2.6-turbo',
      text,
      stream: false,
      output_format: 'hex',
      subtitle_enable: true,
      subtitle_type: 'word',
      language_boost: 'Chinese,Yue',
      voice_setting: { voice_id: 'Wise_Woman', speed: 1.25, emotion: 'calm' },
      audio_setting: { sample_rate: 44_100, format: 'wav', channel: 1 },
    });
    vi.stubEnv('MINIMAX_GROUP_ID', '18');
    await collectSpeech(createMiniMax(options())().voice('Wise_Woman'), { text });
    expect(server.requests[1]?.query.get('GroupId')).toBe('18');
  });

  test.each([
    [1002, 'rate limit exceeded(RPM)', { code: 'rate-limited', status: 429, retryable: true }],
    [1039, 'rate limit exceeded(TPM)', { code: 'rate-limited', retryable: true }],
    [1013, 'service error', { code: 'server-failed', retryable: true }],
    [1001, 'timeout', { code: 'timeout', retryable: true }],
    [2049, 'invalid api key', { code: 'unauthorized', retryable: false }],
    [1008, 'insufficient balance', { code: 'rejected', retryable: false }],
    [2013, 'invalid params', { code: 'rejected', retryable: false }],
  ])('failure %i inside status 200 is an error of its kind', async (code, message, kind) => {
    server.fail({ type: 'answer', reply: told(code, message) });
    const work = collectSpeech(createMiniMax(options())().voice('Wise_Woman'), { text });
    const said = expect.stringContaining(`${message} (${code})`);
    await expect(work).rejects.toMatchObject({ ...kind, message: said });
  });

  test('a rate limit inside status 200 is waited for', async () => {
    server.fail({ type: 'answer', reply: told(1002, 'rate limit exceeded(RPM)') });
    const voice = createMiniMax({ ...options(), maxRetries: 1 })().voice('Wise_Woman');
    const { answers } = await collectSpeech(voice, { text });
    expect(answers?.[0]?.attempts).toBe(2);
  });

  test.each([['[]'], ['{}'], ['{"data": {"audio": "zz"}}'], ['{"data": {"audio": 3}}'], ['{"data": null}']])(
    '%s is no answer',
    async (wrong) => {
      server.fail({ type: 'answer', reply: { body: wrong } });
      const work = collectSpeech(createMiniMax(options())().voice('Wise_Woman'), { text });
      await expect(work).rejects.toMatchObject({ code: 'bad-answer' });
    },
  );

  test('times that cannot be had, or lie with somebody else, cost a warning and not the sound', async () => {
    const voice = createMiniMax(options())().voice('Wise_Woman');
    server.fail(timesAt('https://files.example.com/times.json'), timesAt(`${server.url}/nowhere.json`));
    for (const why of ['files.example.com', '404']) {
      const { audio, warnings } = await collectSpeech(voice, { text });
      expect(audio.samples.length).toBeGreaterThan(44_100);
      expect(warnings).toEqual([expect.stringContaining(why), expect.stringContaining('spread evenly')]);
    }
  });

  test('a voice is cloned: its recording first', async () => {
    const clone = createMiniMax(options()).cloneVoice({
      name: 'Old Sailor',
      samples: [new Uint8Array([1, 2])],
    });
    const id = await clone;
    expect(id).toMatch(/^duologue-old-sailor-[0-9a-z]+$/);
    expect(server.requests[1]?.body).toEqual({ file_id: 95157322514444, voice_id: id });
    const two = { name: 'Ann', samples: [new Uint8Array([1]), new Uint8Array([2])] };
    await expect(createMiniMax(options()).cloneVoice(two)).rejects.toThrow('at most 1 recording');
    server.fail(undefined, { type: 'answer', reply: told(2038, 'no cloning permission') });
    const refused = createMiniMax(options()).cloneVoice({ name: '安', samples: [new Uint8Array([1])] });
    await expect(refused).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('a voice is designed, and kept by its first words', async () => {
    const designed = await createMiniMax(options()).designVoice({ description: 'An old sailor.' });
    const [preview] = designed.previews;
    if (preview === undefined) throw new TypeError('No preview.');
    expect(preview.audio.length).toBeGreaterThan(1000);
    expect(await designed.keep(preview, 'Sailor')).toBe('ttv-voice-1');
    expect(server.requests[1]?.body).toMatchObject({ voice_setting: { voice_id: 'ttv-voice-1' } });
    server.fail({ type: 'answer', reply: told(1008, 'insufficient balance') });
    await expect(designed.keep(preview, 'Sailor')).rejects.toThrow('insufficient balance');
  });
});
