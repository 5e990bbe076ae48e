import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anySketches, sketchedSpeakers } from '../../test/turn-sketches.ts';
import { createRandom } from '../dsp/index.ts';
import {
  compareToReference,
  findReference,
  parseTimeline,
  poolStatistics,
  printTimeline,
  statistics,
  type Timeline,
} from '../timeline/index.ts';
import { materialOf, type TurnSketch, takeOf } from './fixtures/material.ts';
import { createIncrementalPlan, type FixedPart } from './incremental-plan.ts';
import type { ConversationMaterial } from './material.ts';
import { type PlanOptions, planTimeline } from './plan-timeline.ts';
import { resolveTiming } from './timing.ts';

type Choices = Partial<Omit<PlanOptions, 'timing'>> & { readonly register?: string };

function optionsOf({ register = 'telephone', ...choices }: Choices): PlanOptions {
  return {
    style: 'natural',
    gap: 0.3,
    backchannels: 'auto',
    interruptions: 'script',
    seed: 1,
    ...choices,
    timing: resolveTiming(register),
  };
}

function planned(
  material: ConversationMaterial,
  choices: Choices = {},
): { readonly timeline: Timeline; readonly parts: readonly FixedPart[] } {
  const plan = createIncrementalPlan({ ...optionsOf(choices), conversation: material });
  const parts = material.turns.map((turn, index) => {
    const next = material.turns[index + 1];
    const words = next?.takes.reduce((sum, take) => sum + take.words.length, 0) ?? 0;
    const upcoming = next && { speaker: next.speaker, onset: next.onset, words };
    return plan.push(turn, upcoming, material.backchannels);
  });
  return { timeline: plan.finish(), parts };
}

const phrases = [
  'we went down to the river,',
  'and then it started to rain.',
  'that is true,',
  'do you know where they are?',
  'because the train was late,',
  'nobody told me about it at all.',
  'yes.',
  'but it was all right in the end.',
];

/** Turns of one to ten phrases. */
function talk(turns: number, seed: number): TurnSketch[] {
  const random = createRandom(`talk ${seed}`);
  return Array.from({ length: turns }, (_, index) => ({
    speaker: index % 2 === 0 ? 'ann' : 'ben',
    text: Array.from(
      { length: 1 + random.integer(8) },
      () => phrases[random.integer(phrases.length)] ?? '',
    ).join(' '),
  }));
}

test('the same seed gives the same conversation, another another', () => {
  const material = materialOf(talk(20, 1));
  expect(planned(material)).toEqual(planned(material));
  expect(planned(material, { seed: 2 }).timeline).not.toEqual(planned(material).timeline);
});

test('what was planned does not depend on what comes later', () => {
  const material = materialOf(talk(20, 1));
  const shorter = { ...material, turns: material.turns.slice(0, 12) };
  expect(planned(shorter).parts.slice(0, 11)).toEqual(planned(material).parts.slice(0, 11));
});

test('the sequential style is that of the whole plan, and all of a turn is fixed with it', () => {
  const yeah = {
    type: 'backchannel',
    after: 3,
    speaker: 'ben',
    language: 'en',
    take: takeOf('yeah', 9),
  } as const;
  const sketches = talk(12, 4).map(
    (sketch, index): TurnSketch =>
      index === 4
        ? {
            ...sketch,
            insertions: [{ type: 'pause', after: 0, duration: 0.5 }, yeah],
            onset: { type: 'gap', duration: 1 },
          }
        : sketch,
  );
  const material = materialOf(sketches);
  const choices = { style: 'sequential', backchannels: 'script', gap: 0.4 } as const;
  const whole = planTimeline(material, optionsOf(choices));
  const { timeline, parts } = planned(material, choices);
  expect(timeline).toEqual(whole.timeline);
  expect(parts.flatMap((part) => part.clips)).toEqual(whole.clips);
  for (const { utterances, until } of parts) {
    const turn = utterances.find(({ kind }) => kind === 'turn');
    expect(until).toBeGreaterThanOrEqual((turn?.end ?? 0) - 0.011);
  }
});

test('what the writer decided is kept', () => {
  const long =
    'We walked along the river, and then it started to rain, so we sat under a bridge until it was over.';
  const { timeline } = planned(
    materialOf([
      { speaker: 'ann', text: long },
      { speaker: 'ben', text: long, onset: { type: 'gap', duration: 1.25 } },
      { speaker: 'ann', text: long, onset: { type: 'overlap', duration: 0.6 } },
      { speaker: 'ann', text: long, onset: { type: 'gap', duration: 0 } },
      { speaker: 'ben', text: long, onset: { type: 'interrupt' } },
    ]),
    { backchannels: 'none' },
  );
  const offsets = timeline.utterances.map(
    ({ start }, index) => start - (timeline.utterances[index - 1]?.end ?? 0),
  );
  expect(offsets[1]).toBeCloseTo(1.25, 9);
  expect(offsets[2]).toBeCloseTo(-0.6, 9);
  expect(offsets[3]).toBeCloseTo(0, 9);
  expect(offsets[4]).toBeLessThan(-0.7);
  expect(timeline.utterances[4]).toMatchObject({ kind: 'interruption', anchor: { utterance: 't4' } });
});

test('automatic interruptions take the last words', () => {
  const { timeline } = planned(materialOf(talk(200, 3)), { interruptions: 'auto' });
  const cut = timeline.utterances.filter((utterance) => utterance.cutShort);
  const takers = timeline.utterances.filter(({ kind }) => kind === 'interruption');
  expect(takers).toHaveLength(cut.length);
  expect(cut.length / (timeline.duration / 60)).toBeGreaterThan(0.5);
});

describe.each(['telephone', 'conversation', 'interview'])(
  'a hundred dialogues of the register %s',
  (register) => {
    test('have its timing', () => {
      const timelines = Array.from(
        { length: 100 },
        (_, seed) => planned(materialOf(talk(40, seed)), { seed, register }).timeline,
      );
      const fit = compareToReference(
        poolStatistics(timelines.map((timeline) => statistics(timeline))),
        findReference(register),
      );
      expect(fit.gap.wasserstein).toBeLessThan(0.08);
      expect(fit.overlap.wasserstein).toBeLessThan(0.08);
      expect(fit.pause.wasserstein).toBeLessThan(0.08);
      expect(Math.abs(fit.overlappedStarts)).toBeLessThan(5);
      expect(fit.backchannels).toBeGreaterThan(0.85);
      expect(fit.backchannels).toBeLessThan(1.15);
    });
  },
);

test('whatever the script, nothing comes before what is fixed, and no word is lost', () => {
  fc.assert(
    fc.property(anySketches, fc.constantFrom('natural', 'sequential'), fc.nat(1000), (drawn, style, seed) => {
      const { timeline, parts } = planned(materialOf(drawn, sketchedSpeakers), { style, seed });
      parseTimeline(printTimeline(timeline));
      expectNobodyTwice(timeline);
      let until = 0;
      for (const part of parts) {
        for (const clip of part.clips) expect(clip.at).toBeGreaterThanOrEqual(until - 1e-9);
        for (const { start } of [...part.utterances, ...part.events]) {
          expect(start).toBeGreaterThanOrEqual(until - 1e-9);
        }
        expect(part.until).toBeGreaterThanOrEqual(until);
        until = part.until;
        for (const clip of part.clips) expect(clip.at + clip.to - clip.from).toBeLessThan(timeline.duration);
      }
      const said = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
      expect(said.flatMap(({ words }) => words).length).toBe(
        drawn.flatMap(({ text }) => text.split(' ')).length,
      );
    }),
    { numRuns: 300 },
  );
});

test('nobody makes three of two voices, and no turn lies inside the one before it', () => {
  const speakers = ['ann', 'ben', 'cat'];
  fc.assert(
    fc.property(
      fc.array(fc.record({ turn: fc.nat(1), words: fc.integer({ min: 1, max: 40 }) }), {
        minLength: 2,
        maxLength: 30,
      }),
      fc.constantFrom('script', 'auto'),
      fc.nat(),
      (drawn, interruptions, seed) => {
        let speaker = 0;
        const turns = drawn.map(({ turn, words }): TurnSketch => {
          speaker = (speaker + 1 + turn) % speakers.length;
          return { speaker: speakers[speaker] ?? '', text: 'word and, '.repeat(words) };
        });
        const { utterances } = planned(materialOf(turns, speakers), { seed, interruptions }).timeline;
        for (const { start } of utterances) {
          const sounding = utterances.filter((other) => other.start <= start && other.end > start + 1e-9);
          expect(sounding.length).toBeLessThanOrEqual(2);
        }
        const floor = utterances.filter(({ kind }) => kind !== 'backchannel');
        for (const [index, utterance] of floor.entries()) {
          const before = floor[index - 1];
          if (before === undefined) continue;
          expect(utterance.start).toBeGreaterThan(before.start);
          expect(utterance.end).toBeGreaterThan(before.end);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a turn that was expected and cannot be heard leaves room for the one after it', () => {
  const material = materialOf(talk(30, 5));
  for (let seed = 0; seed < 40; seed++) {
    const plan = createIncrementalPlan({ ...optionsOf({ seed }), conversation: material });
    let until = 0;
    for (const [index, turn] of material.turns.entries()) {
      const next = material.turns[index + 1];
      if (index % 3 === 1) continue;
      const upcoming = next && { speaker: next.speaker, onset: next.onset, words: 20 };
      const part = plan.push(turn, upcoming, material.backchannels);
      for (const clip of part.clips) expect(clip.at).toBeGreaterThanOrEqual(until - 1e-9);
      until = part.until;
    }
    expectNobodyTwice(plan.finish());
  }
});

function expectNobodyTwice({ utterances, speakers }: Timeline): void {
  for (const { id } of speakers) {
    const own = utterances.filter(({ speaker }) => speaker === id);
    for (const [index, { start }] of own.entries()) {
      expect(start).toBeGreaterThanOrEqual((own[index - 1]?.end ?? 0) - 1e-9);
    }
  }
}
