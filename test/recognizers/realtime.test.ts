import { createDeepgramRecognizer, createOpenAIRecognizer, type RealtimeOptions } from 'duologue/recognizers';
import { recognizerContract } from 'duologue/testing';
import type { Recognizer } from 'duologue/voices';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { deepgramKey, startDeepgramSocketServer } from './deepgram-server.ts';
import { collect, collectUntilFinal, finalTexts, levels, soundOf, warningsOf, wordsHeard } from './heard.ts';
import { openaiKey, startOpenAISocketServer } from './openai-server.ts';
import type { SocketServer } from './socket-server.ts';

const servers: { deepgram?: SocketServer; openai?: SocketServer } = {};
beforeAll(async () => {
  servers.deepgram = await startDeepgramSocketServer();
  servers.openai = await startOpenAISocketServer();
});
afterEach(() => {
  for (const server of Object.values(servers)) {
    const strange = server.connections.flatMap((connection) => connection.strange);
    server.clear();
    if (strange.length > 0) throw new Error(`The server was sent ${strange.join(', ')}`);
  }
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server[Symbol.asyncDispose]();
});

const makers = {
  deepgram: (options: RealtimeOptions = {}) =>
    createDeepgramRecognizer({ apiKey: deepgramKey, baseURL: `${servers.deepgram?.url}/v1`, ...options }),
  openai: (options: RealtimeOptions = {}) =>
    createOpenAIRecognizer({ apiKey: openaiKey, baseURL: `${servers.openai?.url}/v1`, ...options }),
};
const rates = { deepgram: 16_000, openai: 24_000 };
const keys = { deepgram: deepgramKey, openai: openaiKey };
const wanted = ['one two', 'three four'];

for (const name of ['deepgram', 'openai'] as const) {
  recognizerContract(name, () => makers[name](), {
    test,
    expect,
    language: 'en',
    utterances: () => [levels([1, 0, 2], rates[name]), levels([3, 0, 4], rates[name])],
    understands: (text, index) => text === wanted[index],
    requests: () => servers[name]?.connections.length ?? 0,
  });
}
recognizerContract(
  'openai, of a model that writes afterwards',
  () =>
    createOpenAIRecognizer({
      apiKey: openaiKey,
      baseURL: `${servers.openai?.url}/v1`,
      model: 'gpt-4o-transcribe',
    }),
  { test, expect, language: 'en', utterances: () => [levels([1, 0, 2], 24_000), levels([3, 0, 4], 24_000)] },
);

describe.each(['deepgram', 'openai'] as const)('%s', (name) => {
  const sound = (numbers: readonly (readonly number[])[], options: Parameters<typeof soundOf>[1] = {}) =>
    soundOf(numbers, { sampleRate: rates[name], ...options });
  const server = (): SocketServer => {
    const found = servers[name];
    if (found === undefined) throw new Error('The server has not started.');
    return found;
  };

  test('shows its key in a header, or in a subprotocol where there are none', async () => {
    await collect(makers[name]().listen(sound([[1]])));
    expect(server().connections[0]?.headers.authorization).toContain(keys[name]);
    const platform = makers[name]({ WebSocket });
    expect(finalTexts(await collect(platform.listen(sound([[1]]))))).toEqual(['one']);
    expect(server().connections[1]?.headers.authorization).toBeUndefined();
  });

  test('is connected anew and goes on where there were no final words', async () => {
    server().fail({ type: 'end', after: 0.9, code: 1011, reason: 'NET-0000' });
    const parts = await collect(makers[name]().listen(sound([[1, 2], [3, 0, 4], [5]])));
    expect(finalTexts(parts)).toEqual(['one two', 'three four', 'five']);
    expect(server().connections).toHaveLength(2);
    expect(warningsOf(parts)).toEqual([expect.stringMatching(/code 1011: NET-0000\. Trying again\.$/)]);
    const starts = wordsHeard(parts).flatMap(({ final, words }) =>
      final ? words.map(({ start }) => start) : [],
    );
    const timed = name === 'deepgram' ? [0, 0.3, 0.6, 1.2, 1.5] : [];
    expect(starts.map((start) => Math.round(start * 100) / 100)).toEqual(timed);
  });

  test('is connected anew where nothing is refused for good', async () => {
    server().fail({ type: 'refuse', status: 503 }, { type: 'refuse', status: 429 });
    const parts = await collect(makers[name]().listen(sound([[1], [2]])));
    expect(finalTexts(parts)).toEqual(['one', 'two']);
    expect(server().connections).toHaveLength(3);
  });

  test.each([
    [
      { type: 'refuse', status: 401 },
      { code: 'unauthorized', status: 401, retryable: false },
    ],
    [
      { type: 'refuse', status: 400 },
      { code: 'rejected', status: 400, retryable: false },
    ],
    [{ type: 'end', after: 0.1, code: 1008, reason: 'DATA-0000' }, { code: 'rejected' }],
    [
      { type: 'end', after: 0.1, code: 4429 },
      { code: 'rate-limited', status: 429, retryable: true },
    ],
    [{ type: 'end', after: 0.1, code: 3000, reason: 'invalid_api_key' }, { code: 'unauthorized' }],
    [
      { type: 'end', after: 0.1, code: 1013 },
      { code: 'server-failed', retryable: true },
    ],
    [{ type: 'hang' }, { code: 'timeout', retryable: true }],
    [{ type: 'say', messages: Array.from({ length: 10 }, () => '<html>') }, { code: 'bad-answer' }],
  ] as const)('answers %j with a typed error that tells no key', async (fault, error) => {
    server().fail(fault);
    const ears = makers[name]({ maxRetries: 0, timeout: 0.2 });
    const failure: unknown = await collect(ears.listen(sound([[1, 2]], { after: 'waits' }))).catch(
      (reason: unknown) => reason,
    );
    expect(failure).toMatchObject({ name: 'ProviderError', provider: name, ...error });
    expect(String(failure)).not.toContain(keys[name]);
  });

  test('that is dead is done without once, then tried anew, then an error', async () => {
    server().fail({ type: 'silence' }, { type: 'silence' });
    const ears = makers[name]({ maxRetries: 1, patience: 0.1 });
    const work = collect(ears.listen(sound([[1], [2], [3], [4], [5]], { after: 'waits' })));
    await expect(work).rejects.toMatchObject({ code: 'timeout', retryable: true });
    expect(server().connections).toHaveLength(2);
  });

  test('understands all the same what is said among messages of no protocol', async () => {
    const messages = [
      '',
      'null',
      '[]',
      '{"type":7}',
      '{"type":"Results"}',
      '{"type":"error"}',
      '{"type":"Result',
    ];
    server().fail({ type: 'say', messages });
    const parts = await collect(makers[name]().listen(sound([[1, 2]])));
    expect(finalTexts(parts)).toEqual(['one two']);
    expect(warningsOf(parts).length).toBeGreaterThan(0);
  });

  test('leaves no connection behind', async () => {
    const controller = new AbortController();
    const ears = makers[name]();
    await collectUntilFinal(ears.listen(sound([[1]], { after: 'waits' }), { signal: controller.signal }));
    await expect.poll(() => server().connections.every(({ closed }) => closed)).toBe(true);
  });

  test('needs a key before anything is asked, and options that can be', async () => {
    vi.stubEnv('DEEPGRAM_API_KEY', '');
    vi.stubEnv('OPENAI_API_KEY', '');
    const maker = name === 'openai' ? createOpenAIRecognizer : createDeepgramRecognizer;
    await expect(collect(maker().listen(sound([[1]])))).rejects.toMatchObject({ code: 'missing-key' });
    expect(() => maker({ baseURL: 'ftp://example.org' })).toThrow('give a URL that begins with https://');
    expect(() => maker({ maxRetries: -1 })).toThrow('maxRetries is -1');
    expect(() => maker({ patience: 0 })).toThrow('patience is 0');
    vi.unstubAllEnvs();
  });
});

test('openai says what is wrong with a session, without the key that it repeats', async () => {
  const ears: Recognizer = createOpenAIRecognizer({
    apiKey: openaiKey,
    baseURL: `${servers.openai?.url}/v1`,
    model: 'nobody',
  });
  const failure: unknown = await collect(ears.listen(soundOf([[1]], { sampleRate: 24_000 }))).catch(
    (reason: unknown) => reason,
  );
  expect(failure).toMatchObject({
    code: 'rejected',
    message: 'The server: There is no model. Your key is [key].',
  });
});

test('deepgram is told the model, the rate, the language and what else it is to know', async () => {
  const ears = createDeepgramRecognizer({
    apiKey: deepgramKey,
    baseURL: `${servers.deepgram?.url}/v1`,
    model: 'nova-3-medical',
    sampleRate: 8000,
    providerOptions: { keyterm: 'Duologue' },
  });
  await collect(ears.listen(soundOf([[1]], { sampleRate: 8000 }), { language: 'en-GB' }));
  expect(Object.fromEntries(servers.deepgram?.connections[0]?.url.searchParams ?? [])).toMatchObject({
    model: 'nova-3-medical',
    sample_rate: '8000',
    language: 'en-GB',
    keyterm: 'Duologue',
  });
});
