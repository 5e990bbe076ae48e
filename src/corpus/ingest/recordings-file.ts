import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { fileSystemError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import {
  clockSchema,
  filterLimitsSchema,
  languageSchema,
  placeSchema,
  recordedSpeakerSchema,
  recordingIdSchema,
  scenarioSchema,
  splitSchema,
} from './ingest-parameters.ts';
import { besideList, listedMonoSchema, modelBesideList } from './mono/mono-parameters.ts';
import { alignSchema, listedRedactionSchema, recognizerSchema } from './words/words-parameters.ts';

const listedRecording = z
  .strictObject({
    id: recordingIdSchema,
    /** One file with two channels, or one for each speaker. Beside the list, where a path is not absolute. */
    files: z.array(z.string().min(1)).min(1).max(2).readonly(),
    /**
     * Of the second of two files: `auto`, as the sound tells that both have; `same`, where one device recorded both.
     * Default `auto`.
     */
    clock: z
      .union([z.enum(['auto', 'same']), clockSchema])
      .nullable()
      .default(null),
    /** What is said, as somebody wrote it down: one file, or one for each speaker. Default: what the list has for it. */
    transcript: z
      .union([z.string().min(1), z.tuple([z.string().min(1), z.string().min(1)]).readonly()])
      .optional(),
    /** BCP 47, the main one first. Default: those of the list. */
    languages: z.array(languageSchema).readonly().optional(),
    /** In order of their channels or files. Default: two of whom nothing is known. */
    speakers: z.tuple([recordedSpeakerSchema, recordedSpeakerSchema]).readonly().optional(),
    scenario: scenarioSchema.prefault({}),
    environment: placeSchema.prefault({}),
    split: splitSchema,
    /** Where the consent of its speakers is filed. Default: that of the list. */
    consent: z.string().min(1).optional(),
  })
  .refine(({ files, clock }) => files.length === 2 || clock === null, {
    error: 'one file has one clock: a clock is of the second of two files',
    path: ['clock'],
  })
  .readonly();

const recordingsSchema = z
  .strictObject({
    licence: z.string().min(1).nullable().default(null),
    consent: z.string().min(1).optional(),
    languages: z.array(languageSchema).readonly().default([]),
    filters: filterLimitsSchema.prefault({}),
    /** A folder of transcripts that are named as their recordings, or one file that tells of all. */
    transcripts: z.string().min(1).nullable().default(null),
    /** Who writes down what is said where no transcript does: a name, or a name with settings. */
    recognizer: z
      .union([
        z
          .string()
          .min(1)
          .transform((name) => ({ name, settings: {} })),
        recognizerSchema,
      ])
      .nullable()
      .default(null),
    /** The model that puts marks into what the recogniser writes: `true`, the first that is installed. Default: none. */
    punctuation: z
      .union([z.literal(true), z.string().min(1)])
      .nullable()
      .default(null),
    align: alignSchema,
    /** With which models the speakers of recordings with one channel are parted. Default: those that are installed. */
    mono: listedMonoSchema.optional(),
    /** What is taken out of words and sound: `true`, numbers and e-mail addresses. */
    redact: z
      .union([
        z.boolean().transform((wanted) => (wanted ? listedRedactionSchema.parse({}) : null)),
        listedRedactionSchema,
      ])
      .nullable()
      .default(null),
    /** Hours of a shard, about. */
    hoursPerShard: z.number().positive().default(1),
    recordings: z.array(listedRecording).min(1).readonly(),
  })
  .readonly();

export type RecordingsFile = z.infer<typeof recordingsSchema>;

/** A list whose paths are absolute. */
export type ResolvedRecordings = Omit<RecordingsFile, 'recordings'> & {
  readonly recordings: readonly (Omit<RecordingsFile['recordings'][number], 'transcript'> & {
    readonly transcript: readonly string[];
  })[];
};

/** A list of recordings, its paths made absolute. Throws `CorpusError` that names the field. */
export async function readRecordingsFile(path: string): Promise<ResolvedRecordings> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', path);
  });
  const list = parseRecordings(text, path);
  const folder = dirname(resolve(path));
  const beside = (file: string | null): string | null => (file === null ? null : resolve(folder, file));
  return {
    ...list,
    transcripts: beside(list.transcripts),
    punctuation:
      typeof list.punctuation === 'string' ? modelBesideList(list.punctuation, folder) : list.punctuation,
    mono: list.mono === undefined ? undefined : besideList(list.mono, folder),
    redact: list.redact === null ? null : { ...list.redact, names: beside(list.redact.names) },
    recordings: list.recordings.map((recording) => ({
      ...recording,
      files: recording.files.map((file) => resolve(folder, file)),
      transcript: [recording.transcript ?? []].flat().map((file) => resolve(folder, file)),
    })),
  };
}

/** The list of recordings of which nothing more is known than where they are. */
export function listOfFiles(
  files: readonly { readonly id: string; readonly path: string }[],
): ResolvedRecordings {
  const list = recordingsSchema.parse({ recordings: files.map(({ id, path }) => ({ id, files: [path] })) });
  return { ...list, recordings: list.recordings.map((recording) => ({ ...recording, transcript: [] })) };
}

/** A list of recordings from YAML. `path`: where it came from, for what is said of it. */
export function parseRecordings(text: string, path = 'The list'): RecordingsFile {
  let document: unknown;
  try {
    document = parseYaml(text);
  } catch (cause) {
    throw new CorpusError(`${path} is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, {
      key: path,
      cause,
    });
  }
  const parsed = recordingsSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const at = issue.path.join('.');
    const words =
      issue.code === 'unrecognized_keys' ? `there is no field ${issue.keys.join(', ')}` : issue.message;
    return { at, line: `  ${at === '' ? 'all of it' : at}: ${words}` };
  });
  throw new CorpusError(`${path} is not right:\n${faults.map(({ line }) => line).join('\n')}`, {
    field: faults[0]?.at ?? '',
    key: path,
    cause: parsed.error,
  });
}
