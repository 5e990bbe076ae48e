import {
  openRunManifest,
  parseShards,
  type RunManifest,
  runLocal,
  workQueue,
} from '../../../corpus/index.ts';
import type { Command, CommandContext, Invocation } from '../../command.ts';
import { UsageError } from '../../errors.ts';
import { createProgress } from '../../progress.ts';
import { version } from '../../version.ts';

export const corpusWorkCommand: Command = {
  name: 'corpus work',
  summary: 'make shards of a corpus that has begun, as a worker of any engine',
  positionals: [],
  options: {
    run: { description: 'where the corpus lies', value: 'CORPUS' },
    shard: { description: 'the one to make', value: 'NUMBER' },
    shards: {
      description: 'those to make, such as 3,7-9; in an array of Slurm or Kubernetes, the one at its place',
      value: 'LIST',
    },
    redis: { description: 'make shards of every corpus in the queue here', value: 'URL' },
    queue: { description: 'the queue, duologue-corpus where left out', value: 'NAME' },
    workers: { description: 'shards at once', value: 'COUNT' },
    module: { description: 'a module that exports openJob, for jobs of your own', value: 'FILE' },
  },
  examples: [
    'duologue corpus work --run s3://bucket/telephone --shard 3',
    'duologue corpus work --run out/telephone --shards 0-49',
    'duologue corpus work --redis redis://queue.example:6379 --workers 8',
  ],

  async run(invocation, context) {
    const { signal, allowTime } = context;
    signal.addEventListener('abort', () => allowTime?.(timeToEnd), { once: true });
    await (invocation.text('redis') === undefined ? workOnRun : workAtQueue)(invocation, context);
  },
};

/** Seconds that an interrupted worker may take to end its processes, and to give back what it has begun. */
const timeToEnd = 4;

async function workOnRun(invocation: Invocation, { terminal, signal }: CommandContext): Promise<void> {
  const run = invocation.required('run');
  if (invocation.text('queue') !== undefined) throw new UsageError('--queue is for --redis.', 'corpus work');
  const manifest = await openRunManifest(run, { signal });
  const shards = shardsOf(invocation, manifest, process.env);
  const progress = createProgress(terminal, invocation.flag('quiet') || invocation.flag('json'));
  let items = 0;
  await runLocal({
    manifest,
    run,
    ...(shards === undefined ? {} : { shards }),
    workers: invocation.number('workers', { from: 1, to: 1000 }),
    module: invocation.text('module'),
    generator: `duologue ${version()}`,
    signal,
    onItem: ({ shard }) => progress.update('working', 0, `${++items} dialogues, shard ${shard}`),
    onShard({ shard, items: made, failed }) {
      if (invocation.flag('quiet')) return;
      progress.end();
      terminal.say(
        `Shard ${shard}: ${made} dialogues${failed.length === 0 ? '' : `, ${failed.length} failed`}.\n`,
      );
    },
    onRetry: ({ shard, error }) => terminal.say(`warning: shard ${shard} is made again: ${error.message}\n`),
  });
  progress.end();
}

/** Of an array, whose every task is told its place alone; else those that are named; else all that are missing. */
function shardsOf(
  invocation: Invocation,
  { shards: count }: RunManifest,
  environment: NodeJS.ProcessEnv,
): number[] | undefined {
  const one = invocation.number('shard', { from: 0, to: count - 1 });
  const list = invocation.text('shards');
  if (one !== undefined) {
    if (list !== undefined) throw new UsageError('Give --shard or --shards, not both.', 'corpus work');
    if (!Number.isInteger(one))
      throw new UsageError(`--shard takes a whole number; ${one} is none.`, 'corpus work');
    return [one];
  }
  const shards = list === undefined ? undefined : parseShards(list, count);
  const place = environment['SLURM_ARRAY_TASK_ID'] ?? environment['JOB_COMPLETION_INDEX'];
  if (place === undefined) return shards;
  const all = shards ?? Array.from({ length: count }, (_, shard) => shard);
  const shard = all[Number(place)];
  if (shard === undefined) {
    throw new UsageError(`The array's task ${place} has no shard: there are ${all.length}.`, 'corpus work');
  }
  return [shard];
}

async function workAtQueue(invocation: Invocation, { terminal, signal }: CommandContext): Promise<void> {
  for (const option of ['run', 'shard', 'shards']) {
    if (invocation.text(option) === undefined) continue;
    throw new UsageError(`--${option} is not for --redis: the queue says what is to be made.`, 'corpus work');
  }
  const quiet = invocation.flag('quiet');
  const say = (words: string): void => (quiet ? undefined : terminal.say(`${words}\n`));
  await workQueue({
    redis: invocation.required('redis'),
    queue: invocation.text('queue'),
    workers: invocation.number('workers', { from: 1, to: 1000 }),
    module: invocation.text('module'),
    generator: `duologue ${version()}`,
    signal,
    onReady: () => say('Waiting for shards.'),
    onShard: ({ shard, items, failed }) =>
      say(`Shard ${shard}: ${items} dialogues${failed.length === 0 ? '' : `, ${failed.length} failed`}.`),
    onFailure: ({ shard, error }) => terminal.say(`warning: shard ${shard}: ${error.message}\n`),
  });
  signal.throwIfAborted();
}
