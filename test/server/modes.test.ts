import {
  createLiveClient,
  type LiveClient,
  type LiveClientEvent,
  type LiveClientSession,
} from 'duologue/live';
import type { DuologueServer } from 'duologue/server';
import type { FakeAnswer } from 'duologue/testing';
import type { VoiceCatalogue } from 'duologue/voices';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { microphone, openVoices, pcmBytes, speech, startServer, until } from './live-server.ts';

let voices: VoiceCatalogue;
beforeAll(async () => {
  voices = await openVoices();
});
afterAll(async () => {
  await voices[Symbol.asyncDispose]();
});

type Finish = (close: () => void | Promise<void>) => void;

const story =
  'This is the first part of a story that goes on for a while. This is its second part. This is the third.';

function open(server: DuologueServer, session: LiveClientSession, onEnd: Finish) {
  const events: LiveClientEvent[] = [];
  let audio = 0;
  const client: LiveClient = createLiveClient({
    url: `${server.url.replace('http', 'ws')}/v1/realtime?model=fake`,
    webSocket: WebSocket,
    session,
    onEvent(event) {
      if (event.type === 'audio-ready' && event.item !== undefined) audio += event.samples.length / 24_000;
      events.push(event);
    },
  });
  const mic = microphone((samples) => client.hear(samples));
  onEnd(() => {
    mic.stop();
    client.close();
  });
  const of = <Type extends LiveClientEvent['type']>(type: Type): Extract<LiveClientEvent, { type: Type }>[] =>
    events.filter((event): event is Extract<LiveClientEvent, { type: Type }> => event.type === type);
  return { client, mic, events, of, audio: () => audio };
}

const serve = async (answers: readonly FakeAnswer[], onEnd: Finish): Promise<DuologueServer> => {
  const server = await startServer(voices, answers);
  onEnd(async () => {
    await server[Symbol.asyncDispose]();
  });
  return server;
};

describe.concurrent('a client of our own', () => {
  test('that plays for itself gets sound ahead, orders, and history by its reports', async ({
    onTestFinished,
  }) => {
    const server = await serve([story, 'Well then.'], onTestFinished);
    const { client, mic, of, audio } = open(server, { playback: 'client' }, onTestFinished);
    mic.say(await speech(voices, 'Tell me a story, would you?'));
    await until(() => audio() > 4, 'sound that is sent ahead', 15);
    const item = of('audio-ready')[0]?.item ?? '';
    // Nothing has been played or reported yet, so all of it is ahead of what is heard; and it is not sent without end.
    expect(audio()).toBeLessThan(10.5);
    // It plays at the pace of time, reports, and obeys.
    let position = 0;
    const player = setInterval(() => {
      if (of('playback-ordered').some(({ order }) => order.action === 'stop')) return;
      position += 0.1;
      client.moved(item, position);
    }, 100);
    onTestFinished(() => clearInterval(player));
    await until(() => position > 1.5, 'playback');
    mic.say(
      await speech(voices, 'Stop, please stop, I would like to say something myself now.', { before: 0 }),
    );
    await until(
      () => of('playback-ordered').some(({ order }) => order.action === 'stop'),
      'the order to stop',
      10,
    );
    client.stopped(item, position);
    await until(() => of('agent-finished').length === 1, 'the end of it', 10);
    expect(of('agent-finished')[0]).toMatchObject({ item, cutShort: true });
    const orders = of('playback-ordered').map(({ order }) => order.action);
    expect(orders).toContain('set-level');
    await until(
      () => of('notice-told').some(({ notice }) => notice.type === 'reply-ended'),
      'what was heard',
      10,
    );
    const heard = of('notice-told').find(({ notice }) => notice.type === 'reply-ended')?.notice;
    expect(heard).toMatchObject({ cutShort: true });
  });

  test('types, breaks off what is said by that, and is answered', async ({ onTestFinished }) => {
    const server = await serve([story, 'As you like.'], onTestFinished);
    const { client, of } = open(server, {}, onTestFinished);
    client.say('Tell me a story.');
    await until(() => of('agent-heard').some(({ text }) => text.split(' ').length > 4), 'a few words', 15);
    client.say('Something else, please.');
    await until(
      () => of('agent-text').some(({ text }) => text.includes('As you like')),
      'the next answer',
      10,
    );
    const [first] = of('agent-finished');
    expect(first).toMatchObject({ cutShort: true });
    expect(of('error-raised')).toEqual([]);
  });

  test('pushes to talk', async ({ onTestFinished }) => {
    const server = await serve(['I heard you.'], onTestFinished);
    const { client, mic, of } = open(server, { automatic: false }, onTestFinished);
    const said = await speech(voices, 'This is what I say, and then there is a very long pause.');
    mic.say(said);
    await new Promise((resolve) => {
      setTimeout(resolve, (said.length / 24_000 + 1.5) * 1000);
    });
    expect(of('agent-text')).toEqual([]);
    client.commit();
    await until(() => of('agent-finished').length === 1, 'the answer', 10);
    expect(of('error-raised')).toEqual([]);
    expect(of('notice-told').some(({ notice }) => notice.type === 'user-turn-ended' && notice.taken)).toBe(
      true,
    );
  });

  test('has the agent speak first', async ({ onTestFinished }) => {
    const server = await serve(['Welcome.'], onTestFinished);
    const { of } = open(server, { opens: true }, onTestFinished);
    await until(() => of('agent-finished').length === 1, 'the welcome', 10);
    expect(of('agent-heard').at(-1)?.text).toBe('Welcome.');
  });

  test('runs tools', async ({ onTestFinished }) => {
    const call = { type: 'tool-called', id: 'c1', name: 'time', arguments: '{}' } as const;
    const server = await serve([{ parts: ['One moment.', call] }, 'It is noon.'], onTestFinished);
    const { client, of } = open(
      server,
      { tools: [{ type: 'function', name: 'time', parameters: { type: 'object', properties: {} } }] },
      onTestFinished,
    );
    client.say('What time is it?');
    await until(() => of('tool-called').length === 1, 'the call', 10);
    client.answerTool('c1', 'noon');
    await until(() => of('agent-text').some(({ text }) => text.includes('noon')), 'the answer', 10);
    expect(of('error-raised')).toEqual([]);
  });
});

const eventSchema = z.looseObject({ type: z.string() });

test('telephone sound goes both ways', async ({ onTestFinished }) => {
  const server = await serve(['Good evening, who is calling please?'], onTestFinished);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime?model=fake`);
  onTestFinished(() => socket.close());
  const types: string[] = [];
  let bytes = 0;
  let loudest = 0;
  socket.on('message', (data: Buffer) => {
    const event = eventSchema.parse(JSON.parse(data.toString()));
    types.push(event.type);
    if (event.type !== 'response.output_audio.delta') return;
    const sound = Buffer.from(String(event['delta']), 'base64');
    bytes += sound.length;
    // In mu-law the loudest values have the smallest codes.
    for (const byte of sound) loudest = Math.max(loudest, 127 - (byte & 127));
  });
  await until(() => types.includes('session.created'), 'the session');
  const format = { type: 'audio/pcmu' };
  socket.send(
    JSON.stringify({ type: 'session.update', session: { audio: { input: { format }, output: { format } } } }),
  );
  const said = await speech(voices, 'Hello, is anybody there?');
  const mic = microphone((samples) => {
    // Every third sample: crude, and loud enough for what is tested.
    const low = samples.filter((_, index) => index % 3 === 0);
    const linear = new Int16Array(pcmBytes(low));
    const coded = Buffer.from(Array.from(linear, muLaw));
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: coded.toString('base64') }));
  });
  onTestFinished(() => mic.stop());
  mic.say(said);
  await until(() => types.includes('response.done'), 'the answer', 15);
  expect(bytes / 8000).toBeGreaterThan(1.2);
  expect(bytes / 8000).toBeLessThan(5);
  expect(loudest).toBeGreaterThan(60);
  expect(types).not.toContain('error');
});

/** G.711, written for this test after the recommendation. */
function muLaw(value: number): number {
  const magnitude = Math.min(Math.abs(value), 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  const code = (value < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15);
  return ~code & 255;
}
