import { open } from 'node:fs/promises';
import type { MultichannelAudio } from '../dsp/index.ts';
import { type DecodeOptions, decodeStream, joinBlocks, pieces } from './decode-audio.ts';
import { fileSystemError, withPath } from './media-error.ts';

/** Bytes of a file read at once. */
const readSize = 1 << 18;

/** A whole file from disk. Errors carry the path. */
export async function decodeFile(path: string, options: DecodeOptions = {}): Promise<MultichannelAudio> {
  return joinBlocks(decodeFileStream(path, options));
}

/** A file from disk as blocks: see `decodeStream`. Errors carry the path. */
export async function* decodeFileStream(
  path: string,
  options: DecodeOptions = {},
): AsyncGenerator<MultichannelAudio, void, undefined> {
  try {
    yield* decodeStream(readPieces(path), options);
  } catch (error) {
    throw withPath(error, path);
  }
}

/** The file's bytes, in pieces that may be kept until the next is asked for. */
export async function* readPieces(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', path);
  });
  try {
    const buffer = new Uint8Array(readSize);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, readSize, null).catch((cause: unknown) => {
        throw fileSystemError(cause, 'read', path);
      });
      if (bytesRead === 0) return;
      yield* pieces(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
