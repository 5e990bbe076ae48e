export { printCardPage, printCardPicture } from './card/card-page.ts';
export { hoursText, sizeText } from './card/card-text.ts';
export { type CorpusCard, describeCorpus } from './card/corpus-card.ts';
export { corpusChecksums } from './card/corpus-checksums.ts';
export { type Checksums, type DatasetCardOptions, printDatasetCard } from './card/dataset-card.ts';
export { type CheckOptions, checkCorpus } from './check/check-corpus.ts';
export { type CorpusFault, type FaultKind, faultKinds } from './check/fault.ts';
export type {
  CodecName,
  Conditioner,
  ConditionerOptions,
  Conditions,
  CreateConditioner,
  DeviceName,
  NoiseKind,
  NoiseSpan,
  RoomConditions,
  TrackConditions,
} from './conditions/conditions.ts';
export { codecNames, deviceNames, noiseKinds } from './conditions/conditions.ts';
export { openConditioner } from './conditions/create-conditioner.ts';
export { describeConditions } from './conditions/describe-conditions.ts';
export { CorpusError, type CorpusErrorWhere } from './corpus-error.ts';
export { type KubernetesOptions, kubernetesJob } from './engines/kubernetes.ts';
export type { QueueOptions } from './engines/queue-options.ts';
export { type RunEvents, type RunLocalOptions, runLocal } from './engines/run-local.ts';
export { enqueueShards, type RunQueuedOptions, runQueued } from './engines/run-queued.ts';
export { runSlurm, type SlurmOptions, slurmScript, submitSlurm } from './engines/slurm.ts';
export { type WorkQueueOptions, workQueue } from './engines/work-queue.ts';
export { openExportFolder } from './export/export-folder.ts';
export type { Exporter, ExportFolder, ExportOptions, ExportReport } from './export/exporter.ts';
export { exporters, findExporter } from './export/exporters.ts';
export { type TagDialectName, tagDialectNames } from './export/tags/tag-dialect.ts';
export { createForcedAligner, type ForcedAlignerOptions } from './ingest/align/create-forced-aligner.ts';
export { filterNames } from './ingest/ingest-parameters.ts';
export type {
  ForcedAligner,
  ImportedTranscript,
  PrivateSpan,
  TranscriptEvent,
  TranscriptSegment,
} from './ingest/ingest-parts.ts';
export { guessLanguage, type LanguageGuess } from './ingest/language/guess-language.ts';
export { openIngestJob } from './ingest/open-ingest-job.ts';
export { type PlanIngestOptions, planIngest } from './ingest/plan-ingest.ts';
export { parseRecordings, type RecordingsFile } from './ingest/recordings-file.ts';
export { type FindPrivateOptions, findPrivate } from './ingest/redact/find-private.ts';
export { type RedactedRecord, redactRecord } from './ingest/redact/redact-record.ts';
export { type RedactSoundOptions, redactSound } from './ingest/redact/redact-sound.ts';
export { type ImportTranscriptOptions, importTranscript } from './ingest/transcripts/import-transcript.ts';
export { placeSegments } from './ingest/transcripts/place-segments.ts';
export type { TranscriptFormat } from './ingest/transcripts/transcript-format.ts';
export { type ClockEstimate, estimateClock } from './ingest/two-track/estimate-clock.ts';
export {
  type DiarizationError,
  type DiarizationErrorOptions,
  diarizationError,
  type SpokenSpan,
} from './measures/diarization-error.ts';
export { eventScore, type FoundScore, overlapScore, shortSpanRecall } from './measures/span-measures.ts';
export { type FoundWord, type SpokenWords, type WordError, wordError } from './measures/word-error.ts';
export { type Corpus, openCorpus } from './open-corpus.ts';
export { type OpenJobOptions, openJob } from './open-job.ts';
export { type LoadedTakes, type OpenPoolOptions, openPool, type Pool } from './pool/open-pool.ts';
export { type PoolPart, poolParts } from './pool/pool-parts.ts';
export { parseRecord, printRecord } from './record/parse-record.ts';
export { recordJsonSchema, recordSchema } from './record/schema.ts';
export { durationOf, timelineOf } from './record/timeline-of.ts';
export * from './record/types.ts';
export { completeShards, missingShards, retryFailed, shardManifests } from './run/missing-shards.ts';
export { openRunManifest } from './run/read-manifests.ts';
export { type RunManifest, runKey, type ShardManifest, type ShardObject } from './run/run-manifest.ts';
export { beginRun, type RunShardOptions, runShard } from './run/run-shard.ts';
export { type RunStatus, type RunStatusOptions, runStatus } from './run/run-status.ts';
export type { MadeItem, OpenShardJob, ShardJob } from './run/shard-job.ts';
export { parseShards, printShards } from './run/shard-list.ts';
export type { ShardProgress, WorkerProgress } from './run/worker-progress.ts';
export { estimateRun, type RunEstimate } from './simulate/estimate-run.ts';
export { type MakePoolOptions, makePool } from './simulate/make-pool.ts';
export {
  type CheckedSpec,
  type CheckSpecOptions,
  checkSpec,
  openSimulateJob,
} from './simulate/open-simulate-job.ts';
export { parseSpec } from './simulate/parse-spec.ts';
export { simulateManifest } from './simulate/simulate-manifest.ts';
export type { Spec, SpecInput } from './simulate/spec.ts';
export { findVariant } from './simulate/voice-variant.ts';
export { createDirectoryStore } from './store/directory-store.ts';
export type { ObjectInfo, ObjectStore, StoreOptions } from './store/object-store.ts';
export { openStore } from './store/open-store.ts';
export { openS3Store, type S3Place, type S3StoreOptions } from './store/s3-store.ts';
export { type ModelSpend, modelSpend } from './text/model/model-spend.ts';
