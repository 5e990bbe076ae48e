import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Performance, type Play, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, overAgent, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { firstSound, heardSpeech, levelOf, noticesOf } from './measures.ts';
import { question, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

describe.each([undefined, 'oracle'] as const)('a backchannel of the user, words from: %s', (words) => {
  let undisturbed: Performance;
  let played: Performance;
  beforeAll(async () => {
    const first = await says(cache, question, at(0.8));
    const play: Play = {
      cache,
      floor: quietRoom,
      parts: [first],
      answers: [wayThere],
      ...(words === undefined ? {} : { words }),
    };
    undisturbed = await perform(play);
    const mm = await says(cache, 'Mm-hm.', overAgent(3), { level: -28 });
    played = await perform({ ...play, parts: [first, mm] });
  }, 60_000);

  test('is heard and kept in the timeline', () => {
    const { start = 0, end = 0 } = played.played[1] ?? {};
    const kept = played.timeline.utterances.filter(({ kind }) => kind === 'backchannel');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.speaker).toBe('user');
    expect(Math.abs((kept[0]?.start ?? 0) - start)).toBeLessThan(0.2);
    expect(Math.abs((kept[0]?.end ?? 0) - end)).toBeLessThan(0.5);
    expect(kept[0]?.text).toBe(words === undefined ? '' : 'Mm-hm.');
  });

  test('changes nothing: every word is said, once, and nothing is answered', () => {
    const agent = played.timeline.utterances.filter(({ speaker }) => speaker === 'agent');
    expect(agent.map(({ text }) => text)).toEqual([wayThere]);
    expect(noticesOf(played, 'agent-yielded')).toHaveLength(0);
    expect(played.requests.filter(({ speculative }) => !speculative).length).toBeLessThanOrEqual(1);
    const [whole, usual] = [played, undisturbed].map((one) => {
      const spoken = heardSpeech(one, 1);
      return (spoken.at(-1)?.end ?? 0) - (spoken[0]?.start ?? 0);
    });
    expect(Math.abs((whole ?? 0) - (usual ?? 9))).toBeLessThan(1);
  });

  test('leaves no silence in the agent that is longer than a breath', () => {
    const onset = played.played[1]?.start ?? 0;
    const pieces = heardSpeech(played, 0.02);
    const gaps = pieces.slice(1).flatMap(({ start }, index) => {
      const before = pieces[index]?.end ?? 0;
      return start > onset - 0.1 && before < onset + 3 ? [start - before] : [];
    });
    expect(Math.max(...gaps)).toBeLessThan(0.6);
  });

  test('the agent is as loud as ever afterwards', () => {
    const { end = 0 } = played.played[1] ?? {};
    const levels = [end + 1, end + 4].map((time) => levelOf(played.agent, time, time + 2));
    const usual = levelOf(undisturbed.agent, end + 1, end + 6);
    for (const level of levels) expect(Math.abs(level - usual)).toBeLessThan(3.5);
  });
});

test('嗯, over the agent’s Mandarin, changes nothing', async () => {
  const played = await perform({
    cache,
    floor: quietRoom,
    words: 'oracle',
    voices: [['espeak/mei', 'zh']],
    policy: { languages: ['zh'] },
    answers: ['你从旁边的门出去，沿着运河一直走，走到绿色的桥，然后过桥，跟着电车的轨道走过市场。'],
    parts: [
      await says(cache, '车站怎么走？', at(0.8), { voice: 'espeak/wei' }),
      await says(cache, '嗯。', overAgent(2), { voice: 'espeak/wei', level: -28 }),
    ],
  });
  expect(noticesOf(played, 'agent-yielded')).toHaveLength(0);
  expect(played.timeline.utterances.find(({ kind }) => kind === 'backchannel')?.text).toMatch(/嗯/);
});

describe('the agent as a listener', () => {
  const told = [
    'Yesterday I walked along the river with my sister and her two dogs.',
    'We wanted to look at the new bridge that they are building there.',
    'It was so windy that the smaller dog had to be carried home.',
    'In the evening my brother came over and we cooked for everybody.',
  ];
  const play = async (policy: Play['policy'], preset?: Play['preset']): Promise<Performance> => {
    let start = 0.8;
    const parts = [];
    for (const text of told) {
      const part = await says(cache, text, at(start));
      parts.push(part);
      start += part.end + 0.55;
    }
    return perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      answers: ['That sounds like a good day.'],
      until: { type: 'parts-played', after: 6 },
      parts,
      ...(policy === undefined ? {} : { policy }),
      ...(preset === undefined ? {} : { preset }),
    });
  };
  const patient: Play['policy'] = { turnTaking: { shortestWait: 0.8, longestWait: 2 } };
  let played: Performance;
  beforeAll(async () => {
    played = await play({ ...patient, backchannels: { perMinute: 8 } });
  }, 60_000);

  test('says mm-hm during a long turn of the user, after a phrase, and does not take the turn', () => {
    const own = played.timeline.utterances.filter(
      ({ speaker, kind }) => speaker === 'agent' && kind === 'backchannel',
    );
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(5);
    for (const { start, end, text } of own) {
      expect(text).not.toBe('');
      expect(levelOf(played.agent, start, end)).toBeGreaterThan(-45);
      expect(end - start).toBeLessThan(1);
      expect(start).toBeLessThan(played.played.at(-1)?.end ?? 0);
    }
    // In the pause, or .7 to 1 s after the low end of a phrase, as listeners do; and it takes a moment to be voiced.
    const ends = played.played.map(({ end }) => end);
    const after = own.map(({ start }) => start - (ends.findLast((end) => end < start) ?? Infinity));
    for (const delay of after) {
      expect(delay).toBeGreaterThan(0.1);
      expect(delay).toBeLessThan(1.15);
    }
    const texts = own.map(({ text }) => text);
    for (const [index, text] of texts.entries()) expect(text).not.toBe(texts[index - 1]);
    expect(played.timeline.utterances.filter(({ speaker }) => speaker === 'user')).toHaveLength(1);
    expect(noticesOf(played, 'user-turn-ended')).toHaveLength(1);
  });

  test('is softer than when it speaks, and the brain never reads of it', () => {
    const [own] = played.timeline.utterances.filter(({ kind }) => kind === 'backchannel');
    const answer = played.timeline.utterances.findLast(
      ({ speaker, kind }) => speaker === 'agent' && kind === 'turn',
    );
    expect(levelOf(played.agent, own?.start ?? 0, own?.end ?? 0)).toBeLessThan(
      levelOf(played.agent, answer?.start ?? 0, answer?.end ?? 0) + 1,
    );
    for (const { turns } of played.requests) {
      expect(turns.filter(({ type }) => type === 'agent')).toEqual([]);
    }
  });

  test('is silent where it is switched off, and gives fewer at a lower rate', async () => {
    const off = await play({ ...patient, backchannels: { enabled: false } });
    expect(firstSound(off, 0)).toBeGreaterThan(off.played.at(-1)?.end ?? 0);
    const seldom = await play({ ...patient, backchannels: { perMinute: 1, after: 12 } });
    expect(noticesOf(seldom, 'agent-backchannelled').length).toBeLessThanOrEqual(
      noticesOf(played, 'agent-backchannelled').length,
    );
  });
});
