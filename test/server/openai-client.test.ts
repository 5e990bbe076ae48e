import { connect as connectTcp } from 'node:net';
import type { DuologueServer } from 'duologue/server';
import type { VoiceCatalogue } from 'duologue/voices';
import OpenAI from 'openai';
import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { microphone, openVoices, pcmBytes, speech, startServer, until } from './live-server.ts';

let voices: VoiceCatalogue;
beforeAll(async () => {
  voices = await openVoices();
});
afterAll(async () => {
  await voices[Symbol.asyncDispose]();
});

/** It insists on TLS; a plain connection to the same port is the one thing that it is given. */
function connectWS(server: DuologueServer): OpenAIRealtimeWS {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${server.url}/v1` });
  return new OpenAIRealtimeWS(
    {
      model: 'fake',
      options: { createConnection: () => connectTcp(server.port, '127.0.0.1') },
    },
    client,
  );
}

const base64 = (samples: Float32Array): string => Buffer.from(pcmBytes(samples)).toString('base64');

describe.concurrent('an unmodified client of openai', () => {
  test('OpenAIRealtimeWS talks, and truncates what it did not play', async ({ onTestFinished }) => {
    const server = await startServer(voices, [
      'This is quite a long answer, of which only the beginning will have been played. The rest is silence.',
    ]);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const realtime = connectWS(server);
    const types: string[] = [];
    const errors: string[] = [];
    let item = '';
    let played = 0;
    let truncated = -1;
    let transcript = '';
    realtime.on('event', ({ type }) => void types.push(type));
    realtime.on('error', ({ message }) => void errors.push(message));
    realtime.on('response.output_audio.delta', (event) => {
      item = event.item_id;
      played += Buffer.from(event.delta, 'base64').length / 48;
    });
    realtime.on('conversation.item.truncated', ({ audio_end_ms }) => {
      truncated = audio_end_ms;
    });
    realtime.on('conversation.item.retrieved', (event) => {
      const content = event.item.type === 'message' ? event.item.content?.[0] : undefined;
      transcript = content !== undefined && 'transcript' in content ? (content.transcript ?? '') : '';
    });
    await until(() => types.includes('session.created'), 'the session');
    realtime.send({
      type: 'session.update',
      session: { type: 'realtime', instructions: 'Be kind.', audio: { output: { voice: 'cedar' } } },
    });
    const mic = microphone((samples) =>
      realtime.send({ type: 'input_audio_buffer.append', audio: base64(samples) }),
    );
    onTestFinished(() => {
      mic.stop();
      realtime.close();
    });
    mic.say(await speech(voices, 'Could you tell me something, please?'));
    await until(() => played > 1500, 'sound', 15);
    realtime.send({
      type: 'conversation.item.truncate',
      item_id: item,
      content_index: 0,
      audio_end_ms: 60_000,
    });
    await until(() => errors.length === 1, 'the refusal');
    expect(errors[0]).toMatch(/Audio content of \d+ms is already shorter than 60000ms/);
    realtime.send({ type: 'response.cancel' });
    realtime.send({
      type: 'conversation.item.truncate',
      item_id: item,
      content_index: 0,
      audio_end_ms: 1000,
    });
    await until(() => truncated === 1000 && types.includes('response.done'), 'the truncation');
    realtime.send({ type: 'conversation.item.retrieve', item_id: item });
    await until(() => transcript !== '', 'the item');
    expect('This is quite a long answer'.startsWith(transcript.split(' ').slice(0, 3).join(' '))).toBe(true);
    expect(transcript.split(' ').length).toBeLessThan(9);
    expect(errors).toHaveLength(1);
  });

  test('OpenAIRealtimeWebSocket speaks by text alone', async ({ onTestFinished }) => {
    const server = await startServer(voices, ['Ten.', 'Twenty.']);
    onTestFinished(() => server[Symbol.asyncDispose]());
    // In a browser it is there; it asks for TLS, which a browser would have.
    class PlainSocket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url.replace('wss:', 'ws:'), protocols);
      }
    }
    Object.assign(globalThis, { WebSocket: PlainSocket });
    const client = new OpenAI({ apiKey: 'sk-none', baseURL: `${server.url}/v1` });
    const realtime = new OpenAIRealtimeWebSocket({ model: 'fake' }, client);
    onTestFinished(() => realtime.close());
    const types: string[] = [];
    let text = '';
    realtime.on('event', ({ type }) => void types.push(type));
    realtime.on('error', (error) => void types.push(`error ${error.message}`));
    realtime.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    await until(() => types.includes('session.created'), 'the session');
    realtime.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
    for (const question of ['What is five and five?', 'And the double?']) {
      realtime.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] },
      });
      realtime.send({ type: 'response.create' });
      const before = text;
      await until(() => text !== before && types.at(-1) === 'rate_limits.updated', 'an answer');
    }
    expect(text.trim()).toBe('Ten. Twenty.');
    expect(types.filter((type) => type.startsWith('error') || type.includes('audio'))).toEqual([]);
    const first = types.slice(types.indexOf('response.created'), types.indexOf('response.done') + 2);
    expect(first).toEqual([
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'conversation.item.done',
      'response.done',
      'rate_limits.updated',
    ]);
  });
});
