import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileSystemError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';

/** The values of a file of JSON lines, `.gz` or not, in memory that does not grow with its length. */
export async function* readJsonLines(
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly where: string; readonly value: unknown }> {
  let number = 0;
  for await (const line of readLines(path)) {
    signal?.throwIfAborted();
    number++;
    if (line.trim() === '') continue;
    const where = `${path}:${number}`;
    yield { where, value: parseLine(line, where, path) };
  }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  // What goes wrong with either stream is thrown by the loop over the last.
  const bytes: Readable = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of bytes) {
      rest += decoder.decode(piece, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    yield rest + decoder.decode();
  } catch (cause) {
    throw cause instanceof Error && 'syscall' in cause
      ? fileSystemError(cause, 'read', path)
      : new CorpusError(
          `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
          {
            key: path,
            cause,
          },
        );
  } finally {
    file.destroy();
  }
}

function parseLine(text: string, where: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CorpusError(`${where} is no JSON: ${cause instanceof Error ? cause.message : 'unreadable'}.`, {
      key: path,
      cause,
    });
  }
}
