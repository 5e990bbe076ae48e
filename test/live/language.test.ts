import { afterAll, describe, expect, test } from 'vitest';
import { type Performance, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { afterAgent, at, noiseAt, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { findSound, firstSound, noticesOf, ownSound } from './measures.ts';
import { question } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

test('who changes to Mandarin is answered in Mandarin, by a voice that speaks it', async () => {
  const played = await perform({
    cache,
    floor: quietRoom,
    words: 'oracle',
    policy: { languages: ['en', 'zh'] },
    voices: [
      ['flite/slt', 'en'],
      ['espeak/mei', 'zh'],
    ],
    answers: ({ context }) => (context.language === 'zh' ? '好的，我们说中文。' : 'It is not far.'),
    parts: [
      await says(cache, question, at(0.8)),
      await says(cache, '我们可以说中文吗？', afterAgent(0.8), { voice: 'espeak/wei' }),
    ],
  });
  expect(noticesOf(played, 'language-switched')).toMatchObject([{ language: 'zh' }]);
  const agent = played.timeline.utterances.filter(({ speaker }) => speaker === 'agent');
  expect(agent.map(({ text, language }) => [text, language])).toEqual([
    ['It is not far.', 'en'],
    ['好的，我们说中文。', 'zh'],
  ]);
  // Each by the samples of its own voice.
  const likeness = async (index: number, voice: string, text: string): Promise<number> => {
    const begun = firstSound(played, played.played[index]?.end ?? 0);
    return findSound(played.agent, await ownSound(cache, text, voice), begun - 0.1, begun + 0.1).likeness;
  };
  expect(await likeness(0, 'flite/slt', 'It is not far.')).toBeGreaterThan(0.98);
  expect(await likeness(1, 'espeak/mei', '好的，我们说中文。')).toBeGreaterThan(0.98);
  expect(played.requests.at(-1)?.context.language).toBe('zh');
});

const lastSound = ({ requests }: Performance) => {
  const turn = requests.at(-1)?.turns.findLast(({ type }) => type === 'user');
  return turn?.type === 'user' ? turn.sound : undefined;
};

describe('what the brain can see of how it was said', () => {
  test('the pauses of the user', async () => {
    const part = await says(cache, 'I would like to book a table for four people on Friday.', at(0.8), {
      pause: { after: 4, duration: 0.7 },
    });
    const played = await perform({ cache, floor: quietRoom, words: 'oracle', parts: [part] });
    const { start = 0, end = 0 } = played.played[0] ?? {};
    const sound = lastSound(played);
    expect(Math.abs((sound?.duration ?? 0) - (end - start))).toBeLessThan(0.4);
    expect(sound?.paused).toBeGreaterThan(0.4);
    expect(sound?.paused).toBeLessThan(1);
  });

  test('laughter in the turn, and before it', async () => {
    const before = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      parts: [noiseAt('laughter', at(0.8), { level: -26 }), await says(cache, question, at(3.4))],
    });
    expect(lastSound(before)?.laughter).toBe(true);
    expect(before.timeline.events.map(({ type }) => type)).toContain('laughter');
    const without = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      parts: [noiseAt('knock', at(0.8), { level: -28, duration: 0.6 }), await says(cache, question, at(3.4))],
    });
    expect(lastSound(without)?.laughter).toBe(false);
  });
});
