import { realpathSync } from 'node:fs';
import {
  beginRun,
  enqueueShards,
  kubernetesJob,
  missingShards,
  openStore,
  type RunManifest,
  type RunStatus,
  retryFailed,
  runLocal,
  runQueued,
  runSlurm,
  runStatus,
  submitSlurm,
  workQueue,
} from '../../../corpus/index.ts';
import type { CommandContext, Invocation, OptionDescription } from '../../command.ts';
import { InputError, UsageError } from '../../errors.ts';
import { createProgress, type Progress } from '../../progress.ts';
import { timeText } from './amounts.ts';

const engines = ['local', 'slurm', 'bullmq', 'kubernetes'] as const;
type Engine = (typeof engines)[number];

/** Options of the commands that make a corpus: who makes its shards, and how many at once. */
export const runOptions = {
  engine: { description: 'who makes the shards; local where left out', value: 'ENGINE', choices: engines },
  workers: { description: 'shards at once', value: 'COUNT' },
  'retry-failed': { description: 'make the shards again in which items failed' },
  detach: { description: 'slurm, bullmq: hand the shards over and end' },
  redis: { description: 'bullmq: redis://HOST:PORT', value: 'URL' },
  queue: { description: 'bullmq: the queue, duologue-corpus where left out', value: 'NAME' },
  slurm: { description: 'an option of sbatch, such as --slurm=--partition=cpu', value: 'OPTION', many: true },
  image: { description: 'kubernetes: the image of the pods', value: 'IMAGE' },
  namespace: { description: 'kubernetes: where the job lives', value: 'NAME' },
  secret: { description: 'kubernetes: a secret that becomes the environment of the pods', value: 'NAME' },
  claim: { description: 'kubernetes: a volume claim, where the corpus lies in a directory', value: 'NAME' },
  cpu: { description: 'kubernetes: cores of a pod, 1 where left out', value: 'CORES' },
  memory: { description: 'kubernetes: memory of a pod, 2Gi where left out', value: 'SIZE' },
} as const satisfies Record<string, OptionDescription>;

/** Which options are for which engine alone. */
const owners: Readonly<Record<string, readonly Engine[]>> = {
  detach: ['slurm', 'bullmq'],
  redis: ['bullmq'],
  queue: ['bullmq'],
  slurm: ['slurm'],
  image: ['kubernetes'],
  namespace: ['kubernetes'],
  secret: ['kubernetes'],
  claim: ['kubernetes'],
  cpu: ['kubernetes'],
  memory: ['kubernetes'],
};

/** Seconds that an interrupted run may take to end its processes. */
const timeToEnd = 2;

/**
 * Begins the run in its store, or finds it begun there, and has its missing shards made by the engine that was asked
 * for. Ends when the corpus is complete, or when it is in others' hands. `stage` is what the progress says: `simulating`.
 */
export async function performRun(
  invocation: Invocation,
  context: CommandContext,
  { manifest, run, stage }: { readonly manifest: RunManifest; readonly run: string; readonly stage: string },
): Promise<void> {
  const { terminal, signal, allowTime } = context;
  const engine = engineOf(invocation);
  await using store = await openStore(run);
  await beginRun(manifest, store, { signal });
  if (invocation.flag('retry-failed')) await retryFailed(manifest, store, { signal });
  signal.addEventListener('abort', () => allowTime?.(timeToEnd), { once: true });
  const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
  const given: Given = { invocation, context, manifest, run, stage, progress };
  try {
    await perform[engine](given);
  } finally {
    progress.end();
  }
  if (engine === 'kubernetes' || invocation.flag('detach')) return;
  const status = await runStatus(store, { signal });
  for (const { item, reason } of status.failed) {
    terminal.say(`warning: ${reason.startsWith(`${item}: `) ? '' : `${item}: `}${reason}\n`);
  }
  if (invocation.flag('json')) await terminal.out(`${JSON.stringify(summaryOf(run, status))}\n`);
  if (status.items === 0 && status.failed.length > 0) {
    throw new InputError(
      `Nothing came of it: all of ${status.failed.length} failed, each for its reason above.`,
    );
  }
}

type Given = {
  readonly invocation: Invocation;
  readonly context: CommandContext;
  readonly manifest: RunManifest;
  readonly run: string;
  readonly stage: string;
  readonly progress: Progress;
};

/** What is wrong with the options is said before anything is begun. */
function engineOf(invocation: Invocation): Engine {
  const given = invocation.text('engine');
  const engine = engines.find((name) => name === given) ?? 'local';
  for (const [option, allowed] of Object.entries(owners)) {
    const isGiven = invocation.flag(option) || invocation.texts(option).length > 0;
    if (!isGiven || allowed.includes(engine)) continue;
    throw new UsageError(`--${option} is for --engine ${allowed.join(' and ')}.`);
  }
  workersOf(invocation);
  if (engine === 'bullmq') invocation.required('redis');
  if (engine === 'kubernetes') invocation.required('image');
  return engine;
}

function workersOf(invocation: Invocation): number | undefined {
  const workers = invocation.number('workers', { from: 1, to: 100_000 });
  if (workers !== undefined && !Number.isInteger(workers)) {
    throw new UsageError(`--workers takes a whole number; ${workers} is none.`);
  }
  return workers;
}

const perform: Readonly<Record<Engine, (given: Given) => Promise<void>>> = {
  async local({ invocation, context, manifest, run, stage, progress }) {
    const { terminal, signal } = context;
    await using store = await openStore(run);
    const before = await runStatus(store, { signal });
    let items = before.items + before.failed.length;
    await runLocal({
      manifest,
      run,
      workers: workersOf(invocation),
      signal,
      onItem: () => progress.update(stage, ++items / manifest.items, `${items} of ${manifest.items}`),
      onRetry: ({ shard, error }) =>
        terminal.say(`warning: shard ${shard} is made again: ${error.message}\n`),
    });
  },
  async slurm({ invocation, context, manifest, run, stage, progress }) {
    const { terminal, signal } = context;
    const jobs: string[] = [];
    const options = {
      manifest,
      run,
      command: ownCommand(),
      workers: workersOf(invocation),
      options: invocation.texts('slurm'),
      signal,
      onSubmit({ job, shards }: { readonly job: string; readonly shards: readonly number[] }) {
        jobs.push(job);
        terminal.say(`Slurm's job ${job} makes ${shards.length} shards.\n`);
      },
      onStatus: (status: RunStatus) => tell(progress, stage, status),
    };
    try {
      await (invocation.flag('detach') ? submitSlurm(options) : runSlurm(options));
    } finally {
      if (signal.aborted && jobs.length > 0) {
        progress.end();
        terminal.say(`The tasks go on. To end them: scancel ${jobs.join(' ')}\n`);
      }
    }
  },
  async bullmq({ invocation, context, manifest, run, stage, progress }) {
    const options = {
      manifest,
      run,
      redis: invocation.required('redis'),
      queue: invocation.text('queue'),
      signal: context.signal,
    };
    if (invocation.flag('detach')) return enqueueShards(options);
    let told = false;
    const waiting = (signal: AbortSignal): Promise<void> =>
      runQueued({
        ...options,
        signal,
        onStatus(status) {
          tell(progress, stage, status);
          if (told || status.connected !== 0) return;
          told = true;
          const words = options.queue === undefined ? '' : ` --queue ${options.queue}`;
          context.terminal.say(
            `No worker is at the queue. Start some: duologue corpus work --redis URL${words}\n`,
          );
        },
      });
    const workers = workersOf(invocation);
    if (workers === undefined) return waiting(options.signal);
    await together(options.signal, waiting, (signal) =>
      workQueue({ ...options, workers, generator: manifest.generator, signal }),
    );
  },
  async kubernetes({ invocation, context, manifest, run }) {
    await using store = await openStore(run);
    const shards = await missingShards(manifest, store, { signal: context.signal });
    if (shards.length === 0) return context.terminal.say('Every shard is made: there is no job.\n');
    const job = kubernetesJob({
      manifest,
      run,
      shards,
      image: invocation.required('image'),
      workers: workersOf(invocation),
      namespace: invocation.text('namespace'),
      secret: invocation.text('secret'),
      claim: invocation.text('claim'),
      cpu: invocation.text('cpu'),
      memory: invocation.text('memory'),
      endpoint: process.env['AWS_ENDPOINT_URL'],
    });
    await context.terminal.out(job);
  },
};

/** Both at once; what ends first, well or not, ends the other. */
async function together(
  given: AbortSignal,
  ...tasks: readonly ((signal: AbortSignal) => Promise<void>)[]
): Promise<void> {
  const ending = new AbortController();
  const onAbort = (): void => ending.abort(given.reason);
  given.addEventListener('abort', onAbort, { once: true });
  const done = new Error('the other is done');
  const outcomes = await Promise.allSettled(
    tasks.map((task) => task(ending.signal).finally(() => ending.abort(done))),
  );
  given.removeEventListener('abort', onAbort);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected' && outcome.reason !== done) throw outcome.reason;
  }
}

function tell(progress: Progress, stage: string, { run, items, failed, workers, timeLeft }: RunStatus): void {
  const underway = workers.flatMap(({ shards }) => shards).reduce((sum, shard) => sum + shard.items, 0);
  const made = Math.min(run.items, items + failed.length + underway);
  const left = timeLeft === null ? '' : `, ${timeText(timeLeft)} left`;
  progress.update(stage, made / Math.max(1, run.items), `${made} of ${run.items}${left}`);
}

/** Words that start this very program on another machine that has it at the same place. */
function ownCommand(): readonly string[] {
  const [, script] = process.argv;
  return script === undefined ? ['duologue'] : [process.execPath, ...process.execArgv, realpathSync(script)];
}

function summaryOf(run: string, { shards, items, failed, duration, bytes }: RunStatus) {
  return { corpus: run, shards: shards.done, items, hours: duration / 3600, bytes, failed };
}
