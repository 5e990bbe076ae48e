import { join } from 'node:path';
import {
  beginRun,
  checkSpec,
  createDirectoryStore,
  type DialogueRecord,
  openConditioner,
  openCorpus,
  openSimulateJob,
  parseSpec,
  runShard,
  type ShardJob,
  type Spec,
  type SpecInput,
  simulateManifest,
} from '../../src/corpus/index.ts';
import { openCast } from '../../src/corpus/simulate/open-cast.ts';
import type { Performance, Performer } from '../../src/corpus/simulate/performance.ts';
import { createSimulateJob } from '../../src/corpus/simulate/simulate-job.ts';
import { writerFor } from '../../src/corpus/text/writer-for.ts';

/** What `ingest` was made with, and what it is measured with: other voices, other texts, other chances. */
export type SceneHalf = 'tuning' | 'reporting';

const voicesOf: Readonly<Record<SceneHalf, readonly string[]>> = {
  tuning: [
    'flite/slt',
    'flite/rms',
    'flite/nora',
    'flite/hugo',
    'flite/ruth',
    'flite/simon',
    'espeak/mei',
    'espeak/wei',
    'espeak/jun',
  ],
  reporting: [
    'flite/joan',
    'flite/leo',
    'flite/kal16',
    'flite/awb',
    'flite/tess',
    'flite/kit',
    'espeak/xue',
    'espeak/tao',
    'espeak/lan',
    'espeak/hao',
  ],
};

export type SceneOptions = {
  readonly half: SceneHalf;
  /** dB of speech over the noise that is always there; single noises are as loud. */
  readonly snr: number;
  /** dB of the other's voice on one's own track. */
  readonly bleed: number;
  readonly minutes: number;
  /** Another gives other dialogues. */
  readonly batch?: number;
  readonly spec?: Partial<SpecInput>;
};

/** A dialogue of which everything is known, and the two tracks that are to be heard. */
export type Scene = {
  readonly truth: DialogueRecord;
  readonly path: string;
};

/** Dialogues of embedded voices in both languages, made in `folder` once. */
export async function makeScenes(folder: string, options: SceneOptions): Promise<readonly Scene[]> {
  const { spec } = await checkSpec(specOf(options));
  return runScenes(folder, spec, openSimulateJob);
}

/** Makes the same dialogues heard under one condition after another. */
interface SceneMaker extends AsyncDisposable {
  make(folder: string, heard: Pick<SceneOptions, 'snr' | 'bleed'>): Promise<readonly Scene[]>;
}

/** Dialogues that are spoken once, and kept. */
export async function openSceneMaker(options: Omit<SceneOptions, 'snr' | 'bleed'>): Promise<SceneMaker> {
  const createConditioner = await openConditioner();
  const cast = await openCast(specOf({ ...options, snr: 30, bleed: -40 }), { openWriter: writerFor });
  const performer = keepPerformances(cast.performer);
  return {
    make: (folder, heard) =>
      runScenes(folder, specOf({ ...options, ...heard }), async (manifest) => {
        const spec = parseSpec(manifest.parameters);
        const job = createSimulateJob(manifest, spec, { ...cast, performer, createConditioner });
        // The voices are still wanted when the job is done.
        return { ...job, [Symbol.asyncDispose]: async () => {} };
      }),
    [Symbol.asyncDispose]: () => performer[Symbol.asyncDispose](),
  };
}

function keepPerformances(performer: Performer): Performer {
  const kept = new Map<string, Promise<Performance>>();
  return {
    async perform(plan, given) {
      const performance = kept.get(plan.id) ?? performer.perform(plan, given);
      kept.set(plan.id, performance);
      return { ...(await performance), [Symbol.asyncDispose]: async () => {} };
    },
    async [Symbol.asyncDispose]() {
      for (const performance of kept.values()) await (await performance)[Symbol.asyncDispose]();
      await performer[Symbol.asyncDispose]();
    },
  };
}

function specOf({ half, snr, bleed, minutes, batch = 0, spec }: SceneOptions): Spec {
  return parseSpec({
    name: half,
    seed: `${half}/${batch}`,
    hours: minutes / 60,
    hoursPerShard: 1000,
    languages: { 'en-US': 1, 'zh-CN': 1 },
    duration: { median: 120, sigma: 0.1, minimum: 90, maximum: 150 },
    split: { train: 1, dev: 0, test: 0 },
    speakers: { count: 16 },
    speech: { from: 'voices', voices: [...voicesOf[half]] },
    conditions: {
      bleed: [bleed, bleed],
      noise: { steady: 1, bursts: 0.5, snr: [snr, snr] },
    },
    ...spec,
  });
}

async function runScenes(
  folder: string,
  spec: Spec,
  openJob: (manifest: ReturnType<typeof simulateManifest>) => Promise<ShardJob>,
): Promise<readonly Scene[]> {
  const manifest = simulateManifest(spec, 'benchmark');
  await using store = createDirectoryStore(folder);
  await beginRun(manifest, store);
  await using job = await openJob(manifest);
  await runShard({ manifest, shard: 0, job, store });
  const corpus = await openCorpus(store);
  const scenes: Scene[] = [];
  for await (const truth of corpus.records()) scenes.push({ truth, path: join(folder, truth.audio.key) });
  return scenes;
}
