import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLivePolicy, createLiveSession } from 'duologue/live';
import { createFakeBrain, createFakeEar, createSimulatedClock } from 'duologue/testing';
import { splitWords, type Word } from 'duologue/timeline';
import type { SpeechRequest, Voice } from 'duologue/voices';
import { afterAll, expect, test } from 'vitest';
import { createDialoSpeech } from './dialospeech.ts';
import { tinyModel } from './fixtures/tiny-model.ts';

const opened = createDialoSpeech({ model: tinyModel, threads: 1 });
afterAll(async () => (await opened)[Symbol.asyncDispose]());

type Phrase = { readonly request: SpeechRequest; readonly words: Word[]; readonly blocks: number[] };

/** A voice that is watched: simulated time stands still while it works. */
function watched(voice: Voice) {
  const phrases: Phrase[] = [];
  let busy = 0;
  const speak: Voice['speak'] = async function* (request, options) {
    const phrase: Phrase = { request, words: [], blocks: [] };
    phrases.push(phrase);
    const parts = voice.speak(request, options)[Symbol.asyncIterator]();
    try {
      for (;;) {
        busy++;
        const next = await parts.next().finally(() => busy--);
        if (next.done === true) return;
        const part = next.value;
        if (part.type === 'word-timed') phrase.words.push(part.word);
        else if (part.type === 'audio-ready')
          phrase.blocks.push(part.audio.samples.length / voice.sampleRate);
        yield part;
      }
    } finally {
      await parts.return?.();
    }
  };
  return { voice: { ...voice, speak }, phrases, isBusy: () => busy > 0 };
}

async function openStage(answers: readonly string[]) {
  const clock = createSimulatedClock();
  const brain = createFakeBrain({ answers, delay: 0.1, clock });
  const { voice, phrases, isBusy } = watched((await opened).voice('en-female-1'));
  const loud: number[] = [];
  let frames = 0;
  const session = await createLiveSession({
    brain,
    voices: [voice],
    ear: createFakeEar(),
    clock,
    policy: createLivePolicy({ turnTaking: { shortestWait: 0.3, longestWait: 0.6 } }),
    send(output) {
      if (output.type === 'audio-ready' && output.samples.some((sample) => Math.abs(sample) > 0.003))
        loud.push(frames / 50);
    },
  });
  const feed = async (duration: number, amplitude: number): Promise<void> => {
    for (let index = 0; index < Math.round(duration * 50); index++) {
      session.hear(new Float32Array(320).fill(amplitude), 16_000);
      frames++;
      await clock.advance(0.02);
      while (isBusy()) await nextTurn();
    }
  };
  return { session, phrases, loud, feed };
}

test('an agent has its voice, phrase by phrase, and the words that were heard are those of the model', async () => {
  const answer = 'You leave by the side door. Then you walk along the canal until you see a green bridge.';
  const { session, phrases, loud, feed } = await openStage([answer]);
  await feed(1, 0.1);
  await feed(2.2, 0);
  expect(phrases.map(({ request }) => request.text).join(' ')).toBe(answer);
  expect(phrases.length).toBeGreaterThan(1);
  // The first block is short, so that it is heard soon.
  expect(phrases[0]?.blocks[0]).toBeLessThanOrEqual(0.5);
  expect(loud[0]).toBeLessThan(2.5);
  await feed(3, 0.1);
  await feed(1, 0);
  const said = session.timeline().utterances.find(({ speaker }) => speaker === 'agent');
  const [first] = phrases;
  const start = said?.words[0]?.start ?? 0;
  const offset = first?.words[0]?.start ?? 0;
  for (const [index, word] of (said?.words ?? []).slice(0, first?.words.length).entries()) {
    expect(word.text).toBe(first?.words[index]?.text);
    expect(word.start).toBeCloseTo(start + (first?.words[index]?.start ?? 0) - offset, 1);
  }
  const spoken = phrases.reduce((sum, { words }) => sum + words.length, 0);
  expect(said?.cutShort).toBe(true);
  expect(said?.words.length).toBeLessThan(spoken);
  // A word that was begun counts as heard where most of it was.
  expect(said?.words.at(-1)?.start).toBeLessThan(loud.at(-1) ?? 0);
  await session[Symbol.asyncDispose]();
});

test('a reply is said in the language that it is written in', async () => {
  const answer = '好的，我们走吧。';
  const { session, phrases, feed } = await openStage([answer]);
  await feed(1, 0.1);
  await feed(3, 0);
  const words = phrases.flatMap((phrase) => phrase.words.map(({ text }) => text));
  expect(words).toEqual(splitWords(answer));
  const said = session.timeline().utterances.find(({ speaker }) => speaker === 'agent');
  expect(said?.text).toBe(answer);
  await session[Symbol.asyncDispose]();
});
