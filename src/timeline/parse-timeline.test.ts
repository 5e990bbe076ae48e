import * as fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { timelineArbitrary, timelineOf } from './example-timelines.test.ts';
import { parseTimeline } from './parse-timeline.ts';
import { printTimeline } from './print-timeline.ts';
import { timelineJsonSchema, type timelineSchema } from './schema.ts';
import { TimelineError } from './timeline-error.ts';
import type { Timeline } from './types.ts';

const valid: Timeline = {
  ...timelineOf([
    { speaker: 'ann', start: 0.5, text: 'So what do you think?' },
    { speaker: 'ben', start: 1.2, text: 'mm-hm', kind: 'backchannel' },
  ]),
  events: [
    { type: 'laughter', speaker: 'ben', start: 0.1, end: 0.3, source: 'script', confidence: 0.5 },
    { type: 'noise', start: 0.2, end: 0.4, source: 'detected' },
  ],
  scenario: { title: 'A & B', style: 'script' },
  environment: { reverberation: 0.3, signalToNoise: [20, -3.5], noiseTypes: ['rain'] },
  provenance: { origin: 'synthesised', seed: '7' },
};

type Deep<T> = T extends object ? { readonly [Key in keyof T]: Deep<T[Key]> } : T;
test('the schema and the type are the same', () => {
  expectTypeOf<Deep<z.output<typeof timelineSchema>>>().toEqualTypeOf<Deep<Timeline>>();
});

test('what is printed is read back', () => {
  expect(parseTimeline(printTimeline(valid))).toEqual(valid);
  expect(parseTimeline(`\uFEFF${printTimeline(valid)}`)).toEqual(valid);
  expect(Object.isFrozen(parseTimeline(valid).utterances[0]?.words[0])).toBe(true);
  fc.assert(
    fc.property(timelineArbitrary, (timeline) => {
      const printed = printTimeline(timeline);
      expect(parseTimeline(printed)).toEqual(timeline);
      expect(printTimeline(parseTimeline(printed))).toBe(printed);
    }),
  );
});

test('the order of fields does not show in print, and times have 8 decimals', () => {
  const turned: Timeline = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(valid).toReversed())));
  expect(printTimeline(turned)).toBe(printTimeline(valid));
  expect(printTimeline({ ...valid, duration: 2 + 1 / 3 })).toContain('"duration": 2.33333333,');
  expect(() => printTimeline({ ...valid, duration: Number.NaN })).toThrow('duration: found NaN');
});

const breakages: readonly (readonly [string, (timeline: any) => unknown, string])[] = [
  ['no version', (t) => delete t.version, 'version: it is missing; it must be 1'],
  ['a later version', (t) => (t.version = 2), 'version: found 2; it must be 1'],
  [
    'text for a time',
    (t) => (t.utterances[0].start = '1'),
    'utterances[0].start: found "1"; it must be a finite',
  ],
  ['NaN', (t) => (t.duration = Number.NaN), 'duration: found NaN; it must be a finite number'],
  ['endless', (t) => (t.duration = Number.POSITIVE_INFINITY), 'duration: found Infinity'],
  [
    'before 0',
    (t) => (t.utterances[0].words[0].start = -1),
    'utterances[0].words[0].start: found -1; it must be 0',
  ],
  ['an odd id', (t) => (t.speakers[0].id = 'a.b'), 'speakers[0].id: found "a.b"; it must be made of letters'],
  ['a mistyped field', (t) => (t.utterances[0].txt = ''), 'utterances[0].txt: no such field'],
  [
    'an unknown kind',
    (t) => (t.utterances[0].kind = 'x'),
    'utterances[0].kind: found "x"; it must be "turn" or',
  ],
  [
    'half a channel',
    (t) => (t.speakers[0].channel = 0.5),
    'speakers[0].channel: found 0.5; it must be a whole',
  ],
  ['two of an id', (t) => (t.utterances[1].id = 'u0'), 'utterances[1].id: "u0" is taken by utterances[0]'],
  ['two of a speaker', (t) => (t.speakers[1].id = 'ann'), 'speakers[1].id: "ann" is taken by speakers[0]'],
  ['two of a channel', (t) => (t.speakers[1].channel = 0), 'speakers[1].channel: 0 is taken by speakers[0]'],
  [
    'an unknown speaker',
    (t) => (t.utterances[0].speaker = 'x'),
    'utterances[0].speaker: there is no speaker "x"',
  ],
  ['events of nobody', (t) => (t.events[0].speaker = 'x'), 'events[0].speaker: there is no speaker "x"'],
  [
    'a word that ends first',
    (t) => (t.utterances[0].words[2].end = 0.9),
    'utterances[0].words[2].end: 0.9 is before its start 1; let it end at or after its start',
  ],
  [
    'a word outside',
    (t) => (t.utterances[0].words[4].end = 1.9),
    'utterances[0].words[4].end: 1.9 is after its',
  ],
  [
    'a word too early',
    (t) => (t.utterances[0].words[0].start = 0.1),
    'utterances[0].words[0].start: 0.1 is before',
  ],
  [
    'words out of order',
    (t) => (t.utterances[0].words = t.utterances[0].words.toReversed()),
    'utterances[0].words[1].start',
  ],
  [
    'utterances out of order',
    (t) => (t.utterances = t.utterances.toReversed()),
    'utterances[1].start: 0.5 is before the start',
  ],
  [
    'events out of order',
    (t) => (t.events = t.events.toReversed()),
    'events[1].start: 0.1 is before the start',
  ],
  ['past the end', (t) => (t.duration = 1), "utterances[0].end: 1.75 is after the timeline's duration 1"],
  ['no anchor', (t) => (t.utterances[1].anchor = { utterance: 'x', word: 0 }), 'there is no utterance "x"'],
  ['own anchor', (t) => (t.utterances[1].anchor = { utterance: 'u1', word: 0 }), 'is by the same speaker'],
  [
    'a far anchor',
    (t) => (t.utterances[1].anchor = { utterance: 'u0', word: 5 }),
    '5 is past the 5 words of "u0"',
  ],
];

test.each(breakages)('%s is an error that says where', (_, spoil, message) => {
  const spoilt = structuredClone(valid);
  spoil(spoilt);
  expect(() => parseTimeline(spoilt)).toThrow(TimelineError);
  expect(() => parseTimeline(spoilt)).toThrow(message);
});

test.each([[''], ['{'], ['null'], ['[]'], ['"a"'], [null], [undefined], [7], [[]]])(
  '%j is no timeline',
  (value) => {
    expect(() => parseTimeline(value)).toThrow(TimelineError);
  },
);

test('the JSON Schema says what the parser says', () => {
  const schema = JSON.stringify(timelineJsonSchema());
  expect(schema).toContain(
    '"required":["version","id","languages","duration","speakers","utterances","events"]',
  );
  expect(schema).not.toContain('readOnly');
});
