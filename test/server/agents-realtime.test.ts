import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import type { DuologueServer } from 'duologue/server';
import type { VoiceCatalogue } from 'duologue/voices';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const long =
  'Once upon a time there was a small village by the sea. The people there went fishing every morning. ' +
  'In the evening they sat together and told each other stories about the storms of long ago.';

async function connect(server: DuologueServer, onEnd: Finish, agent = new RealtimeAgent({ name: 'Teller' })) {
  const session = new RealtimeSession(agent, { transport: 'websocket', model: 'fake' });
  const errors: unknown[] = [];
  const events: string[] = [];
  let audio = 0;
  let interrupted = 0;
  let cutAt = 0;
  session.on('error', (error) => void errors.push(error));
  session.on('audio', ({ data }) => {
    audio += data.byteLength / 2 / 24_000;
  });
  session.on('audio_interrupted', () => {
    interrupted += 1;
    cutAt = audio;
  });
  session.on('transport_event', ({ type }) => void events.push(type));
  await session.connect({
    apiKey: 'none',
    url: `${server.url.replace('http', 'ws')}/v1/realtime?model=fake`,
  });
  const mic = microphone((samples) => session.sendAudio(pcmBytes(samples)));
  onEnd(() => {
    mic.stop();
    session.close();
  });
  return {
    session,
    mic,
    errors,
    events,
    heard: () => ({ audio, interrupted, cutAt }),
    assistant: () =>
      session.history.filter((item) => item.type === 'message').filter((item) => item.role === 'assistant'),
  };
}

describe.concurrent('an unmodified client of @openai/agents-realtime', () => {
  test('is answered, aloud and in its history', async ({ onTestFinished }) => {
    const server = await startServer(voices, ['Good morning. It is nice to hear you.']);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { mic, heard, errors, assistant, events } = await connect(server, onTestFinished);
    mic.say(await speech(voices, 'How are you doing today?'));
    await until(() => events.includes('response.done'), 'an answer', 15);
    expect(errors).toEqual([]);
    expect(heard().audio).toBeGreaterThan(1.5);
    expect(heard().interrupted).toBe(0);
    expect(assistant()).toMatchObject([
      { status: 'completed', content: [{ transcript: 'Good morning. It is nice to hear you.' }] },
    ]);
  });

  test('is stopped by an interruption, and its history holds only what was heard', async ({
    onTestFinished,
  }) => {
    const server = await startServer(voices, [long, 'All right.']);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { mic, heard, errors, assistant, events } = await connect(server, onTestFinished);
    mic.say(await speech(voices, 'Please tell me a story.'));
    await until(() => heard().audio > 2.5, 'two seconds of the story', 15);
    mic.say(await speech(voices, 'Wait, stop, I would rather hear about something else now.', { before: 0 }));
    await until(() => heard().interrupted === 1, 'the interruption', 8);
    await until(() => events.filter((type) => type === 'response.done').length === 2, 'the next answer', 12);
    expect(errors).toEqual([]);
    const [story] = assistant();
    expect(story?.status).toBe('incomplete');
    const text = story?.content[0]?.type === 'output_audio' ? (story.content[0].transcript ?? '') : '';
    expect(long.startsWith(text)).toBe(true);
    expect(text.split(' ').length).toBeGreaterThan(3);
    expect(text.length).toBeLessThan(long.length * 0.6);
  });

  test('goes on when its user says mm-hm', async ({ onTestFinished }) => {
    const story = long.split('. ').slice(0, 2).join('. ');
    const server = await startServer(voices, [`${story}.`]);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const { mic, heard, errors, events } = await connect(server, onTestFinished);
    mic.say(await speech(voices, 'Please tell me a story.'));
    await until(() => heard().audio > 1.5, 'the story', 15);
    mic.say(await speech(voices, 'mm-hm', { before: 0 }));
    await until(() => events.includes('response.done'), 'its end', 20);
    expect(heard().interrupted).toBe(0);
    expect(heard().audio).toBeGreaterThan(4);
    expect(errors).toEqual([]);
  });

  test('runs a function and hears what comes of it', async ({ onTestFinished }) => {
    const call = {
      type: 'tool-called',
      id: 'call_1',
      name: 'weather',
      arguments: '{"city":"Oslo"}',
    } as const;
    const server = await startServer(voices, [{ parts: [call] }, 'It rains in Oslo.']);
    onTestFinished(() => server[Symbol.asyncDispose]());
    const asked: string[] = [];
    const weather = tool({
      name: 'weather',
      description: 'What the weather is like.',
      parameters: z.object({ city: z.string() }),
      execute: ({ city }) => {
        asked.push(city);
        return 'rain';
      },
    });
    const agent = new RealtimeAgent({ name: 'Weather', instructions: 'Be brief.', tools: [weather] });
    const { session, errors, assistant, events } = await connect(server, onTestFinished, agent);
    session.sendMessage('What is the weather in Oslo?');
    await until(() => events.filter((type) => type === 'response.done').length === 2, 'the answer', 12);
    expect(asked).toEqual(['Oslo']);
    expect(assistant()).toMatchObject([{ content: [{ transcript: 'It rains in Oslo.' }] }]);
    expect(errors).toEqual([]);
  });
});
