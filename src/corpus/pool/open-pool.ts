import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { levelBlocks, measureEnvelope } from '../../dsp/index.ts';
import type { SoundSource, Take } from '../../generate/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { PoolEntry } from './pool-entry.ts';
import { preparePool } from './prepare-pool.ts';
import {
  type PoolAbout,
  type PoolUtterance,
  poolAboutSchema,
  poolFiles,
  poolTakeSchema,
  poolUtteranceSchema,
  poolVersion,
} from './prepared-pool.ts';
import { readJsonLines } from './read-lines.ts';
import { readPool } from './read-pool.ts';

/** Recorded utterances, measured: what each is good for in memory, all else on disk until it is heard. */
export interface Pool extends AsyncDisposable {
  readonly about: PoolAbout;
  readonly utterances: readonly PoolUtterance[];
  /** What is known of some of them, and their sounds, for one dialogue. Each take's `source` is its utterance's index. */
  load(utterances: readonly number[]): Promise<LoadedTakes>;
}

export type LoadedTakes = {
  /** By the utterance's index. */
  readonly takes: ReadonlyMap<number, Take>;
  readonly sounds: SoundSource;
};

export type OpenPoolOptions = {
  /** Hz of the dialogues. */
  readonly sampleRate: number;
  /** The folder in which what was measured is kept. Default `.prepared` in the pool's own. */
  readonly prepared?: string | undefined;
  /** What its hash is to be: another pool is refused. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onUtterance?: ((done: number) => void) | undefined;
};

/** Opens a pool, measuring its utterances where nobody has yet. */
export async function openPool(path: string, options: OpenPoolOptions): Promise<Pool> {
  const { sampleRate, signal, sha256 } = options;
  const sourceSha256 = await hashSources(path, signal);
  const place = join(
    options.prepared ?? join(path, '.prepared'),
    `${poolVersion}-${sampleRate}-${sourceSha256.slice(0, 16)}`,
  );
  if (!(await isThere(join(place, poolFiles.about)))) {
    await preparePool({
      entries: readPool(path, signal),
      folder: place,
      sampleRate,
      sourceSha256,
      signal,
      onUtterance: options.onUtterance,
    });
  }
  const about = await readAbout(join(place, poolFiles.about));
  if (sha256 !== undefined && sha256 !== about.sha256) {
    throw new CorpusError(
      `The pool ${path} is not the one that the run began with: utterances of it have changed. Bring those back, or begin another run.`,
      { field: 'speech.path', key: path },
    );
  }
  return openPrepared(place, about, signal);
}

/** Whatever, when it changes, makes another pool: every entry of its lists, and each file's size and time. */
async function hashSources(path: string, signal: AbortSignal | undefined): Promise<string> {
  const digest = createHash('sha256');
  const seen = new Set<string>();
  for await (const entry of readPool(path, signal)) {
    const { audio, where: _, ...rest } = entry;
    digest.update(JSON.stringify(rest));
    if (seen.has(audio)) continue;
    seen.add(audio);
    const { size, mtimeMs } = await statSound(entry);
    digest.update(`${relative(path, audio)} ${size} ${mtimeMs}`);
  }
  return digest.digest('hex');
}

async function statSound({ audio, where }: PoolEntry) {
  return stat(audio).catch((cause: unknown) => {
    throw new CorpusError(`${where}: there is no sound ${audio}.`, { key: audio, field: 'audio', cause });
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function readAbout(path: string): Promise<PoolAbout> {
  const parsed = poolAboutSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new CorpusError(`${path} is damaged: remove its folder, and it is made again.`, {
    key: path,
    cause: parsed.error,
  });
}

async function openPrepared(place: string, about: PoolAbout, signal: AbortSignal | undefined): Promise<Pool> {
  const utterances: PoolUtterance[] = [];
  for await (const { value } of readJsonLines(join(place, poolFiles.list), signal)) {
    utterances.push(z.parse(poolUtteranceSchema, value));
  }
  const takeFile = await open(join(place, poolFiles.takes), 'r');
  const soundFile = await open(join(place, poolFiles.sounds), 'r');
  return {
    about,
    utterances,
    async load(wanted) {
      const takes = new Map<number, Take>();
      const places = new Map<number, SoundPlace>();
      for (const index of new Set(wanted)) {
        const listed = utterances[index];
        if (listed === undefined) throw new RangeError(`The pool has no utterance ${index}.`);
        const bytes = new Uint8Array(listed.bytes);
        await takeFile.read(bytes, 0, listed.bytes, listed.at);
        const line = z.parse(poolTakeSchema, JSON.parse(new TextDecoder().decode(bytes)));
        const { from, frames, ...measured } = line;
        takes.set(index, { source: index, duration: frames / about.sampleRate, gain: 0, ...measured });
        places.set(index, { from, frames });
      }
      return { takes, sounds: soundsOf(soundFile, places, about.sampleRate) };
    },
    async [Symbol.asyncDispose]() {
      await takeFile.close();
      await soundFile.close();
    },
  };
}

/** Where samples lie in the file of sounds, in frames. */
type SoundPlace = { readonly from: number; readonly frames: number };

function soundsOf(
  file: FileHandle,
  places: ReadonlyMap<number, SoundPlace>,
  sampleRate: number,
): SoundSource {
  const find = (source: number): SoundPlace => {
    const place = places.get(source);
    if (place === undefined) throw new RangeError(`Utterance ${source} is not of this dialogue.`);
    return place;
  };
  return {
    sampleRate,
    async read(source, from, frames, room = new Float32Array(Math.max(0, frames))) {
      const place = find(source);
      const samples = room.subarray(0, Math.max(0, frames));
      const first = Math.max(0, from);
      const last = Math.min(place.frames, from + frames);
      if (last - first < samples.length) samples.fill(0);
      if (last <= first) return samples;
      const shorts = new Int16Array(last - first);
      await file.read(new Uint8Array(shorts.buffer), 0, shorts.byteLength, 2 * (place.from + first));
      spread(shorts, samples.subarray(first - from, last - from));
      return samples;
    },
    levels(source) {
      const place = find(source);
      const shorts = new Int16Array(place.frames);
      readSync(file.fd, new Uint8Array(shorts.buffer), 0, shorts.byteLength, 2 * place.from);
      const samples = new Float32Array(place.frames);
      spread(shorts, samples);
      return levelBlocks(measureEnvelope({ samples, sampleRate }));
    },
  };
}

function spread(shorts: Int16Array, samples: Float32Array): void {
  for (let frame = 0; frame < shorts.length; frame++) samples[frame] = (shorts[frame] ?? 0) / 32_768;
}
