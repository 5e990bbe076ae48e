import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterviewer } from 'duologue/brains';
import { createServer, type DuologueServer, parseServerConfig, type ServerOptions } from 'duologue/server';
import { openEmbeddedVoices, type VoiceCatalogue } from 'duologue/voices';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerAddress } from '../../src/server/access/caller-address.ts';
import { root } from '../source-tree.ts';
import { arrive } from './load.ts';

let voices: VoiceCatalogue & AsyncDisposable;
beforeAll(async () => {
  voices = await openEmbeddedVoices();
});
afterAll(() => voices[Symbol.asyncDispose]());

const serve = (options: Partial<ServerOptions>): Promise<DuologueServer> =>
  createServer({ port: 0, voices, models: [{ id: 'm', brain: createInterviewer() }], ...options });

/** `fetch` does not let a program say what host it means. */
function statusOf(server: DuologueServer, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.url}/v1/models`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end();
  });
}

test('an open server behind a proxy that nobody named would be open to the world, so it refuses', async () => {
  await using server = await serve({});
  const url = `${server.url.replace('http', 'ws')}/v1/realtime`;
  expect(await statusOf(server, {})).toBe(200);
  expect(await statusOf(server, { 'X-Forwarded-For': '203.0.113.7' })).toBe(403);
  expect(await statusOf(server, { Forwarded: 'for=203.0.113.7' })).toBe(403);
  const refused = await arrive(url, { 'X-Forwarded-For': '203.0.113.7' });
  expect(refused).toMatchObject({ type: 'session-refused', status: 403 });
  expect(JSON.stringify(refused)).toContain('proxy_not_allowed');
});

test('a server is known by its names, and by no other', async () => {
  await using server = await serve({ hosts: ['talk.example.org'], proxies: ['127.0.0.1'] });
  const through = { 'X-Forwarded-For': '203.0.113.7' };
  expect(await statusOf(server, { Host: 'talk.example.org', ...through })).toBe(200);
  expect(await statusOf(server, { Host: 'TALK.example.org:443', ...through })).toBe(200);
  const pages = { Host: 'talk.example.org', Origin: 'https://talk.example.org', ...through };
  expect(await statusOf(server, pages)).toBe(200);
  expect(await statusOf(server, { ...pages, Origin: 'https://evil.example' })).toBe(403);
  for (const host of ['evil.example', 'talk.example.org.evil.example', 'xtalk.example.org']) {
    expect(await statusOf(server, { Host: host, ...through }), `Host: ${host}`).toBe(403);
  }
});

test('callers are counted by the address that the proxy saw, not by the one that they claim', async () => {
  await using server = await serve({ proxies: ['127.0.0.1'], limits: { sessionsPerKey: 1 } });
  const url = `${server.url.replace('http', 'ws')}/v1/realtime`;
  const from = (forwarded: string) => arrive(url, { 'X-Forwarded-For': forwarded });
  const arrivals = [await from('203.0.113.7'), await from('203.0.113.8')];
  expect(arrivals.map(({ type }) => type)).toEqual(['session-begun', 'session-begun']);
  expect(await from('203.0.113.7')).toMatchObject({ type: 'session-refused', status: 503 });
  expect(await from('198.51.100.1, 203.0.113.7')).toMatchObject({ type: 'session-refused', status: 503 });
  for (const arrival of arrivals) if (arrival.type === 'session-begun') arrival.socket.terminate();
});

test('an address is the last that no proxy has, and a stranger’s word counts for nothing', () => {
  expect(callerAddress('::ffff:127.0.0.1', '1.2.3.4, 10.0.0.1', ['127.0.0.1', '10.0.0.1'])).toBe('1.2.3.4');
  expect(callerAddress('127.0.0.1', '', ['127.0.0.1'])).toBe('127.0.0.1');
  fc.assert(
    fc.property(fc.ipV4(), fc.string(), fc.ipV4(), (remote, forwarded, seen) => {
      fc.pre(seen !== remote);
      expect(callerAddress(remote, forwarded, [])).toBe(remote);
      expect(callerAddress(remote, `${forwarded}, ${seen}`, [remote])).toBe(seen);
    }),
  );
});

test('the settings of the example are settings', () => {
  const path = join(root, 'examples/deploy/server.yaml');
  const config = parseServerConfig(readFileSync(path, 'utf8'), path);
  expect(config).toMatchObject({ hosts: ['talk.example.org'], proxies: ['127.0.0.1'] });
});
