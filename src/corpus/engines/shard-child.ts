import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CorpusError } from '../corpus-error.ts';
import type { ShardManifest } from '../run/run-manifest.ts';
import type { MakeShardOptions } from './open-run.ts';
import {
  errorOf,
  type FromShardProcess,
  type ShardProcessOptions,
  type ToShardProcess,
} from './shard-messages.ts';

/** A process of its own that makes shards, one at a time: what it crashes, blocks or leaks harms nobody else. */
export interface ShardChild extends AsyncDisposable {
  readonly running: boolean;
  /**
   * A process that dies in the middle is a retryable `CorpusError`; it makes no other shard. So is it after `signal`
   * has aborted: the process ends within a second.
   */
  make(shard: number, options?: MakeShardOptions): Promise<ShardManifest>;
}

/** Seconds that a process has to put its things in order, before it is killed. */
const patience = 0.6;
const drainTime = 0.05;

export function startShardChild(options: ShardProcessOptions): ShardChild {
  const child = forkShardProcess();
  const lastWords = listenTo(child);
  const ended = once(child, 'exit');
  // A process that could not be started has no exit; the error comes with the first shard.
  ended.catch(() => {});
  send(child, { type: 'begin', ...options });

  async function end(): Promise<void> {
    if (!isRunning(child)) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
    await ended.catch(() => {});
    clearTimeout(timer);
  }

  return {
    get running() {
      return isRunning(child);
    },
    async make(shard, { signal, onItem } = {}) {
      signal?.throwIfAborted();
      try {
        return await new Promise<ShardManifest>((resolve, reject) => {
          // The caller's own reason, whatever it is.
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors
          const onAbort = (): void => reject(signal?.reason);
          const onMessage = (message: FromShardProcess): void => {
            if (message.type === 'item') onItem?.(message);
            else
              settle(
                message.type === 'done'
                  ? () => resolve(message.manifest)
                  : () => reject(errorOf(message.fault)),
              );
          };
          // What it said last arrives after it has gone.
          const onExit = (): void => void setTimeout(onEnd, drainTime * 1000);
          const onEnd = (): void => settle(() => reject(deathOf(child, shard, lastWords())));
          const settle = (tell: () => void): void => {
            child.off('message', onMessage).off('exit', onExit).off('error', onExit);
            signal?.removeEventListener('abort', onAbort);
            tell();
          };
          child.on('message', onMessage).once('exit', onExit).once('error', onExit);
          signal?.addEventListener('abort', onAbort, { once: true });
          if (isRunning(child)) send(child, { type: 'make', shard });
          else onExit();
        });
      } finally {
        if (signal?.aborted === true) await end();
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

/** Each process has a core: what would collect garbage beside it takes another's, and seldom is cheaper than often. */
const ofOneCore = ['--single-threaded-gc', '--max-semi-space-size=32'];

/** Sources are TypeScript where they are developed and JavaScript where they are installed. */
function forkShardProcess(): ChildProcess {
  const developed = import.meta.url.endsWith('.ts');
  const url = new URL(developed ? './shard-process.ts' : './shard-process.js', import.meta.url);
  const loader = developed ? pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href : undefined;
  return fork(fileURLToPath(url), [], {
    execArgv: [...ofOneCore, ...(loader === undefined ? [] : ['--import', loader])],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** The end of what it wrote for people, which is where a process says why it dies. */
function listenTo(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => text.trim();
}

function send(child: ChildProcess, message: ToShardProcess): void {
  // One that dies at this moment is told by its exit.
  child.send(message, () => {});
}

function isRunning({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

function deathOf({ exitCode, signalCode }: ChildProcess, shard: number, lastWords: string): CorpusError {
  const how = signalCode ?? (exitCode === null ? 'it could not be started' : `exit code ${exitCode}`);
  const why = lastWords === '' ? '' : `\n${lastWords}`;
  return new CorpusError(`The process that made shard ${shard} died: ${how}.${why}`, { retryable: true });
}
