import { createRandom } from '../src/dsp/index.ts';
import { planTimeline, resolveTiming } from '../src/generate/index.ts';
import {
  type Comparison,
  compareToReference,
  fixedGapControl,
  poolStatistics,
  type RegisterName,
  references,
  type Statistics,
  shuffledTimingControl,
  statistics,
} from '../src/timeline/index.ts';
import { createFlite } from '../src/voices/flite/index.ts';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { composeDialogue, type SpokenPool, speakPool } from './dialogues.ts';
import { createTalk } from './talk.ts';

const registers = ['telephone', 'video-call', 'podcast', 'interview', 'argument'] as const;
const dialogues = 300;
/** Seconds of speech in a dialogue. */
const length = 300;
const utterances = 150;

/** The seeds of the report; those from `tuning-` on were for finding out what was wrong. */
const reporting = 'report';

export const timingBenchmark: Benchmark = {
  name: 'timing',
  title: 'Turn-taking against human references',
  method:
    `${dialogues} natural dialogues of some five minutes for each register, composed of ${2 * utterances} utterances ` +
    'that two flite voices speak and that are measured once; pooled statistics against the reference of the register. ' +
    'The seeds of the report tuned nothing. Of the controls, one puts the same turns a fixed .3 s apart; the other ' +
    'keeps each speaker’s utterances and silences, and puts the silences in another order.',
  async run() {
    await using flite = createFlite();
    const voices = [
      { id: 'ann', voice: flite.voice('slt') },
      { id: 'ben', voice: flite.voice('rms') },
    ];
    return timingTables(await speakPool(voices, createTalk(utterances, 'talk')), reporting);
  },
};

export function timingTables(pool: SpokenPool, seeds: string): BenchmarkTable[] {
  return registers.map((register) => registerTable(pool, register, seeds));
}

function registerTable(pool: SpokenPool, register: RegisterName, seeds: string): BenchmarkTable {
  const natural: Statistics[] = [];
  const fixed: Statistics[] = [];
  const shuffled: Statistics[] = [];
  for (let index = 0; index < dialogues; index++) {
    const seed = `${seeds}/${register}/${index}`;
    const { timeline } = planTimeline(composeDialogue(pool, seed, length), {
      style: 'natural',
      gap: 0.3,
      timing: resolveTiming(register),
      backchannels: 'auto',
      interruptions: 'auto',
      seed,
    });
    const random = createRandom(`${seed}/shuffle`);
    natural.push(statistics(timeline));
    fixed.push(statistics(fixedGapControl(timeline, 0.3)));
    shuffled.push(statistics(shuffledTimingControl(timeline, (count) => random.integer(count))));
  }
  const reference = references[register];
  const row = (name: string, list: readonly Statistics[]): string[] => {
    const pooled = poolStatistics(list);
    return comparisonRow(name, compareToReference(pooled, reference), pooled);
  };
  return {
    title: register,
    columns: [
      'dialogues',
      'gap W1 (s)',
      'pause W1 (s)',
      'overlap W1 (s)',
      'overlapped starts (points off)',
      'backchannels (ratio)',
      'interruptions (ratio)',
      'offset JS (bits)',
      'offset median (s)',
      'transfers',
    ],
    rows: [row('natural', natural), row('fixed gap', fixed), row('shuffled', shuffled)],
    note: 'Aims: W1 at most .06 s, overlapped starts within 3 points, backchannels within 10 %.',
  };
}

function comparisonRow(name: string, comparison: Comparison, pooled: Statistics): string[] {
  const { gap, pause, overlap, overlappedStarts, backchannels, interruptions, offsetDivergence } = comparison;
  return [
    name,
    figure(gap.wasserstein),
    figure(pause.wasserstein),
    figure(overlap.wasserstein),
    overlappedStarts.toFixed(1),
    backchannels.toFixed(2),
    interruptions.toFixed(2),
    offsetDivergence.toFixed(3),
    pooled.offset.median.toFixed(2),
    String(pooled.offset.count),
  ];
}

/** Where there are no overlaps, their distance to the reference is not a number. */
function figure(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3);
}
