import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finiteSamples, type LevelBlocks, levelBlocks, measureEnvelope } from '../dsp/index.ts';
import { fileSystemError, MediaError, removeOnExit } from '../media/index.ts';
import { GenerateError } from './generate-error.ts';

/** Rendered sounds: the first few in memory, the others on disk. Owns a temporary folder. */
export interface Spool extends SoundSource, AsyncDisposable {
  /** `source` is the caller's; each is written once. The samples are the caller's again when it resolves. */
  write(source: number, samples: Float32Array, levels?: LevelBlocks): Promise<void>;
}

export interface SoundSource {
  /** Hz, of everything in it. */
  readonly sampleRate: number;
  /** Frames from `from`, into `room` if it is given; what lies outside the sound is silence. The caller's. */
  read(source: number, from: number, frames: number, room?: Float32Array): Promise<Float32Array>;
  /** How loud and how high a sound is, block by block. */
  levels(source: number): LevelBlocks;
}

export type SpoolOptions = {
  /** Bytes of sound that are kept in memory; default 8 MiB. */
  readonly memory?: number;
};

/** Where a sound is: in memory, or in the file from this byte on. Of 16 bits where that is all it holds. */
type Place = { readonly frames: number; readonly levels: LevelBlocks } & (
  | { readonly samples: Float32Array | Int16Array }
  | { readonly at: number; readonly short: boolean }
);

export async function openSpool(
  sampleRate: number,
  { memory = 8 * 2 ** 20 }: SpoolOptions = {},
): Promise<Spool> {
  // Now, so that a folder that cannot be written is an error before anything is rendered.
  const { file, discard } = await openSpoolFile();
  const places = new Map<number, Place>();
  let kept = 0;
  let disposed: Promise<void> | undefined;
  let end = 0;

  const find = (source: number): Place => {
    if (disposed !== undefined) {
      throw new GenerateError('The conversation is disposed, and its sounds with it: write it before.');
    }
    const place = places.get(source);
    if (place === undefined) throw new RangeError(`The spool has no sound ${source}.`);
    return place;
  };

  return {
    sampleRate,
    async write(source, sound, levels = levelBlocks(measureEnvelope({ samples: sound, sampleRate }))) {
      const whole = levels.finite ? sound : finiteSamples(sound);
      const frames = whole.length;
      const shorts = toShorts(whole);
      const samples = shorts ?? whole;
      if (kept + samples.byteLength <= memory) {
        kept += samples.byteLength;
        places.set(source, { frames, levels, samples: shorts ?? whole.slice() });
        return;
      }
      const at = end;
      end += samples.byteLength;
      await writeAll(file, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), at);
      places.set(source, { frames, levels, at, short: shorts !== undefined });
    },
    async read(source, from, frames, room = new Float32Array(Math.max(0, frames))) {
      const place = find(source);
      const samples = room.subarray(0, Math.max(0, frames));
      const first = Math.max(0, from);
      const last = Math.min(place.frames, from + frames);
      if (last - first < samples.length) samples.fill(0);
      if (last <= first) return samples;
      const target = samples.subarray(first - from, last - from);
      if ('samples' in place) {
        const { samples: known } = place;
        if (known instanceof Int16Array) fromShorts(known.subarray(first, last), target);
        else target.set(known.subarray(first, last));
        return samples;
      }
      // 16 bits wait in the later half of where they will be: each is read before its place is written.
      const stored = place.short ? laterHalf(target) : target;
      const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
      await readAll(file, bytes, place.at + first * stored.BYTES_PER_ELEMENT);
      if (stored instanceof Int16Array) fromShorts(stored, target);
      return samples;
    },
    levels: (source) => find(source).levels,
    [Symbol.asyncDispose]() {
      places.clear();
      disposed ??= discard();
      return disposed;
    },
  };
}

/** Most vendors send 16 bits: half the room, and nothing lost. */
function toShorts(samples: Float32Array): Int16Array | undefined {
  const shorts = new Int16Array(samples.length);
  for (let frame = 0; frame < samples.length; frame++) {
    const scaled = (samples[frame] ?? 0) * 32_768;
    shorts[frame] = scaled;
    if (shorts[frame] !== scaled) return undefined;
  }
  return shorts;
}

function laterHalf({ buffer, byteOffset, length }: Float32Array): Int16Array {
  return new Int16Array(buffer, byteOffset + length * Int16Array.BYTES_PER_ELEMENT, length);
}

function fromShorts(shorts: Int16Array, samples: Float32Array): void {
  for (let frame = 0; frame < shorts.length; frame++) samples[frame] = (shorts[frame] ?? 0) / 32_768;
}

type SpoolFile = { readonly file: FileHandle; readonly discard: () => Promise<void> };

async function openSpoolFile(): Promise<SpoolFile> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-')).catch(refuseTemporary);
  const forget = removeOnExit(folder);
  try {
    const file = await open(join(folder, 'sounds'), 'wx+');
    return { file, discard: () => closeAndRemove(file, folder).then(forget) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    forget();
    return refuseTemporary(error);
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const written = await file.write(bytes, done, bytes.length - done, at + done).catch(refuseTemporary);
    done += written.bytesWritten;
  }
}

async function readAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
    if (bytesRead === 0) throw new RangeError('The spool ends inside a sound.');
    done += bytesRead;
  }
}

async function closeAndRemove(file: FileHandle, folder: string): Promise<void> {
  try {
    await file.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the system says of the temporary folder, and that another can be named. */
function refuseTemporary(cause: unknown): never {
  const { code, message, path, found } = fileSystemError(cause, 'write', tmpdir());
  const remedy = 'Rendered sounds wait in that folder, 2 or 4 bytes a sample: TMPDIR names another.';
  throw new MediaError(code, `${message} ${remedy}`, { path, found, cause });
}
