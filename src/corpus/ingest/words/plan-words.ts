import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type * as z from 'zod';
import { fileSystemError } from '../../../media/index.ts';
import { RecognizerError } from '../../../recognizers/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { importTranscript } from '../transcripts/import-transcript.ts';
import { hashFile } from '../two-track/read-tracks.ts';
import { openPatientRecognizer } from './open-word-tools.ts';
import { readNames } from './redact-item.ts';
import type {
  listedRedactionSchema,
  RecognizerChoice,
  transcriptFileSchema,
  WordsParameters,
} from './words-parameters.ts';

export type TranscriptFile = z.infer<typeof transcriptFileSchema>;

/** What a list says about words; paths absolute. */
export type ListedWords = {
  readonly recognizer: RecognizerChoice | null;
  readonly align: WordsParameters['align'];
  readonly redact: z.infer<typeof listedRedactionSchema> | null;
};

/** What a run says about words, and the names that it must not say. */
export async function planWords(
  { recognizer, align, redact }: ListedWords,
  signal: AbortSignal | undefined,
): Promise<{ readonly words: WordsParameters; readonly names: readonly string[] }> {
  if (recognizer !== null) await checkRecognizer(recognizer);
  if (redact === null) return { words: { recognizer, align, redact }, names: [] };
  const path = redact.names;
  const names = path === null ? [] : await readNames(path);
  const file = path === null ? null : { path, sha256: await hashFile(path, signal) };
  return { words: { recognizer, align, redact: { ...redact, names: file } }, names };
}

/** What is wrong with its settings is said before anything is begun. */
async function checkRecognizer(choice: RecognizerChoice): Promise<void> {
  try {
    const opened = await openPatientRecognizer(choice);
    await opened[Symbol.asyncDispose]?.();
  } catch (cause) {
    if (!(cause instanceof RecognizerError)) throw cause;
    throw new CorpusError(cause.message, { field: 'recognizer', cause });
  }
}

type Transcribed = {
  readonly id: string;
  readonly files: readonly string[];
  readonly transcript: readonly string[];
};

export type TranscriptFinder = (recording: Transcribed) => Promise<readonly TranscriptFile[]>;

/**
 * Which transcripts are of which recording: its own, else in a folder those that are named as it or its file is (`call-7.ctm`, or
 * `call-7.1.vtt` and `call-7.2.vtt` of its speakers), else what one file says of all of them.
 */
export async function createTranscriptFinder(
  place: string | null,
  recordings: readonly Transcribed[],
  signal: AbortSignal | undefined,
): Promise<TranscriptFinder> {
  const shared = place === null ? undefined : await lookAt(place);
  const left = recordings.filter(({ transcript }) => transcript.length === 0);
  if (shared?.file !== undefined && left.length > 1 && (await isOfOne(shared.file))) {
    throw new CorpusError(
      `${basename(shared.file)} tells of one recording, and there are ${left.length}. Give a folder of transcripts that are named as their recordings, or name each in the list.`,
      { key: shared.file },
    );
  }
  const hashes = new Map<string, Promise<string>>();
  const hash = (path: string): Promise<string> => {
    const known = hashes.get(path) ?? hashFile(path, signal);
    hashes.set(path, known);
    return known;
  };
  return async ({ id, files: sounds, transcript: own }) => {
    const paths =
      own.length > 0 ? own : (shared?.byId.get(id) ?? shared?.byId.get(idOf(sounds[0] ?? '')) ?? []);
    if (paths.length > 2) {
      throw new CorpusError(
        `${paths.map((path) => basename(path)).join(', ')} would all be transcripts of ${id}: leave one, or one for each speaker.`,
        { item: id },
      );
    }
    const files = await Promise.all(
      paths.map(async (path) => ({ path, sha256: await hash(path), recording: null })),
    );
    if (files.length > 0 || shared?.file === undefined) return files;
    return [{ path: shared.file, sha256: await hash(shared.file), recording: id }];
  };
}

/** A transcript of many recordings wants to know which; one that cannot be read is told of when it is its turn. */
async function isOfOne(path: string): Promise<boolean> {
  const bytes = await readFile(path);
  try {
    importTranscript(bytes, { name: basename(path), recording: '' });
    return true;
  } catch {
    return false;
  }
}

const extensions: ReadonlySet<string> = new Set([
  '.ctm',
  '.stm',
  '.rttm',
  '.textgrid',
  '.vtt',
  '.srt',
  '.json',
]);

async function lookAt(place: string) {
  const about = await stat(place).catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', place);
  });
  const byId = new Map<string, string[]>();
  if (!about.isDirectory()) return { file: resolve(place), byId };
  const names = (await readdir(place, { recursive: true })).toSorted();
  for (const name of names) {
    const extension = extname(name);
    if (!extensions.has(extension.toLowerCase())) continue;
    const bare = name.slice(0, name.length - extension.length);
    // As ids are made of the names of recordings; what stands behind a last dot is a speaker's number.
    for (const own of new Set([bare, bare.replace(/\.[12AB]$/u, '')])) {
      const path = resolve(join(place, name));
      for (const id of new Set([plain(own), plain(basename(own))])) {
        byId.set(id, [...(byId.get(id) ?? []), path]);
      }
    }
  }
  if (byId.size > 0) return { file: undefined, byId };
  throw new CorpusError(
    `There is no transcript in ${place}: no file ends in ${[...extensions].join(', ')}.`,
    { key: place },
  );
}

function idOf(path: string): string {
  return plain(basename(path, extname(path)));
}

function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]+/g, '_');
}
