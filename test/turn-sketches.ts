import * as fc from 'fast-check';
import { type TurnSketch, takeOf } from '../src/generate/fixtures/material.ts';

const onsets = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ type: 'auto' } as const) },
  fc.record({ type: fc.constant('gap' as const), duration: fc.double({ min: 0, max: 3, noNaN: true }) }),
  fc.record({ type: fc.constant('overlap' as const), duration: fc.double({ min: 0, max: 9, noNaN: true }) }),
  fc.constant({ type: 'interrupt' } as const),
);
const insertions = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('pause' as const),
      after: fc.nat(12),
      duration: fc.double({ min: 0, max: 2, noNaN: true }),
    }),
    fc.nat(12).map((after) => ({
      type: 'event' as const,
      after,
      event: 'laughter' as const,
      take: { ...takeOf('ha', 7), words: [] },
    })),
    fc.nat(12).map((after) => ({
      type: 'backchannel' as const,
      after,
      speaker: 'cat',
      language: 'en',
      take: takeOf('yeah', 8),
    })),
  ),
  { maxLength: 3 },
);
const words = fc.array(fc.constantFrom('one', 'two,', 'three.', 'four?', 'and', 'long'), {
  minLength: 1,
  maxLength: 30,
});

/** Who says what in a script that `anySketches` drew. */
export const sketchedSpeakers = ['ann', 'ben', 'cat', 'dan'];

/** Turns of any script, with all that may happen in one. */
export const anySketches: fc.Arbitrary<TurnSketch[]> = fc.array(
  fc
    .record({
      speaker: fc.constantFrom('ann', 'ben', 'dan'),
      words,
      onset: onsets,
      insertions,
      cutShort: fc.boolean(),
    })
    .map(({ words: said, insertions: placed, ...sketch }) => ({
      ...sketch,
      text: said.join(' '),
      insertions: placed.filter(({ after }) => after <= said.length).toSorted((a, b) => a.after - b.after),
    })),
  { minLength: 1, maxLength: 25 },
);
