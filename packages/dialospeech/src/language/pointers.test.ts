import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  type Actions,
  advance,
  featuresOf,
  initialPlaces,
  isOver,
  isPausing,
  legalActions,
  type PlannedUnit,
  type PointerPlan,
  planPointers,
} from './pointers.ts';

const languageSchema = z.union([z.literal(0), z.literal(1)]);
const goldenSchema = z.object({
  units: z.array(
    z.object({ stream: languageSchema, length: z.int(), language: languageSchema, asks: z.boolean() }),
  ),
  backchannels: z.array(z.object({ length: z.int(), language: languageSchema }).nullable()),
  steps: z.array(
    z.object({
      streams: z.array(z.array(z.int())),
      features: z.array(z.array(z.int())),
      legal: z.array(z.string()),
      actions: z.tuple([z.int(), z.int()]).nullish(),
    }),
  ),
  over: z.boolean(),
});

const goldens = readFileSync(new URL('../fixtures/pointers.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => goldenSchema.parse(JSON.parse(line)));

test.each(goldens.map((golden, index) => [index, golden] as const))(
  'conversation %i goes as in training',
  (_, { units, backchannels, steps, over }) => {
    const plan = planPointers(
      units,
      backchannels.map((each) => each ?? undefined),
    );
    let places = initialPlaces();
    for (const { streams, features, legal, actions } of steps) {
      expect(places.map(({ ordinal, symbol, own, dwell }) => [ordinal, symbol, own, dwell])).toEqual(streams);
      expect([featuresOf(plan, places, 0), featuresOf(plan, places, 1)]).toEqual(features);
      expect([legalText(plan, places, 0), legalText(plan, places, 1)]).toEqual(legal);
      if (actions) places = advance(plan, places, actions);
    }
    expect(isOver(plan, places)).toBe(over);
  },
);

const unit = fc.record({
  stream: fc.constantFrom(0 as const, 1 as const),
  length: fc.integer({ min: 3, max: 9 }),
  language: fc.constantFrom(0 as const, 1 as const),
});

test('whatever is chosen of what is allowed, all is said, in order, in bounded time', () => {
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat(1000)),
      (units, draws) => {
        const plan = planPointers(units, [{ length: 4, language: 0 }]);
        let places = initialPlaces();
        const begun: number[] = [];
        for (let step = 0; !isOver(plan, places); step++) {
          expect(step).toBeLessThan(mostSteps(units));
          const actions: Actions = [pick(plan, places, 0, draws), pick(plan, places, 1, draws)];
          const next = advance(plan, places, actions);
          for (const stream of [0, 1] as const) {
            const began = places[stream].symbol === 0 && next[stream].symbol > 0 && next[stream].own < 0;
            if (began) begun.push(plan.orders[stream][next[stream].ordinal] ?? -1);
          }
          places = next;
        }
        expect(begun).toEqual(units.map((_, index) => index));
      },
    ),
    { numRuns: 60 },
  );
});

test('a unit without a phone is refused', () => {
  expect(() => planPointers([{ stream: 0, length: 2, language: 0 }], [])).toThrow(/Unit 0 has 2 symbols/);
});

function pick(
  plan: PointerPlan,
  places: Parameters<typeof legalActions>[1],
  stream: 0 | 1,
  draws: Iterator<number>,
): number {
  const allowed = legalActions(plan, places, stream).flatMap((is, action) => (is ? [action] : []));
  // Backchannels of the own choice may go on for ever: seldom, so that the test ends.
  const usual = allowed.filter((action) => action < 4);
  const drawn: number = draws.next().value;
  const from = drawn % 7 === 0 ? allowed : usual;
  return from[drawn % from.length] ?? 0;
}

/** A second for each symbol and four for each silence, and the backchannels between. */
function mostSteps(units: readonly PlannedUnit[]): number {
  return units.reduce((sum, { length }) => sum + 30 * length + 1000, 1000);
}

function legalText(plan: PointerPlan, places: Parameters<typeof legalActions>[1], stream: 0 | 1): string {
  return legalActions(plan, places, stream)
    .map((is) => (is ? '1' : '0'))
    .join('');
}

test('a symbol that is held is not passed over, nor left too soon', () => {
  const holds = [{ symbol: 3, steps: 60 }];
  const plan = planPointers([{ stream: 0, length: 6, language: 0, holds }], []);
  let places = initialPlaces();
  const allowed = (): number[] =>
    legalActions(plan, places, 0).flatMap((isLegal, action) => (isLegal ? [action] : []));
  places = advance(plan, places, [2, 0]);
  expect(allowed()).toEqual([0, 1]);
  places = advance(plan, places, [1, 0]);
  const pausing: boolean[] = [];
  for (let step = 1; step < 60; step++) {
    pausing.push(isPausing(plan, places, 0));
    expect(allowed()).toEqual([0]);
    places = advance(plan, places, [0, 0]);
  }
  // What was said fades out first.
  expect(pausing.indexOf(true)).toBe(2);
  expect(allowed()).toEqual([1, 2]);
});
