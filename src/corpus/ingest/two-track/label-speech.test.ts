import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelSpeech } from './label-speech.ts';

type Units = Parameters<typeof labelSpeech>[0]['units'];

const label = (...units: Units) => labelSpeech({ units, speakers: ['anna', 'ben'], language: 'en' });
const kindsOf = (utterances: ReturnType<typeof label>) =>
  utterances.map(({ speaker, kind, start }) => `${speaker} ${kind} ${start}`);

/** One who tells something, with pauses. */
const story: Units[number] = [
  { start: 1, end: 4 },
  { start: 4.5, end: 7.5 },
  { start: 8.1, end: 11 },
];

test('a short one in a story is a backchannel, in its speech and in its pauses', () => {
  expect(kindsOf(label(story, [{ start: 2.4, end: 2.8 }]))).toContain('ben backchannel 2.4');
  expect(kindsOf(label(story, [{ start: 7.6, end: 7.95 }]))).toContain('ben backchannel 7.6');
});

test('a short one that is answered, goes on, or is long is a turn', () => {
  expect(kindsOf(label(story, [{ start: 12, end: 12.4 }]))).toContain('ben turn 12');
  const answer = [
    { start: 11.2, end: 11.6 },
    { start: 11.9, end: 15 },
  ];
  expect(kindsOf(label(story, answer))).toContain('ben turn 11.2');
  expect(kindsOf(label(story, [{ start: 2.4, end: 6 }]))).toContain('ben turn 2.4');
});

test('who is talked into at length and stops is interrupted', () => {
  const utterances = label([{ start: 0, end: 5 }], [{ start: 4.5, end: 8 }]);
  expect(kindsOf(utterances)).toEqual(['anna turn 0', 'ben interruption 4.5']);
  expect(utterances[0]).toMatchObject({ cutShort: true, yieldAfter: 0.5 });
  expect(kindsOf(label([{ start: 0, end: 5 }], [{ start: 4.9, end: 8 }]))).toContain('ben turn 4.9');
  expect(kindsOf(label([{ start: 0, end: 5 }], [{ start: 5.4, end: 8 }]))).toContain('ben turn 5.4');
});

const said = (text: string) => [{ start: 7.6, end: 7.95, text }];

test('words say more than where a unit stands', () => {
  expect(kindsOf(label(story, said('Yeah.')))).toContain('ben backchannel 7.6');
  expect(kindsOf(label(story, said('But when?')))).toContain('ben turn 7.6');
  const into = (text: string) =>
    kindsOf(label([{ start: 0, end: 5, text }], [{ start: 4.5, end: 8, text: 'Not again.' }]));
  expect(into('So that is what I did')).toContain('ben interruption 4.5');
  expect(into('So that is what I did.')).toContain('ben turn 4.5');
});

test('turns are numbered as the floor goes over, and a listener has none', () => {
  const turns = label(story, [
    { start: 2.4, end: 2.8 },
    { start: 11.3, end: 15 },
  ]);
  expect(turns.map(({ turnIndex }) => turnIndex)).toEqual([0, null, 0, 0, 1]);
});

const spans = fc
  .array(fc.tuple(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 8, max: 500 })), { maxLength: 30 })
  .map((steps) => {
    let at = 0;
    return steps.map(([pause, length]) => {
      const start = at + pause / 100;
      at = start + length / 100;
      return { start, end: at };
    });
  });

test('whatever is heard, each unit is one utterance, in order, and the same each time', () => {
  fc.assert(
    fc.property(spans, spans, (one, other) => {
      const utterances = label(one, other);
      expect(utterances).toHaveLength(one.length + other.length);
      expect(utterances).toEqual(utterances.toSorted((a, b) => a.start - b.start));
      expect(new Set(utterances.map(({ id }) => id)).size).toBe(utterances.length);
      const long = utterances.filter(({ start, end }) => end - start > 1.5);
      expect(long.map(({ kind }) => kind)).not.toContain('backchannel');
      expect(label(one, other)).toEqual(utterances);
    }),
    { numRuns: 50 },
  );
});
