import { availableParallelism } from 'node:os';
import { UnknownVoiceError, VoiceError } from 'duologue/voices';
import { openDialogueThreads } from './conversation/dialogue-threads.ts';
import { createModel, type DialoSpeech, dialoSpeechName, type SpeakingOptions } from './dialospeech-model.ts';
import type { Engine } from './model/engine.ts';
import { loadModel, ownWeights } from './model/load-model.ts';
import type { ModelErrors } from './model/model-errors.ts';
import { createDialogueText } from './text/index.ts';

export type DialoSpeechOptions = SpeakingOptions & {
  /** The folder of a model. Default: the weights of this package. */
  readonly model?: string;
  /** Of the part that makes sound, 1 or more; the language model has one of its own. Default: one for each core, at most 2. */
  readonly threads?: number;
};

const errors: ModelErrors = {
  refuse: (message, cause) =>
    new VoiceError(message, { provider: dialoSpeechName, ...(cause === undefined ? {} : { cause }) }),
  unknownVoice: (id, known) => new UnknownVoiceError(id, known, { provider: dialoSpeechName }),
};

/**
 * The model in two threads, which start with the first request. Throws a `VoiceError` where it is missing, cut short or
 * of another version.
 */
export async function createDialoSpeech(options: DialoSpeechOptions = {}): Promise<DialoSpeech> {
  const { model = ownWeights, threads = Math.min(2, availableParallelism()), ...speaking } = options;
  if (!Number.isInteger(threads) || threads < 1)
    throw errors.refuse(`threads is ${threads}: give a whole number, 1 or more.`);
  const loaded = await loadModel(model);
  return createModel(
    {
      file: loaded.file,
      threads: openDialogueThreads(loaded, threads, errors),
      openReader: createDialogueText,
      openEar: () => openEar(loaded.folder),
      errors,
    },
    speaking,
  );
}

/** ONNX Runtime is loaded into this thread only where somebody is to be heard. */
async function openEar(folder: string): Promise<Engine> {
  const { openOnnxEngine } = await import('./model/onnx-engine.ts');
  return openOnnxEngine({ folder, networks: ['speaker'], threads: 1 });
}
