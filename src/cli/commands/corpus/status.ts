import {
  type ModelSpend,
  modelSpend,
  openStore,
  printShards,
  type RunStatus,
  runStatus,
} from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { bytesText, hoursText, spendText, timeText } from './amounts.ts';

export const corpusStatusCommand: Command = {
  name: 'corpus status',
  summary: 'how far a corpus is that is being made, from any machine',
  positionals: [{ name: 'CORPUS' }],
  options: {},
  examples: ['duologue corpus status out/telephone', 'duologue corpus status s3://bucket/telephone --json'],

  async run(invocation, { terminal, signal }) {
    const [place = ''] = invocation.positionals;
    await using store = await openStore(place);
    const status = await runStatus(store, { signal });
    const texts = await modelSpend(store, { signal });
    await terminal.out(
      invocation.flag('json')
        ? `${JSON.stringify({ ...status, texts: texts ?? null }, null, 2)}\n`
        : statusText(place, status, texts),
    );
  },
};

/** Reasons shown; the rest is counted. */
const mostFailures = 10;

function statusText(place: string, status: RunStatus, texts: ModelSpend | undefined): string {
  const { run, shards, items, failed, duration, bytes, workers, rate, timeLeft } = status;
  const underway = workers.flatMap((worker) => worker.shards);
  const making = underway.reduce((sum, shard) => sum + shard.items, 0);
  const rows: [string, string][] = [
    ['corpus', `${place}: ${run.job}, ${run.generator}, seed ${run.seed}`],
    ['shards', `${shards.done} of ${run.shards} done${missingText(shards.missing)}`],
    ['dialogues', `${items} of ${run.items}${making === 0 ? '' : `, and ${making} in shards under way`}`],
    ['length', `${hoursText(duration)}, ${bytesText(bytes)}`],
    [
      'workers',
      workers.length === 0 ? 'nobody says that it works' : `${workers.length} on ${hostsOf(workers)}`,
    ],
    ['rate', rate === null ? '' : `${rate.toFixed(rate < 10 ? 1 : 0)} times real time`],
    ['time left', timeLeft === null || shards.missing.length === 0 ? '' : timeText(timeLeft)],
    ['texts', texts === undefined ? '' : spendText(texts)],
    ['failed', failed.length === 0 ? '' : `${failed.length}; --retry-failed makes their shards again`],
  ];
  const lines = rows.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(11)}${value}`);
  const reasons = failed.slice(0, mostFailures).map(({ item, reason }) => `  ${item}: ${reason}`);
  const more = failed.length > mostFailures ? [`  and ${failed.length - mostFailures} more`] : [];
  return `${[...lines, ...reasons, ...more].join('\n')}\n`;
}

/** Characters of the list of shards that are shown. */
const longestList = 60;

function missingText(missing: readonly number[]): string {
  if (missing.length === 0) return '';
  const list = printShards(missing);
  const shown = list.length > longestList ? `${list.slice(0, longestList)}…` : list;
  return `, ${missing.length} missing: ${shown}`;
}

function hostsOf(workers: RunStatus['workers']): string {
  const hosts = [...new Set(workers.map(({ host }) => host))];
  return hosts.length > 3 ? `${hosts.length} machines` : hosts.join(', ');
}
