import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addKey } from 'duologue/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createTokenDesk } from '../../src/server/access/client-token.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type Arrival, arrive, countByNode, leave, textOf } from './load.ts';
import { withoutNginx } from './nginx-process.ts';

const now = (): number => Date.now() / 1000;

/** Whichever way a socket ends: a reset, which `once` would throw, is an end as well. */
function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}

describe.skipIf(withoutNginx !== undefined)(
  `people who mean no good, before nginx ${withoutNginx ?? ''}`,
  () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster({
        nodes: 2,
        settings: { limits: { load: 1, bufferedBytes: 65_536, sessions: 150, sessionsPerKey: 150 } },
        // What takes ten seconds at home takes one here.
        change: (text) => text.replace('client_header_timeout 10s', 'client_header_timeout 1s'),
      });
    });
    afterAll(() => cluster[Symbol.asyncDispose]());

    const open = async (): Promise<Socket> => {
      const socket = connect(cluster.nginx.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      return socket;
    };
    /** What comes back for bytes as they are, until the other side closes. */
    const exchange = async (bytes: string): Promise<string> => {
      const socket = await open();
      let answer = '';
      socket.on('data', (piece) => {
        answer += piece.toString('latin1');
      });
      socket.write(bytes, 'latin1');
      const answered = new Promise((resolve) => {
        socket.once('data', resolve);
      });
      await Promise.race([ended(socket), answered.then(() => pause(300))]);
      socket.destroy();
      return answer;
    };
    const alive = async (): Promise<void> => {
      const arrival = await arrive(cluster.url);
      expect(arrival.type).toBe('session-begun');
      leave([arrival]);
      for (const node of cluster.nodes) {
        expect(node.running).toBe(true);
        expect(node.log.filter((line) => /fault|"level":"error"/.test(line))).toEqual([]);
      }
    };

    test('requests that never end are ended', async () => {
      const sockets = await Promise.all(Array.from({ length: 50 }, open));
      const closed = sockets.map(ended);
      for (const socket of sockets) {
        socket.resume();
        socket.write('GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
      }
      const drip = setInterval(() => {
        for (const socket of sockets) if (socket.writable) socket.write('a');
      }, 200);
      await alive();
      const outcome = await Promise.race([Promise.all(closed).then(() => 'ended'), pause(8000)]);
      clearInterval(drip);
      expect(outcome).toBe('ended');
      await alive();
    });

    test('upgrades that stop half-way hold nobody up', async () => {
      const upgrade =
        'GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
      const whole = `${upgrade}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
      const sockets = await Promise.all(Array.from({ length: 20 }, open));
      for (const [index, socket] of sockets.entries()) {
        socket.resume();
        socket.write(index % 2 === 0 ? whole : `${upgrade}\r\n`);
        // Half a frame that announces more than may come.
        if (index % 4 === 0) socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x7f]));
        if (index % 4 === 2) socket.end();
      }
      await alive();
      for (const socket of sockets) socket.destroy();
      const garbled = await exchange(whole.replace('13', '99'));
      expect(garbled).toMatch(/^HTTP\/1\.1 (400|426)/);
    });

    test('pages and names from elsewhere are refused', async () => {
      for (const headers of [
        { Origin: 'https://evil.example' },
        { Host: 'evil.example' },
        { Origin: 'null' },
        { Host: 'evil.example', Origin: 'http://evil.example' },
      ]) {
        expect(await arrive(cluster.url, headers)).toMatchObject({ type: 'session-refused', status: 403 });
      }
    });

    test('no path leads out of the page’s folder, and no header gets in by one', async () => {
      for (const path of [
        '/../../../../etc/passwd',
        '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
        '/..%2f..%2f..%2fpackage.json',
        '/assets/..%5c..%5c..%5cpackage.json',
        '/%00/etc/passwd',
        '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
        '//etc/passwd',
        '/v1/conversations/../../metrics',
        '/v1/conversations/..%2f..%2fmetrics',
        '/metrics',
        '/%6detrics',
        '//metrics',
        '/metrics/',
        '/./metrics',
        '/%zz',
        `/${'a'.repeat(9000)}`,
      ]) {
        const answer = await exchange(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        expect(answer, path).toMatch(/^HTTP\/1\.1 (4\d\d|3\d\d)/);
        expect(answer, path).not.toMatch(/root:|"devDependencies"|duologue_sessions|Error:/);
      }
      const model = '%0d%0aSet-Cookie:%20a=b';
      const answer = await exchange(
        `GET /v1/realtime?model=${model} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
      expect(answer).toMatch(/^HTTP\/1\.1 404/);
      expect(answer.split('\r\n\r\n')[0]).not.toMatch(/set-cookie/i);
      await alive();
    });

    test('a request inside another is not taken for two', async () => {
      const inner = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n';
      for (const framing of [
        `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
        `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inner}`,
        `Transfer-Encoding:\tchunked\r\nContent-Length: 0\r\n\r\n${inner}`,
        `Content-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
      ]) {
        const answer = await exchange(`POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\n${framing}`);
        expect(answer, framing).not.toContain('duologue_sessions');
      }
      await alive();
    });

    test('a message that is too big ends its session alone', async () => {
      const [one, two] = await Promise.all([arrive(cluster.url), arrive(cluster.url)]);
      if (one.type !== 'session-begun' || two.type !== 'session-begun') throw new Error('No session.');
      const closed = once(one.socket, 'close');
      one.socket.send('x'.repeat(3_000_000));
      expect((await closed)[0]).toBe(1009);
      expect(two.socket.readyState).toBe(WebSocket.OPEN);
      leave([two]);
    });

    test('a client that never reads is let go', async () => {
      const arrival = await arrive(cluster.url);
      if (arrival.type !== 'session-begun') throw new Error('No session.');
      const { socket, session } = arrival;
      socket.pause();
      const text = 'so much to say '.repeat(3000);
      const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
      const ask = { type: 'conversation.item.retrieve', item_id: 'long' };
      socket.send(JSON.stringify({ type: 'conversation.item.create', item: { id: 'long', ...item } }));
      const feed = setInterval(() => socket.send(JSON.stringify(ask)), 20);
      const logged = (): boolean =>
        cluster.nodes.some((node) =>
          node.log.some((line) => line.includes(session) && line.includes('reads too slowly')),
        );
      await expect.poll(logged, { timeout: 20_000 }).toBe(true);
      clearInterval(feed);
      socket.terminate();
      await alive();
    });

    test('a conversation that would fill the memory is refused', async () => {
      const arrival = await arrive(cluster.url);
      if (arrival.type !== 'session-begun') throw new Error('No session.');
      const { socket } = arrival;
      const codes: string[] = [];
      socket.on('message', (data) => {
        const code = /"type":"error".*"code":"(\w+)"/.exec(textOf(data))?.[1];
        if (code !== undefined) codes.push(code);
      });
      const item = {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'x'.repeat(190_000) }],
      };
      for (let count = 0; count < 7; count++) {
        socket.send(JSON.stringify({ type: 'conversation.item.create', item }));
      }
      await expect
        .poll(() => codes, { timeout: 10_000 })
        .toEqual(['conversation_too_long', 'conversation_too_long']);
      leave([arrival]);
    });

    test('two hundred at once are taken, or told when to come again', async () => {
      const arrivals = await Promise.all(Array.from({ length: 200 }, () => arrive(cluster.url)));
      const strange = arrivals.filter(
        (arrival) =>
          arrival.type === 'connection-failed' ||
          (arrival.type === 'session-refused' &&
            !([429, 503].includes(arrival.status) && arrival.retryAfter !== undefined)),
      );
      expect(strange).toEqual([]);
      expect(arrivals.filter(({ type }) => type === 'session-begun').length).toBeGreaterThan(50);
      leave(arrivals);
      await pause(1500);
      await alive();
    });
  },
);

describe.skipIf(withoutNginx !== undefined)(`client tokens, before nginx ${withoutNginx ?? ''}`, () => {
  const secret = 'a secret of thirty characters.';
  let folder = '';
  let key = '';
  let cluster: Cluster;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duologue-keys-'));
    const keys = join(folder, 'keys.json');
    ({ key } = await addKey(keys, 'website'));
    cluster = await startCluster({
      nodes: 2,
      settings: { keys, tokenSecretVariable: 'TOKEN_SECRET', hosts: ['talk.example.org'] },
      environment: { TOKEN_SECRET: secret },
    });
  });
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const arriveWith = (given: string): Promise<Arrival> =>
    arrive(cluster.url, { Authorization: `Bearer ${given}` });
  const post = (path: string, given: string): Promise<Response> =>
    fetch(`${cluster.origin}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${given}`, 'Content-Type': 'application/json' },
      body: path.endsWith('speech') ? '{"input": "Hello.", "voice": "alloy"}' : '{}',
    });

  test('a token of one node opens sessions of all, and nothing else', async () => {
    const { value } = Object(await (await post('/v1/realtime/client_secrets', key)).json());
    const arrivals = await Promise.all(Array.from({ length: 4 }, () => arriveWith(String(value))));
    expect(await countByNode(cluster, arrivals)).toEqual([2, 2]);
    leave(arrivals);
    expect((await post('/v1/audio/speech', key)).status).toBe(200);
    for (const path of ['/v1/audio/speech', '/v1/conversations', '/v1/realtime/client_secrets']) {
      expect((await post(path, String(value))).status, path).toBe(403);
    }
    const page = {
      Host: 'talk.example.org',
      Origin: 'https://talk.example.org',
      Authorization: `Bearer ${value}`,
    };
    const fromPage = await arrive(cluster.url, page);
    expect(fromPage.type).toBe('session-begun');
    leave([fromPage]);
  });

  test('one that has expired, was changed or is another’s opens nothing', async () => {
    const own = createTokenDesk(secret, now);
    const good = own.issue({ key: 'website', expires: now() + 60 });
    const [payload = '', signature = ''] = good.slice(3).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const longer = Buffer.from(JSON.stringify({ ...claims, expires: now() + 1e6 })).toString('base64url');
    for (const bad of [
      own.issue({ key: 'website', expires: now() - 1 }),
      createTokenDesk('another secret of that length', now).issue({ key: 'website', expires: now() + 60 }),
      `ek_${longer}.${signature}`,
      `ek_${payload}.`,
      `ek_${payload}`,
      `ek_.${signature}`,
      `ek_${'a'.repeat(11_000)}.${signature}`,
      'ek_',
      'dk_0000',
      'null',
    ]) {
      expect(await arriveWith(bad), bad.slice(0, 40)).toMatchObject({ type: 'session-refused', status: 401 });
    }
    expect(await arrive(cluster.url)).toMatchObject({ type: 'session-refused', status: 401 });
    const known = await arriveWith(good);
    expect(known.type).toBe('session-begun');
    leave([known]);
  });
});
