import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAudio, sniffAudio } from 'duologue/media';
import { addKey, createServer, type DuologueServer, readKeyFile } from 'duologue/server';
import { createFakeBrain } from 'duologue/testing';
import { timelineSchema } from 'duologue/timeline';
import type { VoiceCatalogue } from 'duologue/voices';
import OpenAI, { APIError } from 'openai';
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openVoices } from './live-server.ts';

const eventSchema = z.object({ type: z.string() });
const conversationSchema = z.object({
  id: z.string(),
  audio: z.object({ url: z.string() }),
  captions: z.object({ vtt: z.string() }),
});
const descriptionSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) })),
  ),
});
type SpeechBody = Pick<SpeechCreateParams, 'input' | 'voice'>;

let voices: VoiceCatalogue;
let server: DuologueServer;
let folder: string;
const models = [{ id: 'fake', brain: createFakeBrain() }];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-server-'));
  const studio = join(folder, 'studio');
  await mkdir(join(studio, 'assets'), { recursive: true });
  await writeFile(join(studio, 'index.html'), '<!doctype html><title>Talk</title>');
  await writeFile(join(studio, 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  voices = await openVoices();
  server = await createServer({ port: 0, models, voices, studio });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await voices[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const client = (key = 'none', { url } = server): OpenAI =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });

/** As a browser or a hostile client would write it: `fetch` lets nobody set these. */
function ask(path: string, headers: Record<string, string>, { port } = server): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('POST /v1/audio/speech', () => {
  test.each(['mp3', 'opus', 'flac', 'wav'] as const)('the openai client gets %s', async (format) => {
    const answer = await client().audio.speech.create({
      model: 'any',
      voice: 'coral',
      input: 'Hello from the server.',
      response_format: format,
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const audio = await decodeAudio(bytes);
    const [samples = new Float32Array(0)] = audio.channels;
    expect(samples.length / audio.sampleRate).toBeGreaterThan(0.8);
    expect(Math.max(...samples.map(Math.abs))).toBeGreaterThan(0.05);
  });

  test('pcm has 24 kHz, and speed shortens it', async () => {
    const lengths: number[] = [];
    for (const speed of [1, 2]) {
      const answer = await client().audio.speech.create({
        model: 'any',
        voice: 'flite/rms',
        input: 'This takes a while to say.',
        response_format: 'pcm',
        speed,
      });
      lengths.push((await answer.arrayBuffer()).byteLength / 2 / 24_000);
    }
    const [slow = 0, fast = 0] = lengths;
    expect(slow).toBeGreaterThan(1);
    expect(fast / slow).toBeCloseTo(0.5, 1);
  });

  test('comes as events', async () => {
    const answer = await fetch(`${server.url}/v1/audio/speech`, {
      method: 'POST',
      body: JSON.stringify({ input: 'Hello.', voice: 'slt', response_format: 'pcm', stream_format: 'sse' }),
    });
    expect(answer.status).toBe(400);
    const events = await fetch(`${server.url}/v1/audio/speech`, {
      method: 'POST',
      body: JSON.stringify({
        input: 'Hi.',
        voice: 'flite/slt',
        response_format: 'pcm',
        stream_format: 'sse',
      }),
    });
    const lines = (await events.text()).split('\n').filter((line) => line.startsWith('data: '));
    const types = lines.map((line) => eventSchema.parse(JSON.parse(line.slice(6))).type);
    expect(types.at(-1)).toBe('speech.audio.done');
    expect(new Set(types.slice(0, -1))).toEqual(new Set(['speech.audio.delta']));
  });

  test.each([
    [{ voice: 'alloi', input: 'Hi.' }, 'voice_not_found', 'alloy'],
    [{ voice: 'alloy', input: '' }, 'invalid_value', 'input'],
    [{ voice: 'alloy', input: 'Hi.', response_format: 'aac' }, 'invalid_value', 'mp3'],
    [{ voice: 'alloy', input: 'Hi.', sped: 1 }, 'unknown_parameter', 'sped'],
    [{ voice: 'alloy', input: 'Hi.', speed: 4 }, 'invalid_value', '.5 to 2'],
  ])('%j is refused with %s', async (body, code, words) => {
    const answer = client().audio.speech.create({
      model: 'any',
      // Some of it is what nobody may ask for.
      ...z.custom<SpeechBody>().parse(body),
    });
    const error = await answer.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status: 400, code });
    expect(String(error)).toContain(words);
  });

  test('many at once wait for each other, and all are heard', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        client().audio.speech.create({ model: 'any', voice: 'ash', input: `Number ${index}.` }),
      ),
    );
    const sizes = await Promise.all(answers.map(async (answer) => (await answer.arrayBuffer()).byteLength));
    expect(Math.min(...sizes)).toBeGreaterThan(1000);
  });
});

describe('POST /v1/conversations', () => {
  test('a script in; sound, captions and a timeline out', async () => {
    const answer = await fetch(`${server.url}/v1/conversations?format=mp3`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: 'Ann: Hello Bob.\nBob: Hello Ann, how nice to see you.\n',
    });
    expect(answer.status).toBe(201);
    const made = conversationSchema.parse(await answer.json());
    expect(answer.headers.get('location')).toBe(`/v1/conversations/${made.id}`);
    const sound = await fetch(server.url + made.audio.url);
    expect(sound.headers.get('content-type')).toBe('audio/mpeg');
    expect(sniffAudio(new Uint8Array(await sound.arrayBuffer()))).toMatchObject({ kind: 'mp3' });
    expect(await (await fetch(server.url + made.captions.vtt)).text()).toContain('<v Bob>Hello Ann');
    const timeline = timelineSchema.parse(
      await (await fetch(`${server.url}/v1/conversations/${made.id}/timeline.json`)).json(),
    );
    expect(timeline.speakers).toHaveLength(2);
    await fetch(`${server.url}/v1/conversations/${made.id}`, { method: 'DELETE' });
    expect((await fetch(`${server.url}/v1/conversations/${made.id}`)).status).toBe(404);
  });

  test('turns in; progress as events, then what was made', async () => {
    const answer = await fetch(`${server.url}/v1/conversations`, {
      method: 'POST',
      headers: { Accept: 'text/event-stream', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        turns: [
          { speaker: 'a', text: 'Hi.' },
          { speaker: 'b', text: 'Hello.' },
        ],
      }),
    });
    const events = (await answer.text()).split('\n').filter((line) => line.startsWith('event: '));
    expect(events.at(-1)).toBe('event: conversation.done');
    expect(events.length).toBeGreaterThan(3);
  });

  test('a script that is none is refused with its line', async () => {
    const answer = await fetch(`${server.url}/v1/conversations`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '---\nspeakers: [\n---\nAnn: Hi.',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_script', param: 'script' } });
  });
});

describe('the description', () => {
  test('names every route, and nothing else', async () => {
    const described = descriptionSchema.parse(await (await fetch(`${server.url}/openapi.json`)).json());
    expect(described.openapi).toBe('3.1.0');
    const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, method, responses } of operations) {
      expect(Object.keys(responses).length).toBeGreaterThan(0);
      const answer = await fetch(server.url + path.replace('{id}', 'none'), { method: method.toUpperCase() });
      await answer.arrayBuffer();
      // Every one is answered by somebody: 404 is for a conversation that is not there.
      expect(Object.keys(responses), `${method} ${path}`).toContain(String(answer.status));
    }
    const references = JSON.stringify(described).match(/"\$ref":"#\/components\/[^"]+"/g) ?? [];
    for (const reference of new Set(references)) {
      const [, , kind = '', name = ''] = reference.slice(8, -1).split('/');
      expect(described).toHaveProperty(['components', kind, name]);
    }
  });
});

describe('who may', () => {
  test('pages of other origins and other names of this machine may not', async () => {
    const host = `127.0.0.1:${server.port}`;
    expect(await ask('/v1/models', { host })).toBe(200);
    expect(await ask('/v1/models', { host, origin: `http://${host}` })).toBe(200);
    expect(await ask('/v1/models', { host, origin: 'https://evil.example' })).toBe(403);
    expect(await ask('/v1/models', { host, origin: 'null' })).toBe(403);
    expect(await ask('/v1/models', { host: `evil.example:${server.port}` })).toBe(403);
  });

  test('the page is served from its folder alone', async () => {
    const page = await fetch(server.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('<title>Talk</title>');
    const script = await fetch(`${server.url}/assets/main-1a2b.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toContain('javascript');
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/%00',
      '/%',
      '/assets/',
    ]) {
      expect(await ask(path, { host: 'localhost' }), path).toBe(404);
    }
  });

  test('a huge body is not read to its end', async () => {
    const answer = await fetch(`${server.url}/v1/audio/speech`, {
      method: 'POST',
      body: 'x'.repeat(3_000_000),
    });
    expect(answer.status).toBe(413);
  });

  test('keys are needed where there are some; a page’s token opens sessions alone', async () => {
    const file = join(folder, 'keys.json');
    const { key } = await addKey(file, 'alice');
    const keys = await readKeyFile(file);
    expect(JSON.stringify(keys)).not.toContain(key.slice(3));
    await using guarded = await createServer({ port: 0, models, voices, keys });
    await expect(client('wrong', guarded).models.list()).rejects.toMatchObject({ status: 401 });
    const list = await client(key, guarded).models.list();
    expect(list.data.map(({ id }) => id)).toEqual(['fake']);
    const secret = await client(key, guarded).realtime.clientSecrets.create({
      expires_after: { anchor: 'created_at', seconds: 60 },
      session: { type: 'realtime', instructions: 'Be kind.' },
    });
    expect(secret.value).toMatch(/^ek_/);
    expect((await client(secret.value, guarded).models.list()).data).toHaveLength(1);
    await expect(
      client(secret.value, guarded).audio.speech.create({ model: 'x', voice: 'ash', input: 'Hi.' }),
    ).rejects.toMatchObject({ status: 403 });
    expect((await fetch(`${guarded.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${guarded.url}/metrics`)).status).toBe(401);
  });

  test('without keys nobody listens to the world', async () => {
    await expect(createServer({ port: 0, host: '0.0.0.0', models, voices })).rejects.toThrow(/keys add/);
  });
});

test('metrics are Prometheus’ text', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]*\})? [\d.e+-]+)$/);
  }
  expect(text).toMatch(/duologue_requests_total\{route="\/v1\/audio\/speech",status="200"\} \d+/);
  expect(text).toContain('duologue_render_seconds_bucket{le="+Inf"}');
});
