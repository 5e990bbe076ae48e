import { createFakeRecognizer, createSimulatedClock, recognizerContract } from 'duologue/testing';
import type { RecognizerInput, RecognizerPart } from 'duologue/voices';
import { describe, expect, test } from 'vitest';

const rate = 16_000;
const utterances = () => [0, 1].map(() => ({ samples: new Float32Array(rate).fill(0.1), sampleRate: rate }));
const words = [
  { text: 'one', start: 0.2, end: 0.5 },
  { text: 'two', start: 0.6, end: 0.9 },
  { text: 'three', start: 1.7, end: 2.3 },
];

for (const [name, options] of Object.entries({
  'a fake': {},
  'a fake without partial words': { partial: false },
  'a fake that times no word': { timed: false },
})) {
  recognizerContract(name, () => createFakeRecognizer({ words, ...options }), {
    test,
    expect,
    utterances,
    scripted: true,
  });
}

async function* twoSeconds(): AsyncGenerator<RecognizerInput> {
  for (let index = 0; index < 20; index++) yield { type: 'audio-heard', samples: new Float32Array(1600) };
  yield { type: 'utterance-ended' };
}

async function collect(parts: AsyncIterable<RecognizerPart>): Promise<RecognizerPart[]> {
  const all: RecognizerPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

describe('a fake recogniser', () => {
  test('tells its words late by the clock', async () => {
    const clock = createSimulatedClock();
    const fake = createFakeRecognizer({ words, latency: 0.3, clock });
    const parts = collect(fake.listen(twoSeconds()));
    expect(await clock.runUntil(parts)).toHaveLength(3);
    expect(clock.now()).toBe(0.3);
    expect(fake.sessions).toMatchObject([{ heard: 2, utteranceEnds: [2], closed: true }]);
  });

  test('fails where it is told to, and is silent where it is told to', async () => {
    const failing = createFakeRecognizer({ words, failingAfter: 0.95 });
    const parts: RecognizerPart[] = [];
    const work = (async () => {
      for await (const part of failing.listen(twoSeconds())) parts.push(part);
    })();
    await expect(work).rejects.toThrow('fake/recogniser fails');
    const controller = new AbortController();
    const silent = collect(
      createFakeRecognizer({ words, silent: true }).listen(twoSeconds(), { signal: controller.signal }),
    );
    controller.abort(new Error('enough'));
    await expect(silent).rejects.toThrow('enough');
    expect(() => createFakeRecognizer({ latency: 1 })).toThrow(TypeError);
  });
});
