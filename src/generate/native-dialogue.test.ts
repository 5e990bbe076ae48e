import { describe, expect, test } from 'vitest';
import { decodeAudio } from '../media/index.ts';
import {
  createFakeDialogueVoice,
  createFakeSegmentCache,
  createFakeTranscriber,
  createFakeVoice,
  createFakeWordAligner,
  type FakeDialogueVoice,
  type FakeDialogueVoiceOptions,
} from '../testing/index.ts';
import { createTranscriptAligner, ProviderError, type Voice } from '../voices/index.ts';
import type { ConversationTurn } from './conversation-turn.ts';
import { type GenerateOptions, generateConversation } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import { type PlanConversationOptions, planConversation } from './plan-conversation.ts';

const lines = ['Where were you yesterday?', 'At home, all day.', 'It was raining.', 'I was there too.'];

function fake(options: FakeDialogueVoiceOptions = {}): FakeDialogueVoice {
  return createFakeDialogueVoice({ sampleRate: 16_000, ...options });
}

function turnsOf(
  dialogue: FakeDialogueVoice,
  names: readonly string[],
  texts: readonly string[] = lines,
): ConversationTurn[] {
  return names.map((name, index) => ({
    voice: dialogue.voice(name),
    text: texts[index % texts.length] ?? '',
  }));
}

type Changes = Omit<Partial<PlanConversationOptions>, 'script' | 'voices' | 'turns' | 'model'>;

describe('the path', () => {
  const two = ['ann', 'ben', 'ann', 'ben'];
  const cases: readonly [
    what: string,
    reason: RegExp,
    turns: (dialogue: FakeDialogueVoice) => ConversationTurn[],
    changes?: Changes,
    options?: FakeDialogueVoiceOptions,
  ][] = [
    ['it is asked for', /asked for/, (own) => turnsOf(own, two), { path: 'stitch' }],
    [
      'a voice speaks alone only',
      /tone speaks one voice at a time/,
      () => [{ voice: createFakeVoice(), text: 'Yes.' }],
    ],
    [
      'another model speaks too',
      /several models/,
      (own) => [...turnsOf(own, two), ...turnsOf(fake({ id: 'fake/other' }), ['eve'])],
    ],
    [
      'the model is reached in two ways',
      /several ways/,
      (own) => [...turnsOf(own, two), ...turnsOf(fake(), ['eve'])],
    ],
    ['turns are placed one by one', /natural style/, (own) => turnsOf(own, two), { style: 'natural' }],
    [
      'a turn has a speed',
      /turn 2 has a way/,
      (own) => turnsOf(own, two).map((turn, index) => (index === 1 ? { ...turn, speed: 1.2 } : turn)),
    ],
    [
      'a turn has directions',
      /turn 1 has a way/,
      (own) => turnsOf(own, two).map((turn) => ({ ...turn, instructions: 'calm' })),
    ],
    [
      'a turn has options',
      /turn 1 has a way/,
      (own) => turnsOf(own, two).map((turn) => ({ ...turn, providerOptions: { a: 1 } })),
    ],
    [
      'words are read as others',
      /turn 3 has words that are read/,
      (own) => turnsOf(own, two),
      { pronunciations: { rules: [{ word: 'raining', replacement: 'pouring' }] } },
    ],
    ['there are too many voices', /1 to 4 voices, not 5/, (own) => turnsOf(own, ['a', 'b', 'c', 'd', 'e'])],
    [
      'there are too few',
      /2 to 4 voices, not 1/,
      (own) => turnsOf(own, ['ann', 'ann']),
      {},
      { limits: { leastVoices: 2, mostVoices: 4 } },
    ],
    [
      'a turn is too long',
      /turn 1 is longer than fake\/dialogue takes: 25/,
      (own) => turnsOf(own, two),
      {},
      { limits: { leastVoices: 1, mostVoices: 4, mostCharacters: 20 } },
    ],
    [
      'no cut leaves voices enough',
      /fewer than 2 voices/,
      (own) => turnsOf(own, ['ann', 'ann', 'ann', 'ben']),
      {},
      { limits: { leastVoices: 2, mostVoices: 2, mostTurns: 2 } },
    ],
  ];

  test.each(cases)('is to stitch where %s', async (_what, reason, turns, changes = {}, options = {}) => {
    const dialogue = fake(options);
    const call = { turns: turns(dialogue), language: 'en', ...changes };
    const plan = await planConversation(call);
    expect([plan.path, plan.stitchReason]).toEqual(['stitch', expect.stringMatching(reason)]);
    if (changes.path === 'stitch') return;
    const refused = generateConversation({ ...call, path: 'native' });
    await expect(refused).rejects.toMatchObject({ name: 'GenerateError', field: 'path' });
    await expect(refused).rejects.toThrow(reason);
    expect(dialogue.requests).toHaveLength(0);
  });

  const [a, b] = ['ann', 'ben'];
  test.each([
    ['all fits', [a, b, a, b], {}, [4]],
    ['one voice is enough', [a, a], {}, [2]],
    ['turns are many', [a, b, a, b, a], { mostTurns: 2 }, [2, 2, 1]],
    ['characters are many: 25, 17, 15, 16', [a, b, a, b], { mostCharacters: 42 }, [2, 2]],
    ['a limit is met exactly', [a, b, a, b], { mostCharacters: 73, mostTurns: 4 }, [4]],
    [
      'one turn less in the first leaves the last two voices',
      [a, b, a, b, a],
      { leastVoices: 2, mostTurns: 4 },
      [3, 2],
    ],
    ['voices come in runs', [a, a, b, b, a, a, b], { leastVoices: 2, mostTurns: 4 }, [4, 3]],
  ] as const)('is native where %s', async (_what, names, limits, sizes) => {
    const dialogue = fake({ limits: { leastVoices: 1, mostVoices: 4, ...limits } });
    const { metadata, timeline } = await generateConversation({ turns: turnsOf(dialogue, names) });
    expect(metadata.path).toBe(sizes.length === 1 ? 'native' : 'native-split');
    expect(dialogue.requests.map(({ turns }) => turns.length)).toEqual(sizes);
    const asked = dialogue.requests.flatMap(({ turns }) => turns.map(({ text }) => text));
    expect(asked).toEqual(names.map((_, index) => lines[index % 4]));
    expect(timeline.utterances.map(({ turnIndex }) => turnIndex)).toEqual(names.map((_, index) => index));
  });
});

const names = ['ann', 'ben', 'ann', 'ben'];

async function generate(
  dialogue: FakeDialogueVoice,
  changes: Omit<Partial<GenerateOptions>, 'script' | 'voices' | 'turns' | 'model'> = {},
) {
  return generateConversation({ turns: turnsOf(dialogue, names), language: 'en', ...changes });
}

/** What the model said, by itself: where the words of each turn are. */
async function truth(dialogue: FakeDialogueVoice) {
  const said: { turn: number; text: string; start: number; end: number }[] = [];
  const turns = turnsOf(dialogue, names).map(({ voice, text }) => ({ voice: idOf(voice), text }));
  for await (const part of dialogue.converse({ turns })) {
    if (part.type === 'word-timed') said.push({ turn: part.turn, ...part.word });
  }
  return said;
}

function idOf(voice: ConversationTurn['voice']): string {
  return typeof voice === 'object' && 'speak' in voice ? voice.id : '';
}

describe('what a model spoke', () => {
  test('stays where it put it, each word with its turn', async () => {
    const dialogue = fake({ turnGap: 0.37 });
    const { timeline, metadata, warnings } = await generate(dialogue);
    expect([metadata.path, warnings]).toEqual(['native', []]);
    expect(timeline.utterances.map(({ speaker }) => speaker)).toEqual(names);
    const words = timeline.utterances.flatMap(({ turnIndex, words: own }) =>
      own.map((word) => ({ turn: turnIndex, ...word })),
    );
    const said = await truth(fake({ turnGap: 0.37 }));
    expect(words.map(({ turn, text }) => [turn, text])).toEqual(said.map(({ turn, text }) => [turn, text]));
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (said[index]?.start ?? Number.NaN))).toBeLessThan(0.012);
      expect(Math.abs(word.end - (said[index]?.end ?? Number.NaN))).toBeLessThan(0.012);
    }
  });

  test('is heard on the tracks of those who say it, one as loud as the other', async () => {
    const speakers = { ann: { level: 0.4, pitch: 200 }, ben: { level: 0.02, pitch: 300 } };
    const { audio, timeline } = await generate(fake({ speakers }), { output: { layout: 'tracks' } });
    const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
    const peaks = timeline.utterances.map(({ start, end }) =>
      channels.map((samples) =>
        samples
          .subarray(Math.round((start + 0.02) * sampleRate), Math.round((end - 0.02) * sampleRate))
          .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
      ),
    );
    const own = peaks.map((both, index) => both[index % 2] ?? 0);
    const others = peaks.map((both, index) => both[(index + 1) % 2] ?? 1);
    expect(others).toEqual([0, 0, 0, 0]);
    const [loudest, softest] = [Math.max(...own), Math.min(...own)];
    expect(20 * Math.log10(loudest / softest)).toBeLessThan(1);
  });

  test('in several stretches comes one after the other, `gapMs` apart', async () => {
    const dialogue = fake({ limits: { leastVoices: 1, mostVoices: 2, mostTurns: 2 }, turnGap: 0.2 });
    const near = await generate(dialogue, { gapMs: 0 });
    const far = await generate(dialogue, { gapMs: 900 });
    const starts = [near, far].map(({ timeline }) => timeline.utterances.map(({ start }) => start));
    const moved = starts[0]?.map((start, index) => (starts[1]?.[index] ?? 0) - start);
    expect(moved).toEqual([0, 0, 0.9, 0.9].map((by) => expect.closeTo(by, 3)));
  });

  test.each([
    ['the turns alone', 'turns', createFakeWordAligner()],
    ['nothing', 'none', createFakeWordAligner()],
    [
      'nothing, by a transcriber',
      'none',
      createTranscriptAligner(createFakeTranscriber({ words: lines.join(' ').split(' ') })),
    ],
  ] as const)('and times %s has its words found in its sound', async (_what, times, wordTimes) => {
    const { timeline, warnings } = await generate(fake({ times }), { wordTimes });
    expect(warnings).toEqual([]);
    const said = await truth(fake());
    const words = timeline.utterances.flatMap((utterance) => utterance.words);
    expect(timeline.utterances.map(({ words: own }) => own.map(({ text }) => text).join(' '))).toEqual(lines);
    for (const [index, word] of words.entries()) {
      expect(Math.abs(word.start - (said[index]?.start ?? Number.NaN)), word.text).toBeLessThan(0.03);
    }
  });

  test.each(['turns', 'none'] as const)(
    'and that nobody can listen to is kept and told, not lost: times of %s',
    async (times) => {
      const cache = createFakeSegmentCache();
      const dialogue = fake({ times });
      const wordTimes = createFakeWordAligner({ failingCalls: [1] });
      const first = await generate(dialogue, { wordTimes, cache });
      expect(first.warnings).toEqual([expect.stringMatching(/turns 1 to 4: fake.* spread evenly: Call 1/)]);
      expect(first.timeline.utterances.map(({ text }) => text)).toEqual(lines);
      const again = await generate(dialogue, { wordTimes, cache });
      expect([again.warnings, dialogue.requests.length]).toEqual([[], 1]);
      const third = await generate(dialogue, { wordTimes, cache });
      expect(third.timeline).toEqual(again.timeline);
    },
  );
});

describe('the cache of dialogues', () => {
  const limits = { leastVoices: 1, mostVoices: 2, mostTurns: 2 };

  test('asks once, gives the same bytes, and asks anew only for the stretch that changed', async () => {
    const cache = createFakeSegmentCache();
    const dialogue = fake({ limits });
    const first = await generate(dialogue, { cache });
    const second = await generate(dialogue, { cache });
    expect(Buffer.compare(second.audio.uint8Array, first.audio.uint8Array)).toBe(0);
    expect(second.timeline).toEqual(first.timeline);
    expect(dialogue.requests).toHaveLength(2);
    expect(second.metadata.perTurn.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0]);
    const texts = lines.with(3, 'I was not.');
    const edited = { turns: turnsOf(dialogue, names, texts), language: 'en', cache };
    expect(await planConversation(edited)).toMatchObject({ requests: 1, path: 'native-split' });
    await generateConversation(edited);
    expect(dialogue.requests.slice(2).map(({ turns }) => turns[1]?.text)).toEqual(['I was not.']);
  });

  test('is asked for by how all of it is said, too', async () => {
    const cache = createFakeSegmentCache();
    const dialogue = fake({ limits });
    const turns = turnsOf(dialogue, names);
    for (const instructions of ['calm', 'calm', 'loud']) {
      const { metadata } = await generateConversation({ turns, instructions, cache });
      expect(metadata.path).toBe('native-split');
    }
    expect(dialogue.requests.map(({ instructions }) => instructions)).toEqual([
      'calm',
      'calm',
      'loud',
      'loud',
    ]);
    const plans = ['calm', 'other'].map((instructions) => planConversation({ turns, instructions, cache }));
    expect((await Promise.all(plans)).map(({ requests }) => requests)).toEqual([0, 2]);
  });

  test('that takes nothing more costs a warning', async () => {
    const cache = createFakeSegmentCache({ failingWrites: [1] });
    const { warnings } = await generate(fake(), { cache });
    expect(warnings).toEqual([expect.stringContaining('no room')]);
  });

  test('keeps what was spoken before a stretch failed', async () => {
    const cache = createFakeSegmentCache();
    const dialogue = fake({ limits, failingCalls: [2] });
    await expect(generate(dialogue, { cache, maxConcurrency: 1 })).rejects.toMatchObject({
      name: 'GenerateError',
      turnIndex: 2,
      retryable: true,
    });
    await generate(dialogue, { cache });
    expect(dialogue.requests.map(({ turns }) => turns[0]?.text)).toEqual([lines[0], lines[2], lines[2]]);
  });
});

describe('a dialogue that the vendor refuses', () => {
  const refusal = new ProviderError('No dialogues today.', {
    provider: 'fake',
    code: 'rejected',
    status: 400,
  });

  test('is spoken turn by turn, and says so', async () => {
    const dialogue = fake({ failingCalls: [1], failure: refusal });
    const { metadata, warnings, timeline } = await generate(dialogue);
    expect(metadata.path).toBe('stitch');
    expect(metadata.stitchReason).toContain('No dialogues today.');
    expect(warnings[0]).toContain('No dialogues today.');
    expect(timeline.utterances.map(({ text }) => text)).toEqual(lines);
  });

  test.each([
    ['native is asked for', { path: 'native' }, refusal],
    [
      'the key is wrong',
      {},
      new ProviderError('Who are you?', { provider: 'fake', code: 'unauthorized', status: 401 }),
    ],
    [
      'it may be taken later',
      {},
      new ProviderError('Busy.', { provider: 'fake', code: 'server-failed', status: 503, retryable: true }),
    ],
  ] as const)('is an error where %s', async (_what, changes, failure) => {
    const work = generate(fake({ failingCalls: [1], failure }), changes);
    await expect(work).rejects.toThrow(GenerateError);
    await expect(work).rejects.toMatchObject({ status: failure.status, turnIndex: 0, cause: failure });
  });
});

test('an abort ends a dialogue with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const dialogue = fake();
  const voice: Voice = dialogue.voice('ann');
  const work = generateConversation({
    turns: [{ voice, text: 'One.' }],
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(work).rejects.toBe(reason);
});
