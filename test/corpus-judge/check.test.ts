import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCorpus, createDirectoryStore, type FaultKind, parseRecord } from 'duologue/corpus';
import { encodeAudio } from 'duologue/media';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Of, shardOf } from '../../src/corpus/run/run-manifest.ts';
import { fixtureRate, makeFixtureCorpus } from '../corpus-export/fixture.ts';

let whole: string;

beforeAll(async () => {
  whole = await mkdtemp(join(tmpdir(), 'duologue-check-'));
  await using store = createDirectoryStore(whole);
  await makeFixtureCorpus(store, { dialogues: 8, shards: 2 });
});

afterAll(() => rm(whole, { recursive: true, force: true }));

test('nothing is wrong with what was just made', async () => {
  expect(await faultsOf(whole)).toEqual([]);
  await writeFile(join(whole, 'README.md'), 'its card');
  expect(await faultsOf(whole)).toEqual([]);
});

/** What is done to a corpus, and what must be found for it. */
const harms: readonly (readonly [
  name: string,
  expected: readonly FaultKind[],
  harm: (folder: string) => Promise<void>,
])[] = [
  ['its run is gone', ['run'], (folder) => rm(join(folder, 'run.json'))],
  ['its run is no JSON', ['run'], (folder) => writeFile(join(folder, 'run.json'), '{')],
  [
    'its parameters were edited',
    ['run'],
    (folder) => edit(folder, 'run.json', (text) => text.replace('"fixture": true', '"fixture": false')),
  ],
  [
    'a shard is not complete',
    ['shard-missing', 'object-unknown'],
    (folder) => rm(join(folder, 'done/000001.json')),
  ],
  [
    'a shard is of another run',
    ['shard-broken'],
    (folder) =>
      edit(folder, 'done/000000.json', (text) =>
        text.replace(/"parametersSha256": ".{4}/, '"parametersSha256": "0000'),
      ),
  ],
  [
    'a shard could not make an item',
    ['item-failed'],
    (folder) =>
      edit(folder, 'done/000000.json', (text) =>
        text.replace('"failed": []', '"failed": [{"item": "x", "reason": "y"}]'),
      ),
  ],
  ['a sound is gone', ['object-missing'], async (folder) => rm(join(folder, await someSound(folder)))],
  ['a sound was cut', ['object-changed'], async (folder) => cut(join(folder, await someSound(folder)))],
  [
    'the records were edited',
    ['object-changed'],
    (folder) => edit(folder, 'records/000000.jsonl', (text) => text.replace('casual', 'formal')),
  ],
  [
    'a file was put there',
    ['object-unknown'],
    (folder) => writeFile(join(folder, 'audio', 'stray.flac'), 'x'),
  ],
  [
    'a record lacks a field',
    ['record-broken', 'object-unknown'],
    (folder) =>
      editRecord(folder, (record) =>
        Object.fromEntries(Object.entries(record).filter(([field]) => field !== 'split')),
      ),
  ],
  [
    'an utterance ends after the sound',
    ['record-broken', 'object-unknown'],
    (folder) =>
      editRecord(folder, (record) => ({
        ...record,
        utterances: record.utterances.map((one, index, all) =>
          index === all.length - 1 ? { ...one, end: 99, words: [] } : one,
        ),
      })),
  ],
  [
    'a record has another id',
    ['record-misplaced'],
    (folder) => editRecord(folder, (record) => ({ ...record, id: otherHome(record.id) })),
  ],
  [
    'a speaker moved to another split',
    ['speaker-in-two-splits', 'text-in-two-splits'],
    (folder) =>
      editRecord(folder, (record) => ({ ...record, split: record.split === 'train' ? 'dev' : 'train' })),
  ],
  [
    'a label stands where nobody speaks',
    ['label-silent', 'label-silent'],
    (folder) =>
      editRecord(folder, (record) => ({
        ...record,
        utterances: [
          {
            ...(record.utterances[0] ?? fail()),
            id: 'ghost',
            text: 'ghost',
            start: 0.1,
            end: 0.4,
            words: [{ text: 'ghost', start: 0.1, end: 0.4, confidence: null }],
          },
          ...record.utterances,
        ],
      })),
  ],
  [
    'a label is missing',
    ['label-missing'],
    (folder) =>
      editRecord(folder, (record) => ({
        ...record,
        utterances: record.utterances
          .map((one) =>
            one.id === 't1'
              ? { ...one, start: one.words.at(-1)?.start ?? 0, words: one.words.slice(-1) }
              : one,
          )
          .toSorted((a, b) => a.start - b.start),
      })),
  ],
  ['a sound is shorter than said', ['sound-length'], shorten],
];

test.each(harms)('a corpus is found out when %s', async (_name, expected, harm) => {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-harmed-'));
  try {
    await cp(whole, folder, { recursive: true });
    await harm(folder);
    const found = await faultsOf(folder);
    expect([...new Set(found)].toSorted()).toEqual([...new Set(expected)].toSorted());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function faultsOf(folder: string): Promise<FaultKind[]> {
  await using store = createDirectoryStore(folder);
  const kinds: FaultKind[] = [];
  for await (const { kind } of checkCorpus(store)) kinds.push(kind);
  return kinds;
}

function fail(): never {
  throw new Error('The fixture has no such thing.');
}

async function edit(folder: string, key: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(join(folder, key), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(join(folder, key), after);
}

/** Changes the first record of the first shard, and lets the shard's manifest know, so that only the record is wrong. */
async function editRecord(
  folder: string,
  change: (record: ReturnType<typeof parseRecord>) => object,
): Promise<void> {
  const key = 'records/000000.jsonl';
  const [first = '', ...others] = (await readFile(join(folder, key), 'utf8')).split('\n');
  const text = [JSON.stringify(change(parseRecord(JSON.parse(first)))), ...others].join('\n');
  await replaceObject(folder, key, new TextEncoder().encode(text));
}

async function replaceObject(folder: string, key: string, bytes: Uint8Array): Promise<void> {
  const before = await readFile(join(folder, key));
  await writeFile(join(folder, key), bytes);
  await edit(folder, 'done/000000.json', (text) => text.replace(sha256Of(before), sha256Of(bytes)));
}

async function firstRecord(folder: string) {
  const [first = ''] = (await readFile(join(folder, 'records/000000.jsonl'), 'utf8')).split('\n');
  return parseRecord(JSON.parse(first));
}

async function someSound(folder: string): Promise<string> {
  return (await firstRecord(folder)).audio.key;
}

async function cut(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 100));
}

async function shorten(folder: string): Promise<void> {
  const { audio } = await firstRecord(folder);
  const silence = new Float32Array(audio.frames - 1);
  const bytes = await encodeAudio(
    { channels: [silence, silence], sampleRate: fixtureRate },
    { format: 'flac' },
  );
  const sha256 = sha256Of(bytes);
  await editRecord(folder, (record) => ({
    ...record,
    audio: { ...record.audio, sha256, bytes: bytes.byteLength },
  }));
  await replaceObject(folder, audio.key, bytes);
}

/** An id of the other shard. */
function otherHome(id: string): string {
  const others = Array.from({ length: 64 }, (_, index) => `other-${index}`);
  return others.find((other) => shardOf(other, 2) !== shardOf(id, 2)) ?? fail();
}
