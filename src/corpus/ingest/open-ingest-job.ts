import { basename } from 'node:path';
import { createAudioEncoder, createMemorySink, MediaError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { AudioObject } from '../record/types.ts';
import { type RunManifest, sha256Of, shardKeys, shardOf } from '../run/run-manifest.ts';
import type { MadeItem, ShardJob } from '../run/shard-job.ts';
import { type HeardRecording, hearRecording } from './hear-recording.ts';
import { type IngestParameters, ingestParametersSchema, type PlannedRecording } from './ingest-parameters.ts';
import { ingestRecord } from './ingest-record.ts';
import { createMonoListener, type MonoListener } from './mono/mono-listener.ts';
import { redactText } from './redact/redact-record.ts';
import { hashFile } from './two-track/read-tracks.ts';
import { findWords, type WordTools } from './words/find-words.ts';
import { openWordTools } from './words/open-word-tools.ts';
import { privateOptions, type RedactedItem, readNames, redactItem } from './words/redact-item.ts';

/** The job of a run of `ingest`, from its manifest alone. Its recordings must lie where it names them. */
export async function openIngestJob(manifest: RunManifest): Promise<ShardJob> {
  const parsed = ingestParametersSchema.safeParse(manifest.parameters);
  if (!parsed.success) {
    throw new CorpusError(`The parameters of this run are not those of ingest: ${parsed.error.message}`, {
      field: 'parameters',
      cause: parsed.error,
    });
  }
  const parameters = parsed.data;
  const byId = new Map(parameters.recordings.map((recording) => [recording.id, recording]));
  const ids = [...byId.keys()].toSorted();
  const tools = openWordTools(parameters.words.recognizer, parameters.punctuation);
  const mono = createMonoListener(parameters.mono);
  let names: Promise<readonly string[]> | undefined;
  return {
    *items(shard) {
      for (const id of ids) if (shardOf(id, manifest.shards) === shard) yield id;
    },
    async make(item, { shard, signal }) {
      const recording = byId.get(item);
      if (recording === undefined) throw new RangeError(`${item} is no recording of this run.`);
      names ??= namesOf(parameters);
      const known = await names;
      try {
        return await makeItem({
          recording,
          parameters,
          tools,
          mono,
          names: known,
          manifest,
          audioKey: shardKeys.audio(shard, item),
          signal,
        });
      } catch (cause) {
        signal?.throwIfAborted();
        throw namingItem(item, cause, parameters, known);
      }
    },
    async [Symbol.asyncDispose]() {
      await mono[Symbol.asyncDispose]();
      await tools[Symbol.asyncDispose]();
    },
  };
}

type MakeItemOptions = {
  readonly recording: PlannedRecording;
  readonly parameters: IngestParameters;
  readonly tools: WordTools;
  readonly mono: MonoListener;
  readonly names: readonly string[];
  readonly manifest: RunManifest;
  readonly audioKey: string;
  readonly signal: AbortSignal | undefined;
};

async function makeItem(options: MakeItemOptions): Promise<MadeItem> {
  const { recording, mono, signal } = options;
  await checkFiles(recording, signal);
  const heard = await hearRecording(recording, mono, signal);
  try {
    return await makeOf(heard, options);
  } finally {
    heard.close?.();
  }
}

async function makeOf(heard: HeardRecording, options: MakeItemOptions): Promise<MadeItem> {
  const { recording, parameters, tools, names, manifest, audioKey, signal } = options;
  const { words } = parameters;
  const found = await findWords({ recording, heard, words, names, tools, signal });
  const record = ingestRecord({
    heard,
    found,
    recording,
    parameters,
    audio: soundOf(heard, audioKey),
    source: recording.files.map(({ path }) => basename(path)).join(', '),
    generator: manifest.generator,
    parametersSha256: manifest.parametersSha256,
  });
  const redacted =
    words.redact === null ? undefined : redactItem(record, words.redact, names, found?.byProgram ?? true);
  const { audio, bytes } = await encodeTracks(heard, record.audio, redacted?.clean, signal);
  return { record: { ...(redacted?.record ?? record), audio }, objects: [{ key: audioKey, bytes }] };
}

/** What the sound will be, before it is written. */
function soundOf({ audit: { sampleRate, frames } }: HeardRecording, key: string): AudioObject {
  return { key, sha256: '', bytes: 0, format: 'flac', sampleRate, channels: 2, frames };
}

async function namesOf({ words }: IngestParameters): Promise<readonly string[]> {
  const file = words.redact?.names ?? null;
  if (file === null) return [];
  if ((await hashFile(file.path)) === file.sha256) return readNames(file.path);
  throw new CorpusError(`${file.path} has changed since the run was begun. Begin another run for it.`, {
    key: file.path,
  });
}

/** A run is of the bytes that were there when it was planned. */
async function checkFiles(
  { files, transcripts }: PlannedRecording,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { path, sha256 } of [...files, ...transcripts]) {
    if ((await hashFile(path, signal)) === sha256) continue;
    throw new CorpusError(`${path} has changed since the run was begun. Begin another run for it.`, {
      key: path,
    });
  }
}

async function encodeTracks(
  { readSound }: HeardRecording,
  audio: AudioObject,
  clean: RedactedItem['clean'] | undefined,
  signal: AbortSignal | undefined,
): Promise<{ readonly audio: AudioObject; readonly bytes: Uint8Array }> {
  const sink = createMemorySink();
  let encoder: Awaited<ReturnType<typeof createAudioEncoder>> | undefined;
  let [frames, rate] = [0, 0];
  try {
    for await (const block of readSound(signal)) {
      const { channels, sampleRate } = clean === undefined ? block : clean(block);
      encoder ??= await createAudioEncoder({ format: 'flac', sampleRate, channels: 2, sink });
      rate = sampleRate;
      frames += channels[0]?.length ?? 0;
      if ((channels[0]?.length ?? 0) > 0) await encoder.write(channels);
    }
    await encoder?.close();
  } catch (error) {
    await encoder?.abort();
    throw error;
  }
  const bytes = sink.bytes();
  const sha256 = sha256Of(bytes);
  return { bytes, audio: { ...audio, sha256, bytes: bytes.byteLength, sampleRate: rate, frames } };
}

/** What is wrong with one recording is said of it, without what must not be said, and the others go on. */
function namingItem(
  item: string,
  cause: unknown,
  { words: { redact } }: IngestParameters,
  names: readonly string[],
): unknown {
  const ofRecording =
    cause instanceof MediaError ||
    (cause instanceof CorpusError && !cause.retryable && cause.item === undefined);
  if (!ofRecording) return cause;
  if (redact === null) return new CorpusError(`${item}: ${cause.message}`, { item, cause });
  // Without its cause, which still says it.
  const message = redactText(cause.message, privateOptions(redact, names)) ?? '';
  return new CorpusError(`${item}: ${message}`, { item });
}
