import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../source-tree.ts';

/** One `duologue corpus work`, as the package runs it. */
export interface WorkerProcess extends AsyncDisposable {
  readonly pid: number;
  /** What it has said so far. */
  readonly said: readonly string[];
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM: it gives back what it has begun. Resolves with its exit code. */
  terminate(): Promise<number | null>;
}

/** Waits for shards when it resolves. */
export async function startWorker(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const program = join(root, 'dist/cli/main.js');
  const child = spawn(process.execPath, [program, 'corpus', 'work', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => said.push(line));
  const gone = once(child, 'exit');
  await Promise.race([once(lines, 'line'), gone]);
  if (said[0] !== 'Waiting for shards.') throw new Error(`The worker ended: ${said.join('\n')}`);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  return {
    pid: child.pid ?? 0,
    said,
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
    },
  };
}
