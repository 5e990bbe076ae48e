import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleRecord } from '../fixtures/example-record.ts';
import type { Corpus } from '../open-corpus.ts';
import type { DialogueRecord } from '../record/types.ts';
import type { RunManifest } from '../run/run-manifest.ts';
import { parseSpec } from '../simulate/parse-spec.ts';
import { simulateManifest } from '../simulate/simulate-manifest.ts';
import { createDirectoryStore } from '../store/directory-store.ts';
import { describeRecords } from './corpus-card.ts';
import { corpusChecksums, fileChecksums } from './corpus-checksums.ts';
import { type DatasetCardOptions, printDatasetCard } from './dataset-card.ts';

const golden = join(import.meta.dirname, 'fixtures', 'dataset-card.md');

const spec = parseSpec({
  name: 'example',
  description: 'Talk of films.',
  hours: 0.01,
  registers: 'telephone',
  text: { from: 'scripts', path: '/home/somebody/secret/films.dialogue' },
  rates: { interruptions: 2 },
});
const run = simulateManifest(spec, 'duologue 0.1.0');

function corpusOf(manifest: RunManifest): Corpus {
  return {
    store: createDirectoryStore('corpora/example'),
    run: manifest,
    async *shards() {
      yield {
        version: 1,
        shard: 0,
        parametersSha256: manifest.parametersSha256,
        objects: [
          { key: 'records/000000.jsonl', bytes: 10, sha256: 'c'.repeat(64) },
          { key: 'audio/000000/example-000001.flac', bytes: 12_345, sha256: 'a'.repeat(64) },
        ],
        items: 1,
        duration: 5,
        failed: [],
      };
    },
    async *records() {},
    sound: () => Promise.reject(new Error('nobody listens here')),
  };
}

async function readme(
  records: readonly DialogueRecord[],
  options: Partial<DatasetCardOptions> = {},
): Promise<string> {
  const corpus = corpusOf(options.run ?? run);
  async function* given(): AsyncGenerator<DialogueRecord> {
    yield* records;
  }
  const card = await describeRecords(corpus, given());
  return printDatasetCard(card, { run, checksums: await corpusChecksums(corpus), ...options });
}

function frontMatter(text: string): unknown {
  return parse(/^---\n([\s\S]*?)\n---\n/.exec(text)?.[1] ?? '');
}

async function configsOf(...parquetSplits: string[]): Promise<unknown> {
  return frontMatter(await readme([exampleRecord], { parquetSplits }));
}

const licensed = (licence: string | null, id: string): DialogueRecord => ({
  ...exampleRecord,
  id,
  provenance: { ...exampleRecord.provenance, licence },
});

test('the card of the example', async () => {
  expect(await readme([exampleRecord])).toBe(await readFile(golden, 'utf8'));
});

test('its head says licences, languages and sizes as data sets are listed by, and guesses no licence', async () => {
  expect(frontMatter(await readme([exampleRecord], { title: 'Films:\n--- "on" the | phone' }))).toEqual({
    pretty_name: 'Films:\n--- "on" the | phone',
    license: 'cc-by-4.0',
    language: ['en'],
    language_bcp47: ['en'],
    size_categories: ['n<1K'],
    task_categories: [
      'audio-to-audio',
      'voice-activity-detection',
      'automatic-speech-recognition',
      'text-to-speech',
    ],
    tags: ['audio', 'conversation', 'dialogue', 'full-duplex', 'synthesised', 'turn-taking'],
  });
  const licences = async (...all: (string | null)[]): Promise<unknown> =>
    frontMatter(await readme(all.map((licence, index) => licensed(licence, `d${index}`))));
  expect(await licences(null)).toMatchObject({ license: 'unknown' });
  expect(await licences('Ours Alone 2')).toMatchObject({ license: 'other', license_name: 'ours-alone-2' });
  expect(await licences('CC0-1.0', null, 'CC-BY-4.0')).toMatchObject({
    license: ['cc-by-4.0', 'cc0-1.0', 'unknown'],
  });
  expect(await readme([licensed(null, 'd0')])).toContain('**unknown: nobody has said');
});

test('its head leads to the files of each split, under names that datasets knows', async () => {
  expect(await configsOf('dev', 'train')).toMatchObject({
    configs: [
      {
        config_name: 'default',
        data_files: [
          { split: 'dev', path: 'data/dev-*.parquet' },
          { split: 'train', path: 'data/train-*.parquet' },
        ],
      },
    ],
  });
  expect(await configsOf('all')).toMatchObject({
    configs: [{ data_files: [{ split: 'train', path: 'data/all-*.parquet' }] }],
  });
  expect(await configsOf('all', 'train')).toMatchObject({
    configs: [{ data_files: [{ split: 'unsplit' }, { split: 'train' }] }],
  });
});

test('whatever words stand in a corpus, its head is YAML and its tables are tables', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('a|b', '---', '\n## x', '`', '</details>', '- [ ]', '"\\'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: 6, maxLength: 6 }), async (given) => {
      const [licence = '', title = '', noise = '', voice = '', reference = '', domain = ''] = given;
      const [track] = exampleRecord.environment.tracks;
      const text = await readme(
        [
          {
            ...licensed(licence, 'd0'),
            speakers: exampleRecord.speakers.map((speaker) => ({ ...speaker, voice })),
            scenario: { ...exampleRecord.scenario, domain },
            environment: {
              ...exampleRecord.environment,
              tracks: track === undefined ? [] : [{ ...track, noiseTypes: [noise] }],
            },
            consent: { status: 'waived', reference },
          },
        ],
        { title },
      );
      expect(frontMatter(text)).toMatchObject({ pretty_name: title });
      expect(text.match(/^## /gm)).toHaveLength(10);
      for (const table of text.match(/(?:^\|.*\|$\n?)+/gm) ?? []) {
        const widths = table
          .trim()
          .split('\n')
          .map((row) => row.split(/(?<!\\)\|/u).length);
        expect(new Set(widths).size).toBe(1);
      }
    }),
    { numRuns: 30 },
  );
});

test('its specification can be run again, and tells no places of the machine', async () => {
  const text = await readme([exampleRecord]);
  const again = parseSpec(parse(/```yaml\n([\s\S]*?)\n```/.exec(text)?.[1] ?? ''));
  expect(again).toEqual({ ...spec, text: { ...spec.text, path: 'films.dialogue' } });
  expect(text).not.toContain('somebody');
});

test('of recordings it says who consented, and what filters found', async () => {
  const recorded: DialogueRecord = {
    ...exampleRecord,
    speakers: exampleRecord.speakers.map((speaker) => ({ ...speaker, voice: null })),
    provenance: { ...exampleRecord.provenance, origin: 'recorded', source: 'a.wav', licence: null },
    consent: { status: 'waived', reference: 'a *test* | of\nours' },
    quality: {
      ...exampleRecord.quality,
      filters: [{ name: 'snr', value: 3, threshold: 10, pass: false }],
    },
  };
  const text = await readme([recorded], { run: { ...run, job: 'ingest', parameters: {} } });
  expect(text).toContain('People were recorded.');
  expect(text).toContain('not all passed `snr`.');
  expect(text).toContain('| snr | 10 | 3.00 | 0 | 1 |');
  expect(text).toContain('waived by who made the corpus: 5.0 s');
  expect(text).toContain(String.raw`  - a \*test\* \| of ours`);
  expect(text).not.toContain('Voices, and what is known');
});

test('its checksum is that of what sha256sum prints', async () => {
  const files = [
    { key: 'data/b', bytes: 1, sha256: 'b'.repeat(64) },
    { key: 'data/a', bytes: 2, sha256: 'a'.repeat(64) },
  ];
  const { createHash } = await import('node:crypto');
  const printed = `${'a'.repeat(64)}  data/a\n${'b'.repeat(64)}  data/b\n`;
  expect(fileChecksums(files)).toMatchObject({
    bytes: 3,
    sha256: createHash('sha256').update(printed).digest('hex'),
  });
});
