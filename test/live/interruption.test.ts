import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Performance, type Play, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, noiseAt, overAgent, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import type { UserPart } from '../../benchmarks/live/scenarios/scenario.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import {
  findSound,
  firstSound,
  gainAt,
  heardSpeech,
  levelOf,
  noticesOf,
  ownSound,
  sharpestBend,
  silentFrom,
} from './measures.ts';
import { question, way, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

/** The user asks the way and hears the answer; something sounds over it. */
async function over(parts: readonly UserPart[], play: Partial<Play> = {}): Promise<Performance> {
  const first = await says(cache, question, at(0.8));
  return perform({
    cache,
    floor: quietRoom,
    answers: [wayThere, 'All right.'],
    ...play,
    parts: [first, ...parts],
  });
}

describe.each([undefined, 'oracle'] as const)('interruption, words from: %s', (words) => {
  let played: Performance;
  let undisturbed: Performance;
  let onset: number;
  beforeAll(async () => {
    undisturbed = await over([], words === undefined ? {} : { words });
    const part = await says(cache, 'Wait, I meant the other station near the harbour.', overAgent(3.4));
    played = await over([part], words === undefined ? {} : { words });
    onset = played.played[1]?.start ?? Infinity;
  }, 60_000);

  test('overlap begins: the agent ducks within 100 ms', () => {
    const before = gainAt(played, undisturbed, onset - 0.05);
    expect(Math.abs(before ?? 9)).toBeLessThan(0.5);
    // Sample for sample it says the same, so the ratio of their levels is the gain.
    const from = (delay: number): number[] =>
      Array.from({ length: 40 }, (_, index) => onset + delay + index * 0.005)
        .flatMap((time) => gainAt(played, undisturbed, time, 0.005) ?? [])
        .slice(0, 5);
    expect(from(0.1)).toHaveLength(5);
    for (const gain of from(0.1)) expect(gain).toBeLessThan(-6);
    for (const gain of from(0.12)) expect(gain).toBeCloseTo(-9, 0);
  });

  test('it yields: silent within .9 s, and no stray syllable before the answer', () => {
    const silent = silentFrom(played, onset);
    expect(silent - onset).toBeGreaterThan(0);
    expect(silent - onset).toBeLessThan(0.9);
    const [event] = played.played.slice(1);
    const end = event?.end ?? 0;
    expect(levelOf(played.agent, silent + 0.02, end)).toBeLessThan(-70);
    expect(firstSound(played, silent)).toBeGreaterThan(end);
  });

  test('it falls silent by a fade of a syllable’s end, without a click', () => {
    const silent = silentFrom(played, onset);
    const usual = sharpestBend(undisturbed.agent, onset - 2, onset + 2);
    expect(sharpestBend(played.agent, onset, silent + 0.3)).toBeLessThan(usual * 1.05);
    // The last 10 ms before the silence are well below the syllable's body.
    expect(levelOf(played.agent, silent - 0.01, silent)).toBeLessThan(
      levelOf(played.agent, silent - 0.15, silent - 0.03) - 6,
    );
  });

  test('the timeline holds an interruption and a turn that was cut short', () => {
    const [, agent, user] = played.timeline.utterances;
    expect(agent).toMatchObject({ speaker: 'agent', cutShort: true });
    expect(user).toMatchObject({ speaker: 'user', kind: 'interruption' });
    expect(Math.abs((user?.start ?? 0) - onset)).toBeLessThan(0.15);
    expect(Math.abs((agent?.end ?? 0) - silentFrom(played, onset))).toBeLessThan(0.2);
  });
});

describe('words that ask to stop', () => {
  /** Seconds for a frame to be over, for its word to be written down, and for a syllable to end. */
  const frames = 0.05;
  const syllable = 0.14;

  test.each([
    ['Stop!', 0.1],
    ['Wait.', 0.1],
    ['Hold on.', 0.1],
    ['Stop!', 0.4],
    ['Wait.', 0.4],
    ['Hold on.', 0.4],
  ])('%s, written down after %f s', async (text, wordLatency) => {
    const played = await over([await says(cache, text, overAgent(3))], { words: 'oracle', wordLatency });
    const { end = Infinity } = played.played[1] ?? {};
    const [yielded, ...others] = noticesOf(played, 'agent-yielded');
    expect(others).toEqual([]);
    expect(yielded?.because).toBe('a word that asks to stop');
    const silence = (yielded?.at ?? Infinity) + syllable;
    expect(silence).toBeLessThan(end + wordLatency + frames + syllable);
    // Nothing more of what it said, until it answers.
    const answered = noticesOf(played, 'reply-started').at(-1)?.at ?? 0;
    expect(answered).toBeGreaterThan(silence);
    expect(levelOf(played.agent, silence, answered)).toBeLessThan(-70);
  });

  test('不对, in Mandarin', async () => {
    const first = await says(cache, '车站怎么走？', at(0.8), { voice: 'espeak/wei' });
    const stop = await says(cache, '不对，不对。', overAgent(2), { voice: 'espeak/wei' });
    const played = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      voices: [['espeak/mei', 'zh']],
      policy: { languages: ['zh'] },
      answers: [
        '你从旁边的门出去，沿着运河一直走，走到绿色的桥，然后过桥，跟着电车的轨道走过市场。',
        '好的。',
      ],
      parts: [first, stop],
    });
    const onset = played.played[1]?.start ?? Infinity;
    expect(silentFrom(played, onset) - onset).toBeLessThan(1.1);
  });
});

test('a policy that allows no interruptions finishes what it says', async () => {
  const part = await says(cache, 'Wait, I meant the other station near the harbour.', overAgent(3));
  const played = await over([part], { policy: { interruptions: { allowed: false } } });
  expect(played.timeline.utterances.find(({ speaker }) => speaker === 'agent')?.text).toBe(wayThere);
  expect(noticesOf(played, 'agent-yielded')).toHaveLength(0);
});

describe('a false alarm', () => {
  test('that was short: the agent ducks, comes back to full level and loses no sample of what it says', async () => {
    const undisturbed = await over([]);
    const played = await over([noiseAt('knock', overAgent(3), { level: -22, duration: 0.5 })]);
    const onset = played.played[1]?.start ?? 0;
    const late = Array.from({ length: 60 }, (_, index) => onset + 1.2 + index * 0.02).flatMap(
      (time) => gainAt(played, undisturbed, time) ?? [],
    );
    expect(late.length).toBeGreaterThan(10);
    for (const gain of late) expect(Math.abs(gain)).toBeLessThan(0.1);
    expect(played.timeline.utterances.at(-1)?.text).toBe(wayThere);
  });

  test('for which it yielded: it goes on at the start of the phrase that was broken off', async () => {
    // The application takes the turn back: what sounded was nothing.
    const part = await says(cache, 'Yes yes the harbour of course it is', overAgent(6.4));
    let cleared = false;
    const played = await over([part], {
      meanwhile(session, time) {
        const { agent, turn } = session.state;
        if (cleared || agent.phase !== 'yielded' || turn === undefined || time < 0) return;
        cleared = true;
        session.apply({ type: 'turn-cleared' });
      },
    });
    const [resumed] = noticesOf(played, 'reply-resumed');
    const onset = played.played[1]?.start ?? 0;
    expect(resumed).toBeDefined();
    const phrase = await ownSound(cache, way[1] ?? '');
    const told = resumed?.at ?? 0;
    expect(told).toBeGreaterThan(onset);
    const again = findSound(played.agent, phrase, told - 0.05, told + 0.1);
    expect(again.likeness).toBeGreaterThan(0.98);
    expect(heardSpeech(played).at(-1)?.end).toBeGreaterThan(again.at + 5);
    // The timeline has both: what was broken off, and what was said from the phrase on.
    const [broken, rest] = played.timeline.utterances.filter(({ speaker }) => speaker === 'agent');
    expect(broken).toMatchObject({ cutShort: true });
    expect(wayThere.startsWith(broken?.text ?? '-')).toBe(true);
    expect(rest?.text).toBe(way.slice(1).join(' '));
    expect(Math.abs((rest?.start ?? 0) - again.at)).toBeLessThan(0.1);
    // And the history has each word once.
    expect(noticesOf(played, 'reply-ended').at(-1)?.heard).toBe(wayThere);
  });
});
