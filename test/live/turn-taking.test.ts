import { afterAll, describe, expect, test } from 'vitest';
import { type Performance, type Play, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { afterAgent, at, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import type { UserPart } from '../../benchmarks/live/scenarios/scenario.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { firstSound, heardSpeech, noticesOf } from './measures.ts';
import { question, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

const listening: Play['policy'] = { backchannels: { enabled: false } };

const talk = (parts: readonly UserPart[], play: Partial<Play> = {}): Promise<Performance> =>
  perform({
    cache,
    floor: quietRoom,
    answers: ['All right.', 'Very well.'],
    policy: listening,
    ...play,
    parts,
  });

/** From the end of what the user said to the agent's first sound. */
const gapAfter = (played: Performance, index: number): number => {
  const end = played.played[index]?.end ?? 0;
  return firstSound(played, end) - end;
};

/** Two sentences, with such a pause in each or none, and one that may go on. */
const tell = async (pause?: number): Promise<Performance> => {
  const pausing = (after: number) => (pause === undefined ? {} : { pause: { after, duration: pause } });
  return talk(
    [
      await says(cache, 'I was going to say that the people next door came by.', at(0.8), pausing(6)),
      await says(cache, 'They wanted to know if the garden is open today.', afterAgent(0.8), pausing(6)),
      await says(cache, 'I put it on the shelf', afterAgent(0.8)),
    ],
    // A wait that is cut off at its longest is the same for everybody.
    { words: 'oracle', policy: { ...listening, turnTaking: { longestWait: 4 } } },
  );
};

describe.each([undefined, 'oracle'] as const)('turn-taking, words from: %s', (words) => {
  const hears = words === undefined ? {} : { words };

  test('the reply starts at a human gap, once', async () => {
    const gaps: number[] = [];
    for (const text of [
      question,
      'Please tell me about the weather tomorrow.',
      'I would like a glass of water.',
    ]) {
      const played = await talk([await says(cache, text, at(0.8))], hears);
      gaps.push(gapAfter(played, 0));
      expect(heardSpeech(played, 0.5)).toHaveLength(1);
    }
    expect(gaps.toSorted((a, b) => a - b)[1]).toBeLessThan(0.9);
    for (const gap of gaps) expect(gap).toBeGreaterThan(0.05);
    for (const gap of gaps) expect(gap).toBeLessThan(1.6);
  });

  test('a pause inside a sentence is waited out, and the turn is one', async () => {
    const part = await says(cache, 'I would like to book a table for four people on Friday.', at(0.8), {
      pause: { after: 4, duration: 0.8 },
    });
    const played = await talk([part], hears);
    const end = played.played[0]?.end ?? 0;
    expect(firstSound(played, 0)).toBeGreaterThan(end);
    expect(noticesOf(played, 'user-turn-ended')).toHaveLength(1);
    expect(played.timeline.utterances.filter(({ speaker }) => speaker === 'user')).toHaveLength(1);
    expect(played.requests.at(-1)?.turns.at(-1)).toMatchObject({ type: 'user' });
  });

  test('a reply thought of ahead is dropped without a trace when the user goes on', async () => {
    const start = await says(cache, 'I want to go to the harbour.', at(0.8));
    const end = start.end + 0.8;
    const played = await talk([start, await says(cache, 'And then to the old market.', at(end + 0.3))], {
      ...hears,
      answers: ['The harbour is far away.', 'The market it is.'],
      policy: { ...listening, turnTaking: { shortestWait: 0.8, longestWait: 1.6 } },
    });
    const again = played.played[1]?.start ?? 0;
    const ahead = played.requests.filter(({ context }) => context.elapsed < again);
    expect(ahead.length).toBeGreaterThan(0);
    expect(ahead.length).toBeLessThan(5);
    expect(ahead.every(({ speculative }) => speculative)).toBe(true);
    // Thought of in the pause, never heard, and in no history, notice or timeline.
    const begun = played.played[1]?.end ?? 0;
    expect(firstSound(played, 0)).toBeGreaterThan(begun);
    expect(noticesOf(played, 'reply-dropped')).toHaveLength(0);
    expect(played.brain.active).toBe(0);
    const turns = played.requests.at(-1)?.turns ?? [];
    expect(turns.map(({ type }) => type)).toEqual(['user']);
    expect(played.timeline.utterances.map(({ speaker }) => speaker)).toEqual(['user', 'agent']);
  });
});

describe('turn-taking', () => {
  test.each([undefined, 0.1])(
    'the end is predicted: the brain is asked before the turn is over (words after: %s s)',
    async (latency) => {
      const played = await talk(
        [await says(cache, question, at(0.8))],
        latency === undefined ? {} : { words: 'oracle', wordLatency: latency },
      );
      const ended = played.notices.findIndex(({ type }) => type === 'user-turn-ended');
      expect(ended).toBeGreaterThan(0);
      expect(played.requests.map(({ speculative }) => speculative)).not.toContain(false);
      expect(noticesOf(played, 'reply-started')[0]?.latency).toBeLessThan(1);
    },
  );

  test('a question to the agent is answered faster than a sentence that is not over', async () => {
    const [asked, open] = [
      await talk([await says(cache, question, at(0.8))], { words: 'oracle' }),
      await talk([await says(cache, 'I would like to go to the station and', at(0.8))], { words: 'oracle' }),
    ];
    expect(gapAfter(asked, 0)).toBeLessThan(gapAfter(open, 0) - 0.3);
  });

  test('who pauses for long is given longer', async () => {
    const [slow, quick] = [await tell(1.2), await tell()];
    for (const played of [slow, quick]) {
      expect(noticesOf(played, 'user-turn-ended').map(({ taken }) => taken)).toEqual([true, true, true]);
    }
    expect(gapAfter(slow, 2)).toBeGreaterThan(gapAfter(quick, 2) + 0.1);
  });

  test('an application that decides by itself is waited for', async () => {
    let committed = false;
    const played = await talk([await says(cache, question, at(0.8))], {
      policy: { ...listening, turnTaking: { automatic: false } },
      answers: [wayThere],
      until: { type: 'agent-ended', after: 1 },
      longest: 20,
      meanwhile(session, time) {
        if (committed || time < 6) return;
        committed = true;
        session.apply({ type: 'turn-committed' });
      },
    });
    expect(firstSound(played, 0)).toBeGreaterThan(6);
    expect(firstSound(played, 0)).toBeLessThan(6.5);
  });
});
