import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  beginRun,
  createDirectoryStore,
  type DialogueRecord,
  openCorpus,
  openIngestJob,
  planIngest,
  runShard,
} from '../../src/corpus/index.ts';
import type { Scene } from './ingest-scenes.ts';

/** What ingest made of a dialogue, beside what is true of it. */
export type Ingested = { readonly truth: DialogueRecord; readonly found: DialogueRecord };

type IngestRun = {
  readonly dialogues: readonly Ingested[];
  /** Seconds: of dialogue, and of all threads. */
  readonly duration: number;
  readonly cpu: number;
};

type IngestRunOptions = {
  /** What is said is given, with times to a tenth of a second for each utterance and none for its words. */
  readonly transcripts?: boolean;
};

/** Ingests dialogues as if they were recordings, from their files into a corpus in `folder`. */
export async function ingestScenes(
  scenes: readonly Scene[],
  folder: string,
  { transcripts = false }: IngestRunOptions = {},
): Promise<IngestRun> {
  const before = process.cpuUsage();
  const manifest = await planIngest({
    from: [await writeList(scenes, folder, transcripts)],
    waiver: 'nobody was recorded',
    generator: 'benchmark',
  });
  await using store = createDirectoryStore(join(folder, 'corpus'));
  await beginRun(manifest, store);
  await using job = await openIngestJob(manifest);
  for (let shard = 0; shard < manifest.shards; shard++) await runShard({ manifest, shard, job, store });
  const { user, system } = process.cpuUsage(before);
  const truths = new Map(scenes.map(({ truth }) => [truth.id, truth]));
  const dialogues: Ingested[] = [];
  let duration = 0;
  for await (const found of (await openCorpus(store)).records()) {
    const truth = truths.get(found.id);
    if (truth === undefined) throw new Error(`${found.id} is no dialogue that was to be ingested.`);
    dialogues.push({ truth, found });
    duration += found.audio.frames / found.audio.sampleRate;
  }
  return { dialogues, duration, cpu: (user + system) / 1e6 };
}

/** A list of recordings, which YAML reads as it is. */
async function writeList(scenes: readonly Scene[], folder: string, transcripts: boolean): Promise<string> {
  await mkdir(folder, { recursive: true });
  const recordings: unknown[] = [];
  for (const { truth, path } of scenes) {
    const { id, languages, speakers } = truth;
    const transcript = join(folder, `${id}.stm`);
    if (transcripts) await writeFile(transcript, transcriptOf(truth));
    recordings.push({
      id,
      files: [path],
      languages,
      speakers: speakers.map((speaker) => ({ id: speaker.id })),
      ...(transcripts && { transcript }),
    });
  }
  const list = join(folder, 'recordings.yaml');
  await writeFile(list, JSON.stringify({ recordings }));
  return list;
}

function transcriptOf({ id, speakers, utterances }: DialogueRecord): string {
  return utterances
    .map(({ speaker, start, end, text }) => {
      const channel = speakers.find((each) => each.id === speaker)?.channel ?? 0;
      return `${id} ${channel + 1} ${speaker} ${start.toFixed(1)} ${end.toFixed(1)} ${text}\n`;
    })
    .join('');
}
