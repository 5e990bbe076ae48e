import type { Pool } from '../../src/corpus/pool/open-pool.ts';
import { createPoolPerformer } from '../../src/corpus/pool/pool-performer.ts';
import { poolPopulation } from '../../src/corpus/pool/pool-population.ts';
import { splitPool } from '../../src/corpus/pool/split-pool.ts';
import { parseSpec } from '../../src/corpus/simulate/parse-spec.ts';
import { planCorpus } from '../../src/corpus/simulate/plan-dialogue.ts';
import { createRandom } from '../../src/dsp/index.ts';
import {
  fixedGapControl,
  poolStatistics,
  type RegisterName,
  registerNames,
  type Statistics,
  shuffledTimingControl,
  statistics,
  type Timeline,
} from '../../src/timeline/index.ts';
import type { Benchmark, BenchmarkTable } from '../benchmark.ts';
import { comparisonColumns, comparisonRow } from '../comparison-row.ts';
import { hasLhotse, lhotseFitTable } from './lhotse-fit.ts';
import { speakPool } from './spoken-pool.ts';

/** Of each register. */
const hours = 20;
const utterances = 150;
/** Registers that Lhotse's simulators learn from as well. */
const learned: ReadonlySet<RegisterName> = new Set(['telephone', 'conversation']);

/** What was wrong was found with other words and other chances than those that are reported. */
export const fitSeeds = { tuning: 'tuning', reporting: 'report' } as const;

export const corpusFitBenchmark: Benchmark = {
  name: 'fit',
  title: 'Simulated corpora against human turn-taking',
  method:
    `${hours} hours of each register, planned as \`duologue corpus simulate\` plans dialogues out of a pool (here ` +
    `${utterances} utterances of each of six flite voices, whose sound is not needed for it), all statistics pooled: ` +
    'Wasserstein-1 distances of gaps, pauses and overlaps to the reference of the register. Of the controls, one puts the ' +
    'same turns .3 s apart, the other shuffles each speaker’s silences. The seeds of the report tuned nothing. Of two ' +
    'registers stands there what Lhotse’s own `fit()` learns from our exports of the same dialogues.',
  async run() {
    const pool = await speakPool(fitSeeds.reporting, utterances);
    const tables: BenchmarkTable[] = [];
    const lhotse = await hasLhotse();
    for (const register of registerNames) {
      const timelines: Timeline[] = [];
      const keep = lhotse && learned.has(register);
      tables.push(
        await fitTable(pool, register, fitSeeds.reporting, hours, (timeline) => {
          if (keep) timelines.push(timeline);
        }),
      );
      if (keep) tables.push(await lhotseFitTable(register, timelines));
    }
    return tables;
  },
};

export async function fitTable(
  pool: Pool,
  register: RegisterName,
  seed: string,
  length: number,
  onTimeline: (timeline: Timeline) => void = () => {},
): Promise<BenchmarkTable> {
  const spec = parseSpec({
    name: 'fit',
    seed,
    hours: length,
    registers: register,
    split: { train: 1, dev: 0, test: 0 },
    speech: { from: 'pool', path: 'memory' },
  });
  const parts = splitPool(pool, spec.split);
  const performer = createPoolPerformer({ pool, parts, name: 'memory' });
  const plan = planCorpus(spec, poolPopulation(parts, spec));
  const simulated: Statistics[] = [];
  const fixed: Statistics[] = [];
  const shuffled: Statistics[] = [];
  let [planned, made] = [0, 0];
  for (let index = 0; index < plan.dialogues; index++) {
    const dialogue = plan.dialogue(plan.id(index));
    if (dialogue === undefined) continue;
    await using performance = await performer.perform(dialogue);
    const { timeline } = performance.plan;
    planned += dialogue.duration;
    made += timeline.duration;
    onTimeline({ ...timeline, id: dialogue.id });
    const random = createRandom(`${dialogue.seed}/shuffle`);
    simulated.push(statistics(timeline));
    fixed.push(statistics(fixedGapControl(timeline)));
    shuffled.push(statistics(shuffledTimingControl(timeline, (count) => random.integer(count))));
  }
  return {
    title: register,
    columns: comparisonColumns,
    rows: [
      comparisonRow('simulated', poolStatistics(simulated), register),
      comparisonRow('fixed gap', poolStatistics(fixed), register),
      comparisonRow('shuffled', poolStatistics(shuffled), register),
    ],
    note: `Aim: at most .05 s each. ${(made / 3600).toFixed(1)} h were made of ${(planned / 3600).toFixed(1)} h planned.`,
  };
}
