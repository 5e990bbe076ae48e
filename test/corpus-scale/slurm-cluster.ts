import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../scaling/node-process.ts';
import { programPath } from './programs.ts';
import { until } from './until.ts';

/** A cluster of this machine alone: its keeper of secrets, its controller and its node, in a folder of its own. */
export interface SlurmCluster extends AsyncDisposable {
  readonly folder: string;
  /** What programs need in their environment to reach it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Tasks of an array at most, so that a run takes several. */
export const longestArray = 3;

export async function startSlurm(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-slurm-'));
  chmodSync(folder, 0o755);
  const file = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(file(name));
  writeFileSync(
    file('munge.key-file'),
    'a key that guards nothing but this test, as long as it takes'.repeat(4),
  );
  chmodSync(file('munge.key-file'), 0o600);
  const [controller = 0, node = 0] = await freePorts(2);
  writeFileSync(file('slurm.conf'), configuration(folder, controller, node));
  const environment = { SLURM_CONF: file('slurm.conf') };
  const children: ChildProcess[] = [];
  const start = (name: string, words: readonly string[]): void => {
    const output = openSync(file(`${name}.out`), 'w');
    const env = { ...process.env, ...environment };
    const program = programPath(name);
    if (program === undefined) throw new Error(`${name} is not installed: apt-get install slurm-wlm munge`);
    children.push(spawn(program, [...words], { stdio: ['ignore', output, output], env }));
  };
  const ofMunge = (...endings: readonly string[]): string[] => {
    return endings.flatMap((ending) => [`--${ending}`, file(`munge.${ending}`)]);
  };
  start('munged', [
    '--foreground',
    '--force',
    ...ofMunge('socket', 'key-file', 'pid-file', 'log-file', 'seed-file'),
  ]);
  await until('munged answers', () => existsSync(file('munge.socket')));
  start('slurmctld', ['-D', '-i']);
  start('slurmd', ['-D']);
  const ask = (program: string, words: readonly string[]): string =>
    execFileSync(programPath(program) ?? program, [...words], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  await until('the node of Slurm is idle', () => {
    const dead = children.find(({ exitCode }) => exitCode !== null);
    if (dead !== undefined) {
      throw new Error(
        `${dead.spawnfile} ended:\n${readFileSync(file(`${dead.spawnfile.split('/').at(-1)}.out`), 'utf8')}`,
      );
    }
    try {
      return ask('sinfo', ['--noheader', '--format=%t']).trim() === 'idle';
    } catch {
      return false;
    }
  });
  const tasks = (): string[] =>
    ask('squeue', ['--noheader', '--array', '--format=%i'])
      .split('\n')
      .filter((line) => line !== '');
  return {
    folder,
    environment,
    async [Symbol.asyncDispose]() {
      // Its steps are not children of the node's daemon: they are ended by the controller.
      for (const task of tasks()) ask('scancel', ['--signal=KILL', '--full', task]);
      for (const child of children.toReversed()) {
        const gone = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, controller: number, node: number): string {
  const host = hostname().split('.')[0];
  const { username } = userInfo();
  return `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
SlurmUser=${username}
SlurmdUser=${username}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_res
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
MinJobAge=2
KillWait=1
MaxArraySize=${longestArray}
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2
PartitionName=main Nodes=ALL Default=YES
`;
}
