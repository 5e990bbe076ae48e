import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLiveClient, type LiveClientEvent } from 'duologue/live';
import {
  addKey,
  createServer,
  type DuologueServer,
  type LogEntry,
  readKeyFile,
  type ServerOptions,
} from 'duologue/server';
import { createFakeBrain } from 'duologue/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { quickVoices, until } from './live-server.ts';

const voices = quickVoices();
const models = [{ id: 'fake', brain: createFakeBrain({ answers: ['Yes, indeed.'] }) }];
const serve = (options: Partial<ServerOptions> = {}): Promise<DuologueServer> =>
  createServer({ port: 0, models, voices, ...options });

let server: DuologueServer;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-robust-'));
  server = await serve({ limits: { sessionsPerKey: 150 } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const messageSchema = z.looseObject({
  type: z.string(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

const address = ({ url }: DuologueServer): string => `${url.replace('http', 'ws')}/v1/realtime?model=fake`;

/** A client that says what it likes. */
function rude(to = server, headers: Record<string, string> = {}, protocols: string[] = []) {
  const socket = new WebSocket(address(to), protocols, {
    headers,
  });
  const messages: z.infer<typeof messageSchema>[] = [];
  let closed: { code: number; reason: string } | undefined;
  let status = 101;
  socket.on(
    'message',
    (data: Buffer) => void messages.push(messageSchema.parse(JSON.parse(data.toString()))),
  );
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
  });
  socket.on('error', () => {});
  socket.on('unexpected-response', (_request, response) => {
    status = response.statusCode ?? 0;
    closed = { code: 0, reason: String(status) };
    socket.terminate();
  });
  return {
    socket,
    messages,
    get closed() {
      return closed;
    },
    get status() {
      return status;
    },
    send: (event: object | string) => socket.send(typeof event === 'string' ? event : JSON.stringify(event)),
    opened: () => until(() => messages.length > 0 || closed !== undefined, 'the connection', 10),
    codes: () => messages.flatMap(({ error }) => (error === undefined ? [] : [error.code])),
    has: (type: string) => messages.some((message) => message.type === type),
  };
}

const question = {
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Is it?' }] },
};

/** The server is well: somebody new is answered. */
async function isWell(to = server): Promise<boolean> {
  const client = rude(to);
  await client.opened();
  client.send({ type: 'session.update', session: { output_modalities: ['text'] } });
  client.send(question);
  client.send({ type: 'response.create' });
  await until(() => client.has('response.done'), 'an answer');
  client.socket.close();
  return true;
}

describe('hostile clients get the protocol’s error and change nothing for others', () => {
  test('text that is no event', async () => {
    const client = rude();
    await client.opened();
    const texts = [
      '',
      '{',
      'null',
      '[]',
      '1',
      '"x"',
      '{"type":1}',
      '{"type":"toString"}',
      '{"__proto__":{}}',
    ];
    for (const text of texts) client.send(text);
    client.send(`{"type":"session.update","session":${'['.repeat(5000)}${']'.repeat(5000)}}`);
    client.send({ type: 'input_audio_buffer.append', audio: 'no base64 !' });
    client.send({ type: 'input_audio_buffer.commit' });
    await until(() => client.codes().length === texts.length + 3, 'an error for each');
    expect(client.closed).toBeUndefined();
    client.socket.close();
    expect(await isWell()).toBe(true);
  });

  test('anything at all, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 20 }),
        async (texts) => {
          const client = rude();
          await client.opened();
          for (const text of texts) client.send(text);
          client.send({ type: 'output_audio_buffer.clear' });
          await until(() => client.has('output_audio_buffer.cleared'), 'an answer after it');
          client.socket.terminate();
        },
      ),
      { numRuns: 8 },
    );
    expect(await isWell()).toBe(true);
  });

  test('binary messages, broken UTF-8, and messages that are too long', async () => {
    const binary = rude();
    await binary.opened();
    for (let count = 0; count < 30; count++) binary.socket.send(Buffer.from([1, 2, 3]));
    await until(() => binary.closed !== undefined, 'the end of patience');
    expect(binary.closed?.code).toBe(1003);
    expect(binary.codes()).toContain('invalid_type');

    const broken = rude();
    await broken.opened();
    broken.socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    await until(() => broken.closed !== undefined, 'the close');
    expect(broken.closed?.code).toBe(1007);

    const long = rude();
    await long.opened();
    long.socket.send('x'.repeat(1_100_000));
    await until(() => long.closed !== undefined, 'the close');
    expect(long.closed?.code).toBe(1009);
    expect(await isWell()).toBe(true);
  });

  test('a flood is cut, and whoever goes on is thrown out', async () => {
    const client = rude();
    await client.opened();
    for (let count = 0; count < 2000; count++) client.send({ type: 'output_audio_buffer.clear' });
    await until(() => client.closed !== undefined, 'the close');
    expect(client.closed).toEqual({ code: 1008, reason: 'messages come faster than they may' });
    expect(client.codes()).toContain('rate_limit_exceeded');
    expect(await isWell()).toBe(true);
  });

  test('a client that never reads is left, and costs no memory', async () => {
    await using small = await serve({ limits: { bufferedBytes: 65_536 } });
    const client = rude(small);
    await client.opened();
    client.socket.pause();
    const long = {
      ...question,
      item: { ...question.item, content: [{ type: 'input_text', text: 'x'.repeat(150_000) }] },
    };
    client.send({ ...long, item: { ...long.item, id: 'long' } });
    for (let count = 0; count < 60; count++) {
      client.send({ type: 'conversation.item.retrieve', item_id: 'long' });
    }
    await until(() => small.sessions === 0, 'the server to leave it', 10);
    client.socket.terminate();
    expect(await isWell(small)).toBe(true);
  });

  test('a half-open connection and an upgrade that is none', async () => {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /v1/realtime HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n');
    const nonsense = connectTcp(server.port, '127.0.0.1');
    nonsense.on('error', () => {});
    nonsense.write(
      'GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await until(() => nonsense.readyState !== 'opening', 'the socket');
    expect(await isWell()).toBe(true);
    socket.destroy();
    nonsense.destroy();
  });
});

test('a hundred at once are all answered', async () => {
  const clients = Array.from({ length: 100 }, () => rude());
  await Promise.all(clients.map((client) => client.opened()));
  for (const client of clients) {
    client.send({ type: 'session.update', session: { output_modalities: ['text'] } });
    client.send(question);
    client.send({ type: 'response.create' });
  }
  await until(() => clients.every((client) => client.has('response.done')), 'all answers', 20);
  for (const client of clients) client.socket.close();
  await until(() => server.sessions === 0, 'all to leave');
  expect(clients.flatMap((client) => client.codes())).toEqual([]);
});

describe('who may talk', () => {
  test('limits are told by status and reason', async () => {
    await using small = await serve({ limits: { sessions: 2, sessionLength: 1 } });
    const first = rude(small);
    const second = rude(small);
    await Promise.all([first.opened(), second.opened()]);
    const third = rude(small);
    await third.opened();
    expect(third.status).toBe(503);
    await until(() => first.closed !== undefined, 'the end of its time', 5);
    expect(first.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('1 s') });
  });

  test('load is', async () => {
    await using busy = await serve({ limits: { load: 0.1 } });
    const end = performance.now() + 1500;
    while (performance.now() < end) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    const client = rude(busy);
    await client.opened();
    expect(client.status).toBe(503);
  });

  test('keys by header, by protocol, and as a page’s token', async () => {
    const file = join(folder, 'keys.json');
    const { key } = await addKey(file, 'bob');
    await using guarded = await serve({ keys: await readKeyFile(file), origins: ['https://page.example'] });
    const statuses = async (client: ReturnType<typeof rude>): Promise<number> => {
      await client.opened();
      client.socket.close();
      return client.status;
    };
    expect(await statuses(rude(guarded))).toBe(401);
    expect(await statuses(rude(guarded, { Authorization: 'Bearer dk_wrong' }))).toBe(401);
    expect(await statuses(rude(guarded, { Authorization: `Bearer ${key}` }))).toBe(101);
    const byProtocol = rude(guarded, {}, ['realtime', `openai-insecure-api-key.${key}`]);
    expect(await statuses(byProtocol)).toBe(101);
    expect(byProtocol.socket.protocol).toBe('realtime');
    const answer = await fetch(`${guarded.url}/v1/realtime/client_secrets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
      body: JSON.stringify({ session: { instructions: 'Be brief.' } }),
    });
    const { value } = z.object({ value: z.string() }).parse(await answer.json());
    const page = rude(guarded, { Origin: 'https://page.example' }, [
      'realtime',
      `openai-insecure-api-key.${value}`,
    ]);
    await page.opened();
    expect(page.messages[0]).toMatchObject({
      type: 'session.created',
      session: { instructions: 'Be brief.' },
    });
    page.socket.close();
    expect(
      await statuses(rude(guarded, { Origin: 'https://evil.example', Authorization: `Bearer ${key}` })),
    ).toBe(403);
    const changed = `${value.slice(0, -2)}${value.endsWith('AA') ? 'BB' : 'AA'}`;
    expect(await statuses(rude(guarded, { Authorization: `Bearer ${changed}` }))).toBe(401);
  });
});

test('a server that drains takes no one new, lets those there are finish, and then goes', async () => {
  const draining = await serve();
  const stays = rude(draining);
  await stays.opened();
  const drained = draining.drain(10);
  const late = rude(draining);
  await late.opened();
  expect(late.status).toBe(503);
  expect((await fetch(`${draining.url}/healthz`)).status).toBe(503);
  stays.send(question);
  stays.send({ type: 'session.update', session: { output_modalities: ['text'] } });
  stays.send({ type: 'response.create' });
  await until(() => stays.has('response.done'), 'its answer');
  stays.socket.close();
  await drained;
  await expect(fetch(`${draining.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('sessions are recorded where that is asked for, and nowhere else', async () => {
  const recordings = join(folder, 'recordings');
  await using recorded = await serve({ record: recordings });
  const client = rude(recorded);
  await client.opened();
  client.send(question);
  client.send({ type: 'response.create' });
  await until(() => client.has('response.done'), 'its answer');
  client.socket.close();
  await until(() => recorded.sessions === 0, 'its end');
  const files = await readdir(recordings);
  expect(files.map((name) => name.replace(/^sess_[\w-]+/, '')).toSorted()).toEqual([
    '.timeline.json',
    '.wav',
  ]);
});

test('a recording that cannot be kept is told in the log, and the server goes on', async () => {
  const recordings = join(folder, 'lost');
  const logged: LogEntry[] = [];
  await using recorded = await serve({ record: recordings, log: (entry) => void logged.push(entry) });
  const client = rude(recorded);
  await client.opened();
  client.send(question);
  client.send({ type: 'response.create' });
  await until(() => client.has('response.output_audio.delta'), 'its answer');
  await rm(recordings, { recursive: true });
  client.socket.close();
  await until(() => recorded.sessions === 0, 'its end');
  const lost = (): LogEntry[] => logged.filter(({ event }) => event === 'recording-lost');
  expect(lost()).toMatchObject([{ level: 'error', session: expect.stringContaining('sess_') }]);
  await writeFile(recordings, 'no folder');
  const refused = rude(recorded);
  await refused.opened();
  refused.send(question);
  refused.send({ type: 'response.create' });
  await until(() => refused.closed !== undefined, 'the close');
  expect(refused.closed).toEqual({ code: 1011, reason: 'The server cannot record this session.' });
  expect(JSON.stringify(refused.messages)).not.toContain(recordings);
  expect(lost()).toHaveLength(2);
  expect(await (await fetch(`${recorded.url}/metrics`)).text()).toContain('duologue_recordings_lost_total 2');
});

test('a client that loses its server goes on with another from the last word that was heard', async () => {
  const long = 'One two three four five six seven eight nine ten eleven twelve thirteen fourteen. ';
  const first = await serve({
    models: [{ id: 'fake', brain: createFakeBrain({ answers: [long.repeat(3)] }) }],
  });
  const brain = createFakeBrain({ answers: ['As I said.'] });
  await using second = await serve({ models: [{ id: 'fake', brain }] });
  const events: LiveClientEvent[] = [];
  const client = createLiveClient({
    url: [address(first), address(second)],
    webSocket: WebSocket,
    reconnect: { after: 0.05 },
    onEvent: (event) => void events.push(event),
  });
  const has = (type: LiveClientEvent['type']): boolean => events.some((event) => event.type === type);
  await until(() => has('session-changed'), 'the session');
  client.say('Please count.');
  const heard = (): string => {
    const last = events.findLast((event) => event.type === 'agent-heard');
    return last?.type === 'agent-heard' ? last.text : '';
  };
  await until(() => heard().split(' ').length >= 4, 'four words');
  const atLoss = heard();
  await first[Symbol.asyncDispose]();
  await until(() => has('conversation-restored'), 'another server');
  await until(() => brain.requests.length > 0, 'its brain');
  client.close();
  await until(() => events.at(-1)?.type === 'connection-changed', 'the end');
  const [request] = brain.requests;
  expect(request?.turns[0]).toMatchObject({ type: 'user', text: 'Please count.' });
  const agent = request?.turns[1];
  expect(agent).toMatchObject({ type: 'agent', cutShort: true });
  if (agent?.type !== 'agent') return;
  expect(agent.text.startsWith(atLoss)).toBe(true);
  expect(agent.text.split(' ').length).toBeLessThan(atLoss.split(' ').length + 4);
});
