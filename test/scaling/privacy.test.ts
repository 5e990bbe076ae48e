import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { addKey } from 'duologue/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatKey, startChatServer } from '../brains/chat-server.ts';
import type { VendorServer } from '../providers/vendor-server.ts';
import { filesBelow } from '../source-tree.ts';
import { call, exchange } from './caller.ts';
import { freePorts, type NodeProcess, startNode } from './node-process.ts';

/** Words that nobody says by chance, each at another place where something could be kept. */
const typed = 'xylophone';
const instructed = 'heliotrope';
const answered = 'periwinkle';
const spoken = 'marzipan';
const scripted = 'zeppelin';
const malformed = 'quicksilver';
const words = [typed, instructed, answered, spoken, scripted, malformed];

/** Writes down every connection that a process begins. */
const witness = (file: string): string => `
import { appendFileSync } from 'node:fs';
import net from 'node:net';
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [first] = given.flat();
  appendFileSync(${JSON.stringify(file)}, \`\${first?.host ?? first?.path ?? given[1]}:\${first?.port}\\n\`);
  return connect.apply(this, given);
};`;

let folder = '';
let brain: VendorServer;
const started: NodeProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duologue-privacy-'));
  brain = await startChatServer(() => [`I love ${answered}.`]);
});
afterAll(async () => {
  await Promise.all(started.map((node) => node[Symbol.asyncDispose]()));
  await brain[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

type Place = { readonly node: NodeProcess; readonly folder: string; readonly connections: () => string[] };

/** A process that has a folder of its own for everything that it might write. */
async function serve(name: string, settings: object, more: readonly string[] = []): Promise<Place> {
  const own = join(folder, name);
  for (const part of ['home', 'tmp', 'work']) mkdirSync(join(own, part), { recursive: true });
  const config = join(own, 'server.yaml');
  const connections = join(own, 'connections');
  writeFileSync(config, JSON.stringify(settings));
  writeFileSync(connections, '');
  writeFileSync(join(own, 'witness.mjs'), witness(connections));
  const [port = 0] = await freePorts(1);
  const node = await startNode({
    port,
    config,
    words: more,
    folder: join(own, 'work'),
    environment: {
      HOME: join(own, 'home'),
      XDG_CONFIG_HOME: join(own, 'home'),
      XDG_CACHE_HOME: join(own, 'home'),
      TMPDIR: join(own, 'tmp'),
      NODE_OPTIONS: `--import ${join(own, 'witness.mjs')}`,
      DUOLOGUE_TOKEN_SECRET: 'a-secret-of-some-length',
    },
  });
  started.push(node);
  return {
    node,
    folder: own,
    connections: () => readFileSync(connections, 'utf8').split('\n').filter(Boolean),
  };
}

/** Files that it has written. */
const written = (place: Place): string[] =>
  ['home', 'tmp', 'work'].flatMap((part) =>
    filesBelow(join(place.folder, part)).map((file) => relative(place.folder, file)),
  );

test('nothing of what is said or heard, and no key, is in logs, metrics or files', async () => {
  const keys = join(folder, 'keys.json');
  const { key } = await addKey(keys, 'website');
  const place = await serve('plain', {
    models: { talk: { brain: { baseURL: `${brain.url}/v1`, model: 'm', apiKey: chatKey } } },
    keys,
    tokenSecretVariable: 'DUOLOGUE_TOKEN_SECRET',
  });
  const origin = `http://127.0.0.1:${place.node.port}`;
  const post = (path: string, body: string, given: string, type = 'application/json'): Promise<Response> =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${given}`, 'content-type': type },
    });
  const secret = await post('/v1/realtime/client_secrets', '{}', key);
  const { value: token } = Object(await secret.json());
  expect(token).toMatch(/^ek_/);

  const url = `ws://127.0.0.1:${place.node.port}/v1/realtime`;
  const caller = call({ url, key: token, session: { instructions: `The word is ${instructed}.` } });
  await caller.until(({ type }) => type === 'session-changed', 10);
  await exchange(caller, `My favourite is ${typed}.`);
  expect(JSON.stringify(brain.requests[0]?.body)).toContain(instructed);
  expect(caller.events.some((event) => event.type === 'agent-heard' && event.text.includes(answered))).toBe(
    true,
  );
  caller[Symbol.dispose]();
  const speech = await post(
    '/v1/audio/speech',
    JSON.stringify({ input: `Some ${spoken}.`, voice: 'alloy' }),
    key,
  );
  expect((await speech.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  const made = await post('/v1/conversations', `ann: A ${scripted}!\nben: Where?\n`, key, 'text/plain');
  expect(made.ok, await made.text()).toBe(true);
  for (const bad of [
    `{"input": "${malformed}`,
    `{"input": "${malformed}", "voice": "${malformed}"}`,
    malformed,
  ]) {
    for (const path of ['/v1/audio/speech', '/v1/conversations', `/v1/${malformed}`]) {
      const { status } = await post(path, bad, key);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  }
  const wrong = `dk_${malformed}${malformed}`;
  expect((await post('/v1/audio/speech', '{}', wrong)).status).toBe(401);

  const metrics = await (await fetch(`${origin}/metrics`)).text();
  place.node.terminate();
  expect(await place.node.ended).toBe(0);
  const log = place.node.log.join('\n');
  expect(log).toContain('session-started');
  expect(log).toContain('server-stopped');
  for (const word of [...words, key, String(token), chatKey, wrong, 'a-secret-of-some-length']) {
    expect(log, `log: ${word}`).not.toContain(word);
    expect(metrics, `metrics: ${word}`).not.toContain(word);
  }
  expect(written(place)).toEqual([]);
  expect(readFileSync(keys, 'utf8')).not.toContain(key);
  // It spoke to the brain that it was told of, and to nobody else.
  const { host } = new URL(brain.url);
  expect(new Set(place.connections())).toEqual(new Set([host]));
}, 60_000);

test('with embedded voices and the embedded interviewer nothing leaves the process', async () => {
  const place = await serve('embedded', {});
  const caller = call({ url: `ws://127.0.0.1:${place.node.port}/v1/realtime` });
  await caller.until(({ type }) => type === 'session-changed', 10);
  caller.client.say(`I grew up with a ${typed}.`);
  await caller.until(({ type }) => type === 'agent-heard', 15);
  caller[Symbol.dispose]();
  expect(place.connections()).toEqual([]);
  expect(written(place)).toEqual([]);
  place.node.terminate();
  expect(await place.node.ended).toBe(0);
}, 60_000);

test('a service that repeats a key in its error is not repeated to the client, nor in the log', async () => {
  const wrongKey = 'sk-wrong-0123456789abcdefghij';
  const place = await serve('refused', {
    models: { talk: { brain: { baseURL: `${brain.url}/v1`, model: 'm', apiKey: wrongKey, maxRetries: 0 } } },
  });
  const caller = call({ url: `ws://127.0.0.1:${place.node.port}/v1/realtime` });
  await caller.until(({ type }) => type === 'session-changed', 10);
  caller.client.say('Hello?');
  await caller.until(({ type }) => type === 'error-raised', 20);
  expect(JSON.stringify(caller.events)).not.toContain(wrongKey);
  expect(place.node.log.join('\n')).not.toContain(wrongKey);
  caller[Symbol.dispose]();
}, 60_000);

test('what is recorded is what was asked for, and where', async () => {
  const record = join(folder, 'recordings');
  const place = await serve('recording', {}, ['--record', record]);
  const caller = call({ url: `ws://127.0.0.1:${place.node.port}/v1/realtime` });
  await caller.until(({ type }) => type === 'session-changed', 10);
  caller.client.say(`I grew up with a ${typed}.`);
  await caller.until(({ type }) => type === 'agent-heard', 15);
  const [session = ''] = caller.sessions();
  expect(readdirSync(record).filter((name) => name.startsWith(session))).toEqual([]);
  caller[Symbol.dispose]();
  await expect
    .poll(() => readdirSync(record).toSorted((a, b) => a.localeCompare(b)), { timeout: 5000 })
    .toEqual([`${session}.timeline.json`, `${session}.wav`]);
  expect(readFileSync(join(record, `${session}.timeline.json`), 'utf8')).toContain('agent');
  expect(written(place)).toEqual([]);
}, 60_000);
