import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { measureTake } from '../../generate/index.ts';
import { fileSystemError } from '../../media/index.ts';
import {
  isBackchannelText,
  type RegisterName,
  registerNames,
  splitWords,
  type Word,
} from '../../timeline/index.ts';
import { createEmbeddedAligner } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { textPlace } from '../text/text-place.ts';
import type { PoolEntry, PoolSpeaker } from './pool-entry.ts';
import {
  type PoolAbout,
  type PoolKind,
  type PoolTake,
  type PoolUtterance,
  poolFiles,
  poolVersion,
} from './prepared-pool.ts';
import { createSoundReader } from './read-sound.ts';

export type PreparePoolOptions = {
  readonly entries: AsyncIterable<PoolEntry> | Iterable<PoolEntry>;
  /** Where it is to lie; it is there whole or not at all. */
  readonly folder: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly sourceSha256: string;
  readonly signal?: AbortSignal | undefined;
  readonly onUtterance?: ((done: number) => void) | undefined;
};

/** Texts of up to so many words are said by everybody, and belong to no split. Characters where there are no spaces. */
const sharedWords = { spaced: 4, unspaced: 6 };

/** Measures every utterance once, and lays their sounds into one file at the rate of the dialogues. */
export async function preparePool(options: PreparePoolOptions): Promise<void> {
  const { folder, sampleRate, sourceSha256, signal } = options;
  const part = join(dirname(folder), `.${randomUUID()}`);
  try {
    await mkdir(part, { recursive: true }).catch((cause: unknown) => {
      throw fileSystemError(cause, 'write', part);
    });
    const about = await writePool(options, part);
    if (about.utterances === 0) {
      throw new CorpusError('There is no utterance in the pool: neither a list nor sounds with texts.', {
        field: 'speech.path',
      });
    }
    await writeFile(
      join(part, poolFiles.about),
      JSON.stringify({ version: poolVersion, sampleRate, sourceSha256, ...about }),
    );
    signal?.throwIfAborted();
    await rename(part, folder).catch(async (cause: unknown) => {
      // Somebody else has prepared the same pool meanwhile: theirs will do.
      if (!(await isThere(join(folder, poolFiles.about)))) throw fileSystemError(cause, 'write', folder);
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function writePool(
  { entries, sampleRate, signal, onUtterance }: PreparePoolOptions,
  part: string,
): Promise<Omit<PoolAbout, 'version' | 'sampleRate' | 'sourceSha256'>> {
  const reader = createSoundReader(sampleRate);
  const digest = createHash('sha256');
  const speakers = createSpeakerList();
  const warnings: string[] = [];
  let [utterances, duration, frames, takeBytes] = [0, 0, 0, 0];
  await using aligner = createEmbeddedAligner();
  await using sounds = await open(join(part, poolFiles.sounds), 'wx');
  await using takes = await open(join(part, poolFiles.takes), 'wx');
  await using list = await open(join(part, poolFiles.list), 'wx');
  for await (const entry of entries) {
    signal?.throwIfAborted();
    const shorts = toShorts(await reader.read(entry, signal));
    const audio = { samples: Float32Array.from(shorts, (value) => value / 32_768), sampleRate };
    const words = await wordsOf(entry, () =>
      aligner.align(audio, splitWords(entry.text), {
        language: entry.speaker.language,
        ...(signal && { signal }),
      }),
    );
    const take = measureTake(0, audio, words);
    if (!Number.isFinite(take.level)) {
      warnings.push(`${entry.where}: nothing is heard in it; it is left out.`);
      continue;
    }
    const { start, end, seams, seamLevels, level } = take;
    const line: PoolTake = {
      from: frames,
      frames: shorts.length,
      start,
      end,
      words: take.words,
      seams,
      seamLevels: seamLevels.map((seam) => Math.max(-200, seam)),
      level,
    };
    const takeLine = Buffer.from(`${JSON.stringify(line)}\n`);
    const listed: PoolUtterance = {
      speaker: speakers.index(entry.speaker),
      kind: kindOf(entry),
      language: entry.speaker.language,
      duration: end - start,
      text: isShared(entry.text) ? null : textPlace(entry.text),
      registers: entry.registers.flatMap((name): RegisterName[] =>
        registerNames.filter((each) => each === name),
      ),
      at: takeBytes,
      bytes: takeLine.length,
    };
    const listLine = Buffer.from(`${JSON.stringify(listed)}\n`);
    const bytes = Buffer.from(shorts.buffer, shorts.byteOffset, shorts.byteLength);
    await sounds.write(bytes);
    await takes.write(takeLine);
    await list.write(listLine);
    digest.update(bytes).update(takeLine).update(listLine);
    frames += shorts.length;
    takeBytes += takeLine.length;
    duration += end - start;
    utterances++;
    onUtterance?.(utterances);
  }
  const all = speakers.all();
  const sha256 = digest.update(JSON.stringify(all)).digest('hex');
  return { sha256, utterances, duration, speakers: all, warnings };
}

/** The text's own words where they are as many as those timed: lists of times mostly lack its signs. */
async function wordsOf(
  { text, words, event }: PoolEntry,
  align: () => Promise<readonly Word[]>,
): Promise<readonly Word[]> {
  if (event !== null) return [];
  if (words === null) return align();
  const written = splitWords(text);
  return written.length === words.length
    ? words.map((word, index) => ({ ...word, text: written[index] ?? word.text }))
    : words;
}

function kindOf({ event, text }: PoolEntry): PoolKind {
  return event ?? (isBackchannelText(text) ? 'listener' : 'turn');
}

function isShared(text: string): boolean {
  const words = splitWords(text);
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text);
  return words.length <= (unspaced ? sharedWords.unspaced : sharedWords.spaced);
}

/** Everybody once. What the first utterance says of its speaker holds; another language is another utterance's. */
function createSpeakerList() {
  const indices = new Map<string, number>();
  const all: PoolSpeaker[] = [];
  return {
    all: () => all,
    index(speaker: PoolSpeaker): number {
      const known = indices.get(speaker.id);
      if (known !== undefined) return known;
      indices.set(speaker.id, all.length);
      all.push(speaker);
      return all.length - 1;
    },
  };
}

function toShorts(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))),
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
