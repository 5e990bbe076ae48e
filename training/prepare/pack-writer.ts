import { type FileHandle, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MadeItem, type PackItem, tokenFrames } from './pack-item.ts';

/** A pack that is being written: under its name only when it is whole. */
export interface PackWriter {
  add(item: MadeItem): Promise<void>;
  /** Seconds of sound so far, both channels of a dialogue counted once. */
  readonly duration: () => number;
  /** Gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Whether that pack has been written whole. */
export async function hasPack(folder: string, name: string): Promise<boolean> {
  return stat(join(folder, name, 'items.jsonl')).then(
    () => true,
    () => false,
  );
}

/** Begins anew what was left unfinished. */
export async function openPackWriter(folder: string, name: string): Promise<PackWriter> {
  const partial = join(folder, `.${name}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const file: FileHandle = await open(join(partial, 'audio.i16'), 'w');
  const lines: string[] = [];
  let offset = 0;
  let frames = 0;
  return {
    async add({ about, tracks }) {
      const longest = Math.max(...tracks.map((track) => track.length));
      const padded = Math.ceil(longest / tokenFrames) * tokenFrames;
      const { id, split, language, kind, register, speakers, units } = about;
      const item: PackItem = {
        id,
        split,
        language,
        kind,
        register,
        channels: tracks.length,
        frames: padded,
        offset,
        speakers,
        units,
      };
      for (const track of tracks) await file.write(toBytes(track, padded));
      lines.push(`${JSON.stringify(item)}\n`);
      offset += padded * tracks.length;
      frames += padded;
    },
    duration: () => frames / 16_000,
    async finish() {
      await file.close();
      await writeFile(join(partial, 'items.jsonl'), lines.join(''));
      await rename(partial, join(folder, name));
    },
    async discard() {
      await file.close();
      await rm(partial, { recursive: true, force: true });
    },
  };
}

/** Little-endian 16 bits, with silence at the end. */
function toBytes(track: Float32Array, frames: number): Uint8Array {
  const bytes = new Uint8Array(frames * 2);
  const view = new DataView(bytes.buffer);
  for (const [index, sample] of track.entries()) {
    view.setInt16(index * 2, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), true);
  }
  return bytes;
}
