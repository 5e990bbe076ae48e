import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Corpus,
  createDirectoryStore,
  type DialogueRecord,
  durationOf,
  exporters,
  findExporter,
  openCorpus,
  openExportFolder,
} from 'duologue/corpus';
import { decodeAudio } from 'duologue/media';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureRate, makeFixtureCorpus } from './fixture.ts';

const run = promisify(execFile);
const environments = join(import.meta.dirname, '../../node_modules/.duologue-python');
/** Debian holds these; CI has them all. */
const missing = (path: string): boolean => process.env['CI'] === undefined && !existsSync(path);

let folder: string;
let corpus: Corpus;
let records: readonly DialogueRecord[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-export-'));
  const store = createDirectoryStore(join(folder, 'corpus'));
  records = await makeFixtureCorpus(store, { dialogues: 8, shards: 3 });
  corpus = await openCorpus(store);
  for (const { name } of exporters) await exportTo(name, join(folder, name));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function exportTo(name: string, path: string): Promise<void> {
  await findExporter(name).export(corpus, await openExportFolder(path), {});
}

const ofSplit = (split: string): readonly DialogueRecord[] =>
  records.filter((record) => record.split === split);

async function read(environment: string, reader: string, ...parameters: string[]): Promise<unknown> {
  const python = join(environments, environment, 'bin', 'python');
  const script = join(import.meta.dirname, 'readers', reader);
  const { stdout } = await run(python, ['-W', 'ignore', script, folder, ...parameters], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout);
}

/** What a reader says of a sound: its length, and each channel's hash. */
async function soundFacts({ audio }: DialogueRecord): Promise<[number, string[]]> {
  const { channels } = await decodeAudio(await corpus.sound(audio));
  return [audio.frames, channels.map(hashOf)];
}

function hashOf(samples: Float32Array): string {
  const whole = Int16Array.from(samples, (sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
  );
  return createHash('sha256').update(new Uint8Array(whole.buffer)).digest('hex');
}

function near(value: number): unknown {
  return expect.closeTo(value, 7);
}

function supervisionFacts({ utterances, speakers }: DialogueRecord) {
  return utterances.map(({ speaker, start, end, text, words }) => ({
    start: near(start),
    duration: near(end - start),
    channel: speakers.findIndex(({ id }) => id === speaker),
    speaker,
    text,
    words: words.map((word) => [word.text, near(word.start), near(word.end - word.start)]),
  }));
}

test('the same corpus gives the same bytes in every form', async () => {
  for (const { name } of exporters) {
    const again = join(folder, 'again', name);
    await exportTo(name, again);
    expect([name, await treeOf(again)]).toEqual([name, await treeOf(join(folder, name))]);
  }
}, 120_000);

async function treeOf(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = files.toSorted().map(async (file) => {
    const digest = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return [file.slice(path.length), digest] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}

describe.skipIf(missing(join(environments, 'training')))('read by Lhotse', () => {
  test('manifests, Shar and NeMo duplex hold the dialogues, word by word and sample by sample', async () => {
    const train = ofSplit('train');
    const found = await read('training', 'lhotse_reader.py', 'train');
    const cuts = await Promise.all(
      train.map(async (record) => ({
        id: record.id,
        duration: durationOf(record),
        sound: await soundFacts(record),
        supervisions: supervisionFacts(record),
      })),
    );
    const duplex = train.map((record) => ({
      id: `${record.id}-a`,
      duration: durationOf(record),
      // The fixture's assistant speaks on channel 0: what is heard is the user alone.
      sound: [record.audio.frames, [expect.any(String)]],
      supervisions: supervisionFacts(record).map((one) => ({
        ...one,
        speaker: one.channel === 0 ? 'agent' : 'user',
        channel: 0,
      })),
      rate: 16_000,
      target: Math.round((record.audio.frames * 22_050) / fixtureRate),
      targetRate: 22_050,
    }));
    expect(sortCuts(found)).toEqual({
      recordings: train.length,
      supervisions: train.reduce((sum, { utterances }) => sum + utterances.length, 0),
      cuts: cuts.toSorted(byId),
      shar: cuts.toSorted(byId),
      duplex: duplex.toSorted(byId),
    });
  }, 120_000);
});

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

/** In the order of ids: a corpus is read shard by shard. */
function sortCuts(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return found;
  const sorted = Object.entries(found).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.toSorted(byId) : value,
  ]);
  return Object.fromEntries(sorted);
}

test.skipIf(missing(join(environments, 'training')))(
  'WebDataset reads pairs of sound and record',
  async () => {
    const found = await read('training', 'webdataset_reader.py');
    expect(found).toHaveLength(records.length);
    expect(found).toEqual(
      expect.arrayContaining(records.map(({ id, audio }) => ({ key: id, id, sha256: audio.sha256 }))),
    );
  },
  60_000,
);

test.skipIf(missing(join(environments, 'data')))(
  'pyarrow, DuckDB and datasets read every field of every row',
  async () => {
    const found = await read('data', 'parquet_reader.py');
    const rows = records.map((record) => {
      const { version: _, audio, dry: __, ...rest } = record;
      return { ...rest, duration: durationOf(record), sha256: audio.sha256, path: `${record.id}.flac` };
    });
    expect(found).toMatchObject({
      files: ['test-00000-of-00001.parquet', 'train-00000-of-00001.parquet'],
      rows: expect.arrayContaining(rows),
      duckdb: ['test', 'train'].map((split) => [
        split,
        ofSplit(split).length,
        ofSplit(split).reduce((sum, { utterances }) => sum + utterances.length, 0),
      ]),
      datasets: {
        train: { rows: ofSplit('train').length, rate: fixtureRate },
        test: { rows: ofSplit('test').length },
      },
    });
  },
  60_000,
);

function scored(name: string): string {
  return join(folder, name, `train-000000.${name}`);
}

describe.skipIf(missing('/usr/bin/sctk'))('read by NIST', () => {
  test('sclite finds no error between the transcript and the words', async () => {
    const { stdout } = await run('sctk', [
      'sclite',
      '-r',
      scored('stm'),
      'stm',
      '-h',
      scored('ctm'),
      'ctm',
      '-o',
      'sum',
      'stdout',
    ]);
    const words = ofSplit('train').flatMap(({ utterances }) => utterances.flatMap((one) => one.words)).length;
    const [, counted, correct, wrong] =
      /Sum\/Avg\s*\|\s*\d+\s+(\d+)\s*\|\s*([\d.]+)(?:\s+[\d.]+){3}\s+([\d.]+)/.exec(stdout) ?? [];
    expect([Number(counted), Number(correct), Number(wrong)]).toEqual([words, 100, 0]);
  });

  test('md-eval finds no error between who speaks and itself, over all that is to be scored', async () => {
    const rttm = scored('rttm');
    const uem = scored('uem');
    const { stdout } = await run('sctk', ['md-eval', '-r', rttm, '-s', rttm, '-u', uem]);
    expect(stdout).toMatch(/OVERALL SPEAKER DIARIZATION ERROR = 0\.00 percent/);
    const scoredTime = Number(/SCORED SPEAKER TIME =\s*([\d.]+)/.exec(stdout)?.[1]);
    const spoken = ofSplit('train').flatMap(({ utterances }) => utterances);
    const most = spoken.reduce((sum, { start, end }) => sum + end - start, 0);
    expect(scoredTime).toBeGreaterThan(0.9 * most);
    expect(scoredTime).toBeLessThan(1.01 * most);
  });
});

test.skipIf(missing('/usr/bin/praat'))('Praat reads the tiers', async () => {
  const [record] = ofSplit('train');
  const grid = join(folder, 'textgrid', 'train', `${record?.id}.TextGrid`);
  const script = join(import.meta.dirname, 'readers', 'tiers.praat');
  const { stdout } = await run('praat', ['--run', '--no-pref-files', script, grid]);
  const [tiers, duration, ...rows] = stdout.trim().split('\n');
  const names = record?.speakers.flatMap(({ id }) => [id, `${id} words`, `${id} events`]) ?? [];
  expect(tiers).toBe(String(names.length + 1));
  expect(Number(duration)).toBeCloseTo(record === undefined ? 0 : durationOf(record), 6);
  expect(rows.map((row) => row.split('\t')[0])).toEqual([...names, 'surroundings']);
  const own = record?.utterances.filter(({ speaker }) => speaker === record.speakers[1]?.id) ?? [];
  const said = own.map(({ text }) => text).join('|');
  expect(rows[3]?.split('\t')[1]).toBe(said);
});
