import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { fileSystemError, MediaError, readAudioInfo } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { canonicalJson, type RunManifest, runVersion, sha256Of } from '../run/run-manifest.ts';
import {
  filterLimitsSchema,
  type IngestParameters,
  type PlannedRecording,
  placeSchema,
  recordedSpeakerSchema,
  scenarioSchema,
} from './ingest-parameters.ts';
import { type RecordingsFile, readRecordingsFile } from './recordings-file.ts';
import { hashFile } from './two-track/read-tracks.ts';

export type PlanIngestOptions = {
  /** Files with two channels, folders of them, or one list of recordings (`.yaml`, `.yml`). */
  readonly from: readonly string[];
  /** Where the consent of the speakers is filed, where the list does not say. */
  readonly consent?: string | undefined;
  /** Why none is needed, in words that stand in every record. Of recordings that have one it is not used. */
  readonly waiver?: string | undefined;
  /** The program and its version: `duologue 0.1.0`. */
  readonly generator: string;
  readonly signal?: AbortSignal | undefined;
  readonly onRecording?: ((done: { readonly count: number; readonly of: number }) => void) | undefined;
};

/** What a run of `ingest` is to make: every recording with its consent, and the hashes of its files. */
export async function planIngest(options: PlanIngestOptions): Promise<RunManifest> {
  const { generator, signal, onRecording } = options;
  const list = await listOf(options.from);
  checkIds(list);
  const consents = consentsOf(list, options);
  const recordings: PlannedRecording[] = [];
  let seconds = 0;
  for (const [index, recording] of list.recordings.entries()) {
    signal?.throwIfAborted();
    const files: { path: string; sha256: string }[] = [];
    for (const path of recording.files) files.push({ path, sha256: await hashFile(path, signal) });
    seconds += await durationOf(recording.files[0] ?? '', signal);
    const { id, clock, languages, speakers, scenario, environment, split } = recording;
    recordings.push({
      id,
      files,
      clock,
      languages: languages ?? list.languages,
      speakers: speakers ?? [unknownSpeaker(`${id}-1`), unknownSpeaker(`${id}-2`)],
      scenario,
      environment,
      split,
      consent: consents(recording),
    });
    onRecording?.({ count: index + 1, of: list.recordings.length });
  }
  const parameters: IngestParameters = { licence: list.licence, filters: list.filters, recordings };
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

async function listOf(from: readonly string[]): Promise<RecordingsFile> {
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
  return {
    licence: null,
    languages: [],
    filters: filterLimitsSchema.parse({}),
    hoursPerShard: 1,
    recordings: files.map(({ id, path }) => ({
      id,
      files: [path],
      clock: null,
      scenario: scenarioSchema.parse({}),
      environment: placeSchema.parse({}),
      split: null,
    })),
  };
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

function checkIds({ recordings }: RecordingsFile): void {
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

type Listed = RecordingsFile['recordings'][number];

/** Nobody's voice is taken in without it being written down why that is allowed. */
function consentsOf(list: RecordingsFile, { consent, waiver }: PlanIngestOptions) {
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

/** Seconds, for the number of shards; what cannot be read is told when it is its turn. */
async function durationOf(path: string, signal: AbortSignal | undefined): Promise<number> {
  try {
    return (await readAudioInfo(path, signal === undefined ? {} : { signal })).duration;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MediaError) return 0;
    throw error;
  }
}
