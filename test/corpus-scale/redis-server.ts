import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../scaling/node-process.ts';
import { root } from '../source-tree.ts';
import { programPath } from './programs.ts';
import { untilListening } from './until.ts';

/** Redis on loopback with the settings of `examples/corpus/deploy`. */
export interface RedisServer extends AsyncDisposable {
  readonly address: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** On the same port, with what it had. */
  start(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const program = programPath('redis-server');
  if (program === undefined) throw new Error('redis-server is not installed: apt-get install redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'duologue-redis-'));
  const [port = 0] = await freePorts(1);
  const words = [join(root, 'examples/corpus/deploy/redis.conf'), '--port', String(port), '--dir', folder];
  let child: ChildProcess;
  const server: RedisServer = {
    address: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn(program, words, { stdio: 'ignore' });
      await untilListening(port, () => child.exitCode === null);
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await this.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
