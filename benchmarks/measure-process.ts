import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type ProcessMeasures = {
  /** Wall time in seconds, from start to end of the process. */
  readonly wall: number;
  /** Bytes: the highest resident memory, threads included. */
  readonly memory: number;
  /** Standard output. */
  readonly out: string;
};

/** Seconds between two looks at the memory. The system keeps the highest, so only the last moment can be missed. */
const interval = 0.05;

/** Runs Node on a program of its own and waits for its end. Linux alone says the memory of another process. */
export async function measureProcess(words: readonly string[]): Promise<ProcessMeasures> {
  const started = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  let memory = Number.NaN;
  const timer = setInterval(() => {
    memory = highestMemory(child.pid) ?? memory;
  }, interval * 1000);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`'node ${words.join(' ')}' ended with ${String(code)}.`);
  return { wall: (performance.now() - started) / 1000, memory, out };
}

function highestMemory(pid: number | undefined): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found?.[1] === undefined ? undefined : Number(found[1]) * 1024;
  } catch {
    return undefined;
  }
}
