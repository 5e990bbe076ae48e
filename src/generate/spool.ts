import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSystemError, MediaError, removeOnExit } from '../media/index.ts';
import { GenerateError } from './generate-error.ts';

/** Rendered sounds on disk, so that memory holds only their measurements. Owns a temporary folder. */
export interface Spool extends SoundSource, AsyncDisposable {
  /** `source` is the caller's; each is written once. */
  write(source: number, samples: Float32Array): Promise<void>;
}

export interface SoundSource {
  /** Hz, of everything in it. */
  readonly sampleRate: number;
  /** Frames from `from`; what lies outside the sound is silence. */
  read(source: number, from: number, frames: number): Promise<Float32Array>;
}

const bytesPerFrame = Float32Array.BYTES_PER_ELEMENT;

export async function openSpool(sampleRate: number): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-')).catch(refuseTemporary);
  const forget = removeOnExit(folder);
  let file: FileHandle;
  try {
    file = await open(join(folder, 'sounds.f32'), 'wx+');
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    forget();
    return refuseTemporary(error);
  }
  const places = new Map<number, { readonly at: number; readonly frames: number }>();
  let end = 0;
  let disposed: Promise<void> | undefined;
  return {
    sampleRate,
    async write(source, samples) {
      const place = { at: end, frames: samples.length };
      end += samples.length * bytesPerFrame;
      const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
      for (let done = 0; done < bytes.length; ) {
        const written = await file
          .write(bytes, done, bytes.length - done, place.at + done)
          .catch(refuseTemporary);
        done += written.bytesWritten;
      }
      places.set(source, place);
    },
    async read(source, from, frames) {
      if (disposed !== undefined) {
        throw new GenerateError('The conversation is disposed, and its sounds with it: write it before.');
      }
      const samples = new Float32Array(Math.max(0, frames));
      const place = places.get(source);
      if (place === undefined) throw new RangeError(`The spool has no sound ${source}.`);
      const first = Math.max(0, from);
      const last = Math.min(place.frames, from + frames);
      if (last <= first) return samples;
      const bytes = new Uint8Array(
        samples.buffer,
        (first - from) * bytesPerFrame,
        (last - first) * bytesPerFrame,
      );
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await file.read(
          bytes,
          done,
          bytes.length - done,
          place.at + first * bytesPerFrame + done,
        );
        if (bytesRead === 0) throw new RangeError(`The spool ends inside sound ${source}.`);
        done += bytesRead;
      }
      return samples;
    },
    [Symbol.asyncDispose]() {
      disposed ??= discard(file, folder).then(forget);
      return disposed;
    },
  };
}

async function discard(file: FileHandle, folder: string): Promise<void> {
  try {
    await file.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the system says of the temporary folder, and that another can be named. */
function refuseTemporary(cause: unknown): never {
  const { code, message, path, found } = fileSystemError(cause, 'write', tmpdir());
  const remedy = 'Rendered sounds wait in that folder, 4 bytes a sample: TMPDIR names another.';
  throw new MediaError(code, `${message} ${remedy}`, { path, found, cause });
}
