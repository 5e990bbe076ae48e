import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type * as z from 'zod';
import { fileSystemError, MediaError, readAudioInfo } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { canonicalJson, type RunManifest, runVersion, sha256Of } from '../run/run-manifest.ts';
import {
  type FilterLimits,
  filterLimitsSchema,
  type IngestParameters,
  languageSchema,
  type PlannedRecording,
  recordedSpeakerSchema,
} from './ingest-parameters.ts';
import { planMono } from './mono/mono-listener.ts';
import { planPunctuation } from './mono/punctuator.ts';
import { listOfFiles, type ResolvedRecordings, readRecordingsFile } from './recordings-file.ts';
import { hashFile } from './two-track/read-tracks.ts';
import { checkPlannedNames } from './words/check-planned-names.ts';
import { createTranscriptFinder, planWords } from './words/plan-words.ts';
import { listedRedactionSchema, type WordsParameters } from './words/words-parameters.ts';

export type PlanIngestOptions = {
  /** Files with two channels, folders of them, or one list of recordings (`.yaml`, `.yml`). */
  readonly from: readonly string[];
  /** Where the consent of the speakers is filed, where the list does not say. */
  readonly consent?: string | undefined;
  /** Why none is needed, in words that stand in every record. Of recordings that have one it is not used. */
  readonly waiver?: string | undefined;
  /** BCP 47, the main one first. Default, as of all that follows: what the list says. */
  readonly languages?: readonly string[] | undefined;
  /** A folder of transcripts that are named as their recordings, or one file that tells of all. */
  readonly transcripts?: string | undefined;
  /** Who writes down what is said where no transcript does: a name that `openRecognizer` knows. */
  readonly recognizer?: string | undefined;
  /** Whether numbers and e-mail addresses are taken out of words and sound, and names with them, of a file. */
  readonly redact?: boolean | undefined;
  readonly names?: string | undefined;
  /** From what on a recording passes; `null` lets everything pass. */
  readonly filters?: Readonly<Partial<FilterLimits>> | undefined;
  /** The program and its version: `duologue 0.1.0`. */
  readonly generator: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRecording?: ((done: { readonly count: number; readonly of: number }) => void) | undefined;
};

/** What a run of `ingest` is to make: every recording with its consent, and the hashes of its files. */
export async function planIngest(options: PlanIngestOptions): Promise<RunManifest> {
  const { generator, signal, onRecording } = options;
  const list = withOptions(await listOf(options.from), options);
  checkIds(list);
  const consents = consentsOf(list, options);
  const { words, names } = await planWords(list, signal);
  const transcriptsOf = await createTranscriptFinder(list.transcripts, list.recordings, signal);
  const recordings: PlannedRecording[] = [];
  let seconds = 0;
  for (const [index, recording] of list.recordings.entries()) {
    signal?.throwIfAborted();
    const files: { path: string; sha256: string }[] = [];
    for (const path of recording.files) files.push({ path, sha256: await hashFile(path, signal) });
    const about = await aboutFile(recording.files[0] ?? '', signal);
    seconds += about.duration;
    const { id, languages, speakers, scenario, environment, split } = recording;
    recordings.push({
      id,
      files,
      clock: clockOf(recording),
      mono: recording.files.length === 1 && about.channels === 1,
      transcripts: await transcriptsOf(recording),
      languages: languages ?? list.languages,
      speakers: speakers ?? [unknownSpeaker(`${id}-1`), unknownSpeaker(`${id}-2`)],
      scenario,
      environment,
      split,
      consent: consents(recording),
    });
    onRecording?.({ count: index + 1, of: list.recordings.length });
  }
  checkWords(words, recordings);
  if (words.redact !== null) checkPlannedNames(recordings, [list.licence], names);
  const mono = recordings.some((recording) => recording.mono) ? await planMono(list.mono) : null;
  const punctuation = list.punctuation === null ? null : await planPunctuation(list.punctuation);
  const { licence, filters } = list;
  const parameters: IngestParameters = { licence, filters, words, punctuation, mono, recordings };
  return {
    version: runVersion,
    job: 'ingest',
    generator,
    seed: '',
    shards: Math.max(1, Math.ceil(seconds / 3600 / list.hoursPerShard)),
    items: recordings.length,
    parameters,
    parametersSha256: sha256Of(canonicalJson(parameters)),
  };
}

/** The list, as far as nothing else was asked for beside it. */
function withOptions(
  list: ResolvedRecordings,
  { languages, transcripts, recognizer, redact, names, filters }: PlanIngestOptions,
): ResolvedRecordings {
  const wanted = redact === true || names !== undefined;
  const redaction = list.redact ?? (wanted ? listedRedactionSchema.parse({}) : null);
  return {
    ...list,
    languages: languages?.map((tag) => read('languages', languageSchema, tag)) ?? list.languages,
    transcripts: transcripts ?? list.transcripts,
    recognizer: recognizer === undefined ? list.recognizer : { name: recognizer, settings: {} },
    redact: redaction === null || names === undefined ? redaction : { ...redaction, names: resolve(names) },
    filters: read('filters', filterLimitsSchema, { ...list.filters, ...filters }),
  };
}

function clockOf({ files, clock }: Listed): PlannedRecording['clock'] {
  if (files.length < 2) return null;
  return clock === 'same' ? { offset: 0, drift: 0 } : (clock ?? 'auto');
}

function read<Value>(field: string, schema: z.ZodType<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = [field, ...(issue?.path ?? [])].join('.');
  throw new CorpusError(`${where}: ${issue?.message ?? 'it cannot be read'}.`, {
    field,
    cause: parsed.error,
  });
}

/** What nobody writes down cannot be searched for what must not be kept. */
function checkWords({ recognizer, redact }: WordsParameters, recordings: readonly PlannedRecording[]): void {
  if (redact === null || redact.wordless || recognizer !== null) return;
  const without = recordings.filter(({ transcripts }) => transcripts.length === 0);
  const [first] = without;
  if (first === undefined) return;
  throw new CorpusError(
    `${without.length} recordings, ${first.id} among them, have neither a transcript nor a recogniser, and what is to be taken out is found by words. Give one, or \`redact: { wordless: true }\`, which takes out all speech without words.`,
    { field: 'redact' },
  );
}

async function listOf(from: readonly string[]): Promise<ResolvedRecordings> {
  const lists = from.filter((path) => ['.yaml', '.yml'].includes(extname(path).toLowerCase()));
  const [list] = lists;
  if (list !== undefined) {
    if (from.length === 1) return readRecordingsFile(list);
    throw new CorpusError(`${list} is a list of recordings: give it alone.`, { key: list });
  }
  const files: { id: string; path: string }[] = [];
  for (const path of from) files.push(...(await filesAt(path)));
  if (files.length === 0) {
    throw new CorpusError(
      `There is no sound in ${from.join(', ')}: no file ends as one of a format that can be read.`,
    );
  }
  return listOfFiles(files);
}

/** A file, or all of a folder that have sound by their names, in order. */
async function filesAt(path: string): Promise<{ id: string; path: string }[]> {
  const about = await stat(path).catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', path);
  });
  if (!about.isDirectory()) return [{ id: idOf(basename(path)), path: resolve(path) }];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => hasSound(name))
    .toSorted()
    .map((name) => ({ id: idOf(name), path: resolve(join(path, name)) }));
}

/** Formats that say themselves what they are. */
const extensions: ReadonlySet<string> = new Set(['.wav', '.wave', '.flac', '.mp3', '.opus', '.ogg', '.oga']);

function hasSound(name: string): boolean {
  return extensions.has(extname(name).toLowerCase());
}

function idOf(name: string): string {
  const bare = name.slice(0, name.length - extname(name).length);
  return bare.replaceAll(/[^A-Za-z0-9_-]+/g, '_') || '_';
}

function checkIds({ recordings }: ResolvedRecordings): void {
  const seen = new Map<string, string>();
  for (const { id, files } of recordings) {
    const [path = ''] = files;
    const before = seen.get(id);
    if (before !== undefined) {
      throw new CorpusError(
        `${before} and ${path} would both be the recording ${id}. List them in recordings.yaml, with ids of their own.`,
        { field: 'recordings', item: id },
      );
    }
    seen.set(id, path);
  }
}

type Listed = ResolvedRecordings['recordings'][number];

/** Nobody's voice is taken in without it being written down why that is allowed. */
function consentsOf(list: ResolvedRecordings, { consent, waiver }: PlanIngestOptions) {
  const of = ({ consent: own, speakers }: Listed): PlannedRecording['consent'] | undefined => {
    const filed = speakers?.flatMap((speaker) => speaker.consent ?? []) ?? [];
    const reference = own ?? (filed.length === 2 ? filed.join(', ') : (list.consent ?? consent));
    if (reference !== undefined) return { status: 'recorded', reference };
    return waiver === undefined ? undefined : { status: 'waived', reference: waiver };
  };
  const without = list.recordings.filter((recording) => of(recording) === undefined);
  if (without.length > 0) {
    const names = without.slice(0, 5).map(({ id }) => id);
    const more = without.length > names.length ? ` and ${without.length - names.length} more` : '';
    throw new CorpusError(
      `The speakers of ${names.join(', ')}${more} are not known to have agreed. Say where their consent is filed, in the list or with --consent, or why none is needed with --waive-consent.`,
      { field: 'consent' },
    );
  }
  return (recording: Listed): PlannedRecording['consent'] =>
    of(recording) ?? { status: 'waived', reference: '' };
}

function unknownSpeaker(id: string): PlannedRecording['speakers'][number] {
  return recordedSpeakerSchema.parse({ id });
}

/** For the number of shards, and for the models; what cannot be read is told when it is its turn. */
async function aboutFile(path: string, signal: AbortSignal | undefined) {
  try {
    return await readAudioInfo(path, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MediaError) return { duration: 0, channels: 0 };
    throw error;
  }
}
