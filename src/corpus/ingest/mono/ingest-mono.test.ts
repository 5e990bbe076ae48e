import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { encodeAudio } from '../../../media/index.ts';
import { createModelStore } from '../../../models/index.ts';
import { openCorpus } from '../../open-corpus.ts';
import type { DialogueRecord } from '../../record/types.ts';
import { beginRun, runShard } from '../../run/run-shard.ts';
import { createDirectoryStore } from '../../store/directory-store.ts';
import { openIngestJob } from '../open-ingest-job.ts';
import { planIngest } from '../plan-ingest.ts';
import { bandedVoice, mixed } from './fixtures/banded-voices.ts';
import { chooseMonoModels } from './mono-listener.ts';

const sound = { sampleRate: 16_000, seconds: 13 };
const place = (name: string): string => join(import.meta.dirname, 'fixtures', `tiny-${name}`);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-ingest-mono-'));
  vi.stubEnv('DUOLOGUE_MODELS', join(folder, 'models'));
  const low = bandedVoice(
    'low',
    [
      [1, 5],
      [9, 12],
    ],
    sound,
  );
  const high = bandedVoice('high', [[4, 8.5]], sound);
  const channels = [mixed([low, high])];
  await writeFile(
    join(folder, 'call.wav'),
    await encodeAudio({ sampleRate: sound.sampleRate, channels }, { format: 'wav' }),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function ingest(name: string, from: string) {
  const manifest = await planIngest({ from: [join(folder, from)], waiver: 'a test', generator: 'test' });
  await using store = createDirectoryStore(join(folder, name));
  await beginRun(manifest, store);
  await using job = await openIngestJob(manifest);
  const done = await runShard({ manifest, shard: 0, job, store });
  const records: DialogueRecord[] = [];
  for await (const record of (await openCorpus(store)).records()) records.push(record);
  return { records, done };
}

test('a recording with one channel becomes a record with two, by the models that the list names', async () => {
  const models = relative(folder, join(import.meta.dirname, 'fixtures'));
  const model = (name: string): string => `${models}/tiny-${name}/model.onnx`;
  await writeFile(
    join(folder, 'recordings.yaml'),
    `mono: { segmentation: ${model('segmentation')}, embedding: ${model('embedding')}, separation: ${model('separation')} }
recordings:
  - { id: call, files: [call.wav], speakers: [{ id: anna }, { id: ben }] }
`,
  );
  const { records, done } = await ingest('out', 'recordings.yaml');
  expect(done.failed).toEqual([]);
  const [record] = records;
  expect(record?.provenance.origin).toBe('separated');
  expect(record?.audio).toMatchObject({ channels: 2, sampleRate: 16_000, frames: 13 * 16_000 });
  expect(record?.utterances.map(({ speaker, start }) => [speaker, Math.round(start)])).toEqual([
    ['anna', 1],
    ['ben', 4],
    ['anna', 9],
  ]);
  const verdicts = record?.quality.filters.map(({ name, pass }) => [name, pass]);
  for (const name of ['voices', 'strangers', 'similarity', 'separation', 'mixed', 'dropouts', 'snr']) {
    expect(verdicts).toContainEqual([name, true]);
  }
  expect((await ingest('again', 'recordings.yaml')).done.objects).toEqual(done.objects);
}, 60_000);

test('an installed model is taken by its kind or by its name, and one of another kind is not', async () => {
  const store = join(folder, 'store');
  const installed = createModelStore({ folder: store });
  await installed.add(place('segmentation'), { id: 'who', kind: 'segmentation' });
  await installed.add(place('embedding'), { id: 'whose', kind: 'embedding' });
  await installed.add(place('separation'), { id: 'apart', kind: 'separation' });
  const chosen = await chooseMonoModels({ sameSpeaker: 0.5 }, store);
  expect(chosen).toMatchObject({
    segmentation: { model: 'who' },
    embedding: { model: 'whose' },
    separation: { model: 'apart' },
  });
  await expect(chooseMonoModels({ sameSpeaker: 0.5, embedding: 'who' }, store)).rejects.toThrow(
    /'who' is for segmentation, not for embedding/,
  );
});

test('without models it is told as failed with what to do, and nothing of it is left', async () => {
  const { records, done } = await ingest('without', 'call.wav');
  expect(records).toEqual([]);
  expect(done.failed[0]?.reason).toMatch(
    /call.wav has one channel.*duologue models pull pyannote-segmentation/s,
  );
  expect(await readdir(join(folder, 'without', 'audio')).catch(() => [])).toEqual([]);
});

test('models that a list asks for must be there before anything is begun', async () => {
  await writeFile(
    join(folder, 'asking.yaml'),
    'mono: { separation: null }\nrecordings:\n  - { id: call, files: [call.wav] }\n',
  );
  await expect(ingest('asked', 'asking.yaml')).rejects.toThrow(/duologue models pull pyannote-segmentation/);
  await writeFile(
    join(folder, 'marks.yaml'),
    'punctuation: true\nrecordings:\n  - { id: call, files: [call.wav] }\n',
  );
  await expect(ingest('marked', 'marks.yaml')).rejects.toThrow(
    /ct-punctuation, or name an ONNX file as punctuation: PATH/,
  );
});
