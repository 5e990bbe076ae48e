import { createRandom } from '../src/dsp/index.ts';
import { planTimeline, resolveTiming } from '../src/generate/index.ts';
import {
  fixedGapControl,
  poolStatistics,
  type RegisterName,
  type Statistics,
  shuffledTimingControl,
  statistics,
} from '../src/timeline/index.ts';
import { createFlite } from '../src/voices/flite/index.ts';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { comparisonColumns, comparisonRow } from './comparison-row.ts';
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
  const row = (name: string, list: readonly Statistics[]): string[] => {
    const pooled = poolStatistics(list);
    return [
      ...comparisonRow(name, pooled, register),
      pooled.offset.median.toFixed(2),
      String(pooled.offset.count),
    ];
  };
  return {
    title: register,
    columns: [...comparisonColumns, 'offset median (s)', 'transfers'],
    rows: [row('natural', natural), row('fixed gap', fixed), row('shuffled', shuffled)],
    note: 'Aims: W1 at most .06 s, overlapped starts within 3 points, backchannels within 10 %.',
  };
}
