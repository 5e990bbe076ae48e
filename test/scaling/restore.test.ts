import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatKey, messagesOf, startChatServer } from '../brains/chat-server.ts';
import type { VendorServer } from '../providers/vendor-server.ts';
import { type Caller, call, exchange } from './caller.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { withoutNginx } from './nginx-process.ts';

const story =
  'Once there was a small boat in a quiet harbour. Every morning an old man came and painted one plank of it blue.';

/** Answers the greeting, small talk, and with a story; and says what follows once half of the story was heard. */
function answer(messages: readonly { readonly content?: string | null | undefined }[]): string {
  const said = messages.map(({ content }) => content ?? '');
  if (said.at(-1)?.includes('You speak first')) return 'Welcome.';
  if (said.at(-1)?.includes('cuts you short')) return 'And then it sailed.';
  return said.at(-1)?.includes('story') ? story : 'I see.';
}

describe.skipIf(withoutNginx !== undefined)(`a node that is lost ${withoutNginx ?? ''}`, () => {
  let brain: VendorServer;
  let cluster: Cluster;
  beforeAll(async () => {
    brain = await startChatServer(({ messages }) => [answer(messages)]);
    cluster = await startCluster({
      nodes: 3,
      settings: {
        models: {
          talk: { brain: { baseURL: `${brain.url}/v1`, model: 'm', apiKey: chatKey }, opens: true },
        },
        limits: { load: 1 },
      },
      words: ['--drain', '1'],
    });
  });
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await brain[Symbol.asyncDispose]();
  });

  /** In the middle of a story. */
  const listen = async (): Promise<Caller> => {
    const caller = call({ url: cluster.url, session: { opens: true } });
    await caller.until(({ type }) => type === 'agent-finished', 15);
    await exchange(caller, 'Good morning.');
    caller.client.say('Tell me a story.');
    await caller.until((event) => event.type === 'agent-heard' && event.text.includes('quiet'), 15);
    return caller;
  };

  /** What the brain is asked, without the system's words, and what the user heard before the loss. */
  const goOn = async (caller: Caller): Promise<void> => {
    await caller.until(({ type }) => type === 'conversation-restored', 15);
    const from = caller.events.findIndex(({ type }) => type === 'conversation-restored');
    await caller.until(({ type }) => type === 'agent-finished', 15, from);
    const heard = caller.events
      .slice(0, from)
      .flatMap((event) => (event.type === 'agent-heard' ? [event.text] : []))
      .at(-1);
    const end = heard?.split(' ').slice(-3).join(' ');
    const asked = messagesOf(brain.requests.at(-1)).slice(1);
    expect(asked.map(({ role, content }) => [role, content])).toEqual([
      ['user', '[The conversation begins. You speak first.]'],
      ['assistant', 'Welcome.'],
      ['user', '[typed] Good morning.'],
      ['assistant', 'I see.'],
      ['user', '[typed] Tell me a story.'],
      ['assistant', heard],
      ['user', expect.stringContaining(`${end}”`)],
    ]);
    expect(story.startsWith(heard ?? 'nothing')).toBe(true);
    expect(caller.sessions().length).toBe(2);

    // It goes on as one conversation, and nobody is greeted twice.
    await exchange(caller, 'Thank you.');
    const all = messagesOf(brain.requests.at(-1)).map(({ content }) => content);
    expect(all.slice(-3)).toEqual([
      '[typed] Tell me a story.',
      `${heard} And then it sailed.`,
      '[typed] Thank you.',
    ]);
    expect(caller.events.filter((event) => event.type === 'error-raised')).toEqual([]);
  };

  test('breaks its own sessions alone, which go on elsewhere from the last word that was heard', async () => {
    const [one, two] = await Promise.all([listen(), listen()]);
    const place = await cluster.placeOf(one.sessions()[0] ?? '');
    expect(await cluster.placeOf(two.sessions()[0] ?? '')).not.toBe(place);
    brain.clear();
    cluster.nodes[place]?.kill();
    await goOn(one);
    const [, second = ''] = one.sessions();
    expect(await cluster.placeOf(second)).not.toBe(place);
    expect(two.losses()).toEqual([]);
    await two.until((event) => event.type === 'agent-heard' && event.text === story, 15);
    for (const caller of [one, two]) caller[Symbol.dispose]();
    await cluster.restart(place);
  }, 60_000);

  test('has its time to drain, after which sessions go on elsewhere as well', async () => {
    await pause(2000);
    const caller = await listen();
    const place = await cluster.placeOf(caller.sessions()[0] ?? '');
    cluster.nodes[place]?.terminate();
    await goOn(caller);
    expect(caller.losses()).toEqual(['the server is stopping']);
    expect(await cluster.nodes[place]?.ended).toBe(0);
    caller[Symbol.dispose]();
  }, 60_000);
});
