import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Starts `engine`, which lies beside a module. Sources are TypeScript where they are developed and JavaScript where they are installed. */
export function forkEngine(beside: string): ChildProcess {
  const developed = beside.endsWith('.ts');
  const url = new URL(developed ? './engine.ts' : './engine.js', beside);
  const loader = developed ? pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href : undefined;
  return fork(fileURLToPath(url), [], {
    execArgv: loader === undefined ? [] : ['--import', loader],
    // Samples travel as they are, not as text.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** The last line that the engine wrote for people, which is where sherpa-onnx says what is wrong. */
export function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => {
    const lines = text.split('\n').map((line) => line.trim());
    const last = lines.findLast((line) => line !== '') ?? '';
    // It begins with where in its sources it stands.
    return last.replace(/^\S+\.(cc|h):\w+:\d+\s*/, '').slice(0, 500);
  };
}

/** An idle engine keeps nobody's process alive. */
export function setIdle(child: ChildProcess, idle: boolean): void {
  if (idle) child.unref();
  else child.ref();
  if (idle) child.channel?.unref();
  else child.channel?.ref();
  const output = child.stderr;
  if (output !== null && 'unref' in output && typeof output.unref === 'function') output.unref();
}
