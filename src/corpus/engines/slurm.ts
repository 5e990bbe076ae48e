import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { CorpusError } from '../corpus-error.ts';
import { missingShards } from '../run/missing-shards.ts';
import { type RunManifest, runHash } from '../run/run-manifest.ts';
import type { RunStatus } from '../run/run-status.ts';
import { printShards } from '../run/shard-list.ts';
import { openStore } from '../store/open-store.ts';
import { placeOf } from './place-of.ts';
import { waitForRun } from './wait-for-run.ts';

export type SlurmOptions = {
  readonly manifest: RunManifest;
  /** The store's name; the run has begun there, and every node reaches it by this name. */
  readonly run: string;
  /** Words that run `duologue` on a node. Default `['duologue']`. */
  readonly command?: readonly string[];
  /** Tasks at once. Default: as many as the cluster gives. */
  readonly workers?: number | undefined;
  /** More of `sbatch`: `--partition=cpu`, `--mem=4G`. */
  readonly options?: readonly string[];
  /** As of `openJob`. */
  readonly module?: string | undefined;
  /** How often a shard is submitted in all, while its task ends without having made it. Default 3. */
  readonly attempts?: number;
  /** Seconds between two looks at what is done. Default 5. */
  readonly interval?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onSubmit?: (submitted: { readonly job: string; readonly shards: readonly number[] }) => void;
  readonly onStatus?: (status: RunStatus) => void;
};

/** The script of an array job: the task at position i makes shard i of the list. */
export function slurmScript(options: SlurmOptions, shards: readonly number[]): string {
  const { manifest, run, command = ['duologue'], workers, options: more = [], module } = options;
  for (const option of more) {
    if (/^--[a-z][^\n]*$/.test(option)) continue;
    throw new CorpusError(`${JSON.stringify(option)} is no option of sbatch. Write it as --partition=cpu.`, {
      field: 'slurm',
    });
  }
  const limit = workers === undefined ? '' : `%${workers}`;
  const words = [...command, 'corpus', 'work', '--run', placeOf(run), '--shards', printShards(shards)];
  return [
    '#!/bin/sh',
    `#SBATCH --job-name=${jobName(manifest)}`,
    `#SBATCH --array=0-${shards.length - 1}${limit}`,
    '#SBATCH --requeue',
    ...more.map((option) => `#SBATCH ${option}`),
    `exec ${[...words, ...(module === undefined ? [] : ['--module', placeOf(module)])].map(quoted).join(' ')}`,
    '',
  ].join('\n');
}

/**
 * Hands the missing shards to Slurm, in as many arrays as its limit asks for. While tasks of this run are in the queue,
 * nothing is handed over. Resolves when they are submitted.
 */
export async function submitSlurm(options: SlurmOptions): Promise<void> {
  const { manifest, run, signal } = options;
  await using store = await openStore(run);
  if ((await tasksInQueue(manifest)) > 0) return;
  await submit(options, await missingShards(manifest, store, { signal }));
}

/**
 * The same, and waits until all is made. A shard whose task ended without having made it is submitted again. Aborted,
 * it waits no longer; the tasks go on, and `scancel` ends them.
 */
export async function runSlurm(options: SlurmOptions): Promise<void> {
  const { run, manifest, attempts = 3, interval, signal, onStatus } = options;
  await using store = await openStore(run);
  let submitted = 0;
  let silent = patience;
  await waitForRun({
    store,
    interval,
    signal,
    onStatus,
    async ensure() {
      const tasks = await tasksInQueue(manifest).catch((error: unknown) => {
        // Its controller may be restarted while the nodes go on. Who never answered is not there.
        if (++silent > patience) throw error;
      });
      if (tasks === undefined) return;
      silent = 0;
      if (tasks > 0) return;
      // A task that has just gone may have been the last.
      const missing = await missingShards(manifest, store, { signal });
      if (missing.length === 0) return;
      if (submitted++ >= attempts) {
        throw new CorpusError(
          `Slurm has ended the tasks of shards ${printShards(missing)} ${attempts} times, and they are not made. See the tasks' output, slurm-*.out where you submitted them.`,
        );
      }
      await submit(options, missing);
    },
  });
}

/** How often Slurm may fail to answer, one time after the other. */
const patience = 10;

async function submit(options: SlurmOptions, missing: readonly number[]): Promise<void> {
  const most = await longestArray();
  for (let start = 0; start < missing.length; start += most) {
    const shards = missing.slice(start, start + most);
    const output = await runProgram('sbatch', ['--parsable'], slurmScript(options, shards));
    // `id`, or `id;cluster`.
    const [job = ''] = output.trim().split(';');
    options.onSubmit?.({ job, shards });
  }
}

/** The index of a task stays below Slurm's `MaxArraySize`, which is 1001 where nobody changed it. */
async function longestArray(): Promise<number> {
  const text = await runProgram('scontrol', ['show', 'config']);
  return Math.max(1, Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(text)?.[1] ?? 1001));
}

async function tasksInQueue(manifest: RunManifest): Promise<number> {
  const words = ['--noheader', '--array', '--format=%i', `--name=${jobName(manifest)}`];
  const text = await runProgram('squeue', words);
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

function jobName(manifest: RunManifest): string {
  return `duologue-${runHash(manifest)}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function runProgram(program: string, words: readonly string[], input?: string): Promise<string> {
  try {
    if (input === undefined) return (await promisify(execFile)(program, [...words])).stdout;
    return await withInput(program, words, input);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      throw new CorpusError(`${program} is not here: the engine slurm runs on a node of a Slurm cluster.`, {
        cause,
      });
    }
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new CorpusError(`${program} failed: ${said}`, { cause });
  }
}

function withInput(program: string, words: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words], { stdio: ['pipe', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.stderr += chunk));
    // It may end without having read everything; its own words say why.
    child.stdin.on('error', () => {}).end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said.stdout);
      else reject(Object.assign(new Error(`exit code ${code}`), said));
    });
  });
}
