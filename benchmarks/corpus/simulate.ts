import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  beginRun,
  checkSpec,
  createDirectoryStore,
  makePool,
  openSimulateJob,
  parseSpec,
  runShard,
  type SpecInput,
  simulateManifest,
} from '../../src/corpus/index.ts';
import type { Benchmark } from '../benchmark.ts';

/** Hours of the plan that is reckoned from the figures. */
const planned = 9000;

type Made = {
  readonly duration: number;
  readonly wall: number;
  readonly cpu: number;
  readonly bytes: number;
  readonly memory: number;
};

export const corpusSimulateBenchmark: Benchmark = {
  name: 'simulate',
  title: 'Simulating corpora',
  method:
    'One process makes a shard of five-minute dialogues, two tracks of 16 kHz FLAC, in its store: out of a pool that embedded ' +
    'voices spoke, with rooms, devices and noise for every track and without, and with embedded voices end to end. The CPU ' +
    'time is of all threads of the process, so that seconds of dialogue for a second of it are times real time on one core. ' +
    `What ${planned} hours come to is reckoned from it.`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-simulate-'));
    try {
      const pool = join(folder, 'pool');
      await makePool(
        parseSpec({
          name: 'pool',
          hours: 0.2,
          speakers: { count: 6 },
          split: { train: 1, dev: 0, test: 0 },
          duration: { median: 60, minimum: 30, maximum: 120 },
        }),
        { folder: pool },
      );
      const speech = { from: 'pool', path: pool } as const;
      const dry = { dry: 1 };
      const noisy = { noise: { steady: 1, bursts: 1 } };
      const rows: string[][] = [];
      const cases: readonly (readonly [string, Partial<SpecInput>])[] = [
        ['pool, rooms and noise on every track', { speech, conditions: noisy }],
        ['the same, four times as long', { speech, conditions: noisy, hours: 2 }],
        ['pool, dry', { speech, conditions: dry }],
        ['embedded voices, rooms and noise', { conditions: noisy, hours: 0.25 }],
      ];
      for (const [name, spec] of cases) rows.push(rowOf(name, await simulate(join(folder, name), spec)));
      return [
        {
          title: 'One process',
          columns: [
            'what',
            'dialogue, h',
            'times real time, wall',
            'times real time, a core',
            'memory, MiB',
            'FLAC, kB/s',
            `${planned} h: core-hours`,
            `${planned} h: TB`,
            `${planned} h: shards`,
          ],
          rows,
          note: 'Aim: at least 300 times real time on a core out of a pool, with rooms, noise and FLAC. Memory is the resident set at the end.',
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function simulate(out: string, given: Partial<SpecInput>): Promise<Made> {
  const { spec } = await checkSpec(
    parseSpec({
      name: 'bench',
      hours: 0.5,
      hoursPerShard: 100,
      registers: 'telephone',
      duration: { median: 300, sigma: 0.1, minimum: 240, maximum: 360 },
      split: { train: 1, dev: 0, test: 0 },
      speakers: { count: 6 },
      ...given,
    }),
  );
  const manifest = simulateManifest(spec, 'benchmark');
  await using store = createDirectoryStore(out);
  await beginRun(manifest, store);
  await using job = await openSimulateJob(manifest);
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const { duration, objects } = await runShard({ manifest, shard: 0, job, store });
  const { user, system } = process.cpuUsage(cpu);
  return {
    duration,
    wall: (performance.now() - wall) / 1000,
    cpu: (user + system) / 1e6,
    bytes: objects.reduce((sum, object) => sum + object.bytes, 0),
    memory: process.memoryUsage.rss(),
  };
}

function rowOf(name: string, { duration, wall, cpu, bytes, memory }: Made): string[] {
  return [
    name,
    (duration / 3600).toFixed(2),
    (duration / wall).toFixed(0),
    (duration / cpu).toFixed(0),
    (memory / 2 ** 20).toFixed(0),
    (bytes / duration / 1000).toFixed(1),
    ((planned * cpu) / duration).toFixed(0),
    ((planned * 3600 * bytes) / duration / 1e12).toFixed(2),
    String(planned),
  ];
}
