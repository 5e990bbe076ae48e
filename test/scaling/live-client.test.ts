import { createLiveClient, type LiveClientEvent, type LiveClientSession } from 'duologue/live/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type WireEvent = { readonly data: unknown; readonly code: number; readonly reason: string };

/** A server's end of one connection: what the client sent, and what it is told. */
class Wire {
  static readonly all: Wire[] = [];
  readonly sent: Readonly<Record<string, unknown>>[] = [];
  readonly bufferedAmount = 0;
  private readonly listeners = new Map<string, ((event: WireEvent) => void)[]>();

  constructor() {
    Wire.all.push(this);
  }
  addEventListener(type: string, listener: (event: WireEvent) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }
  close(code = 1000, reason = ''): void {
    this.tell('close', { code, reason });
  }
  tell(type: string, event: Partial<WireEvent>): void {
    for (const listener of this.listeners.get(type) ?? []) {
      listener({ data: undefined, code: 1000, reason: '', ...event });
    }
  }
  open(): void {
    this.tell('open', {});
    this.say({ type: 'session.updated', session: { id: 'sess_1' } });
  }
  say(event: object): void {
    this.tell('message', { data: JSON.stringify(event) });
  }
  notice(notice: object): void {
    this.say({ type: 'duologue.notice', notice });
  }
  heard(reply: string, transcript: string, before?: string): void {
    const item_id = `item_${reply}`;
    this.say({
      type: 'duologue.heard',
      item_id,
      reply,
      transcript,
      audio_ms: 100,
      ...(before && { before }),
    });
  }
}

const last = (): Wire => {
  const wire = Wire.all.at(-1);
  if (wire === undefined) throw new Error('Nothing has connected.');
  return wire;
};

/** Role, words and status of each message that was sent again, and what came after them. */
const restored = ({ sent }: Wire): unknown[] =>
  sent.slice(1).map(({ type, item }) => {
    if (type !== 'conversation.item.create') return type;
    const { role, content, status, output } = Object(item);
    const [part = {}] = content ?? [];
    return [role, part.text ?? part.transcript ?? output, ...(status === undefined ? [] : [status])];
  });

function connect(session: LiveClientSession = {}) {
  const events: LiveClientEvent[] = [];
  const client = createLiveClient({
    url: 'ws://127.0.0.1/v1/realtime',
    session,
    webSocket: Wire,
    onEvent: (event) => events.push(event),
  });
  last().open();
  return { client, events };
}

function breakAndReturn(): Wire {
  last().close(1006);
  vi.advanceTimersByTime(10_000);
  last().open();
  return last();
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all.length = 0;
});
afterEach(() => vi.useRealTimers());

test('what was being said ends at the last word that was heard, and goes on without being asked', () => {
  const { client } = connect({ opens: true });
  expect(last().sent[0]).toMatchObject({ session: { duologue: { opens: true } } });
  last().heard('r1', 'Good');
  last().heard('r1', 'Good morning.');
  last().notice({ type: 'reply-ended', reply: 'r1', heard: 'Good morning.', cutShort: false });
  client.say('Tell me a story.');
  last().heard('r2', 'Once there');
  last().heard('r2', 'Once there was');
  const wire = breakAndReturn();
  expect(wire.sent[0]).toMatchObject({ type: 'session.update', session: { duologue: { opens: false } } });
  expect(restored(wire)).toEqual([
    ['assistant', 'Good morning.', 'completed'],
    ['user', 'Tell me a story.'],
    ['assistant', 'Once there was', 'incomplete'],
    'response.create',
  ]);
});

test('what is typed before a reply has quite ended comes after it', () => {
  const { client } = connect();
  last().heard('r1', 'Hello.');
  client.say('Hi.');
  last().notice({ type: 'reply-ended', reply: 'r1', heard: 'Hello.', cutShort: false });
  expect(restored(breakAndReturn())).toEqual([
    ['assistant', 'Hello.', 'completed'],
    ['user', 'Hi.'],
    'response.create',
  ]);
});

test('a reply that was resumed in another item is one turn', () => {
  connect();
  last().heard('r1', 'One two three. Four');
  last().notice({ type: 'agent-yielded', reply: 'r1' });
  last().notice({ type: 'reply-resumed', reply: 'r1' });
  last().heard('r1', 'Four five', 'One two three.');
  const first = restored(breakAndReturn());
  expect(first).toEqual([['assistant', 'One two three. Four five', 'incomplete'], 'response.create']);
  // Replies are numbered anew by another server.
  last().heard('r1', 'six.');
  last().notice({ type: 'reply-ended', reply: 'r1', heard: 'six.', cutShort: false });
  expect(restored(breakAndReturn())).toEqual([
    ['assistant', 'One two three. Four five', 'incomplete'],
    ['assistant', 'six.', 'completed'],
  ]);
});

test('whoever interrupted the agent is not talked to because the connection broke', () => {
  connect();
  last().heard('r1', 'As I was');
  last().notice({ type: 'reply-ended', reply: 'r1', heard: 'As I was saying', cutShort: true });
  expect(restored(breakAndReturn())).toEqual([['assistant', 'As I was saying', 'incomplete']]);
});

test('a server that takes its leave owes what it was saying', () => {
  connect();
  last().heard('r1', 'As I was');
  last().notice({ type: 'reply-ended', reply: 'r1', heard: 'As I was', cutShort: true, at: 3.2 });
  last().notice({ type: 'session-ended', reason: 'the server is stopping', at: 3.2 });
  expect(restored(breakAndReturn())).toEqual([['assistant', 'As I was', 'incomplete'], 'response.create']);
});

test('a turn that was taken back is not sent again, and a reply that nobody heard is none', () => {
  connect();
  last().notice({ type: 'user-turn-ended', turn: 'u1', text: 'I think', taken: true });
  last().notice({ type: 'user-turn-reopened', turn: 'u1' });
  last().notice({ type: 'user-turn-ended', turn: 'u1', text: 'I think that is all.', taken: true });
  last().notice({ type: 'reply-ended', reply: 'r1', heard: '', cutShort: true });
  expect(restored(breakAndReturn())).toEqual([['user', 'I think that is all.'], 'response.create']);
});

test('a question that is asked before there is a connection is asked when there is one', () => {
  const { client } = connect();
  last().close(1006);
  vi.advanceTimersByTime(10_000);
  client.ask('Greet.');
  client.say('Hello?');
  last().open();
  expect(restored(last())).toEqual([['user', 'Hello?'], 'response.create']);
  last().say({ type: 'response.created' });
  last().say({ type: 'response.done' });
  client.ask();
  expect(last().sent.filter(({ type }) => type === 'response.create').length).toBe(2);
});

test('what is typed while a lost reply is said again takes its place', () => {
  const { client } = connect();
  last().heard('r1', 'Once');
  const wire = breakAndReturn();
  client.say('Go on.');
  expect(wire.sent.at(-2)).toMatchObject({ type: 'response.cancel' });
  expect(wire.sent.filter(({ type }) => type === 'response.create').length).toBe(1);
  wire.say({ type: 'response.done' });
  expect(wire.sent.filter(({ type }) => type === 'response.create').length).toBe(2);
});

test('a long history is sent from its end, and no outcome without its call', () => {
  const { client } = connect();
  last().say({ type: 'response.function_call_arguments.done', call_id: 'c1', name: 'look', arguments: '{}' });
  client.answerTool('c1', 'found');
  for (let count = 0; count < 299; count++) client.say(`${count}`);
  const wire = breakAndReturn();
  const items = wire.sent.filter(({ type }) => type === 'conversation.item.create');
  expect(items.length).toBe(299);
  expect(JSON.stringify(items[0])).toContain('"0"');
  expect(JSON.stringify(items.at(-1))).toContain('"298"');
});
