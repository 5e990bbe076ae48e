import {
  GenerateError,
  generateConversation,
  generateSpeech,
  planConversation,
  streamSpeech,
} from 'duologue';
import { createElevenLabs, createOpenAI } from 'duologue/providers';
import { collectSpeech, splitText } from 'duologue/voices';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FaultServer, sendTone, startFaultServer } from './faults-server.ts';
import { fieldOf } from './vendor-server.ts';

const key = 'sk-secret-key-0123456789abcdef';
type Seen = { readonly path: string; readonly headers: object; readonly body: unknown };
const seen: Seen[] = [];
let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer((asked, response) => {
    seen.push(asked);
    sendTone({ input: asked.input.slice(0, 200) }, response);
  });
});
beforeEach(() => void (seen.length = 0));
afterAll(() => server[Symbol.asyncDispose]());

const connections = () => ({ openai: { apiKey: key, baseURL: server.url, maxRetries: 0 } });
const call = (...turns: readonly object[]) => ({
  model: 'openai/any',
  turns: turns.map((turn) => ({ voice: 'ann', text: 'Hello.', ...turn })),
  connections: connections(),
});

const cyclic: Record<string, unknown> = { name: 'loop' };
cyclic.self = cyclic;

describe('what no vendor can be asked', () => {
  const wrong: Record<string, [options: object, field: RegExp]> = {
    'a speed of no number': [{ turns: [{ voice: 'a', text: 'x', speed: Number.NaN }] }, /speed/],
    'a speed below nothing': [{ turns: [{ voice: 'a', text: 'x', speed: -1 }] }, /speed/],
    'an endless speed': [{ turns: [{ voice: 'a', text: 'x', speed: Number.POSITIVE_INFINITY }] }, /speed/],
    'a text of no letters at all': [{ turns: [{ voice: 'a', text: ' \n\t ' }] }, /text/],
    'a text that is a number': [{ turns: [{ voice: 'a', text: 7 }] }, /text/],
    'a turn that is none': [{ turns: [null] }, /turns\[0\]/],
    'turns that are a text': [{ turns: 'ann: hello' }, /turns/],
    'turns that are an object': [{ turns: { length: 3 } }, /turns/],
    'a voice without a name': [{ turns: [{ voice: ' ', text: 'x' }] }, /turns\[0\]\.voice/],
    'a voice that is a number': [{ turns: [{ voice: 7, text: 'x' }] }, /turns\[0\]\.voice/],
    'a voice that is null': [{ turns: [{ voice: null, text: 'x' }] }, /turns\[0\]\.voice/],
    'a speaker with a slash': [{ turns: [{ voice: 'a', speaker: '../x', text: 'x' }] }, /speaker/],
    'instructions of no text': [{ turns: [{ voice: 'a', text: 'x', instructions: 3 }] }, /instructions/],
    'options in a circle': [{ providerOptions: cyclic }, /providerOptions/],
    'a turn’s options in a circle': [
      { turns: [{ voice: 'a', text: 'x', providerOptions: cyclic }] },
      /providerOptions/,
    ],
    'options that JSON does not have': [{ providerOptions: { big: 1n } }, /providerOptions/],
    'options in a list': [{ providerOptions: [1] }, /providerOptions/],
    'a gap of no number': [{ gapMs: Number.NaN }, /gapMs/],
    'an endless gap': [{ gapMs: Number.POSITIVE_INFINITY }, /gapMs/],
    'rules that are none': [{ pronunciations: { rules: 'a=b' } }, /pronunciations/],
    'a rule without a word': [{ pronunciations: { rules: [{ word: ' ', replacement: 'x' }] } }, /rules\[0\]/],
    'a rule that is null': [{ pronunciations: { rules: [null] } }, /rules\[0\]/],
    'a model that is a path': [{ model: '../../etc' }, /voice|model/],
    'a provider that all objects have': [{ model: 'constructor/x' }, /voice|model/],
    'no requests at once': [{ maxConcurrency: 0 }, /maxConcurrency|voice/],
  };
  test.each(Object.entries(wrong))('%s', async (_name, [options, field]) => {
    for (const make of [generateConversation, planConversation]) {
      const failing = make(Object.assign(call({}), options));
      await expect(failing).rejects.toMatchObject({
        name: 'GenerateError',
        field: expect.stringMatching(field),
      });
    }
    expect(seen).toEqual([]);
  });

  test.each<[string, object]>([
    ['a rate of no number', { sampleRate: Number.NaN }],
    ['a format that nobody knows', { format: 'exe' }],
    ['a bitrate below nothing', { format: 'mp3', bitrate: -5 }],
    ['a stem of nobody', { layout: { stem: 'nobody' } }],
  ])('an output of %s', async (_name, output) => {
    const failing = generateConversation(Object.assign(call({}), { output }));
    await expect(failing).rejects.toMatchObject({ name: 'GenerateError', field: expect.any(String) });
    expect(seen).toEqual([]);
  });

  const alone: Record<string, object> = {
    'a bitrate below nothing': { output: { format: 'mp3', bitrate: -5 } },
    'a format that nobody knows': { output: { format: 'exe' } },
    'a rule without a word': { pronunciations: { rules: [{ word: '' }] } },
    'options in a circle': { providerOptions: cyclic },
    'a speed of no number': { speed: Number.NaN },
  };
  test.each(Object.entries(alone))('one utterance: %s', async (_name, options) => {
    const asked = { model: 'openai/any', voice: 'ann', text: 'Hi.', connections: connections() };
    for (const speak of [generateSpeech, streamSpeech]) {
      await expect(speak(Object.assign(asked, options))).rejects.toMatchObject({ name: 'GenerateError' });
    }
    expect(seen).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['a header with a line break', { headers: { 'x-one': 'a\r\nx-two: b' } }, /x-one/],
    ['a header whose name is none', { headers: { 'x one:': 'a' } }, /x one/],
    ['a header beyond bytes', { headers: { 'x-one': '…' } }, /x-one/],
    ['a key with a line break', { apiKey: `${key}\nx` }, /the key/],
    ['a key that was cut in a table', { apiKey: `${key.slice(0, 15)}…` }, /the key/],
    ['a base URL with a password', { baseURL: `https://me:${key}@x.test/v1` }, /password/],
    ['a base URL that is none', { baseURL: 'not a url' }, /baseURL/],
    ['a base URL of a file', { baseURL: 'file:///etc/passwd' }, /baseURL/],
    ['a timeout of no number', { timeout: Number.NaN }, /timeout/],
    ['a limit below one', { mostCharacters: 0 }, /mostCharacters/],
  ])('%s, and the key is not shown', (_name, options, message) => {
    const open = (): unknown =>
      createOpenAI({ apiKey: key, baseURL: server.url, ...options })('any').voice('ann');
    expect(open).toThrow(message);
    expect(open).not.toThrow(key.slice(0, 12));
    expect(seen).toEqual([]);
  });
});

describe('what is odd, and yet can be said', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a speaker and a voice called %s',
    async (name) => {
      const turns = [{ voice: name }, { voice: 'ben' }, { voice: 'carl', speaker: name }];
      for (const style of ['sequential', 'natural'] as const) {
        const { timeline, metadata } = await generateConversation({
          ...call(...turns.slice(0, 2)),
          style,
          seed: 1,
        });
        expect(timeline.speakers.map(({ id }) => id)).toEqual([name, 'ben']);
        expect(metadata.perTurn.map(({ voice }) => voice)).toEqual([`openai/any:${name}`, 'openai/any:ben']);
      }
      const { timeline } = await generateConversation(
        call(turns[2] ?? {}, { voice: 'ben', speaker: 'prototype' }),
      );
      expect(timeline.speakers.map(({ id }) => id)).toEqual([name, 'prototype']);
    },
  );

  test('options named as what all objects have are sent, and change nobody’s', async () => {
    const options: Record<string, unknown> = JSON.parse(
      '{"__proto__":{"evil":1},"constructor":{"prototype":{"evil":1}}}',
    );
    await generateConversation({ ...call({}), providerOptions: options });
    expect(JSON.stringify(seen[0]?.body)).toContain('"__proto__":{"evil":1}');
    expect(fieldOf({}, 'evil')).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'evil')).toBe(false);
  });

  test('voices with slashes, spaces, dots and signs of another world stay one part of the address', async () => {
    const names = ['a/b c?d#e&f=g', '../../admin', '..', '.', 'né 東京 💥', '%2e%2e%2f', 'a\\b'];
    const eleven = createElevenLabs({ apiKey: key, baseURL: server.url, maxRetries: 0 });
    for (const name of names) {
      const spoken = collectSpeech(eleven('eleven_flash_v2_5').voice(name), { text: 'Hi.' });
      await spoken.catch(() => {});
    }
    expect(seen.length).toBe(names.length - 2);
    for (const { path } of seen)
      expect(path).toMatch(/^\/v1\/v1\/text-to-speech\/[^/?#]+\/stream\/with-timestamps\?/);
  });

  test('a base URL keeps its path and its query, with or without a slash at its end', async () => {
    const bases = [
      server.url,
      `${server.url}/`,
      `${server.url}//`,
      `${server.url}/deep/er?api-version=2#top`,
    ];
    for (const baseURL of bases) {
      await collectSpeech(createOpenAI({ apiKey: key, baseURL })('any').voice('ann'), { text: 'Hi.' });
    }
    expect(seen.map(({ path }) => path)).toEqual([
      '/v1/audio/speech',
      '/v1/audio/speech',
      '/v1/audio/speech',
      '/v1/deep/er/audio/speech?api-version=2',
    ]);
  });

  test('any text at all is said, or named', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 4 }), async (list) => {
        const options = call(...list.map((text) => ({ text })), { text: 'And the end.' });
        const named = await generateConversation(options).then(
          ({ timeline }) => timeline.duration > 0,
          (error: unknown) => error instanceof GenerateError && error.turnIndex !== undefined,
        );
        expect(named).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('a hundred thousand characters are cut, none is lost, and none is too long', async () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `w${index % 997}`).join(' ');
    for (const text of [long, 'x'.repeat(100_000), '𐐷'.repeat(3000), '你好。'.repeat(3000)]) {
      const pieces = splitText(text, 500);
      expect(pieces.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(500);
    }
    const plan = await planConversation({ ...call({ text: long }), maxInputChars: 4000 });
    expect(plan.requests).toBeGreaterThan(20);
  });

  test('one character in each request', async () => {
    const { timeline } = await generateConversation({
      ...call({ text: 'Ab 💥.' }),
      connections: { openai: { ...connections().openai, mostCharacters: 1 } },
    });
    expect(server.inputs.slice(-4).toSorted()).toEqual(['.', 'A', 'b', '💥']);
    expect(timeline.utterances).toHaveLength(1);
  });

  test('rules with every sign that patterns have, and replacements that are nothing', async () => {
    const signs = ['.*', '(a|b)+', '[x]', '^a$', '\\d', 'C++', '$&', 'a{2}', '?', '/'];
    const rules = signs.map((word) => ({ word, replacement: '$1 and $& and \\1' }));
    const text = 'I like C++ and .* and (a|b)+ most, aab.';
    await generateConversation({
      ...call({ text }),
      pronunciations: { rules: [...rules, { word: 'most', replacement: '' }] },
    });
    const said = server.inputs.at(-1) ?? '';
    expect(said.split('$1 and $& and \\1')).toHaveLength(4);
    expect(said).toContain('aab.');
    expect(said).not.toContain('most');
  });

  test('ten thousand turns are foreseen soon, without a request', async () => {
    vi.stubEnv('OPENAI_API_KEY', key);
    const turns = Array.from({ length: 10_000 }, (_, index) => ({
      voice: index % 2 === 0 ? 'ann' : 'ben',
      text: `This is turn ${index}.`,
    }));
    const started = process.cpuUsage();
    const plan = await planConversation(call(...turns));
    const { user } = process.cpuUsage(started);
    vi.unstubAllEnvs();
    expect(plan.requests).toBe(10_000);
    expect(user / 1e6).toBeLessThan(4);
    expect(seen).toEqual([]);
  });
});
