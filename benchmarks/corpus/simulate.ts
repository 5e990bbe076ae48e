import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePool, parseSpec, type SpecInput } from '../../src/corpus/index.ts';
import type { Benchmark, BenchmarkTable } from '../benchmark.ts';
import { measureProcess } from '../measure-process.ts';
import { type MadeShard, madeShardSchema } from './made-shard.ts';

/** Hours of the plan that is reckoned from the figures, in shards of one. */
const planned = 9000;
const cores = [16, 64, 1000];

/** Every dialogue is a call through two rooms and two telephones, with noise all the time and a single one a minute. */
const noisy = { noise: { steady: 1, bursts: 1 } };
const lines = { ...noisy, codecs: { 'g711-mu': 1, gsm: 1, 'amr-wb': 1, 'opus-24k': 1 } };

type Measured = MadeShard & { readonly memory: number };

export const corpusSimulateBenchmark: Benchmark = {
  name: 'simulate',
  title: 'Simulating corpora',
  method:
    'A process makes a shard of five-minute dialogues, two tracks of 16 kHz FLAC, in its store: out of a pool that embedded ' +
    'voices spoke, through rooms, devices and noise on every track; dry; through lines as well; and with embedded voices ' +
    'end to end. The processor time is of all threads from the first dialogue on, so that seconds of dialogue for a second ' +
    'of it are times real time on one core; memory is the highest that the process ever held.',
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
      const make = (name: string, spec: Partial<SpecInput>): Promise<Measured> =>
        makeShard(join(folder, name), specOf(spec));
      const heard = await make('heard', { speech, conditions: noisy });
      const longer = await make('longer', { speech, conditions: noisy, hours: 2 });
      const longest = await make('longest', { speech, conditions: noisy, hours: 4 });
      const dry = await make('dry', { speech, conditions: { dry: 1 } });
      const coded = await make('coded', { speech, conditions: lines, hours: 0.25 });
      const spoken = await make('spoken', { conditions: noisy, hours: 0.25 });
      return [
        speedTable([
          ['pool, rooms, devices and noise on every track', heard],
          ['the same, 4 times as long', longer],
          ['the same, 8 times as long', longest],
          ['pool, rooms, devices, noise and lines (μ-law, GSM, AMR-WB, Opus)', coded],
          ['pool, dry', dry],
          ['embedded voices, rooms, devices and noise', spoken],
        ]),
        await scalingTable(folder, specOf({ speech, conditions: noisy, hours: 2, hoursPerShard: 0.125 })),
        planTable([
          ['pool', longest],
          ['pool, with lines', coded],
          ['embedded voices', spoken],
        ]),
        estimateTable(longest, dry, spoken),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function specOf(given: Partial<SpecInput>): SpecInput {
  return {
    name: 'bench',
    hours: 0.5,
    hoursPerShard: 100,
    registers: 'telephone',
    duration: { median: 300, sigma: 0.1, minimum: 240, maximum: 360 },
    split: { train: 1, dev: 0, test: 0 },
    speakers: { count: 6 },
    ...given,
  };
}

const child = fileURLToPath(new URL('./simulate-child.mjs', import.meta.url));
/** As the engines start the processes that make shards. */
const flags = ['--single-threaded-gc', '--max-semi-space-size=32'];

/** One shard in a process of its own, or, of so many workers, all shards of a run. */
async function makeShard(out: string, spec: SpecInput, workers?: number): Promise<Measured> {
  const { memory, out: told } = await measureProcess([
    ...flags,
    child,
    JSON.stringify({ out, spec, workers }),
  ]);
  return { ...madeShardSchema.parse(JSON.parse(told)), memory };
}

function speedTable(rows: readonly (readonly [string, Measured])[]): BenchmarkTable {
  return {
    title: 'One process',
    columns: [
      'what',
      'dialogue, h',
      'times real time, wall',
      'times real time, a core',
      'ms a second of dialogue',
      'highest memory, MiB',
      'FLAC, kB/s',
    ],
    rows: rows.map(([name, { duration, wall, cpu, bytes, memory }]) => [
      name,
      (duration / 3600).toFixed(2),
      (duration / wall).toFixed(0),
      (duration / cpu).toFixed(0),
      ((1000 * cpu) / duration).toFixed(2),
      (memory / 2 ** 20).toFixed(0),
      (bytes / duration / 1000).toFixed(1),
    ]),
    note:
      'Aim: at least 300 times real time on a core out of a pool, with rooms, noise and FLAC, and memory that does not ' +
      'grow with the hours. A plain JavaScript prototype of convolution, mixing and FLAC made 88; FastMSS reports about ' +
      '1,080 on one worker of a large server, without FLAC.',
  };
}

/** Of the local engine: a process for each worker, started, warmed up and ended within what is measured. */
async function scalingTable(folder: string, spec: SpecInput): Promise<BenchmarkTable> {
  const all = [1, 2, 4, 8, 16, 32, 64].filter((workers) => workers <= availableParallelism());
  const measured: { workers: number; hoursPerMinute: number }[] = [];
  for (const workers of all) {
    const { duration, wall } = await makeShard(join(folder, `workers-${workers}`), spec, workers);
    measured.push({ workers, hoursPerMinute: duration / wall / 60 });
  }
  const alone = measured[0]?.hoursPerMinute ?? Number.NaN;
  return {
    title: 'Over the cores',
    columns: ['workers', 'hours of dialogue a minute', 'of what as many alone would make'],
    rows: measured.map(({ workers, hoursPerMinute }) => [
      String(workers),
      hoursPerMinute.toFixed(1),
      `${((100 * hoursPerMinute) / workers / alone).toFixed(0)} %`,
    ]),
    note: `The local engine on ${spec.hours} hours in shards of ${spec.hoursPerShard} out of the pool, conditions and all, by the clock, starting its processes included.`,
  };
}

function planTable(rows: readonly (readonly [string, Measured])[]): BenchmarkTable {
  return {
    title: `A plan for ${planned} hours`,
    columns: [
      'speech',
      'shards',
      'dialogues',
      'FLAC, TB',
      'core-hours',
      ...cores.map((count) => `hours on ${count} cores`),
    ],
    rows: rows.map(([name, { duration, cpu, bytes, items }]) => {
      const hours = (planned * cpu) / duration;
      return [
        name,
        String(planned),
        String(Math.round((planned * 3600 * items) / duration)),
        ((planned * 3600 * bytes) / duration / 1e12).toFixed(2),
        hours.toFixed(0),
        ...cores.map((count) => (hours / count).toPrecision(2)),
      ];
    }),
    note: `Reckoned from the figures above, for dialogues of five minutes in shards of an hour with rooms, devices and noise on every track; a shard out of a pool takes one core ${rows[0] === undefined ? '' : ((3600 * rows[0][1].cpu) / rows[0][1].duration).toFixed(0)} s. Starting processes and writing to a distant store come on top.`,
  };
}

/** What `--dry-run` foretells a run by. */
function estimateTable(heard: Measured, dry: Measured, spoken: Measured): BenchmarkTable {
  const bytesOfSample = ({ bytes, duration }: Measured): string => (bytes / duration / 32_000).toFixed(2);
  return {
    title: 'What a dry run reckons with',
    columns: ['what', 'measured here'],
    rows: [
      ['bytes for each sample of a track, in noise', bytesOfSample(heard)],
      ['bytes for each sample of a track, dry', bytesOfSample(dry)],
      ['times real time on a core, out of a pool', (heard.duration / heard.cpu).toFixed(0)],
      ['times real time on a core, with embedded voices', (spoken.duration / spoken.cpu).toFixed(0)],
    ],
    note: '`src/corpus/simulate/estimate-run.ts` has these, rounded to the careful side.',
  };
}
