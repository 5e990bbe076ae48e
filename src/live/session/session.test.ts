import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSpeech, type Interval } from '../../dsp/index.ts';
import { decodeAudio } from '../../media/index.ts';
import {
  createFakeBrain,
  createFakeEar,
  createFakeRecognizer,
  createFakeVoice,
  createSimulatedClock,
} from '../../testing/index.ts';
import { parseTimeline, type Word } from '../../timeline/index.ts';
import type { Voice } from '../../voices/index.ts';
import {
  agentSampleRate,
  createLivePolicy,
  createLiveSession,
  createTrackFiles,
  type LiveNotice,
  type LiveOutput,
  type LiveSessionOptions,
} from '../index.ts';

const story =
  'I went to the market in the morning. Then I bought three apples and a large loaf of bread. ' +
  'After that I walked home along the river, and it was a long walk. In the evening I cooked for everybody.';

/** A session in simulated time, and a user who speaks by the second. */
async function openStage(options: Partial<LiveSessionOptions> = {}) {
  const clock = createSimulatedClock();
  const ear = createFakeEar();
  const brain = createFakeBrain({ answers: [story], delay: 0.15, clock });
  const outputs: LiveOutput[] = [];
  const heard = new Float32Array(agentSampleRate * 120);
  let frames = 0;
  const session = await createLiveSession({
    brain,
    voices: [createFakeVoice()],
    ear,
    clock,
    send(output) {
      outputs.push(output);
      if (output.type === 'audio-ready') heard.set(output.samples, frames * 480);
    },
    ...options,
  });
  const feed = async (duration: number, amplitude: number): Promise<void> => {
    for (let index = 0; index < Math.round(duration * 50); index += 1) {
      session.hear(new Float32Array(320).fill(amplitude), 16_000);
      frames += 1;
      await clock.advance(0.02);
    }
  };
  const notices = (): LiveNotice[] =>
    outputs.flatMap((output) => (output.type === 'notice-told' ? [output.notice] : []));
  return {
    session,
    clock,
    ear,
    brain,
    outputs,
    notices,
    speaks: (duration: number) => feed(duration, 0.1),
    silence: (duration: number) => feed(duration, 0),
    typesOf: () => notices().map(({ type }) => type),
    last<Type extends LiveNotice['type']>(type: Type): Extract<LiveNotice, { type: Type }> | undefined {
      return notices().findLast(
        (notice): notice is Extract<LiveNotice, { type: Type }> => notice.type === type,
      );
    },
    /** When the agent could be heard, by its sound alone. */
    agentSpeech: (): readonly Interval[] =>
      findSpeech({ samples: heard.subarray(0, frames * 480), sampleRate: agentSampleRate }),
    now: () => frames * 0.02,
  };
}

const quick = createLivePolicy({ turnTaking: { shortestWait: 0.3, longestWait: 0.6 } });

const words = (text: string, start: number): Word[] =>
  text
    .split(' ')
    .map((word, index) => ({ text: word, start: start + index * 0.3, end: start + index * 0.3 + 0.25 }));

test('the user speaks, is answered, and both are in the timeline', async () => {
  const stage = await openStage({ policy: quick });
  await stage.silence(0.5);
  await stage.speaks(2);
  await stage.silence(16);
  const timeline = stage.session.timeline();
  expect(timeline.utterances.map(({ speaker, kind }) => [speaker, kind])).toEqual([
    ['user', 'turn'],
    ['agent', 'turn'],
  ]);
  const [user, agent] = timeline.utterances;
  expect(user?.start).toBeCloseTo(0.5, 1);
  expect(user?.end).toBeCloseTo(2.5, 1);
  expect(agent?.text).toBe(story);
  const [first] = stage.agentSpeech();
  expect(agent?.start).toBeCloseTo(first?.start ?? 0, 1);
  expect(parseTimeline(JSON.stringify(timeline))).toEqual(timeline);
  await stage.session[Symbol.asyncDispose]();
  expect(stage.ear.closed).toBe(true);
  expect(stage.clock.waiting).toBe(0);
});

test('after an interruption nothing more is heard, and the brain is told only what was', async () => {
  const stage = await openStage({ policy: quick });
  await stage.speaks(1);
  await stage.silence(4);
  const onset = stage.now();
  await stage.speaks(3);
  const spoken = stage.agentSpeech().filter(({ start }) => start < onset + 2);
  const end = spoken.at(-1)?.end ?? 0;
  expect(end).toBeGreaterThan(onset);
  expect(end).toBeLessThan(onset + 1.2);
  await stage.silence(2);
  const turns = stage.brain.requests.at(-1)?.turns ?? [];
  const agent = turns.find((turn) => turn.type === 'agent');
  expect(agent).toMatchObject({ cutShort: true });
  expect(agent?.type === 'agent' && story.startsWith(agent.text)).toBe(true);
  expect(agent?.type === 'agent' && agent.text.length < story.length / 2).toBe(true);
  const cut = stage.session.timeline().utterances.find(({ speaker }) => speaker === 'agent');
  expect(cut?.cutShort).toBe(true);
  expect(cut?.words.at(-1)?.end).toBeLessThanOrEqual(end + 0.05);
  await stage.session[Symbol.asyncDispose]();
});

test('a brain that is slow is bridged by a filler, one that never answers by a clear error, spoken and typed', async () => {
  const stage = await openStage({
    brain: createFakeBrain({ answers: [{ parts: [], stalls: true }] }),
    policy: createLivePolicy({ patience: { fillerAfter: 1, giveUpAfter: 5 } }),
  });
  await stage.speaks(1);
  await stage.silence(14);
  expect(stage.last('part-failed')).toMatchObject({ part: 'brain' });
  const [filler, failure] = stage.agentSpeech();
  expect(filler?.start).toBeGreaterThan(2);
  expect(filler?.start).toBeLessThan(4.5);
  expect(failure).toBeDefined();
  expect(stage.session.timeline().utterances.at(-1)?.text).toMatch(/^Sorry/);
  await stage.session[Symbol.asyncDispose]();
});

test('a brain that fails half-way is heard to the end of what it said', async () => {
  const failure = new Error('The line is dead.');
  const stage = await openStage({
    brain: createFakeBrain({ answers: [{ parts: ['The first half. ', 'And then'], failure }] }),
  });
  await stage.speaks(1);
  await stage.silence(6);
  expect(stage.last('part-failed')).toMatchObject({ part: 'brain', message: 'The line is dead.' });
  expect(stage.last('reply-ended')?.heard).toContain('The first half.');
  await stage.session[Symbol.asyncDispose]();
});

test('a voice that fails is told at once, and is tried again with the next turn', async () => {
  const stage = await openStage({
    voices: [createFakeVoice({ failingCalls: [1] })],
    policy: createLivePolicy({ turnTaking: { speculate: false } }),
  });
  await stage.speaks(1);
  await stage.silence(3);
  expect(stage.last('part-failed')).toMatchObject({ part: 'voice' });
  await stage.speaks(1);
  await stage.silence(4);
  expect(stage.typesOf()).toContain('reply-started');
  await stage.session[Symbol.asyncDispose]();
});

test('a recogniser that dies is tried again, then told, aloud as well', async () => {
  const recognizer = createFakeRecognizer({ failingAfter: 0.5 });
  const stage = await openStage({ recognizer, policy: quick });
  await stage.speaks(2);
  await stage.silence(8);
  expect(recognizer.sessions.length).toBe(3);
  expect(stage.last('part-failed')).toMatchObject({ part: 'recognizer' });
  expect(stage.last('reply-ended')?.heard).toMatch(/cannot make out words/);
  await stage.session[Symbol.asyncDispose]();
});

test('a recogniser that dies leaves a brain that does not read words to go by sound', async () => {
  const stage = await openStage({
    recognizer: createFakeRecognizer({ failingAfter: 0.5 }),
    brain: createFakeBrain({ reads: false, answers: ['I see.'] }),
    policy: quick,
  });
  await stage.speaks(2);
  await stage.silence(3);
  expect(stage.last('reply-ended')?.heard).toBe('I see.');
  await stage.session[Symbol.asyncDispose]();
});

test('after long silence the agent asks twice, takes its leave and hangs up', async () => {
  const stage = await openStage({
    brain: createFakeBrain({ answers: [''] }),
    policy: createLivePolicy({ silence: { promptAfter: 4, prompts: 2 } }),
  });
  await stage.silence(25);
  expect(stage.typesOf().filter((type) => type === 'silence-prompted')).toHaveLength(2);
  expect(stage.last('reply-ended')?.heard).toMatch(/Goodbye/);
  await expect(stage.session.ended).resolves.toBe('the agent hung up');
});

test('a tool is run once the turn is certain, and the brain goes on with what came of it', async () => {
  const calls: unknown[] = [];
  const stage = await openStage({
    policy: createLivePolicy({ turnTaking: { speculate: false, longestWait: 0.6 } }),
    brain: createFakeBrain({
      answers: [
        {
          parts: [
            'Let me look. ',
            { type: 'tool-called', id: 'c1', name: 'weather', arguments: '{"city":"Turin"}' },
          ],
        },
        'It will rain in Turin.',
      ],
    }),
    tools: [
      {
        name: 'weather',
        parameters: { type: 'object' },
        async run(input) {
          calls.push(input);
          return 'rain';
        },
      },
    ],
  });
  await stage.speaks(1);
  await stage.silence(6);
  expect(calls).toEqual([{ city: 'Turin' }]);
  expect(stage.session.state.turns.map(({ type }) => type)).toEqual([
    'user',
    'agent',
    'tool-call',
    'tool-result',
    'agent',
  ]);
  expect(stage.last('reply-ended')?.heard).toBe('It will rain in Turin.');
  await stage.session[Symbol.asyncDispose]();
});

test('the agent changes the language with the user, and the voice with the language', async () => {
  const mandarin = createFakeVoice({ id: 'fake/mei', languages: ['zh'] });
  const english: Voice = createFakeVoice({ id: 'fake/tom', languages: ['en'] });
  const stage = await openStage({
    policy: createLivePolicy({ languages: ['en', 'zh'], turnTaking: { longestWait: 0.6 } }),
    voices: [english, mandarin],
    recognizer: createFakeRecognizer({
      languages: ['en', 'zh'],
      words: [...words('hello there friend', 0.1), ...words('我 想 换 中 文', 12)],
    }),
    brain: createFakeBrain({
      answers: ({ context }) => (context.language === 'zh' ? '好的，我们说中文。' : 'Hello, my friend.'),
    }),
  });
  await stage.speaks(1);
  await stage.silence(11);
  expect(mandarin.requests).toHaveLength(0);
  await stage.speaks(1.6);
  await stage.silence(5);
  expect(stage.last('language-switched')).toMatchObject({ language: 'zh' });
  expect(mandarin.requests.map(({ text }) => text).join('')).toContain('中文');
  await stage.session[Symbol.asyncDispose]();
});

test('a brain that runs wild is heard for as long as anybody would listen, and it is told', async () => {
  const stage = await openStage({
    brain: createFakeBrain({ answers: ['word '.repeat(400_000)] }),
    policy: quick,
  });
  await stage.speaks(1);
  await stage.silence(3);
  expect(stage.last('part-failed')).toMatchObject({ part: 'brain' });
  expect(stage.typesOf()).toContain('reply-started');
  const { agent } = stage.session.state;
  expect(agent.phase === 'speaking' && agent.reply.length).toBe(25_000);
  await stage.session[Symbol.asyncDispose]();
});

test('a brain that does not hear that it is to stop does not hold up the end', async () => {
  const deaf = {
    id: 'deaf',
    reads: false,
    async *respond() {
      await new Promise<never>(() => {});
      yield { type: 'text-said' as const, text: 'never' };
    },
  };
  const stage = await openStage({ brain: deaf, policy: quick });
  await stage.speaks(1);
  await stage.silence(2);
  await stage.clock.runUntil(Promise.resolve(stage.session[Symbol.asyncDispose]()));
  await expect(stage.session.ended).resolves.toBe('closed');
  expect(stage.clock.waiting).toBe(0);
});

describe('what is wrong is refused', () => {
  test('no voice', async () => {
    await expect(openStage({ voices: [] })).rejects.toMatchObject({ name: 'LiveError', field: 'voices' });
  });

  test('an aborted signal ends the session at once and leaves nothing running', async () => {
    const controller = new AbortController();
    const stage = await openStage({ signal: controller.signal });
    await stage.speaks(1);
    await stage.silence(2);
    controller.abort(new Error('enough'));
    await expect(stage.session.ended).resolves.toBe('enough');
    expect(stage.clock.waiting).toBe(0);
    expect(stage.brain.active).toBe(0);
    stage.session.hear(new Float32Array(320), 16_000);
    stage.session.apply({ type: 'text-typed', text: 'Anybody?' });
  });
});

test('a session is saved as two aligned tracks and their timeline', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-live-'));
  const stage = await openStage({ policy: quick, recorder: await createTrackFiles(folder, 'talk') });
  await stage.silence(0.5);
  await stage.speaks(1);
  await stage.silence(5);
  await stage.session[Symbol.asyncDispose]();
  const { channels, sampleRate } = await decodeAudio(await readFile(join(folder, 'talk.wav')));
  const timeline = parseTimeline(await readFile(join(folder, 'talk.timeline.json'), 'utf8'));
  expect(channels).toHaveLength(2);
  expect((channels[0]?.length ?? 0) / sampleRate).toBeCloseTo(timeline.duration, 2);
  const [user, agent] = channels.map((samples) => findSpeech({ samples, sampleRate })[0]?.start);
  expect(user).toBeCloseTo(0.5, 1);
  expect(agent).toBeCloseTo(timeline.utterances[1]?.start ?? 0, 1);
  await rm(folder, { recursive: true });
});
