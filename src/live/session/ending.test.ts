import { getEventListeners } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeAudio } from '../../media/index.ts';
import {
  createFakeBrain,
  createFakeEar,
  createFakeRecognizer,
  createFakeVoice,
  createSimulatedClock,
  type FakeAnswer,
} from '../../testing/index.ts';
import { parseTimeline } from '../../timeline/index.ts';
import type { Brain, Recognizer, Voice } from '../../voices/index.ts';
import {
  createLivePolicy,
  createLiveSession,
  createTrackFiles,
  type LiveSession,
  type LiveSessionOptions,
  type TrackRecorder,
} from '../index.ts';

/** When the user speaks, in seconds, and what: a turn, a listener's word, an interruption, and two turns more. */
const lines = [
  { start: 0.3, text: 'hello there my friend' },
  { start: 4, text: 'yeah' },
  { start: 5.2, text: 'wait stop I have another question for you' },
  { start: 11, text: 'what do you think of that' },
  { start: 15, text: 'are you still there' },
];
const wordTime = 0.3;
const said = lines.flatMap(({ start, text }) =>
  text.split(' ').map((word, index) => ({
    text: word,
    start: start + index * wordTime,
    end: start + index * wordTime + 0.28,
  })),
);
const length = 21;
const frames = Math.round(length * 50);

const answers: readonly FakeAnswer[] = [
  'I went to the market in the morning. Then I bought three apples and a large loaf of bread. After that I walked home.',
  {
    parts: ['Let me look. ', { type: 'tool-called', id: 'c1', name: 'slow', arguments: '{}' }],
    delay: 0.4,
    partDelay: 0.2,
  },
  'It will rain in Turin, and it will rain in Rome. I would stay at home.',
  { parts: ['I think '], delay: 0.6, failure: new Error('The line is dead.') },
  { parts: [], stalls: true },
];

type Ending = {
  /** After which frame of the user, or output of the session; the latter ends it in the middle of a step. */
  readonly after: 'frame' | 'output';
  readonly count: number;
  readonly how: 'dispose' | 'abort' | 'close';
};

const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-ending-'));
  process.on('unhandledRejection', noteRejection);
});
afterAll(async () => {
  process.off('unhandledRejection', noteRejection);
  await rm(folder, { recursive: true, force: true });
});

/** Plays the conversation, ends it where it should, and tells what was left of it. */
async function play(ending: Ending, recording?: string) {
  const clock = createSimulatedClock();
  const controller = new AbortController();
  const signals = new Map<AbortSignal, string>();
  const brain = createFakeBrain({ answers, clock, delay: 0.15 });
  const voices = [createFakeVoice({ delay: 0.05, clock, partDuration: 0.2, failingCalls: [3, 9] })];
  const recognizer = createFakeRecognizer({ words: said, latency: 0.1, clock });
  const ear = createFakeEar();
  let outputs = 0;
  let ended: Promise<void> | undefined;
  const over = (): boolean => ended !== undefined;
  const end = (): void => {
    if (ending.how === 'abort') controller.abort(new Error('enough'));
    else if (ending.how === 'close') session.apply({ type: 'closing-wanted', reason: 'enough' });
    ended ??= ending.how === 'dispose' ? session[Symbol.asyncDispose]() : session.ended.then(() => undefined);
  };
  const session: LiveSession = await createLiveSession({
    brain: watchBrain(brain, signals),
    voices: voices.map((voice) => watchVoice(voice, signals)),
    recognizer: watchRecognizer(recognizer, signals),
    ear,
    clock,
    signal: controller.signal,
    policy: createLivePolicy({
      turnTaking: { shortestWait: 0.3, longestWait: 0.6 },
      patience: { fillerAfter: 1, giveUpAfter: 3 },
    }),
    tools: [
      {
        name: 'slow',
        parameters: { type: 'object' },
        async run(_input, { signal }) {
          signals.set(signal, 'tool');
          await clock.wait(0.5, { signal });
          return 'rain';
        },
      },
    ],
    ...(recording === undefined ? {} : { recorder: await createTrackFiles(folder, recording) }),
    send() {
      outputs += 1;
      if (ending.after === 'output' && outputs === ending.count) end();
    },
  });
  for (let frame = 0; frame < frames; frame += 1) {
    if (over()) break;
    const time = frame * 0.02;
    const speaks = said.some((word) => time >= word.start && time < word.end + 0.02);
    session.hear(new Float32Array(320).fill(speaks ? 0.1 : 0), 16_000);
    if (ending.after === 'frame' && frame + 1 === ending.count) end();
    await (over() ? undefined : clock.advance(0.02));
  }
  if (!over()) end();
  const before = clock.now();
  await clock.runUntil(ended ?? Promise.resolve());
  const lasted = clock.now() - before;
  const after = outputs;
  await clock.advance(1);
  await turn();
  return {
    lasted,
    outputs: outputs - after,
    waiting: clock.waiting,
    brains: brain.active,
    voices: voices.reduce((sum, { active }) => sum + active, 0),
    recognizers: recognizer.sessions.filter(({ closed }) => !closed).length,
    going: [...signals].filter(([signal]) => !signal.aborted).map(([, name]) => name),
    listeners: [controller.signal, ...signals.keys()].reduce(
      (sum, signal) => sum + getEventListeners(signal, 'abort').length,
      0,
    ),
    earOpen: !ear.closed,
    rejections: rejections.splice(0),
  };
}

const nothing = {
  lasted: 0,
  outputs: 0,
  waiting: 0,
  brains: 0,
  voices: 0,
  recognizers: 0,
  going: [],
  listeners: 0,
  earOpen: false,
  rejections: [],
};

const hows = ['dispose', 'abort', 'close'] as const;
const ending: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({
    after: fc.constant('output' as const),
    count: fc.integer({ min: 1, max: 700 }),
    how: fc.constantFrom(...hows),
  }),
  fc.record({
    after: fc.constant('frame' as const),
    count: fc.integer({ min: 1, max: frames }),
    how: fc.constantFrom(...hows),
  }),
);

test('a session that ends at any moment, and in the middle of any step, leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(ending, async (chosen) => {
      expect(await play(chosen)).toEqual(nothing);
    }),
    { numRuns: 25 },
  );
});

test('what is recorded of it is whole, whenever it ends', async () => {
  for (const [index, count] of [1, 260, 600].entries()) {
    expect(await play({ after: 'output', count, how: hows[index] ?? 'abort' }, `talk-${index}`)).toEqual(
      nothing,
    );
    const { channels, sampleRate } = await decodeAudio(await readFile(join(folder, `talk-${index}.wav`)));
    const timeline = parseTimeline(await readFile(join(folder, `talk-${index}.timeline.json`), 'utf8'));
    expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(timeline.duration, 2);
  }
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

async function openRecorded(recorder: TrackRecorder): Promise<LiveSession> {
  const session = await createLiveSession({
    brain: createFakeBrain(),
    voices: [createFakeVoice()],
    ear: createFakeEar(),
    clock: createSimulatedClock(),
    send() {},
    recorder,
  });
  session.hear(new Float32Array(16_000), 16_000);
  return session;
}

describe('what cannot be kept', () => {
  test('ends the session all the same, and is told to whoever disposes of it', async () => {
    const broken = join(folder, 'broken');
    const session = await openRecorded(await createTrackFiles(broken, 'talk'));
    await rm(broken, { recursive: true });
    await expect(session[Symbol.asyncDispose]()).rejects.toThrow('talk');
    await expect(session.ended).resolves.toBe('closed');
  });

  test('harms nobody who does not wait for it', async () => {
    const session = await openRecorded({
      record() {},
      finish: () => Promise.reject(new Error('The disk is full.')),
    });
    session.apply({ type: 'closing-wanted', reason: 'enough' });
    await expect(session.ended).resolves.toBe('enough');
    await turn();
    expect(rejections.splice(0)).toEqual([]);
    await expect(session[Symbol.asyncDispose]()).rejects.toThrow('The disk is full.');
  });

  test('leaves no file where the timeline has no place', async () => {
    const blocked = join(folder, 'blocked');
    await mkdir(join(blocked, 'talk.timeline.json'), { recursive: true });
    const session = await openRecorded(await createTrackFiles(blocked, 'talk'));
    await expect(session[Symbol.asyncDispose]()).rejects.toThrow('talk.timeline.json');
    expect(await readdir(blocked)).toEqual(['talk.timeline.json']);
  });

  test('nor where there was no session', async () => {
    const nowhere = join(folder, 'nowhere');
    const files = await createTrackFiles(nowhere, 'talk');
    await files.abort();
    expect(await readdir(nowhere)).toEqual([]);
  });
});

const forever = (): Promise<never> => new Promise(() => {});
async function* never(): AsyncGenerator<never> {
  yield await forever();
}

describe('whoever does not hear that it is to stop', () => {
  const deaf: Readonly<Record<string, Partial<LiveSessionOptions>>> = {
    'a voice': { voices: [{ ...createFakeVoice(), speak: never }] },
    'a recogniser': { recognizer: { ...createFakeRecognizer(), listen: never } },
    'a tool': {
      brain: createFakeBrain({
        answers: [{ parts: [{ type: 'tool-called', id: 'c1', name: 'slow', arguments: '{}' }] }],
      }),
      tools: [{ name: 'slow', parameters: { type: 'object' }, run: forever }],
    },
  };
  test.each(Object.entries(deaf))('holds nobody up: %s', async (_name, options) => {
    const clock = createSimulatedClock();
    const session = await createLiveSession({
      brain: createFakeBrain(),
      voices: [createFakeVoice()],
      ear: createFakeEar(),
      clock,
      send() {},
      ...options,
    });
    session.apply({ type: 'text-typed', text: 'Hello?' });
    await clock.advance(1);
    const before = clock.now();
    await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
    expect(clock.now() - before).toBeLessThanOrEqual(2);
    expect(clock.waiting).toBe(0);
  });
});

function watchBrain(brain: Brain, signals: Map<AbortSignal, string>): Brain {
  return {
    ...brain,
    respond(request, options) {
      if (options?.signal !== undefined) signals.set(options.signal, 'brain');
      return brain.respond(request, options);
    },
  };
}

function watchVoice(voice: Voice, signals: Map<AbortSignal, string>): Voice {
  return {
    ...voice,
    speak(request, options) {
      if (options?.signal !== undefined) signals.set(options.signal, 'voice');
      return voice.speak(request, options);
    },
  };
}

function watchRecognizer(recognizer: Recognizer, signals: Map<AbortSignal, string>): Recognizer {
  return {
    ...recognizer,
    listen(sound, options) {
      if (options?.signal !== undefined) signals.set(options.signal, 'recogniser');
      return recognizer.listen(sound, options);
    },
  };
}
