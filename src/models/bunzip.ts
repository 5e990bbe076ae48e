import { spawn } from 'node:child_process';
import { pipeline, Readable } from 'node:stream';
import { codeOf } from './model-error.ts';

/**
 * What a bzip2 file holds: by the program `bzip2` where the system has it, which is five times as fast, else by
 * JavaScript. `open` gives the compressed bytes from the start.
 */
export async function* bunzip(
  open: () => AsyncIterable<Uint8Array>,
  program = 'bzip2',
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, ['-dc'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const started = await new Promise<boolean>((resolve, reject) => {
    child.once('spawn', () => resolve(true));
    child.once('error', (error) => (codeOf(error) === 'ENOENT' ? resolve(false) : reject(error)));
  });
  if (!started) {
    yield* bunzipHere(open());
    return;
  }
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-500);
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  let fault: Error | undefined;
  // Its complaint about an early end of its input is in `complaint`, and in its exit code.
  pipeline(Readable.from(open()), child.stdin, (error) => {
    if (error === null || error === undefined || codeOf(error) === 'EPIPE') return;
    fault = error;
    child.kill();
  });
  try {
    yield* child.stdout;
    const code = await closed;
    if (fault !== undefined || code !== 0) throw fault ?? new Error(complaint.trim().split('\n')[0]);
  } finally {
    child.kill();
    await closed;
  }
}

async function* bunzipHere(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { default: bunzip2 } = await import('unbzip2-stream');
  const decoder = bunzip2();
  const ready: Uint8Array[] = [];
  let fault: Error | undefined;
  decoder.on('data', (chunk: Uint8Array) => ready.push(chunk));
  decoder.on('error', (error: Error) => {
    fault = error;
  });
  for await (const chunk of compressed) {
    decoder.write(chunk);
    if (fault !== undefined) throw fault;
    yield* ready.splice(0);
  }
  decoder.end();
  if (fault !== undefined) throw fault;
  yield* ready;
}
