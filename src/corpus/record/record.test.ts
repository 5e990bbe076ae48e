import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseTimeline, printTimeline } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { exampleRecord } from '../fixtures/example-record.ts';
import { canonicalJson, shardOf } from '../run/run-manifest.ts';
import { parseRecord, printRecord } from './parse-record.ts';
import { recordJsonSchema } from './schema.ts';
import { durationOf, timelineOf } from './timeline-of.ts';

const published = new URL('../../../schema/corpus-record.schema.json', import.meta.url);

test('the published schema is that of the source (UPDATE_GOLDENS=1 writes it, `npm run format` lays it out)', () => {
  const current = recordJsonSchema();
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(published, JSON.stringify(current, null, 2));
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(current);
});

test('by the published schema alone a record passes, and one with a field too many or too few does not', () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(published, 'utf8')));
  expect(schema.safeParse(exampleRecord).error).toBeUndefined();
  expect(schema.safeParse({ ...exampleRecord, mood: 'good' }).success).toBe(false);
  for (const field of Object.keys(exampleRecord)) {
    const without = Object.fromEntries(Object.entries(exampleRecord).filter(([name]) => name !== field));
    expect([field, schema.safeParse(without).success]).toEqual([field, false]);
  }
});

test('what is printed is read back, and its keys stand in one order whatever order they came in', () => {
  const line = printRecord(exampleRecord);
  expect(line.endsWith('}\n')).toBe(true);
  expect(parseRecord(JSON.parse(line))).toEqual(exampleRecord);
  const turned: unknown = JSON.parse(canonicalJson(exampleRecord));
  expect(Object.keys(turned ?? {})).not.toEqual(Object.keys(exampleRecord));
  expect(printRecord(parseRecord(turned))).toBe(line);
});

test('its timeline is one, with all that a timeline can hold', () => {
  const timeline = timelineOf(exampleRecord);
  expect(printTimeline(parseTimeline(printTimeline(timeline)))).toBe(printTimeline(timeline));
  expect(timeline.duration).toBe(durationOf(exampleRecord));
  expect(timeline.utterances.map(({ kind }) => kind)).toEqual(
    exampleRecord.utterances.map(({ kind }) => kind),
  );
  expect(timeline.environment?.noiseTypes).toEqual(['fan', 'street']);
});

const faults: readonly (readonly [string, object, RegExp])[] = [
  ['a version of the future', { version: 2 }, /version/],
  ['an id with a dot', { id: 'a.b' }, /id/],
  ['a hash that is none', { audio: { ...exampleRecord.audio, sha256: 'x' } }, /sha256/],
  ['no frames', { audio: { ...exampleRecord.audio, frames: 10 } }, /duration/],
  [
    'a speaker on another channel than their place',
    { speakers: exampleRecord.speakers.toReversed() },
    /speakers/,
  ],
  ['more speakers than channels', { audio: { ...exampleRecord.audio, channels: 1 } }, /speakers/],
  [
    'dry tracks of another length',
    { dry: { ...exampleRecord.audio, frames: exampleRecord.audio.frames + 1 } },
    /dry/,
  ],
  [
    'an utterance of nobody',
    { utterances: exampleRecord.utterances.map((one) => ({ ...one, speaker: 'nobody' })) },
    /nobody/,
  ],
  [
    'two environments of one track',
    {
      environment: {
        ...exampleRecord.environment,
        tracks: exampleRecord.environment.tracks.map((track) => ({ ...track, channel: 0 })),
      },
    },
    /environment/,
  ],
];

test.each(faults)('%s is refused, by name', (_name, change, words) => {
  const attempt = (): unknown => parseRecord({ ...exampleRecord, ...change });
  expect(attempt).toThrow(CorpusError);
  expect(attempt).toThrow(words);
});

test('nothing that is no record passes, and whatever is wrong is a CorpusError', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => parseRecord(value)).toThrow(CorpusError);
    }),
  );
});

test('a dialogue has one shard, by its id alone, and many dialogues have many', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
      fc.integer({ min: 1, max: 5000 }),
      (id, shards) => {
        const shard = shardOf(id, shards);
        expect(shard).toBe(shardOf(id, shards));
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(shards);
      },
    ),
  );
  const counts = new Map<number, number>();
  for (let index = 0; index < 8000; index++) {
    const shard = shardOf(`d-${index}`, 8);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  expect(Math.min(...counts.values())).toBeGreaterThan(900);
  // What other programs make of the same id: the first 16 digits of its SHA-256, modulo the shards.
  expect(shardOf('telephone-000000', 7)).toBe(1);
});
