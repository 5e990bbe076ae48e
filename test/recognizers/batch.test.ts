import type { Audio } from 'duologue/dsp';
import { createBatchRecognizer } from 'duologue/recognizers';
import { createFakeTranscriber, recognizerContract } from 'duologue/testing';
import type { RecognizerInput, Transcriber, Transcript } from 'duologue/voices';
import { describe, expect, test } from 'vitest';
import { collect, finalTexts, levels, rate, soundIn, soundOf, warningsOf, wordsHeard } from './heard.ts';

const words = ['one', 'two', 'three', 'four', 'five'];

/** Hears in the level of each .3 s which word it is. */
function levelTranscriber(
  options: { readonly delay?: () => Promise<void>; readonly fails?: (call: number) => boolean } = {},
) {
  const requests: Audio[] = [];
  const state = { active: 0, mostActive: 0 };
  const transcriber: Transcriber = {
    name: 'level/ears',
    async transcribe(audio, { signal } = {}): Promise<Transcript> {
      signal?.throwIfAborted();
      const call = requests.push(audio);
      state.mostActive = Math.max(state.mostActive, ++state.active);
      try {
        await options.delay?.();
        await Promise.resolve();
        signal?.throwIfAborted();
        if (options.fails?.(call) === true) throw new Error(`call ${call} failed`);
        return hear(audio);
      } finally {
        state.active--;
      }
    },
  };
  return { transcriber, requests, state };
}

function hear({ samples, sampleRate }: Audio): Transcript {
  const heard: { text: string; start: number; end: number }[] = [];
  for (let at = 0; at < samples.length; at++) {
    const text = words[Math.round((samples[at] ?? 0) * 10) - 1];
    const last = heard.at(-1);
    if (text !== undefined && last?.text === text) last.end = (at + 1) / sampleRate;
    else if (text !== undefined) heard.push({ text, start: at / sampleRate, end: (at + 1) / sampleRate });
  }
  return { text: heard.map(({ text }) => text).join(' '), words: heard };
}

const contract = { test, expect, utterances: () => [levels([1, 0, 2]), levels([3, 4])] };
const texts = ['one two', 'three four'];
const understands = (text: string, index: number): boolean => text === texts[index];
recognizerContract(
  'a transcriber of recordings',
  () => createBatchRecognizer(levelTranscriber().transcriber),
  {
    ...contract,
    understands,
  },
);
recognizerContract(
  'a transcriber of recordings, asked while somebody speaks',
  () => createBatchRecognizer(levelTranscriber().transcriber, { partialEvery: 0.2 }),
  { ...contract, understands },
);
recognizerContract(
  'a fake transcriber that times no word',
  () => createBatchRecognizer(createFakeTranscriber({ timed: false }), { timed: false }),
  contract,
);

describe('a transcriber of recordings', () => {
  test('is given an utterance when it is over, and nothing of silence', async () => {
    const { transcriber, requests } = levelTranscriber();
    const ears = createBatchRecognizer(transcriber);
    const parts = await collect(ears.listen(soundOf([[1, 2], [0, 0], [3]])));
    expect(finalTexts(parts)).toEqual(['one two', '', 'three']);
    expect(requests.map(({ samples }) => samples.length / rate)).toEqual([0.6, 0.3]);
    expect(wordsHeard(parts).at(-1)?.words).toEqual([
      { text: 'three', start: expect.closeTo(1.2, 3), end: expect.closeTo(1.5, 3) },
    ]);
  });

  test('is asked again as the utterance grows, one request at a time', async () => {
    const { transcriber, requests, state } = levelTranscriber();
    const ears = createBatchRecognizer(transcriber, { partialEvery: 0.3 });
    const parts = await collect(ears.listen(slowly([1, 2, 3, 4])));
    expect(finalTexts(parts)).toEqual(['one two three four']);
    expect(wordsHeard(parts).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['one', 'one two', 'one two three']),
    );
    expect(requests.length).toBeLessThanOrEqual(5);
    expect(state.mostActive).toBe(1);
  });

  test('that is slow is asked no more often than it answers', async () => {
    const gate: { open?: () => void } = {};
    const delay = () =>
      new Promise<void>((resolve) => {
        gate.open = resolve;
      });
    const { transcriber, requests } = levelTranscriber({ delay });
    const ears = createBatchRecognizer(transcriber, { partialEvery: 0.2 });
    const controller = new AbortController();
    const sound = soundOf([[1, 2, 3, 4, 5]], {
      end: false,
      after: 'waits',
      onEnd: () => controller.abort(new Error('enough')),
    });
    await expect(collect(ears.listen(sound, { signal: controller.signal }))).rejects.toThrow('enough');
    expect(requests).toHaveLength(1);
    gate.open?.();
  });

  test('gives final words in order, however its answers come', async () => {
    let calls = 0;
    const delay = async (): Promise<void> => {
      const turns = calls++ === 0 ? 50 : 0;
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const { transcriber } = levelTranscriber({ delay });
    const parts = await collect(createBatchRecognizer(transcriber).listen(soundOf([[1], [2], [0], [3]])));
    expect(finalTexts(parts)).toEqual(['one', 'two', '', 'three']);
  });

  test('keeps the end of what is too long', async () => {
    const { transcriber, requests } = levelTranscriber();
    const ears = createBatchRecognizer(transcriber, { longest: 1 });
    const parts = await collect(ears.listen(soundOf([[1, 2, 3, 4, 5, 1, 2, 3]])));
    expect(requests[0]?.samples.length).toBeLessThan(1.03 * rate);
    expect(wordsHeard(parts).at(-1)?.words.at(-1)).toMatchObject({
      text: 'three',
      end: expect.closeTo(2.4, 3),
    });
    await collect(
      ears.listen(soundIn([{ samples: new Float32Array(100 * rate).fill(0.1), sampleRate: rate }])),
    );
    expect(requests[1]?.samples.length).toBeLessThan(1.03 * rate);
  });

  test('that fails is an error with final words, and a warning before', async () => {
    const failing = levelTranscriber({ fails: () => true });
    const work = collect(createBatchRecognizer(failing.transcriber).listen(soundOf([[1]])));
    await expect(work).rejects.toThrow('call 1 failed');
    const once = levelTranscriber({ fails: (call) => call === 1 });
    const parts = await collect(
      createBatchRecognizer(once.transcriber, { partialEvery: 0.3 }).listen(slowly([1, 2])),
    );
    expect(finalTexts(parts)).toEqual(['one two']);
    expect(warningsOf(parts)).toEqual(['No words while somebody speaks: call 1 failed']);
  });

  test('with options that cannot be is an error at once', () => {
    const { transcriber } = levelTranscriber();
    expect(() => createBatchRecognizer(transcriber, { partialEvery: 0 })).toThrow('partialEvery is 0');
    expect(() => createBatchRecognizer(transcriber, { longest: 1000 })).toThrow('longest is 1000');
    expect(createBatchRecognizer(transcriber).id).toBe('level/ears');
    expect(createBatchRecognizer({ ...transcriber, name: 'ears' }).id).toBe('batch/ears');
  });
});

/** Answers have time to come between two pieces. */
async function* slowly(numbers: readonly number[]): AsyncGenerator<RecognizerInput> {
  for await (const input of soundOf([numbers])) {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    yield input;
  }
}
