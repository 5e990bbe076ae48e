import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { BenchmarkTable } from '../benchmark.ts';
import { measureProcess } from '../measure-process.ts';
import { cosine } from './measures/similarity.ts';
import { figure } from './tables.ts';

const partSchema = z.object({
  /** Seconds by the clock. */
  work: z.number(),
  /** Bytes that the process holds when the part is over. */
  memory: z.number(),
  /** Of each track: vectors of pieces of speech. */
  voices: z.array(z.array(z.array(z.number()))),
  /** Of each track: dB of full scale. */
  levels: z.array(z.number()),
});

/** What one part of a long dialogue came to. */
export type LongPart = z.infer<typeof partSchema>;

const child = fileURLToPath(new URL('./long-child.ts', import.meta.url));
const parts = 6;

/** Whether a dialogue without an end stays what it was: voices, level, memory, pace. */
export async function longTable(folder: string, minutes: number): Promise<BenchmarkTable> {
  const job = JSON.stringify({ model: folder, minutes, parts });
  const { out } = await measureProcess(['--import', 'tsx', child, job]);
  const measured = z.array(partSchema).parse(JSON.parse(out));
  const [first] = measured;
  return {
    title: 'One long dialogue',
    columns: [
      'minutes',
      'seconds of work for a second of both tracks',
      'memory, MiB',
      'likeness of a track to itself in the first part',
      'to the other track there',
      'level of the tracks, dBFS',
    ],
    rows: measured.map(({ work, memory, voices, levels }, index) => [
      `${figure((index * minutes) / parts, 0)}–${figure(((index + 1) * minutes) / parts, 0)}`,
      figure(work / ((minutes * 60) / parts), 2),
      figure(memory / 2 ** 20, 0),
      figure(meanLikeness(voices, first?.voices ?? []), 2),
      figure(meanLikeness(voices, first?.voices.toReversed() ?? []), 2),
      levels.map((level) => figure(level, 1)).join(', '),
    ]),
    note:
      'A script of as many turns as that takes, in one stream. The likeness is the cosine of the model’s own speaker ' +
      'vectors, of pieces of 2 s; of the first part it is that of its pieces to each other.',
  };
}

/** Of the pieces of each track to those of the other list's same place; a piece is not held against itself. */
function meanLikeness(some: LongPart['voices'], others: LongPart['voices']): number {
  const found = some.flatMap((own, track) =>
    own.flatMap((one) =>
      (others[track] ?? []).flatMap((two) =>
        one === two ? [] : [cosine(Float32Array.from(one), Float32Array.from(two))],
      ),
    ),
  );
  return found.reduce((sum, value) => sum + value, 0) / found.length;
}
