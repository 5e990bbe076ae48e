import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Performance, type Play, perform } from '../../benchmarks/live/behaviours/theatre.ts';
import {
  afterAgent,
  at,
  noiseAt,
  overAgent,
  quietRoom,
  says,
  soundAt,
} from '../../benchmarks/live/behaviours/user-lines.ts';
import { createRoom, type NoiseKind, playTelevision } from '../../benchmarks/live/noises.ts';
import { drySpeech } from '../../benchmarks/live/scenarios/place-sound.ts';
import type { UserPart } from '../../benchmarks/live/scenarios/scenario.ts';
import { openSpokenCache } from '../../benchmarks/live/scenarios/spoken-cache.ts';
import { noiseRate } from '../../benchmarks/live/sound-making.ts';
import { firstSound, heardSpeech, noticesOf } from './measures.ts';
import { question, way, wayThere } from './texts.ts';

const cache = openSpokenCache();
afterAll(() => cache[Symbol.asyncDispose]());

let asks: UserPart;
beforeAll(async () => {
  asks = await says(cache, question, at(0.8));
}, 60_000);

const talk = (parts: readonly UserPart[], play: Partial<Play> = {}): Promise<Performance> =>
  perform({ cache, floor: quietRoom, answers: [wayThere], ...play, parts: [asks, ...parts] });

/** What became of the agent: it yields to nothing, says every word once and nothing else, without a longer silence. */
function whatBecame(played: Performance) {
  const pieces = heardSpeech(played, 0.02);
  const gaps = pieces.map(({ start }, index) => (index === 0 ? 0 : start - (pieces[index - 1]?.end ?? 0)));
  const { utterances } = played.timeline;
  return {
    yields: noticesOf(played, 'agent-yielded').length,
    said: utterances.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text),
    userTurns: utterances.filter(({ speaker, kind }) => speaker === 'user' && kind !== 'backchannel').length,
    longSilences: gaps.filter((gap) => gap > 1).length,
  };
}

const unshaken = { yields: 0, said: [wayThere], userTurns: 1, longSilences: 0 };

describe('noise over the agent, and again while nobody speaks, 6 to 12 dB below the user', () => {
  test.each<[NoiseKind, number]>([
    ['cough', -30],
    ['knock', -26],
    ['typing', -32],
    ['music', -36],
    ['noise', -36],
  ])('%s', async (kind, level) => {
    const noise = (when: UserPart['when']): UserPart =>
      noiseAt(kind, when, { level, ...(kind === 'cough' ? {} : { duration: 1.2 }) });
    const played = await talk([noise(overAgent(3)), noise(afterAgent(1.2))], {
      until: { type: 'parts-played', after: 2.5 },
    });
    expect(whatBecame(played)).toEqual(unshaken);
  });

  test('a television across the room', async () => {
    const speech = drySpeech(
      await cache.speak('flite/awb', 'And now the news of the day from all over the country.'),
    );
    const television = playTelevision(
      { samples: speech.samples, sampleRate: noiseRate },
      'tuning',
      'theatre',
    );
    const part = soundAt(television.samples, overAgent(2.5), -38);
    expect(whatBecame(await talk([part]))).toEqual(unshaken);
  });

  test('voices in the background, 12 dB below the user', async () => {
    const other = await says(cache, 'Have you seen where I put the keys this morning?', overAgent(2.5), {
      voice: 'flite/awb',
      level: -36,
      from: 'far',
    });
    expect(whatBecame(await talk([other]))).toEqual(unshaken);
  });
});

test('a cough before the reply does not kill it', async () => {
  const end = asks.end + 0.8;
  const played = await talk([noiseAt('cough', at(end + 0.12), { level: -30 })], { thinking: 0.8 });
  expect(whatBecame(played)).toEqual(unshaken);
  expect(firstSound(played, end)).toBeLessThan(end + 3);
});

test('what was heard is in the timeline as what it was', async () => {
  const played = await talk(
    [
      noiseAt('cough', overAgent(3), { level: -28 }),
      noiseAt('knock', afterAgent(1.2), { level: -24, duration: 0.6 }),
    ],
    { until: { type: 'parts-played', after: 2 } },
  );
  const [cough, knock] = played.played
    .slice(1)
    .map(({ start, end }) =>
      played.timeline.events.filter((event) => event.start < end + 0.3 && event.end > start - 0.3),
    );
  expect(cough?.map(({ type }) => type)).toContain('cough');
  expect(knock?.map(({ type }) => type)).toContain('noise');
});

const aside = (when: UserPart['when']): Promise<UserPart> =>
  says(cache, 'Darling, could you close the kitchen door please?', when, { from: 'turned', level: -36 });

describe('side talk', () => {
  test('does not stop the agent', async () => {
    expect(whatBecame(await talk([await aside(overAgent(2.5))], { words: 'oracle' }))).toEqual(unshaken);
  });

  test('is not answered', async () => {
    const played = await talk([await aside(afterAgent(1.5))], {
      words: 'oracle',
      until: { type: 'parts-played', after: 3 },
    });
    const end = heardSpeech(played, 1)[0]?.end ?? 0;
    expect(firstSound(played, end + 0.1)).toBe(Infinity);
  });
});

describe('echo: the agent’s own voice through a loudspeaker and a room, 10 dB down', () => {
  const response = createRoom({
    half: 'tuning',
    seed: 'theatre',
    reverberation: 0.35,
    direct: 2,
    delay: 0.06,
  });
  const loud = { response, gain: 10 ** (-10 / 20) };

  test('never counts as the user', async () => {
    const played = await talk([], { echo: loud, answers: [`${wayThere} ${way.join(' ')}`] });
    expect(noticesOf(played, 'agent-yielded')).toHaveLength(0);
    expect(noticesOf(played, 'user-turn-started')).toHaveLength(1);
    expect(played.timeline.utterances.map(({ speaker }) => speaker)).toEqual(['user', 'agent']);
  });

  test('and who speaks over it is heard all the same', async () => {
    const part = await says(cache, 'Wait, I meant the other station near the harbour.', overAgent(5));
    const played = await talk([part], { echo: loud, words: 'oracle', answers: [wayThere, 'All right.'] });
    const [yielded] = noticesOf(played, 'agent-yielded');
    const onset = played.played[1]?.start ?? Infinity;
    expect((yielded?.at ?? Infinity) - onset).toBeGreaterThan(0);
    expect((yielded?.at ?? Infinity) - onset).toBeLessThan(1.2);
  });
});

test('with noise taken out before anybody hears it, a user in a loud room is answered', async () => {
  const hiss = noiseAt('noise', at(0), { level: -34, duration: 6 });
  const played = await talk([], {
    policy: { noise: { denoise: true } },
    floor: hiss.samples.slice(0, 5 * noiseRate),
  });
  const user = played.timeline.utterances.find(({ speaker }) => speaker === 'user');
  expect(Math.abs((user?.start ?? 0) - (played.played[0]?.start ?? 9))).toBeLessThan(0.3);
  expect(played.timeline.utterances.find(({ speaker }) => speaker === 'agent')?.text).toBe(wayThere);
});
