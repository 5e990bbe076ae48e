import { getEventListeners } from 'node:events';
import { voiceContract } from 'duologue/testing';
import {
  type CloudOptions,
  type CloudProvider,
  collectSpeech,
  ProviderError,
  UnknownVoiceError,
} from 'duologue/voices';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { say, toFile } from './spoken.ts';
import type { Fault, VendorReply, VendorServer } from './vendor-server.ts';

export type ProviderCase = {
  readonly name: string;
  /** As it is imported. `baseURL` and `apiKey` lead to the server below. */
  readonly create: (options: CloudOptions) => CloudProvider;
  readonly startServer: () => Promise<VendorServer>;
  /** Below the server's URL. */
  readonly basePath?: string;
  readonly key: string;
  readonly keyVariables: readonly string[];
  /** With a base URL of one's own no key is needed. Default false. */
  readonly keyOptional?: boolean;
  /** A model and a voice that the server speaks with. */
  readonly model: string;
  readonly voice: string;
  /** A name that the provider is known not to have; none where any id may be a voice. */
  readonly unknownVoice?: string;
  /** The largest error, in seconds, of a word's start at the onset of sound. */
  readonly onsetTolerance?: number;
  /** An answer as this vendor gives it, with other sound inside: for the test of sound that is too short. */
  readonly replaceAudio?: (reply: VendorReply, audio: Uint8Array) => VendorReply | Promise<VendorReply>;
  /** How the vendor words a refusal, and what of it a user has to read. */
  readonly refusal?: { readonly reply: VendorReply; readonly says: string };
  /** Characters of one request, for the test that splits; default: the model's own limit. */
  readonly textOf: (request: VendorServer['requests'][number]) => string;
};

const text = 'Hello there. This is a test of the voice, and it takes a while to say it all.';

/** What every provider does, whoever the vendor is. Its own wire is tested beside it. */
export function providerContract(given: ProviderCase): void {
  const { name, key, model, voice } = given;
  let server: VendorServer;
  const baseURL = (): string => `${server.url}${given.basePath ?? ''}`;
  const open = (options: CloudOptions = {}): CloudProvider =>
    given.create({ apiKey: key, baseURL: baseURL(), timeout: 5, ...options });
  const speaker = (options: CloudOptions = {}) => open(options)(model).voice(voice);

  describe(`${name}, as a service`, () => {
    beforeAll(async () => {
      server = await given.startServer();
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      server.clear();
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });

    voiceContract(name, () => speaker(), {
      test,
      expect,
      ...(given.onsetTolerance === undefined ? {} : { onsetTolerance: given.onsetTolerance }),
    });

    test.skipIf(given.keyOptional === true)('needs a key before anything is sent', () => {
      for (const variable of given.keyVariables) vi.stubEnv(variable, '');
      const create = (): unknown => given.create({ baseURL: baseURL() })(model).voice(voice);
      expect(create).toThrow(ProviderError);
      expect(create).toThrow(given.keyVariables[0]);
      expect(server.requests).toHaveLength(0);
    });

    test('takes its key from the environment', async () => {
      for (const variable of given.keyVariables) vi.stubEnv(variable, '');
      vi.stubEnv(given.keyVariables[0] ?? '', key);
      const spoken = await collectSpeech(given.create({ baseURL: baseURL() })(model).voice(voice), { text });
      expect(spoken.audio.samples.length).toBeGreaterThan(0);
    });

    test('a wrong key is refused once, and is in no message', async () => {
      const wrong = `${key}-wrong-one`;
      const error = await failure(collectSpeech(speaker({ apiKey: wrong }), { text }));
      expect(error).toMatchObject({ code: 'unauthorized', retryable: false, provider: open().name });
      expect(String(error)).not.toContain(wrong);
      expect(JSON.stringify(error)).not.toContain(wrong);
      expect(server.requests).toHaveLength(1);
    });

    const { unknownVoice = '' } = given;
    test.skipIf(unknownVoice === '')('a voice that it does not have is known before anything is sent', () => {
      expect(() => open()(model).voice(unknownVoice)).toThrow(UnknownVoiceError);
      expect(server.requests).toHaveLength(0);
    });

    test('says what a service’s answer was', async () => {
      const { answers } = await collectSpeech(speaker(), { text });
      expect(answers).toHaveLength(1);
      expect(answers?.[0]).toMatchObject({
        provider: open().name,
        model,
        attempts: 1,
        characters: text.length,
      });
      expect(answers?.[0]?.latency).toBeGreaterThanOrEqual(answers?.[0]?.timeToFirstByte ?? Number.NaN);
    });

    test('asks again after 500, 429 with Retry-After, a reset and a broken answer', async () => {
      // Those that say when to come back are the last: the waits before grow with each attempt.
      server.fail(
        { type: 'reset' },
        { type: 'cut', after: 200 },
        answer(500, { 'retry-after-ms': '1' }),
        answer(429, { 'retry-after': '0' }),
      );
      const spoken = await collectSpeech(speaker({ maxRetries: 4 }), { text });
      expect(spoken.answers?.[0]?.attempts).toBe(5);
      const { audio } = await collectSpeech(speaker(), { text });
      expect(spoken.audio.samples).toEqual(audio.samples);
    }, 20_000);

    test('a refusal is not repeated, and its words are passed on', async () => {
      const { reply, says } = given.refusal ?? {
        reply: { status: 400, body: { message: 'The voice is not yours.' } },
        says: 'The voice is not yours.',
      };
      server.fail({ type: 'answer', reply });
      const error = await failure(collectSpeech(speaker(), { text }));
      expect(error).toMatchObject({ code: 'rejected', status: reply.status, retryable: false });
      expect(String(error)).toContain(says);
      expect(server.requests).toHaveLength(1);
    });

    test('a web page with status 200 is an error, not noise', async () => {
      const page = {
        headers: { 'content-type': 'text/html' },
        body: '<html><body>Please sign in</body></html>',
      };
      server.fail({ type: 'answer', reply: page });
      const error = await failure(collectSpeech(speaker({ maxRetries: 0 }), { text }));
      expect(error).toMatchObject({ code: 'bad-answer', retryable: true });
    });

    test('no bytes at all are an error', async () => {
      server.fail({ type: 'answer', reply: { body: '' } });
      const error = await failure(collectSpeech(speaker({ maxRetries: 0 }), { text }));
      expect(error).toBeInstanceOf(ProviderError);
    });

    test('a server that goes silent, before or in the middle, is given up in time', async () => {
      server.fail({ type: 'silence' }, { type: 'stall', after: 300 });
      for (let round = 0; round < 2; round++) {
        const error = await failure(collectSpeech(speaker({ maxRetries: 0, timeout: 0.2 }), { text }));
        expect(error).toMatchObject({ code: 'timeout', retryable: true });
      }
      await vi.waitFor(() => expect(server.abandoned).toBe(2));
    });

    test('an abort ends the request within .2 s and leaves nothing', async () => {
      server.latency = 5;
      const controller = new AbortController();
      const work = failure(collectSpeech(speaker(), { text }, { signal: controller.signal }));
      await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      const reason = new Error('enough');
      const started = performance.now();
      controller.abort(reason);
      expect(await work).toBe(reason);
      expect(performance.now() - started).toBeLessThan(200);
      await vi.waitFor(() => expect(server.abandoned).toBe(1));
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('a long text takes several requests, no more at once than allowed', async () => {
      const long = Array.from({ length: 12 }, (_, index) => `Sentence number ${index} is here.`).join(' ');
      const spoken = await collectSpeech(speaker({ mostCharacters: 70, maxConcurrency: 2 }), { text: long });
      expect(server.requests.length).toBeGreaterThan(4);
      expect(server.mostActive).toBeLessThanOrEqual(2);
      const sent = server.requests.map((request) => given.textOf(request));
      expect(sent.every((piece) => piece.length <= 70)).toBe(true);
      expect(sent.toSorted((a, b) => long.indexOf(a) - long.indexOf(b)).join(' ')).toBe(long);
      expect(spoken.audio.samples.length / spoken.audio.sampleRate).toBeGreaterThan(12);
    });

    const { replaceAudio = () => ({}) } = given;
    test.skipIf(given.replaceAudio === undefined)(
      'sound of another kind than asked for is decoded as what it is',
      async () => {
        const { audio } = await say(text);
        const mp3 = await toFile(audio, 'mp3', 24_000);
        server.fail({ type: 'change', change: (reply) => replaceAudio(reply, mp3) });
        const spoken = await collectSpeech(speaker(), { text });
        const seconds = spoken.audio.samples.length / spoken.audio.sampleRate;
        expect(Math.abs(seconds - audio.samples.length / audio.sampleRate)).toBeLessThan(0.1);
        const peak = spoken.audio.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        expect(peak).toBeLessThan(1);
      },
    );

    test.skipIf(given.replaceAudio === undefined)(
      'sound that is far too short for its text is asked for once more',
      async () => {
        const { audio } = await say('No.');
        const short = await toFile(audio, 'wav', 24_000);
        const cut = { type: 'change', change: (reply: VendorReply) => replaceAudio(reply, short) } as const;
        server.fail(cut);
        const spoken = await collectSpeech(speaker(), { text });
        expect(spoken.warnings).toEqual([expect.stringContaining('asked again')]);
        expect(server.requests).toHaveLength(2);
        server.fail(cut, cut);
        const twice = await collectSpeech(speaker(), { text });
        expect(twice.warnings).toEqual(expect.arrayContaining([expect.stringContaining('twice')]));
      },
    );
  });
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return error;
  }
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return { type: 'answer', reply: { status, headers, body: { message: 'no' } } };
}
