import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Pairs of sounds that would fill the memory of hours of talk, in a file that nobody else sees. */
export interface SourceSpool {
  /** Gives the number under which the pair is read. */
  put(pair: readonly [Float32Array, Float32Array]): number;
  read(index: number): readonly [Float32Array, Float32Array];
  close(): void;
}

export function openSourceSpool(): SourceSpool {
  const folder = mkdtempSync(join(tmpdir(), 'duologue-mono-'));
  const path = join(folder, 'sources');
  const file = openSync(path, 'w+', 0o600);
  // Where the system allows it, the file is gone by its name at once: a process that is killed leaves nothing.
  const unnamed = remove(folder);
  const places: { readonly at: number; readonly frames: number }[] = [];
  let end = 0;
  let open = true;
  return {
    put([one, other]) {
      const bytes = Buffer.concat([one, other].map((samples) => bytesOf(samples)));
      for (let written = 0; written < bytes.length; )
        written += writeSync(file, bytes, written, bytes.length - written, end + written);
      places.push({ at: end, frames: one.length });
      end += bytes.length;
      return places.length - 1;
    },
    read(index) {
      const { at, frames } = places[index] ?? { at: 0, frames: 0 };
      const both = new Float32Array(2 * frames);
      const bytes = bytesOf(both);
      for (let got = 0; got < bytes.length; ) {
        const count = readSync(file, bytes, got, bytes.length - got, at + got);
        if (count === 0) throw new RangeError('The file of separated sounds is too short.');
        got += count;
      }
      return [both.subarray(0, frames), both.subarray(frames)];
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(file);
      if (!unnamed) remove(folder);
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function remove(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
