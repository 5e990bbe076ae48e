import { join } from 'node:path';
import { openStore, runSlurm, runStatus, submitSlurm } from 'duologue/corpus';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { root } from '../source-tree.ts';
import { isMissing } from './programs.ts';
import { longestArray, type SlurmCluster, startSlurm } from './slurm-cluster.ts';
import {
  begin,
  contentsOf,
  createStage,
  idsOf,
  itemIds,
  packageGenerator,
  quietContents,
  type Stage,
  standInModule,
  standInRun,
  temporaryFolder,
} from './stand-in-run.ts';
import { isAlive, until } from './until.ts';

const needed = ['munged', 'slurmctld', 'slurmd', 'sbatch'];

/** As the package runs it: the tasks check that they are of the version that began the run. */
const command = [process.execPath, join(root, 'dist/cli/main.js')];
const manifest = { ...standInRun(4, { items: 12 }), generator: packageGenerator };

describe.skipIf(isMissing(...needed))('with Slurm (Debian: apt-get install slurm-wlm munge)', () => {
  let cluster: SlurmCluster;
  let stage: Stage;
  let quiet: Record<string, string>;

  beforeAll(async () => {
    [cluster, quiet] = await Promise.all([startSlurm(), quietContents(manifest)]);
  }, 60_000);
  afterAll(() => cluster?.[Symbol.asyncDispose]());
  beforeEach(() => {
    stage = createStage();
    for (const [name, value] of Object.entries({ ...cluster.environment, ...stage.environment })) {
      vi.stubEnv(name, value);
    }
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    stage[Symbol.dispose]();
  });

  test('a task killed in mid-shard is submitted again, alone, and the corpus is that of a quiet run', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0005');
    const submitted: (readonly number[])[] = [];
    const running = runSlurm({
      ...optionsFor(run, folder.path),
      onSubmit: ({ shards }) => void submitted.push(shards),
    });
    const { process: pid, parent } = await stage.held('item-0005');
    const shard = stage.begun().find(({ item }) => item === 'item-0005')?.shard;
    // The others are done: what is left is the one that dies.
    await until('the other shards are complete', async () => {
      await using store = await openStore(run);
      return (await runStatus(store)).shards.done === 3;
    });
    process.kill(parent, 'SIGKILL');
    stage.release('item-0005');
    await running;
    await until('the process of the killed task is gone', () => !isAlive(pid));
    expect(submitted).toEqual([[0, 1, 2], [3], [shard]]);
    expect(submitted.every((shards) => shards.length <= longestArray)).toBe(true);
    expect(await contentsOf(run)).toEqual(quiet);
    expect(await idsOf(run)).toEqual(itemIds(12));
  }, 60_000);

  test('what was handed over is not handed over twice, and who waits later finds it done', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0000');
    const options = optionsFor(run, folder.path);
    const submitted: (readonly number[])[] = [];
    const onSubmit = ({ shards }: { readonly shards: readonly number[] }): void =>
      void submitted.push(shards);
    await submitSlurm({ ...options, onSubmit });
    await stage.held('item-0000');
    await submitSlurm({ ...options, onSubmit });
    expect(submitted).toEqual([[0, 1, 2], [3]]);
    stage.release('item-0000');
    await runSlurm({ ...options, onSubmit });
    expect(submitted).toEqual([[0, 1, 2], [3]]);
    expect(await contentsOf(run)).toEqual(quiet);
  }, 60_000);

  test('tasks that never make their shard end the wait, with where to look', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    const options = { ...optionsFor(run, folder.path), command: ['/bin/false'], attempts: 2 };
    await expect(runSlurm(options)).rejects.toThrow(
      /ended the tasks of shards 0-3 2 times, and they are not made. See/,
    );
  }, 60_000);

  test('an option that Slurm refuses is told in its words', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    const options = { ...optionsFor(run, folder.path), options: ['--partition=nowhere'] };
    await expect(runSlurm(options)).rejects.toThrow(/sbatch failed: .*invalid partition/i);
  });
});

test('a cluster that is not there is told', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'run');
  await begin(run, manifest);
  vi.stubEnv('PATH', folder.path);
  await expect(runSlurm({ manifest, run })).rejects.toThrow(/squeue is not here: the engine slurm runs on/);
  vi.unstubAllEnvs();
});

function optionsFor(run: string, folder: string) {
  const options = [`--output=${join(folder, 'task-%A_%a.out')}`];
  return { manifest, run, command, module: standInModule, options, interval: 0.1 };
}
