import { createLiveClient, type LiveClientEvent } from 'duologue/live';
import { createServer } from 'duologue/server';
import { createFakeBrain } from 'duologue/testing';
import { listenWith, type Recognizer } from 'duologue/voices';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { microphone, openVoices, speech, until } from './live-server.ts';

const story =
  'Once there was a small boat in a quiet harbour. Every morning an old man came and painted one plank of it blue.';
const question = 'Tell me a story about the sea.';
const thanks = 'Thank you very much for that.';

/** Writes down one text after another, each for the next stretch of sound: what is said is known beforehand. */
function knowingRecognizer(texts: readonly string[]): Recognizer {
  const left = [...texts];
  return {
    id: 'test/knowing',
    languages: ['en'],
    sampleRate: 16_000,
    partial: false,
    timed: true,
    listen: (input, { signal } = {}) =>
      listenWith(input, signal, (parts) => {
        let frames = 0;
        let loud: { readonly start: number; end: number; duration: number } | undefined;
        return {
          hear(samples) {
            frames += samples.length;
            const end = frames / 16_000;
            if (!samples.some((sample) => Math.abs(sample) > 0.02)) return;
            loud ??= { start: end - samples.length / 16_000, end, duration: 0 };
            loud.end = end;
            loud.duration += samples.length / 16_000;
          },
          endUtterance() {
            // What is shorter is the rest of a sentence that paused.
            const whole = loud !== undefined && loud.duration > 0.8;
            const text = whole ? (left.shift() ?? '') : '';
            const words = loud === undefined || !whole ? [] : [{ text, start: loud.start, end: loud.end }];
            loud = undefined;
            parts.say({ type: 'words-heard', text, words, final: true });
          },
          endSound: () => parts.end(),
          close: () => {},
        };
      }),
  };
}

test('a spoken conversation that a client plays for itself goes on from what it has reported', async ({
  onTestFinished,
}) => {
  await using voices = await openVoices();
  const brain = createFakeBrain({
    answers: ({ turns }) => (turns.some(({ type }) => type === 'agent') ? 'And then it sailed away.' : story),
  });
  const recognizer = knowingRecognizer([question, thanks]);
  await using server = await createServer({
    port: 0,
    voices,
    firstVoices: ['flite/slt'],
    // Two words of the user's in one go are not two turns.
    models: [{ id: 'fake', brain, recognizer, policy: { turnTaking: { shortestWait: 1, longestWait: 2 } } }],
  });
  const sockets: WebSocket[] = [];
  class Line extends WebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const events: LiveClientEvent[] = [];
  const client = createLiveClient({
    url: `${server.url.replace('http', 'ws')}/v1/realtime?model=fake`,
    webSocket: Line,
    session: { playback: 'client' },
    reconnect: { after: 0.1 },
    onEvent: (event) => events.push(event),
  });
  const mic = microphone((samples) => client.hear(samples));
  onTestFinished(() => {
    mic.stop();
    client.close();
  });
  const sound = (from = 0): { item: string; duration: number } => {
    const items = events.slice(from).flatMap((event) => (event.type === 'audio-ready' ? [event] : []));
    const item = items.find((event) => event.item !== undefined)?.item ?? '';
    const own = items.filter((event) => event.item === item);
    return { item, duration: own.reduce((sum, { samples }) => sum + samples.length / 24_000, 0) };
  };
  const heard = (from = 0): string =>
    events
      .slice(from)
      .flatMap((event) => (event.type === 'agent-heard' ? [event.text] : []))
      .at(-1) ?? '';

  mic.say(await speech(voices, question));
  await until(() => sound().duration > 4, 'four seconds of the story', 20);
  // Of all that was sent it has played so much, and says so step by step.
  let position = 0;
  const player = setInterval(() => {
    position = Math.min(2, position + 0.1);
    client.moved(sound().item, position);
  }, 100);
  onTestFinished(() => clearInterval(player));
  await until(() => position === 2 && heard().split(' ').length > 3, 'words that were heard');
  clearInterval(player);
  const before = heard();
  expect(story.startsWith(before)).toBe(true);
  expect(before.length).toBeLessThan(story.length / 2);

  const from = events.length;
  const asked = brain.requests.length;
  sockets.at(-1)?.terminate();
  await until(() => brain.requests.length > asked, 'the question to go on', 15);
  const turns = brain.requests.at(-1)?.turns ?? [];
  expect(turns.map((turn) => [turn.type, 'text' in turn ? turn.text : ''])).toEqual([
    ['user', question],
    ['agent', before],
  ]);
  expect(turns[1]).toMatchObject({ cutShort: true });
  expect(sockets.length).toBe(2);

  // It plays what comes then by its own name, and what is spoken next is heard by the new session.
  await until(() => sound(from).duration > 0.8, 'what comes then', 15);
  await until(() => events.slice(from).some(({ type }) => type === 'agent-text'), 'its words');
  const { item } = sound(from);
  expect(item).not.toBe(sound().item);
  let again = 0;
  const second = setInterval(() => {
    again = Math.min(sound(from).duration, again + 0.1);
    client.moved(item, again);
  }, 100);
  onTestFinished(() => clearInterval(second));
  await until(
    () => events.slice(from).some((event) => event.type === 'agent-finished'),
    'the end of what came then',
    15,
  );
  const spoken = brain.requests.length;
  mic.say(await speech(voices, thanks));
  await until(() => brain.requests.length > spoken, 'the spoken answer to be answered', 20);
  const last = brain.requests.at(-1)?.turns.at(-1);
  expect(last).toMatchObject({ type: 'user', text: thanks });
  expect(events.filter(({ type }) => type === 'error-raised')).toEqual([]);
});
