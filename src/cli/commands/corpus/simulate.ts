import {
  checkSpec,
  estimateRun,
  modelSpend,
  openStore,
  parseSpec,
  type Spec,
  simulateManifest,
} from '../../../corpus/index.ts';
import type { Command, CommandContext, Invocation } from '../../command.ts';
import { readText } from '../../files.ts';
import { createProgress } from '../../progress.ts';
import { formatTable } from '../../table.ts';
import { version } from '../../version.ts';
import { bytesText, spendText } from './amounts.ts';
import { performRun, runOptions } from './run-options.ts';

export const corpusSimulateCommand: Command = {
  name: 'corpus simulate',
  summary: 'a corpus of two-track dialogues from a specification',
  positionals: [],
  options: {
    spec: { description: 'what it is to be: YAML, see docs/corpus/simulate.md', value: 'FILE' },
    hours: { description: 'instead of those of the specification', value: 'HOURS' },
    seed: { description: 'instead of that of the specification', value: 'TEXT' },
    out: { description: 'where it goes', value: 'DIR|s3://…' },
    'dry-run': { description: 'check the specification and say what it will come to; make nothing' },
    ...runOptions,
  },
  examples: [
    'duologue corpus simulate --spec examples/corpus/telephone.yaml --hours 1 --out out/telephone',
    'duologue corpus simulate --spec examples/corpus/telephone.yaml --hours 9000 --dry-run',
  ],

  async run(invocation, context) {
    const { signal } = context;
    const path = invocation.required('spec');
    const hours = invocation.number('hours', { from: 1e-6, to: 1e6 });
    const seed = invocation.text('seed');
    const given = parseSpec(await readText(path, signal));
    const spec = parseSpec({
      ...given,
      ...(hours === undefined ? {} : { hours }),
      ...(seed === undefined ? {} : { seed }),
    });
    const { spec: checked, warnings } = await checkInputs(spec, invocation, context);
    for (const warning of warnings) context.terminal.say(`warning: ${warning}\n`);
    if (invocation.flag('dry-run')) return showEstimate(checked, invocation, context);
    const out = invocation.required('out');
    const manifest = simulateManifest(checked, `duologue ${version()}`);
    await performRun(invocation, context, { manifest, run: out, stage: 'simulating' });
    if (checked.text.from === 'model') await tellSpend(out, context);
  },
};

/** What a language model took for all texts there are by now. */
async function tellSpend(out: string, { terminal, signal }: CommandContext): Promise<void> {
  await using store = await openStore(out);
  const spend = await modelSpend(store, { signal });
  if (spend !== undefined) terminal.say(`${spendText(spend)}\n`);
}

/** The first time a pool is opened its utterances are measured: that is said. */
async function checkInputs(spec: Spec, invocation: Invocation, { terminal, signal }: CommandContext) {
  const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
  try {
    return await checkSpec(spec, {
      signal,
      onUtterance: (done) => progress.update('measuring', 0, `${done} utterances of the pool`),
    });
  } finally {
    progress.end();
  }
}

async function showEstimate(spec: Spec, invocation: Invocation, { terminal }: CommandContext): Promise<void> {
  const estimate = estimateRun(spec);
  if (invocation.flag('json')) return terminal.out(`${JSON.stringify(estimate)}\n`);
  const { dialogues, hours, shards, bytes, coreHours } = estimate;
  const rows = [
    ['dialogues', String(dialogues)],
    ['hours', hours.toFixed(hours < 10 ? 2 : 0)],
    ['shards', String(shards)],
    ['sound', `about ${bytesText(bytes)}`],
    ['work', `about ${coreHours.toFixed(coreHours < 10 ? 2 : 0)} hours of one core`],
  ];
  await terminal.out(formatTable(rows));
}
