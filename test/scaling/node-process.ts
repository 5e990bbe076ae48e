import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../source-tree.ts';

/** One `duologue serve`, as the package runs it. */
export interface NodeProcess extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** What it has logged so far, as it stands there. */
  readonly log: readonly string[];
  readonly running: boolean;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Ids of the sessions that have begun on it. */
  sessions(): readonly string[];
  /** SIGTERM: it drains. */
  terminate(): void;
  /** SIGKILL. */
  kill(): void;
}

export type NodeOptions = {
  readonly port: number;
  /** The file of its settings. */
  readonly config: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it works. */
  readonly folder?: string;
};

const program = join(root, 'dist/cli/main.js');

/** Listens when it resolves. */
export async function startNode({
  port,
  config,
  words = [],
  environment,
  folder,
}: NodeOptions): Promise<NodeProcess> {
  const given = ['serve', '--port', String(port), '--config', config, '--json', '--log', ...words];
  const child = spawn(process.execPath, [program, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, DUOLOGUE_SERVER_KEYS: '/nonexistent', ...environment },
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  const first = await Promise.race([listening, ended]);
  if (typeof first !== 'string' || !first.startsWith('{')) {
    throw new Error(`The node on ${port} ended with ${first}: ${log.join('\n')}`);
  }
  return {
    port,
    pid: child.pid ?? 0,
    log,
    ended,
    get running() {
      return isRunning(child);
    },
    sessions: () =>
      log.flatMap((line) => /"event":"session-started".*"session":"(\w+)"/.exec(line)?.[1] ?? []),
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      if (!isRunning(child)) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Ports that were free a moment ago, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
  }
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return ports;
}
