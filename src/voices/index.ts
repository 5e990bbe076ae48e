export * from './brain.ts';
export * from './cache/index.ts';
export {
  type CatalogueOptions,
  createCatalogue,
  type EmbeddedVoicesOptions,
  openEmbeddedVoices,
  type VoiceCatalogue,
  type VoiceWish,
} from './catalogue.ts';
export * from './cloud/index.ts';
export * from './dialogue-voice.ts';
export { dialoSpeechProvider, findDialoSpeech, openDialoSpeech } from './dialospeech-voices.ts';
export { createFlite, type FliteOptions } from './flite/index.ts';
export { type HeardParts, type Listener, listenWith } from './listen-with.ts';
export * from './pronunciation/index.ts';
export * from './recognizer.ts';
export {
  isProviderName,
  openLocalVoices,
  openProvider,
  openTranscriber,
  openWordAligner,
  providerNamed,
  providerNames,
} from './registry.ts';
export { forkEngine, lastWords, setIdle } from './sherpa/engine-child.ts';
export { heardSchema, wordsOf } from './sherpa/heard-words.ts';
export { hasSherpa } from './sherpa/load-sherpa.ts';
export { isStreamingModel, type ModelFiles, pathOf, readModelFiles } from './sherpa/model-files.ts';
export { readOnnxMetadata } from './sherpa/onnx-metadata.ts';
export * from './sounds/index.ts';
export {
  collectDialogue,
  collectSpeech,
  type Dialogue,
  joinSamples,
  type Speech,
  spokenDuration,
} from './speech.ts';
export * from './timing/index.ts';
export * from './voice.ts';
export { UnknownVoiceError, VoiceError, type VoiceErrorOptions } from './voice-error.ts';
export * from './word-aligner.ts';
export { withoutTags, wordsToSay } from './words-to-say.ts';
export {
  createWorkerPool,
  type RunOptions,
  type WorkerPool,
  type WorkerPoolOptions,
} from './worker-pool.ts';
export { serveTasks, type TaskOutcome, type TaskReply } from './worker-tasks.ts';
export { WorkerPoolError } from './worker-thread.ts';
