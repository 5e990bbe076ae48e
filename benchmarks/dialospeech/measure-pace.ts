import { readdir, readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { BenchmarkTable } from '../benchmark.ts';
import { measureProcess } from '../measure-process.ts';
import { figure, quantileOf } from './tables.ts';

/** Seconds. */
export type PaceMeasures = {
  /** From the request to the first block, the model open. */
  readonly firstSounds: readonly number[];
  /** By the clock, of all dialogues. */
  readonly wall: number;
  /** Of the dialogues themselves, both tracks. */
  readonly sound: number;
};

const paceSchema = z.object({ firstSounds: z.array(z.number()), wall: z.number(), sound: z.number() });

const child = fileURLToPath(new URL('./speed-child.ts', import.meta.url));

/** How fast a model speaks in a process of its own, and what it takes there. */
export async function paceTable(folder: string, count: number): Promise<BenchmarkTable> {
  const { memory, out } = await measureProcess([
    '--import',
    'tsx',
    child,
    JSON.stringify({ model: folder, count }),
  ]);
  const { firstSounds, wall, sound }: PaceMeasures = paceSchema.parse(JSON.parse(out));
  return {
    title: 'Speed and size',
    columns: [
      'dialogues',
      'dialogue, min',
      'seconds of work for a second of both tracks',
      'first sound p50, s',
      'p95, s',
      'threads',
      'highest memory, MiB',
      'weights, MB',
      'largest difference of ONNX from PyTorch',
    ],
    rows: [
      [
        String(firstSounds.length),
        figure(sound / 60, 1),
        figure(wall / sound, 2),
        figure(quantileOf(firstSounds, 0.5), 2),
        figure(quantileOf(firstSounds, 0.95), 2),
        `1 and ${Math.min(2, availableParallelism())}`,
        figure(memory / 2 ** 20, 0),
        figure((await sizeOf(folder)) / 1e6, 1),
        await parityOf(folder),
      ],
    ],
    note:
      'The first sound is a block of .48 s. The language model has one thread, what makes sound the others. Aims: at most ' +
      '.35 of real time and .4 s to the first sound on two cores, at most 60 MB.',
  };
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const differences = z.record(z.string(), z.number()).default({});
const paritySchema = z.object({ parity: differences, rounding: differences });

/** As the export measured it, at lengths that were not traced. */
async function parityOf(folder: string): Promise<string> {
  const description: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const { parity, rounding } = paritySchema.parse(description);
  const rounded = Object.keys(rounding).length === 0 ? '' : `; its weights rounded, ${largestOf(rounding)}`;
  return `${largestOf(parity)}${rounded}`;
}

function largestOf(measured: Readonly<Record<string, number>>): string {
  const largest = Object.entries(measured).toSorted(([, a], [, b]) => b - a)[0];
  return largest === undefined ? 'not said' : `${largest[1].toExponential(1)} (${largest[0]})`;
}
