import { getEventListeners } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type GenerateOptions,
  generateConversation,
  generateSpeech,
  planConversation,
  streamSpeech,
} from 'duologue';
import { createFal, createOpenAI } from 'duologue/providers';
import { collectSpeech, ProviderError } from 'duologue/voices';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type Answer,
  type FaultServer,
  sendError,
  sendTone,
  startFaultServer,
  toneFor,
} from './faults-server.ts';

const key = 'sk-secret-key-0123456789abcdef';
const opened: FaultServer[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
let folder = '';
let temporary = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-faults-'));
  temporary = await mkdtemp(join(tmpdir(), 'duologue-faults-tmp-'));
  vi.stubEnv('TMPDIR', temporary);
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  for (const server of opened.splice(0)) await server[Symbol.asyncDispose]();
  const left = [...(await readdir(temporary)), ...unhandled.splice(0).map(String)];
  vi.unstubAllEnvs();
  process.off('unhandledRejection', note);
  await rm(folder, { recursive: true, force: true });
  await rm(temporary, { recursive: true, force: true });
  // No temporary file, and no failure that nobody looked at.
  if (left.length > 0) throw new Error(`Something is left: ${left.join(', ')}`);
});

async function start(answer?: Answer, port?: number): Promise<FaultServer> {
  const server = await startFaultServer(answer, port);
  opened.push(server);
  return server;
}

const turns = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    voice: index % 2 === 0 ? 'ann' : 'ben',
    text: `Turn number ${index + 1}.`,
  }));

function call(server: FaultServer, count: number, more: Partial<GenerateOptions> = {}): GenerateOptions {
  return Object.assign({ model: 'openai/any', turns: turns(count), connections: connect(server, 5) }, more);
}

function connect(server: FaultServer, timeout: number): NonNullable<GenerateOptions['connections']> {
  return { openai: { apiKey: key, baseURL: server.url, maxRetries: 0, timeout, maxConcurrency: 6 } };
}

function speaker(server: FaultServer, options: Parameters<typeof createOpenAI>[0] = {}) {
  return createOpenAI({ apiKey: key, baseURL: server.url, maxRetries: 0, timeout: 5, ...options })(
    'any',
  ).voice('ann');
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return error;
  }
}

async function segments(): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.segment'));
}

describe('a server that dies', () => {
  test('at turn 150 of 200: the turn is named, nothing paid is lost, the rest alone is paid for later', async () => {
    let died = false;
    const first: FaultServer = await start((asked, response) => {
      if (asked.number === 151) {
        died = true;
        first.die();
      } else if (!died) sendTone(asked, response);
    });
    const options = call(first, 200, { cache: folder, maxConcurrency: 6 });
    const error = await failureOf(generateConversation(options));
    expect(error).toMatchObject({ name: 'GenerateError', provider: 'openai', retryable: true });
    expect(error).toHaveProperty('turnIndex', expect.any(Number));
    expect(String(error)).toMatch(/\(turn 1[45]\d\)/);
    const kept = (await segments()).length;
    expect(kept).toBeGreaterThanOrEqual(145);
    // Whatever reached this program whole is kept; what broke off on its way cannot be.
    const second = await start(sendTone, first.port);
    const { metadata } = await generateConversation(options);
    expect(second.inputs).toHaveLength(200 - kept);
    expect(metadata.perTurn.filter(({ attempts }) => attempts === 0)).toHaveLength(kept);
    expect(await planConversation(options)).toMatchObject({ requests: 0, cached: { utterances: 200 } });
    // Another address is another server: it may speak otherwise with the same names.
    const elsewhere = { openai: { apiKey: key, baseURL: 'http://127.0.0.1:9/v1' } };
    const other = await planConversation({ ...options, connections: elsewhere });
    expect(other).toMatchObject({ requests: 200, cached: { utterances: 0 } });
  });

  test('resets now and then, and all turns come, in order', async () => {
    const server = await start(({ number, input }, response) => {
      if (number % 5 === 2) response.socket?.destroy();
      else if (number % 7 === 3) {
        const bytes = toneFor(input);
        response.writeHead(200, { 'content-length': String(bytes.length) });
        response.write(bytes.subarray(0, 500), () => response.socket?.destroy());
      } else sendTone({ input }, response);
    });
    const connections = { openai: { baseURL: server.url } };
    const options = call(server, 25, { connections, maxRetries: 6, apiKey: key });
    const { timeline } = await generateConversation(options);
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual(turns(25).map((_, index) => index));
  });
});

describe('answers that are not what was asked for', () => {
  const wav = toneFor('This is a sentence of a good length.');
  const cases: Record<string, Answer> = {
    'a page': (_, response) => void response.end('<html><body>Please sign in</body></html>'),
    json: (_, response) =>
      void response.setHeader('content-type', 'application/json').end('{"status":"queued"}'),
    nothing: (_, response) => void response.end(),
    text: (_, response) => void response.setHeader('content-type', 'text/plain').end('Try again later.'),
    'half a file, well closed': (_, response) => void response.end(wav.subarray(0, wav.length / 2)),
    'a header alone': (_, response) => void response.end(wav.subarray(0, 44)),
    'a file that breaks off': (_, response) => {
      response.writeHead(200, { 'content-length': String(wav.length) });
      response.write(wav.subarray(0, 2000), () => response.destroy());
    },
    'no content': (_, response) => void response.writeHead(204).end(),
    'broken gzip': (_, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(wav.subarray(0, 3000)),
  };
  test.each(Object.entries(cases))('%s', async (_name, answer) => {
    const server = await start(answer);
    const error = await failureOf(
      collectSpeech(speaker(server), { text: 'This is a sentence of a good length.' }),
    );
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryable: true, provider: 'openai' });
    await vi.waitFor(() => expect(server.active).toBe(0));
  });

  test('much more than the text can take is given up, packed or not', async () => {
    const bomb = gzipSync(Buffer.concat([wav.subarray(0, 40), Buffer.alloc(60 * 2 ** 20, 1)]));
    const packed = await start(
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await failureOf(collectSpeech(speaker(packed), { text: 'Hi.' }))).toMatchObject({
      code: 'too-large',
    });
    const endless = await start((_, response) => {
      response.write(wav);
      const block = Buffer.alloc(65_536, 3);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
    });
    const error = await failureOf(collectSpeech(speaker(endless), { text: 'Hi.' }));
    expect(error).toMatchObject({ code: 'too-large', retryable: false });
    await vi.waitFor(() => expect(endless.active).toBe(0));
  });

  test.each([
    ['before the headers', false],
    ['in the body', true],
  ])('a byte now and then %s: given up in time', async (_name, headers) => {
    const timers = new Set<NodeJS.Timeout>();
    const server = await start((_, response) => {
      const drip = setInterval(() => {
        if (headers) response.write('R');
        else response.socket?.write('H');
      }, 20);
      timers.add(drip);
      response.once('close', () => clearInterval(drip));
    });
    const started = performance.now();
    const error = await failureOf(collectSpeech(speaker(server, { timeout: 0.2 }), { text: 'Hello.' }));
    for (const timer of timers) clearInterval(timer);
    expect(error).toBeInstanceOf(ProviderError);
    expect(performance.now() - started).toBeLessThan(1500);
    await vi.waitFor(() => expect(server.active).toBe(0));
  });
});

describe('too many requests', () => {
  test('every third is told to wait: all turns come, in order, and never more at once than allowed', async () => {
    const server = await start((asked, response) => {
      if (asked.number % 3 === 0) sendError(response, 429, { 'retry-after-ms': '20' });
      else sendTone(asked, response);
    });
    const connections = { openai: { apiKey: key, baseURL: server.url, maxRetries: 12, maxConcurrency: 3 } };
    const { timeline, missing } = await generateConversation(
      call(server, 100, { connections, maxConcurrency: 20 }),
    );
    expect(timeline.utterances.map(({ text }) => text)).toEqual(turns(100).map(({ text }) => text));
    expect(missing).toEqual([]);
    expect(server.mostActive).toBeLessThanOrEqual(3);
  });

  test.each([
    ['seconds', () => '0.05'],
    ['a date', () => new Date(Date.now() + 500).toUTCString()],
    ['a date that is over', () => new Date(0).toUTCString()],
    ['garbage', () => 'soon, or never; really'],
    ['less than nothing', () => '-5'],
  ])('Retry-After is %s', async (_name, wait) => {
    const server = await start((asked, response) => {
      if (asked.number === 1) sendError(response, 429, { 'retry-after': wait() });
      else sendTone(asked, response);
    });
    const { answers } = await collectSpeech(speaker(server, { maxRetries: 1 }), { text: 'Hello.' });
    expect(answers?.[0]?.attempts).toBe(2);
  });

  test('who asks to wait for years is not waited for', async () => {
    const server = await start((_, response) => sendError(response, 429, { 'retry-after': '1000000000' }));
    const error = await failureOf(collectSpeech(speaker(server, { maxRetries: 5 }), { text: 'Hello.' }));
    expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryAfter: expect.any(Number) });
    expect(server.inputs).toHaveLength(1);
  });
});

describe('the key', () => {
  test('does not follow a redirect, nor an answer that points to somebody else', async () => {
    const other = await start();
    const server = await start(
      (_, response) => void response.writeHead(307, { location: `${other.url}/audio/speech` }).end(),
    );
    const error = await failureOf(collectSpeech(speaker(server), { text: 'Hello.' }));
    expect(error).toMatchObject({ status: 307, retryable: false });
    expect(String(error)).toContain('baseURL');
    for (const url of [
      `${other.url}/x.wav`,
      'http://fal.media/x.wav',
      'file:///etc/passwd',
      'https://fal.media.evil.test/x',
    ]) {
      const pointing = await start((_, response) => void response.end(JSON.stringify({ audio: { url } })));
      const fal = createFal({ apiKey: key, baseURL: pointing.url, maxRetries: 0, timeout: 1 });
      const followed = await failureOf(collectSpeech(fal('kokoro').voice('af_heart'), { text: 'Hello.' }));
      expect(followed).toMatchObject({ code: 'bad-answer' });
      expect(String(followed)).toContain('not followed');
    }
    expect(other.inputs).toHaveLength(0);
  });

  const echo = `You sent Bearer ${key}, which is wrong.`;
  test.each<[string, Answer]>([
    ['a refusal', (_, response) => sendError(response, 401, {}, echo)],
    ['a long refusal', (_, response) => sendError(response, 400, {}, `${'x'.repeat(285)} ${echo}`)],
    ['a failure', (_, response) => sendError(response, 500, { 'x-request-id': key }, echo)],
    ['a page', (_, response) => void response.end(`<html>${echo}</html>`)],
    ['text', (_, response) => void response.end(key)],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { location: `https://x.test/?k=${key}` }).end(),
    ],
  ])('is in nothing that is said of %s', async (_name, answer) => {
    const server = await start(answer);
    for (const eager of [false, true]) {
      const failing = collectSpeech(speaker(server), { text: 'Hello there.', eager });
      const told = describeError(await failureOf(failing));
      expect(told).not.toContain(key.slice(0, 12));
    }
    const error = await failureOf(generateConversation(call(server, 2)));
    expect(describeError(error)).not.toContain(key.slice(0, 12));
  });
});

/** All that a log may show of an error. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) throw new TypeError('It did not fail.');
  const cause = error.cause instanceof Error ? describeError(error.cause) : String(error.cause);
  return [error.message, error.stack, JSON.stringify(error), cause].join('\n');
}

describe('an abort', () => {
  test('at any moment ends everything within .2 s and leaves nothing', async () => {
    const server = await start(async (asked, response) => {
      const bytes = toneFor(asked.input);
      response.writeHead(200, { 'content-length': String(bytes.length) });
      for (let at = 0; at < bytes.length && !response.destroyed; at += 4000) {
        response.write(bytes.subarray(at, at + 4000));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      response.end();
    });
    const before = await openFiles();
    let aborted = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 90 }), fc.boolean(), async (moment, cached) => {
        const controller = new AbortController();
        const { signal } = controller;
        const reason = new Error('enough');
        // Of this program's own time: the machine may be busy with others.
        let abortedAt = process.cpuUsage();
        const timer = setTimeout(() => {
          abortedAt = process.cpuUsage();
          controller.abort(reason);
        }, moment);
        const options = call(server, 14, cached ? { cache: join(folder, String(moment)) } : {});
        const outcome = await failureOf(generateConversation({ ...options, abortSignal: signal }));
        const { user, system } = process.cpuUsage(abortedAt);
        clearTimeout(timer);
        const ended = outcome === reason;
        if (ended) aborted++;
        // In its last moment, when all is written, a call may end well though it is aborted; never otherwise badly.
        expect(outcome instanceof Error ? ended && signal.aborted : !ended).toBe(true);
        expect(ended ? (user + system) / 1000 : 0).toBeLessThan(200);
        expect(getEventListeners(signal, 'abort')).toHaveLength(0);
        await vi.waitFor(() => expect(server.active).toBe(0), { interval: 5 });
        expect(await readdir(temporary)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(aborted).toBeGreaterThan(20);
    await server[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect(await openFiles()).toBeLessThanOrEqual(before + 6));
  });

  test('frees whoever waits for the vendor to take requests again', async () => {
    const server = await start((_, response) => sendError(response, 429, { 'retry-after': '30' }));
    const controller = new AbortController();
    const connections = { openai: { apiKey: key, baseURL: server.url, maxConcurrency: 2 } };
    const options = call(server, 20, { connections, signal: controller.signal });
    const work = failureOf(generateConversation(options));
    await vi.waitFor(() => expect(server.inputs.length).toBeGreaterThan(1));
    const started = performance.now();
    controller.abort('stop');
    expect(await work).toBe('stop');
    expect(performance.now() - started).toBeLessThan(200);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThan(20);
  });
});

async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd').catch(() => [])).length;
}

describe('many at once', () => {
  test('a hundred conversations over one server and one cache', async () => {
    const server = await start();
    // One machine speaks for a hundred, and mixes what they say.
    const connections = connect(server, 60);
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        generateConversation(call(server, 3 + (index % 4), { cache: folder, connections })),
      ),
    );
    expect(all.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(new Set(all.map(({ audio }) => audio.uint8Array.length)).size).toBe(4);
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    expect(names.filter((name) => !name.endsWith('.segment'))).toEqual([]);
    expect(names).toHaveLength(6);
  });
});

describe('a cache', () => {
  test('whose bytes have changed is asked again for those, and for those alone', async () => {
    const server = await start();
    const options = { ...call(server, 6), cache: folder };
    const whole = await generateConversation(options);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(5)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (which, at, change) => {
          const files = (await segments()).toSorted();
          for (const index of which) {
            const path = join(folder, files[index] ?? '');
            const bytes = await readFile(path);
            bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
            await writeFile(path, bytes);
          }
          const before = server.inputs.length;
          const again = await generateConversation(options);
          expect(server.inputs.length - before).toBe(which.length);
          expect(Buffer.compare(again.audio.uint8Array, whole.audio.uint8Array)).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('is not lost when the run is called off', async () => {
    const server = await start();
    const controller = new AbortController();
    const options = { ...call(server, 30), cache: folder, maxConcurrency: 3 };
    const onProgress = ({ type, ...rest }: { type: string; done?: number }): void => {
      if (type === 'utterance-rendered' && rest.done === 12) controller.abort(new Error('stop'));
    };
    await failureOf(generateConversation({ ...options, signal: controller.signal, onProgress }));
    const kept = (await segments()).length;
    expect(kept).toBeGreaterThanOrEqual(12);
    const before = server.inputs.length;
    await generateConversation(options);
    expect(server.inputs.length - before).toBe(30 - kept);
  });

  test('keeps what is heard while it is made, and gives it to whoever wants it whole', async () => {
    const server = await start();
    const connections = { openai: { apiKey: key, baseURL: server.url } };
    const one = { model: 'openai/any', voice: 'ann', text: 'The same words.', cache: folder, connections };
    const bytes: Uint8Array[] = [];
    for (let round = 0; round < 2; round++) {
      const { audio } = await streamSpeech({ ...one, output: { format: 'pcm' } });
      for await (const piece of audio) bytes.push(piece);
    }
    const whole = await generateSpeech({ ...one, output: { format: 'pcm' } });
    expect(server.inputs).toHaveLength(1);
    expect(Buffer.concat(bytes)).toEqual(Buffer.concat([whole.audio.uint8Array, whole.audio.uint8Array]));
  });

  test('does not take the sound of one answer for another’s', async () => {
    const server = await start();
    const one = { model: 'openai/any', voice: 'ann', text: 'The same words.', cache: folder };
    const connections = { openai: { apiKey: key, baseURL: server.url } };
    await generateSpeech({ ...one, connections });
    await generateSpeech({ ...one, connections, providerOptions: { style: 'calm' } });
    await generateSpeech({ ...one, connections, voice: 'ben' });
    await generateSpeech({ ...one, connections, model: 'openai/other' });
    expect(server.inputs).toHaveLength(4);
    await generateSpeech({ ...one, connections });
    // The same address, written otherwise.
    await generateSpeech({ ...one, connections: { openai: { apiKey: key, baseURL: `${server.url}/` } } });
    expect(server.inputs).toHaveLength(4);
  });
});
