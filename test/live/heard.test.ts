import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Performance, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import { at, overAgent, quietRoom, says } from '../../benchmarks/live/behaviours/user-lines.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { heardSpeech, levelOf, noticesOf, silentFrom } from './measures.ts';
import { question, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

describe.each([2.2, 4.1, 6.3])('what was heard counts: interrupted %d s into the reply', (after) => {
  let played: Performance;
  let onset = 0;
  beforeAll(async () => {
    played = await perform({
      cache,
      floor: quietRoom,
      words: 'oracle',
      answers: [wayThere, 'I see.'],
      parts: [
        await says(cache, question, at(0.8)),
        await says(cache, 'Stop, I meant the other station near the harbour.', overAgent(after)),
      ],
    });
    onset = played.played[1]?.start ?? 0;
  }, 60_000);

  test('the history holds the words that sounded, and no others', async () => {
    const turns = played.requests.at(-1)?.turns ?? [];
    const [said] = turns.filter(({ type }) => type === 'agent');
    if (said?.type !== 'agent') throw new Error('The brain was not told of what it had said.');
    expect(said.cutShort).toBe(true);
    expect(wayThere.startsWith(said.text)).toBe(true);
    // By the waveform: how long the agent sounded in all before it fell silent, against when the voice says each word.
    const [start = 0] = heardSpeech(played).map((interval) => interval.start);
    const sounded = silentFrom(played, onset) - start;
    const count = said.text.split(' ').length;
    const times = await wordTimes();
    expect(times[count - 1]?.start).toBeLessThan(sounded);
    expect(times[count]?.end ?? Infinity).toBeGreaterThan(sounded - 0.3);
  });

  test('nothing that was buffered plays after the yield', () => {
    const silent = silentFrom(played, onset);
    const { end = 0 } = played.played[1] ?? {};
    expect(levelOf(played.agent, silent + 0.01, end)).toBeLessThan(-90);
    const ended = noticesOf(played, 'reply-ended')[0];
    expect(ended?.words.at(-1)?.end).toBeLessThan(silent + 0.05);
  });

  test('the timeline’s words lie where they sounded', () => {
    const agent = played.timeline.utterances.find(({ speaker }) => speaker === 'agent');
    for (const { start, end } of agent?.words ?? []) {
      expect(levelOf(played.agent, start, end)).toBeGreaterThan(-50);
    }
    expect(agent?.text).toBe(noticesOf(played, 'reply-ended')[0]?.heard);
  });
});

/** When the voice says each word of the way, phrase after phrase, each from its first sound on. */
async function wordTimes() {
  const phrases = wayThere.match(/[^.]+\./g) ?? [];
  let offset = 0;
  const times: { start: number; end: number }[] = [];
  for (const phrase of phrases) {
    const { audio, words } = await cache.speak('flite/slt', phrase.trim());
    for (const { start, end } of words) times.push({ start: start + offset, end: end + offset });
    offset += audio.samples.length / audio.sampleRate;
  }
  return times;
}

test('a client that plays for itself is believed: the history ends where it says that it stopped', async () => {
  let reported = false;
  const played = await perform({
    cache,
    floor: quietRoom,
    words: 'oracle',
    answers: [wayThere, 'I see.'],
    session: { playout: { kind: 'client' } },
    longest: 14,
    until: { type: 'parts-played', after: 12 },
    parts: [await says(cache, question, at(0.8))],
    meanwhile(session, time) {
      const { agent } = session.state;
      if (agent.phase === 'quiet' || agent.reply.speculative) return;
      if (time < 6)
        session.apply({ type: 'playback-moved', reply: agent.reply.id, position: Math.max(0, time - 4) });
      else if (!reported) {
        reported = true;
        session.apply({ type: 'playback-stopped', reply: agent.reply.id, position: 1.6 });
        session.apply({ type: 'text-typed', text: 'Stop there.' });
      }
    },
  });
  const agent = played.timeline.utterances.find(({ speaker }) => speaker === 'agent');
  const count = agent?.text.split(' ').length ?? 0;
  const times = await wordTimes();
  expect(agent?.cutShort).toBe(true);
  // A reply begins where its voice does, some .2 s into what it gives.
  expect(times[count - 1]?.start).toBeLessThan(1.6 + 0.25);
  expect(times[count]?.end).toBeGreaterThan(1.6);
});
