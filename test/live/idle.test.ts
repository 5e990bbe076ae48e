import { createFakeRecognizer, createFakeVoice } from 'duologue/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { firstSound, heardSpeech, noticesOf } from './measures.ts';
import { question } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

test('after long silence it asks whether somebody is there, and ends politely', async () => {
  const played = await perform({
    cache,
    floor: quietRoom,
    policy: { silence: { promptAfter: 4, prompts: 2 } },
    answers: ({ occasion }) => (occasion === 'silence' ? '' : 'It is not far.'),
    parts: [await says(cache, question, at(0.8))],
    until: { type: 'parts-played', after: 30 },
    longest: 34,
  });
  const [answer, ...prompts] = heardSpeech(played, 1);
  expect(prompts).toHaveLength(3);
  for (const [index, { start }] of prompts.entries()) {
    const before = (index === 0 ? answer : prompts[index - 1])?.end ?? 0;
    expect(start - before).toBeGreaterThan(3.8);
    expect(start - before).toBeLessThan(4.8);
  }
  const said = played.timeline.utterances
    .filter(({ speaker }) => speaker === 'agent')
    .map(({ text }) => text);
  expect(said.at(-1)).toMatch(/Goodbye/);
  expect(played.ended).toBe('the agent hung up');
});

describe('never silence for ever', () => {
  test('a slow brain is bridged by a filler, and then answers', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      thinking: 5,
      answers: ['It is not far.'],
      parts: [await says(cache, question, at(0.8))],
      until: { type: 'parts-played', after: 9 },
    });
    const end = played.played[0]?.end ?? 0;
    const [filler, answer] = heardSpeech(played, 0.5);
    expect((filler?.start ?? 0) - end).toBeGreaterThan(1.5);
    expect((filler?.start ?? 99) - end).toBeLessThan(3.8);
    expect((answer?.start ?? 99) - end).toBeLessThan(7);
    expect(played.timeline.utterances.at(-1)?.text).toBe('It is not far.');
  });

  test.each([
    ['that never answers', { parts: [], stalls: true }],
    ['that fails', { parts: [], failure: new Error('The line is dead.') }],
  ] as const)('a brain %s: a clear error, spoken and typed', async (_, answer) => {
    const played = await perform({
      cache,
      floor: quietRoom,
      policy: { patience: { fillerAfter: 1.5, giveUpAfter: 5 } },
      answers: [answer],
      parts: [await says(cache, question, at(0.8))],
      until: { type: 'parts-played', after: 12 },
    });
    expect(noticesOf(played, 'part-failed')).toMatchObject([{ part: 'brain' }]);
    expect(played.timeline.utterances.at(-1)?.text).toMatch(/^Sorry/);
    expect(firstSound(played, (played.played[0]?.end ?? 0) + 0.1)).toBeLessThan(9);
    expect(heardSpeech(played, 1).at(-1)?.end).toBeGreaterThan(4);
  });

  test('a recogniser that dies: said and typed; one that is dead stays no secret', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      session: { recognizer: createFakeRecognizer({ failingAfter: 1 }) },
      parts: [await says(cache, question, at(0.8))],
      until: { type: 'parts-played', after: 9 },
    });
    expect(noticesOf(played, 'part-failed')).toMatchObject([{ part: 'recognizer' }]);
    expect(played.timeline.utterances.at(-1)?.text).toMatch(/cannot make out words/);
    expect(heardSpeech(played, 1)).toHaveLength(1);
  });

  test('a recogniser whose words come 3 s late: the turn is not lost, a filler bridges it', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      wordLatency: 3,
      answers: ['It is not far.'],
      parts: [await says(cache, question, at(0.8))],
      until: { type: 'parts-played', after: 9 },
    });
    const end = played.played[0]?.end ?? 0;
    const filler = firstSound(played, end) - end;
    expect(filler).toBeGreaterThan(1.8);
    expect(filler).toBeLessThan(2.8);
    const [answer] = noticesOf(played, 'reply-started');
    expect((answer?.at ?? 0) - end).toBeGreaterThan(2.9);
    expect((answer?.at ?? 99) - end).toBeLessThan(5);
    // The filler and the answer are never heard at once.
    expect(noticesOf(played, 'reply-started')).toHaveLength(1);
    const [aside] = played.timeline.utterances.filter(({ kind }) => kind === 'backchannel');
    expect(aside?.end).toBeLessThan((answer?.at ?? 0) + 0.05);
    expect(played.requests.at(-1)?.turns.at(-1)).toMatchObject({ type: 'user', text: question });
    expect(played.timeline.utterances.map(({ text }) => text)).toContain('It is not far.');
  });

  test('a recogniser that says nothing at all: the agent says that it heard nothing it could make out', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      policy: { patience: { fillerAfter: 1.5, giveUpAfter: 5 } },
      session: { recognizer: createFakeRecognizer({ silent: true }) },
      parts: [await says(cache, question, at(0.8))],
      until: { type: 'parts-played', after: 12 },
    });
    expect(played.timeline.utterances.at(-1)?.text).toMatch(/^Sorry/);
    expect(noticesOf(played, 'part-failed')).toMatchObject([{ part: 'recognizer' }]);
  });

  test('a recogniser that finds no word in what was said: the agent says that it did not catch it', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      parts: [{ ...(await says(cache, question, at(0.8))), words: [] }],
      until: { type: 'parts-played', after: 6 },
    });
    expect(played.timeline.utterances.at(-1)?.text).toBe('Sorry, I did not catch that.');
    expect(noticesOf(played, 'part-failed')).toHaveLength(0);
    expect(played.requests).toHaveLength(0);
  });

  test('a voice that fails is told; the next turn is answered', async () => {
    const played = await perform({
      cache,
      floor: quietRoom,
      policy: { turnTaking: { speculate: false } },
      session: { voices: [createFakeVoice({ failingCalls: [1] })] },
      answers: ['It is not far.'],
      parts: [await says(cache, question, at(0.8)), await says(cache, question, at(6))],
      until: { type: 'parts-played', after: 5 },
    });
    expect(noticesOf(played, 'part-failed')).toMatchObject([{ part: 'voice' }]);
    const end = played.played[1]?.end ?? 0;
    expect(firstSound(played, end)).toBeLessThan(end + 2);
  });
});
