import { join } from 'node:path';
import {
  beginRun,
  checkSpec,
  createDirectoryStore,
  type DialogueRecord,
  openCorpus,
  openSimulateJob,
  parseSpec,
  runShard,
  type SpecInput,
  simulateManifest,
} from '../../src/corpus/index.ts';

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
  const { half, snr, bleed, minutes, batch = 0 } = options;
  const { spec } = await checkSpec(
    parseSpec({
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
      ...options.spec,
    }),
  );
  const manifest = simulateManifest(spec, 'benchmark');
  await using store = createDirectoryStore(folder);
  await beginRun(manifest, store);
  await using job = await openSimulateJob(manifest);
  await runShard({ manifest, shard: 0, job, store });
  const corpus = await openCorpus(store);
  const scenes: Scene[] = [];
  for await (const truth of corpus.records()) scenes.push({ truth, path: join(folder, truth.audio.key) });
  return scenes;
}
