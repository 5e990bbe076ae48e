import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DuologueServer } from 'duologue/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { quickVoices, startServer } from './live-server.ts';

let server: DuologueServer;
beforeAll(async () => {
  server = await startServer(quickVoices(), [''], { limits: { sessions: 1 } });
});
afterAll(() => server[Symbol.asyncDispose]());

const upgrade =
  'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const close = 'Connection: close\r\n\r\n';

/** What comes back for bytes that no client library would send. */
async function exchange(request: string): Promise<{ readonly head: string; readonly body: string }> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body };
}

describe('a request that does not say which host it means is malformed', () => {
  test.each([
    ['a path', `GET /v1/models HTTP/1.1\r\nHost:\r\n${close}`],
    ['a path, with a blank', `GET /v1/models HTTP/1.1\r\nHost: \r\n${close}`],
    ['a whole address', `GET http://localhost/healthz HTTP/1.1\r\nHost:\r\n${close}`],
    ['a session', `GET /v1/realtime HTTP/1.1\r\nHost:\r\n${upgrade}`],
    ['a session, in HTTP/1.0', `GET /v1/realtime HTTP/1.0\r\n${upgrade}`],
    ['no header at all', `GET /healthz HTTP/1.1\r\n${close}`],
  ])('%s', async (_, request) => {
    const { head } = await exchange(request);
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test('a full server says so to whoever wants a session, why, and when to come again', async () => {
  const first = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`);
  await once(first, 'message');
  const { head, body } = await exchange(`GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\n${upgrade}`);
  expect(head).toMatch(/^HTTP\/1\.1 503 Service Unavailable/);
  expect(head).toMatch(/^Content-Type: application\/json$/m);
  expect(head).toMatch(/^Retry-After: [1-9]\d*$/m);
  expect(JSON.parse(body)).toEqual({
    error: {
      type: 'server_error',
      code: 'too_many_sessions',
      message: 'All 1 sessions of this server are taken.',
      param: null,
    },
  });
  // There is room once somebody has left.
  first.close();
  await expect.poll(() => server.sessions).toBe(0);
  const second = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`);
  await once(second, 'message');
  second.close();
});
