import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateOptions, generateConversation } from 'duologue';
import { measureLoudness } from 'duologue/dsp';
import { decodeAudio } from 'duologue/media';
import type { CloudOptions } from 'duologue/voices';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { elevenLabsKey, george, sarah, startElevenLabsServer } from './elevenlabs-server.ts';
import { fishAudioKey, startFishAudioServer } from './fish-audio-server.ts';
import { googleKey, startGoogleServer } from './google-server.ts';
import { humeKey, startHumeServer } from './hume-server.ts';
import { say, toPcm } from './spoken.ts';
import { fieldOf, type VendorReply, type VendorServer } from './vendor-server.ts';

type Speaker = readonly [first: string, second: string];
type DialogueCase = {
  readonly start: () => Promise<VendorServer>;
  readonly basePath: string;
  readonly key: string;
  readonly model: string;
  readonly voices: Speaker;
  /** As the server speaks: the embedded voices of the two. */
  readonly spoken: Speaker;
  /** Seconds that the server leaves between two turns. */
  readonly pause: number;
  /** The server speaks sentence by sentence. Default false. */
  readonly sentences?: boolean;
};

/** Seconds that a word's start may be off. */
const tolerance = 0.06;

const cases: Record<string, DialogueCase> = {
  elevenlabs: {
    start: startElevenLabsServer,
    basePath: '',
    key: elevenLabsKey,
    model: 'eleven_v3',
    voices: [sarah, george],
    spoken: ['slt', 'rms'],
    pause: 0.25,
  },
  hume: {
    start: startHumeServer,
    basePath: '/v0',
    key: humeKey,
    model: 'octave-2',
    voices: ['Ava Song', 'Booming Actor'],
    sentences: true,
    spoken: ['slt', 'rms'],
    pause: 0,
  },
  'fish-audio': {
    start: startFishAudioServer,
    basePath: '',
    key: fishAudioKey,
    model: 's2-pro',
    voices: ['ann', 'ben'],
    spoken: ['slt', 'rms'],
    pause: 0,
  },
  google: {
    start: startGoogleServer,
    basePath: '/v1beta',
    key: googleKey,
    model: 'gemini-2.5-flash-preview-tts',
    voices: ['Kore', 'Puck'],
    spoken: ['slt', 'rms'],
    pause: 0,
  },
};

const label = (word: { text: string; turnIndex: number }): string => `${word.turnIndex} ${word.text}`;

const turnsOf = (voices: Speaker) =>
  texts.map((text, index) => ({ text, voice: voices[index % 2 === 0 ? 0 : 1] }));

const texts = [
  'Did you bring an umbrella today?',
  'No, I thought that you had one.',
  'Then we have to run to the car.',
  'It is far, and my shoes are new.',
  'Take them off and run with me.',
  'You always have the best ideas.',
  'I know. Are you ready to go?',
  'Ready when you are, my friend.',
];

for (const [name, given] of Object.entries(cases)) {
  describe(`a dialogue of ${name}`, () => {
    let server: VendorServer;
    let folder = '';
    beforeAll(async () => {
      server = await given.start();
    });
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'duologue-dialogue-'));
    });
    afterEach(async () => {
      server.clear();
      await rm(folder, { recursive: true, force: true });
    });
    afterAll(() => server[Symbol.asyncDispose]());

    const call = (more: Partial<GenerateOptions> = {}): GenerateOptions => {
      const connection: CloudOptions = {
        apiKey: given.key,
        baseURL: server.url + given.basePath,
        maxRetries: 0,
      };
      return Object.assign(
        {
          model: `${name}/${given.model}`,
          turns: turnsOf(given.voices),
          connections: { [name]: connection },
        },
        more,
      );
    };

    test('every word is on its turn and in its place', async () => {
      const { timestamps = [], metadata, warnings } = await generateConversation(call({ timestamps: true }));
      expect(metadata.path).toBe('native');
      expect(warnings).toEqual([]);
      const wanted: { text: string; turnIndex: number; start: number }[] = [];
      let at = 0;
      for (const [turnIndex, text] of texts.entries()) {
        for (const piece of given.sentences === true ? text.split(/(?<=[.?!]) /) : [text]) {
          const { audio, words } = await say(piece, given.spoken[turnIndex % 2 === 0 ? 0 : 1]);
          for (const word of words) wanted.push({ text: word.text, turnIndex, start: at + word.start });
          at += audio.samples.length / audio.sampleRate;
        }
        at += given.pause;
      }
      expect(timestamps.map(label)).toEqual(wanted.map(label));
      const errors = timestamps.map(({ start }, index) => Math.abs(start - (wanted[index]?.start ?? 0)));
      expect(Math.max(...errors)).toBeLessThan(tolerance);
    });

    test('what was kept is not paid for again', async () => {
      const first = await generateConversation(call({ cache: folder, timestamps: true }));
      const { length } = server.requests;
      const second = await generateConversation(call({ cache: folder, timestamps: true }));
      expect(server.requests).toHaveLength(length);
      expect(second.timestamps).toEqual(first.timestamps);
      expect(Buffer.compare(second.audio.uint8Array, first.audio.uint8Array)).toBe(0);
    });

    test('that is refused is spoken turn by turn', async () => {
      const refusal = { message: 'Not today.', error: { message: 'Not today.' } };
      server.fail({ type: 'answer', reply: { status: 400, body: refusal } });
      const { metadata, warnings, timeline } = await generateConversation(call());
      expect(metadata.path).toBe('stitch');
      expect(metadata.stitchReason).toContain('Not today.');
      expect(warnings.join(' ')).toContain('Not today.');
      expect(timeline.utterances).toHaveLength(texts.length);
      expect(server.requests).toHaveLength(1 + texts.length);
    });

    test('that fails for now is said by a stand-in, or in part, or is an error that may be tried again', async () => {
      const failure = { type: 'answer', reply: { status: 503, body: { message: 'Busy.' } } } as const;
      server.fail(failure);
      await expect(generateConversation(call())).rejects.toMatchObject({ status: 503, retryable: true });
      server.fail(failure, failure);
      const { metadata, timeline } = await generateConversation(
        call({ fallback: ['flite/kal16'], maxConcurrency: 1 }),
      );
      expect(metadata.perTurn[0]?.voice).toBe('flite/kal16');
      expect(timeline.utterances).toHaveLength(texts.length);
      server.fail(failure, failure);
      const { missing } = await generateConversation(call({ onError: 'partial', maxConcurrency: 1 }));
      expect(missing).toEqual([expect.objectContaining({ turnIndex: 0 })]);
    });
  });
}

describe('a long dialogue', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startElevenLabsServer();
  });
  afterEach(() => server.clear());
  afterAll(() => server[Symbol.asyncDispose]());
  const connections = () => ({ elevenlabs: { apiKey: elevenLabsKey, baseURL: server.url, maxRetries: 0 } });
  const speakers: Speaker = [sarah, george];

  test('is cut between turns where the limit wants it, with a gap', async () => {
    const turns = Array.from({ length: 70 }, (_, index) => ({
      voice: speakers[index % 2] ?? sarah,
      text: `${texts[index % texts.length]} That was ${index + 1}.`,
    }));
    const options = { model: 'elevenlabs/eleven_v3', turns, connections: connections(), gapMs: 700 };
    const {
      metadata,
      timeline,
      timestamps = [],
    } = await generateConversation({ ...options, timestamps: true });
    expect(metadata.path).toBe('native-split');
    const sizes = server.requests.map(({ body }) => {
      const inputs = fieldOf(body, 'inputs');
      return Array.isArray(inputs) ? inputs.length : 0;
    });
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(70);
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual(turns.map((_, index) => index));
    const firstOfSecond = Math.max(...sizes) === sizes[0] ? (sizes[0] ?? 0) : (sizes[1] ?? 0);
    const [before, after] = [timeline.utterances[firstOfSecond - 1], timeline.utterances[firstOfSecond]];
    // The server's own pause after a turn comes before the gap.
    expect((after?.start ?? 0) - (before?.end ?? 0)).toBeGreaterThan(0.7);
    expect((after?.start ?? 0) - (before?.end ?? 0)).toBeLessThan(1.4);
    for (const { turnIndex, start, end } of timestamps) {
      const { start: from = 0, end: to = 0 } = timeline.utterances[turnIndex] ?? {};
      expect(start).toBeGreaterThanOrEqual(from - 1e-6);
      expect(end).toBeLessThanOrEqual(to + 1e-6);
    }
  }, 20_000);

  test('two voices of very different level come out even', async () => {
    const quiet = { type: 'change', change: (reply: VendorReply) => weaken(reply, 0.05) } as const;
    server.fail(quiet);
    const turns = turnsOf(speakers);
    const options = { model: 'elevenlabs/eleven_v3', turns, connections: connections() };
    const { tracks = [], metadata } = await generateConversation({ ...options, output: { stems: true } });
    expect(metadata.path).toBe('native');
    const levels: number[] = [];
    for (const { uint8Array } of tracks)
      levels.push(measureLoudness(await decodeAudio(uint8Array)).integrated);
    expect(levels).toHaveLength(2);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.5);
  });

  test('far too short for its text is asked for once more, with a warning', async () => {
    const cut = { type: 'change', change: shorten } as const;
    server.fail(cut);
    const turns = turnsOf(speakers);
    const options = { model: 'elevenlabs/eleven_v3', turns, connections: connections() };
    const once = await generateConversation(options);
    expect(server.requests).toHaveLength(2);
    expect(once.warnings).toEqual([expect.stringContaining('asked again')]);
    server.clear();
    server.fail(cut, cut);
    const twice = await generateConversation(options);
    expect(server.requests).toHaveLength(2);
    expect(twice.warnings.join(' ')).toContain('twice');
    expect(twice.timeline.utterances).toHaveLength(texts.length);
  });
});

test('directions in brackets are not missed when they are not heard', async () => {
  await using server = await startElevenLabsServer();
  const speech = 'Yes, I do.';
  const { audio } = await say(speech);
  const pcm = toPcm(audio, 48_000);
  server.fail({
    type: 'change',
    change: (reply) => ({ ...reply, body: { audio_base64: Buffer.from(pcm).toString('base64') } }),
  });
  const connections = { elevenlabs: { apiKey: elevenLabsKey, baseURL: server.url, maxRetries: 0 } };
  const text = `[whispers, and looks over the shoulder at somebody who is not there, as if afraid] ${speech}`;
  await generateConversation({ model: 'elevenlabs/eleven_v3', turns: [{ voice: sarah, text }], connections });
  expect(server.requests).toHaveLength(1);
});

/** Sound of 16 bits at the rate that was asked for; `voice_segments` say where the second voice is. */
function weaken(reply: VendorReply, gain: number): VendorReply {
  const bytes = Buffer.from(String(fieldOf(reply.body, 'audio_base64')), 'base64');
  const segments = fieldOf(reply.body, 'voice_segments');
  const list: unknown[] = Array.isArray(segments) ? segments : [];
  const ends = list.map((segment) => Number(fieldOf(segment, 'end_time_seconds')));
  // The last segment is followed by the server's own pause.
  const rate = bytes.length / 2 / ((ends.at(-1) ?? 0) + 0.25);
  for (const [index, segment] of list.entries()) {
    if (index % 2 === 0) continue;
    const from = Math.round(Number(fieldOf(segment, 'start_time_seconds')) * rate);
    const to = Math.round((ends[index] ?? 0) * rate);
    for (let frame = from; frame < to; frame++) {
      bytes.writeInt16LE(Math.round(bytes.readInt16LE(frame * 2) * gain), frame * 2);
    }
  }
  return { ...reply, body: Object.assign({}, reply.body, { audio_base64: bytes.toString('base64') }) };
}

function shorten(reply: VendorReply): VendorReply {
  const bytes = Buffer.from(String(fieldOf(reply.body, 'audio_base64')), 'base64');
  const short = bytes.subarray(0, 2 * Math.round(bytes.length / 16));
  return { ...reply, body: Object.assign({}, reply.body, { audio_base64: short.toString('base64') }) };
}
