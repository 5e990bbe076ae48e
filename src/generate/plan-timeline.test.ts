import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anySketches, sketchedSpeakers } from '../../test/turn-sketches.ts';
import { parseTimeline, pauses, printTimeline, type Timeline } from '../timeline/index.ts';
import { materialOf, type TurnSketch, takeOf } from './fixtures/material.ts';
import type { ConversationMaterial } from './material.ts';
import { type PlanOptions, planTimeline } from './plan-timeline.ts';
import { resolveTiming, type Timing } from './timing.ts';

const long =
  'We walked along the river, and then it started to rain, so we sat under a bridge until the evening.';

function planned(
  material: ConversationMaterial,
  options: Partial<Omit<PlanOptions, 'timing'>> & { timing?: Partial<Timing> } = {},
) {
  return planTimeline(material, {
    style: 'natural',
    gap: 0.3,
    backchannels: 'none',
    interruptions: 'script',
    seed: 1,
    ...options,
    timing: resolveTiming('telephone', options.timing),
  });
}

function offsetOf({ utterances }: Timeline, index: number): number {
  return (utterances[index]?.start ?? 0) - (utterances[index - 1]?.end ?? 0);
}

const talk = (turns: number): TurnSketch[] =>
  Array.from({ length: turns }, (_, index) => {
    return {
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      text: index % 3 === 0 ? long : 'That is true, I think.',
    };
  });

test('the same seed gives the same plan, another another', () => {
  const material = materialOf(talk(20));
  expect(planned(material, { backchannels: 'auto' })).toEqual(planned(material, { backchannels: 'auto' }));
  expect(planned(material, { seed: 2 }).timeline).not.toEqual(planned(material).timeline);
});

test('the sequential style keeps its gap and the pauses of the voice', () => {
  const { timeline, clips } = planned(materialOf(talk(5)), { style: 'sequential', gap: 0.4 });
  for (let index = 1; index < 5; index++) expect(offsetOf(timeline, index)).toBeCloseTo(0.4, 9);
  expect(clips).toHaveLength(5);
  expect(pauses(timeline)[0]).toMatchObject({ before: 'ann', after: 'ann' });
});

describe('what the writer decided', () => {
  test('a gap and an overlap are kept to the microsecond', () => {
    const { timeline, warnings } = planned(
      materialOf([
        { speaker: 'ann', text: long },
        { speaker: 'ben', text: long, onset: { type: 'gap', duration: 1.25 } },
        { speaker: 'ann', text: long, onset: { type: 'overlap', duration: 0.6 } },
        { speaker: 'ann', text: long, onset: { type: 'gap', duration: 0 } },
      ]),
    );
    expect(offsetOf(timeline, 1)).toBeCloseTo(1.25, 9);
    expect(offsetOf(timeline, 2)).toBeCloseTo(-0.6, 9);
    expect(offsetOf(timeline, 3)).toBeCloseTo(0, 9);
    expect(warnings).toEqual([]);
  });

  test('a pause is as long as written, and cuts the sound where it is', () => {
    const { timeline, clips } = planned(
      materialOf([
        {
          speaker: 'ann',
          text: 'one two three four',
          insertions: [{ type: 'pause', after: 2, duration: 0.8 }],
        },
      ]),
    );
    const [words] = timeline.utterances.map((utterance) => utterance.words);
    expect((words?.[2]?.start ?? 0) - (words?.[1]?.end ?? 0)).toBeCloseTo(0.8, 9);
    expect(clips).toHaveLength(2);
  });

  test('a laugh takes its time between the words, and is an event', () => {
    const laugh = { ...takeOf('haha ha', 9), words: [] };
    const { timeline } = planned(
      materialOf([
        {
          speaker: 'ann',
          text: 'one two three',
          insertions: [{ type: 'event', after: 1, event: 'laughter', take: laugh }],
        },
      ]),
    );
    const [event] = timeline.events;
    const words = timeline.utterances[0]?.words ?? [];
    expect(event).toMatchObject({ type: 'laughter', speaker: 'ann', source: 'script' });
    expect(event?.start).toBeGreaterThan(words[0]?.end ?? 9);
    expect(event?.end).toBeLessThan(words[1]?.start ?? 0);
  });

  test('a backchannel comes after its anchor, and never over its own speaker', () => {
    const yeah = {
      type: 'backchannel',
      after: 4,
      speaker: 'ben',
      language: 'en',
      take: takeOf('yeah', 9),
    } as const;
    const { timeline } = planned(
      materialOf([
        { speaker: 'ann', text: long, insertions: [yeah, { ...yeah, after: 5 }, { ...yeah, after: 20 }] },
        { speaker: 'ben', text: long },
      ]),
      { backchannels: 'script' },
    );
    const [host, ...others] = timeline.utterances.filter(({ id }) => id === 't1' || id.startsWith('b'));
    const delay = (others[0]?.start ?? 0) - (host?.words[3]?.end ?? 0);
    expect(delay).toBeGreaterThanOrEqual(0.1);
    expect(delay).toBeLessThanOrEqual(0.35);
    expect(others[0]?.anchor).toEqual({ utterance: 't1', word: 3 });
    expectNobodyTwice(timeline);
  });

  test('an interrupter reacts to a word, the other talks on and loses nothing that was written', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { timeline } = planned(
        materialOf([
          { speaker: 'ann', text: `${long} And that was the`, cutShort: true },
          { speaker: 'ben', text: long, onset: { type: 'interrupt' } },
        ]),
        { seed },
      );
      const [ann, ben] = timeline.utterances;
      expect(ann).toMatchObject({ cutShort: true, text: `${long} And that was the` });
      expect(ben).toMatchObject({ kind: 'interruption', anchor: { utterance: 't1' } });
      const yielding = (ann?.end ?? 0) - (ben?.start ?? 0);
      const reaction = (ben?.start ?? 0) - (ann?.words[ben?.anchor?.word ?? 0]?.end ?? 0);
      expect(yielding).toBeGreaterThan(0.7);
      expect(yielding).toBeLessThan(3.3);
      expect(reaction).toBeGreaterThanOrEqual(0.12 - 1e-9);
      expect(reaction).toBeLessThanOrEqual(0.8 + 1e-9);
    }
  });

  test('what cannot be is said', () => {
    const { warnings } = planned(
      materialOf([
        { speaker: 'ann', text: 'No.', onset: { type: 'interrupt' } },
        { speaker: 'ann', text: 'No.', onset: { type: 'overlap', duration: 1 } },
        { speaker: 'ben', text: long, onset: { type: 'overlap', duration: 60 } },
      ]),
    );
    expect(warnings).toEqual([
      'Turn 1 has no turn before it to interrupt: it opens the conversation.',
      'Turn 2 follows a turn of the same speaker, who cannot overlap it.',
      expect.stringContaining('Turn 3 can overlap the turn before it by 0.13 s at most'),
    ]);
  });
});

test('automatic interruptions take the last words, and the timeline keeps those said', () => {
  const material = materialOf(talk(200));
  const { timeline } = planned(material, { interruptions: 'auto' });
  const cut = timeline.utterances.filter((utterance) => utterance.cutShort);
  const takers = timeline.utterances.filter(({ kind }) => kind === 'interruption');
  expect(takers).toHaveLength(cut.length);
  const rate = cut.length / (timeline.duration / 60);
  expect(rate).toBeGreaterThan(0.5);
  expect(rate).toBeLessThan(1.2);
  for (const { words, turnIndex = 0 } of cut) {
    const all = material.turns[turnIndex]?.takes[0]?.words ?? [];
    expect(all.length - words.length).toBeGreaterThanOrEqual(1);
    expect(all.length - words.length).toBeLessThanOrEqual(3);
  }
});

test('two thousand turns take about a second of one core at most', () => {
  const material = materialOf(talk(2000));
  const before = process.cpuUsage();
  planned(material, { backchannels: 'auto', interruptions: 'auto' });
  const { user } = process.cpuUsage(before);
  expect(user / 1e6).toBeLessThan(1.5);
});

test('Mandarin listeners say less, and inside the turn', () => {
  const text =
    '我们昨天去了那个新的地方，天气特别好，所以大家都很高兴。后来我们又去吃了饭，回家的时候已经很晚了。';
  const sketches = Array.from({ length: 60 }, (_, index): TurnSketch => {
    return { speaker: index % 2 === 0 ? 'ann' : 'ben', text, language: 'zh' };
  });
  const { timeline } = planned(materialOf(sketches), { backchannels: 'auto' });
  const given = timeline.utterances.filter(({ kind }) => kind === 'backchannel');
  const hosts = new Map(timeline.utterances.map((utterance) => [utterance.id, utterance]));
  const afterComma = given.filter(({ anchor }) => {
    return hosts.get(anchor?.utterance ?? '')?.words[anchor?.word ?? 0]?.text.endsWith('，');
  });
  expect(afterComma.length / given.length).toBeGreaterThan(0.7);
  expect(given.length / (timeline.duration / 60)).toBeLessThan(3.9 * 0.9);
});

test('whatever the script, the timeline holds, nobody talks over themselves and no word is lost', () => {
  fc.assert(
    fc.property(anySketches, fc.constantFrom('natural', 'sequential'), fc.nat(1000), (drawn, style, seed) => {
      const material = materialOf(drawn, sketchedSpeakers);
      const { timeline, clips } = planned(material, { style, seed, backchannels: 'auto' });
      parseTimeline(printTimeline(timeline));
      expectNobodyTwice(timeline);
      const said = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
      expect(said.flatMap(({ words }) => words).length).toBe(
        drawn.flatMap(({ text }) => text.split(' ')).length,
      );
      for (const clip of clips) expect(clip.to).toBeGreaterThan(clip.from);
      const last = clips.reduce((end, clip) => Math.max(end, clip.at + clip.to - clip.from), 0);
      expect(last).toBeLessThan(timeline.duration);
    }),
    { numRuns: 300 },
  );
});

test('no turn lies inside the one before it, unless that was written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 30 }),
      fc.nat(),
      (lengths, seed) => {
        const turns = lengths.map((words, index) => {
          return { speaker: index % 2 === 0 ? 'ann' : 'ben', text: 'word '.repeat(words) };
        });
        const { utterances } = planned(materialOf(turns), { seed, interruptions: 'auto' }).timeline;
        for (const [index, utterance] of utterances.entries()) {
          const before = utterances[index - 1];
          if (before === undefined) continue;
          expect(utterance.end).toBeGreaterThan(before.end);
          expect(utterance.start).toBeGreaterThan(before.start);
        }
      },
    ),
    { numRuns: 200 },
  );
});

function expectNobodyTwice({ utterances, speakers }: Timeline): void {
  for (const { id } of speakers) {
    const own = utterances.filter(({ speaker }) => speaker === id);
    for (const [index, { start }] of own.entries()) {
      expect(start).toBeGreaterThanOrEqual((own[index - 1]?.end ?? 0) - 1e-9);
    }
  }
}
