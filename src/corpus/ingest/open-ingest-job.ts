import { basename } from 'node:path';
import { createAudioEncoder, createMemorySink, MediaError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { AudioObject } from '../record/types.ts';
import { type RunManifest, sha256Of, shardKeys, shardOf } from '../run/run-manifest.ts';
import type { MadeItem, ShardJob } from '../run/shard-job.ts';
import { type HeardRecording, hearRecording } from './hear-recording.ts';
import { type IngestParameters, ingestParametersSchema, type PlannedRecording } from './ingest-parameters.ts';
import { ingestRecord } from './ingest-record.ts';
import { hashFile } from './two-track/read-tracks.ts';

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
  return {
    *items(shard) {
      for (const id of ids) if (shardOf(id, manifest.shards) === shard) yield id;
    },
    async make(item, { shard, signal }) {
      const recording = byId.get(item);
      if (recording === undefined) throw new RangeError(`${item} is no recording of this run.`);
      try {
        return await makeItem({
          recording,
          parameters,
          manifest,
          audioKey: shardKeys.audio(shard, item),
          signal,
        });
      } catch (cause) {
        signal?.throwIfAborted();
        throw namingItem(item, cause);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

type MakeItemOptions = {
  readonly recording: PlannedRecording;
  readonly parameters: IngestParameters;
  readonly manifest: RunManifest;
  readonly audioKey: string;
  readonly signal: AbortSignal | undefined;
};

async function makeItem({
  recording,
  parameters,
  manifest,
  audioKey,
  signal,
}: MakeItemOptions): Promise<MadeItem> {
  await checkFiles(recording, signal);
  const paths = recording.files.map(({ path }) => path);
  const heard = await hearRecording(recording, signal);
  const { object, bytes } = await encodeTracks(heard, audioKey, signal);
  const record = ingestRecord({
    heard,
    recording,
    parameters,
    audio: object,
    source: paths.map((path) => basename(path)).join(', '),
    generator: manifest.generator,
    parametersSha256: manifest.parametersSha256,
  });
  return { record, objects: [{ key: audioKey, bytes }] };
}

/** A run is of the bytes that were there when it was planned. */
async function checkFiles({ files }: PlannedRecording, signal: AbortSignal | undefined): Promise<void> {
  for (const { path, sha256 } of files) {
    if ((await hashFile(path, signal)) === sha256) continue;
    throw new CorpusError(`${path} has changed since the run was begun. Begin another run for it.`, {
      key: path,
    });
  }
}

async function encodeTracks(
  { readSound }: HeardRecording,
  key: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly object: AudioObject; readonly bytes: Uint8Array }> {
  const sink = createMemorySink();
  let encoder: Awaited<ReturnType<typeof createAudioEncoder>> | undefined;
  let [frames, rate] = [0, 0];
  try {
    for await (const { channels, sampleRate } of readSound(signal)) {
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
  return {
    bytes,
    object: { key, sha256, bytes: bytes.byteLength, format: 'flac', sampleRate: rate, channels: 2, frames },
  };
}

/** What is wrong with one recording is said of it, and the others go on. */
function namingItem(item: string, cause: unknown): unknown {
  const ofRecording =
    cause instanceof MediaError ||
    (cause instanceof CorpusError && !cause.retryable && cause.item === undefined);
  return ofRecording ? new CorpusError(`${item}: ${cause.message}`, { item, cause }) : cause;
}
