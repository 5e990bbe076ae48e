import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { lhotseSupervisions } from '../../src/corpus/export/lhotse-rows.ts';
import { printRttm } from '../../src/corpus/export/rttm.ts';
import { exampleRecord } from '../../src/corpus/fixtures/example-record.ts';
import type { DialogueRecord } from '../../src/corpus/record/types.ts';
import {
  createDistribution,
  type Distribution,
  interPausalUnits,
  poolStatistics,
  type RegisterName,
  references,
  statistics,
  type Timeline,
  wassersteinDistance,
} from '../../src/timeline/index.ts';
import type { BenchmarkTable } from '../benchmark.ts';

const run = promisify(execFile);
const python = join(import.meta.dirname, '../../node_modules/.duologue-python/training/bin/python');

/** Whether Lhotse is there, as `npm install` puts it for the tests, with what its simulators ask for. */
export async function hasLhotse(): Promise<boolean> {
  return run(python, ['-W', 'ignore', '-c', 'import lhotse, scipy, dill']).then(
    () => true,
    () => false,
  );
}

const learned = z.object({
  segments: z.number(),
  pause: z.array(z.number()),
  gap: z.array(z.number()),
  overlap: z.array(z.number()),
  overlapped: z.number(),
  exponential: z.object({ loc: z.number(), scale: z.number() }),
});
type Learned = z.infer<typeof learned>;

const measures = ['gap', 'pause', 'overlap'] as const;

/**
 * What `fit()` of Lhotse's conversational meeting simulator learns from our exports of these dialogues, beside our own
 * statistics of them and beside people: from our Lhotse export, whose segments are utterances; from our RTTM, whose
 * segments are inter-pausal units; and from what our statistics count as holding the floor, which leaves backchannels
 * out and lets a pause begin at .05 s. The sound is not needed for it.
 */
export async function lhotseFitTable(
  register: RegisterName,
  timelines: readonly Timeline[],
): Promise<BenchmarkTable> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-lhotse-'));
  try {
    const supervisions = join(folder, 'supervisions.jsonl.gz');
    const rttm = join(folder, 'dialogues.rttm');
    const records = timelines.map(recordFor);
    const rows = records.flatMap((record) => lhotseSupervisions(record).map((row) => JSON.stringify(row)));
    await writeFile(supervisions, gzipSync(`${rows.join('\n')}\n`));
    await writeFile(rttm, records.map((record) => printRttm(record, { mixed: true })).join(''));
    const floor = join(folder, 'floor.rttm');
    await writeFile(floor, timelines.map(floorLines).join(''));
    const script = join(import.meta.dirname, 'lhotse-fit.py');
    const { stdout } = await run(python, ['-W', 'ignore', script, supervisions, rttm, floor], {
      maxBuffer: 1 << 26,
    });
    const found = z.record(z.string(), learned).parse(JSON.parse(stdout));
    const [ofUtterances, ofUnits, ofFloor] = [found[supervisions], found[rttm], found[floor]];
    if (ofUtterances === undefined || ofUnits === undefined || ofFloor === undefined)
      throw new RangeError('Lhotse learned nothing.');
    return table(register, timelines, { ofUtterances, ofUnits, ofFloor });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function table(
  register: RegisterName,
  timelines: readonly Timeline[],
  { ofUtterances, ofUnits, ofFloor }: Readonly<Record<'ofUtterances' | 'ofUnits' | 'ofFloor', Learned>>,
): BenchmarkTable {
  const own = poolStatistics(timelines.map((timeline) => statistics(timeline)));
  const people = references[register];
  const ours = measures.map((name) => distributionOf(own[name].samples));
  const rowOf = (name: string, quantiles: readonly (readonly number[])[], overlapped: number): string[] => [
    name,
    ...measures.flatMap((measure, index) => {
      const samples = quantiles[index] ?? [];
      const apart = ours[index];
      return [
        samples[Math.floor(samples.length / 2)]?.toFixed(3) ?? '–',
        apart === undefined ? '–' : figure(wassersteinDistance(samples, apart)),
        figure(wassersteinDistance(samples, people[measure])),
      ];
    }),
    (100 * overlapped).toFixed(1),
  ];
  const learnedRow = (name: string, from: Learned): string[] =>
    rowOf(
      name,
      measures.map((measure) => from[measure]),
      from.overlapped,
    );
  return {
    title: register,
    columns: [
      '',
      ...measures.flatMap((measure) => [
        `${measure}, median (s)`,
        `W1 to our statistics (s)`,
        `W1 to people (s)`,
      ]),
      'overlapped (%)',
    ],
    rows: [
      rowOf(
        'our statistics',
        measures.map((measure) => own[measure].samples.toSorted((a, b) => a - b)),
        own.overlappedStarts,
      ),
      learnedRow("Lhotse's fit, floor without backchannels", ofFloor),
      learnedRow("Lhotse's fit, inter-pausal units (`rttm`)", ofUnits),
      learnedRow("Lhotse's fit, utterances (`lhotse`)", ofUtterances),
    ],
    note:
      `${ofUnits.segments} units and ${ofUtterances.segments} utterances. Its exponential silences of one speaker: at least ` +
      `${ofUnits.exponential.loc.toFixed(2)} s, mean ${(ofUnits.exponential.loc + ofUnits.exponential.scale).toFixed(2)} s. ` +
      'Lhotse counts every segment that begins before the one before it ends as an overlap, those inside a turn too.',
  };
}

/** Who holds the floor, as our statistics see it. */
function floorLines(timeline: Timeline): string {
  const utterances = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
  return interPausalUnits({ ...timeline, utterances }, { joinBelow: 0.05, dropBelow: 0 })
    .map(
      ({ speaker, start, end }) =>
        `SPEAKER ${timeline.id} 1 ${start.toFixed(6)} ${(end - start).toFixed(6)} <NA> <NA> ${speaker} <NA> <NA>\n`,
    )
    .join('');
}

/** Nothing but who says what when: the rest is nobody's. */
function recordFor({ id, languages, speakers, utterances }: Timeline): DialogueRecord {
  return {
    ...exampleRecord,
    id,
    languages,
    speakers: exampleRecord.speakers.map((usual, channel) => ({
      ...usual,
      id: speakers[channel]?.id ?? usual.id,
      channel,
    })),
    utterances: utterances.map((utterance) => ({
      ...utterance,
      language: null,
      turnIndex: utterance.turnIndex ?? null,
      anchor: null,
      cutShort: utterance.cutShort ?? false,
      yieldAfter: null,
      aside: false,
      source: 'script',
      words: utterance.words.map((word) => ({ ...word, confidence: null })),
    })),
    events: [],
  };
}

/** A distribution of as many quantiles as tell it from another. */
function distributionOf(samples: readonly number[]): Distribution | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const steps = 1000;
  return createDistribution(
    Array.from({ length: steps + 1 }, (_, step) => {
      const place = ((sorted.length - 1) * step) / steps;
      const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
      return [step / steps, low + (high - low) * (place % 1)] as const;
    }),
  );
}

function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}
