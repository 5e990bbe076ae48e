import { availableParallelism } from 'node:os';
import type { Audio } from '../../dsp/index.ts';
import { findInstalled, modelsFolder } from '../../models/index.ts';
import { VoiceError } from '../voice-error.ts';
import type { Transcriber } from '../word-aligner.ts';
import { createEnginePool, type EnginePool } from './engine-pool.ts';
import { type Heard, heardSchema, languageHeard, wordsOf } from './heard-words.ts';
import { hasSherpa, missingPackage } from './load-sherpa.ts';
import { isStreamingModel, readModelFiles } from './model-files.ts';
import { recogniserConfig } from './recogniser-config.ts';
import { splitRecording } from './recording-parts.ts';

export type SherpaTranscriberOptions = {
  /** The id of an installed recogniser; default the first that is installed. */
  readonly model?: string;
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string;
  /** Threads; default up to 4 of the cores. */
  readonly threads?: number;
};

/** A recogniser on this machine. It owns a process; dispose it when done. */
export interface SherpaTranscriber extends Transcriber, AsyncDisposable {}

/**
 * Writes down speech by sherpa-onnx with a model that was pulled. Words are timed where the model times its tokens:
 * SenseVoice, Zipformer and Paraformer do, Whisper does not. Throws a `VoiceError` with what to do where the package
 * or the model is missing.
 */
export function createSherpaTranscriber({
  model,
  store = modelsFolder(),
  threads = Math.min(4, availableParallelism()),
}: SherpaTranscriberOptions = {}): SherpaTranscriber {
  if (!hasSherpa()) throw missingPackage();
  const installed = findInstalled(store).filter(
    ({ kind, folder }) => kind === 'recogniser' && !isStreamingModel(folder),
  );
  const chosen = model === undefined ? installed[0] : installed.find(({ id }) => id === model);
  if (chosen === undefined) {
    const hint = `duologue models pull ${model ?? 'sense-voice'}`;
    const what =
      model === undefined ? 'No local recogniser' : `The recogniser '${model}' is not installed in ${store}`;
    throw new VoiceError(model === undefined ? `${what} is installed: ${hint}` : `${what}: ${hint}`, {
      provider: 'sherpa',
    });
  }
  const config = recogniserConfig(readModelFiles(chosen.folder), { threads });
  let pool: EnginePool | undefined;

  return {
    name: `sherpa/${chosen.id}`,
    async transcribe(audio, { signal } = {}) {
      signal?.throwIfAborted();
      pool ??= createEnginePool({ type: 'recogniser', config }, 1);
      const heard: { readonly part: Heard; readonly start: number; readonly duration: number }[] = [];
      for (const { audio: piece, start } of splitRecording(audio)) {
        const part = await hear(pool, piece, signal);
        heard.push({ part, start, duration: piece.samples.length / piece.sampleRate });
      }
      const language = heard.map(({ part }) => languageHeard(part)).find((tag) => tag !== undefined);
      return {
        text: heard
          .map(({ part }) => part.text.trim())
          .filter((text) => text !== '')
          .join(' '),
        words: heard.flatMap(({ part, start, duration }) => wordsOf(part, start, duration)),
        ...(language === undefined ? {} : { language }),
      };
    },
    async [Symbol.asyncDispose]() {
      await pool?.[Symbol.asyncDispose]();
    },
  };
}

async function hear(
  pool: EnginePool,
  { samples, sampleRate }: Audio,
  signal: AbortSignal | undefined,
): Promise<Heard> {
  const options = signal === undefined ? {} : { signal };
  // A copy: what is sent of a view is the whole buffer behind it.
  const answer = await pool.run({ type: 'transcribe', samples: samples.slice(), sampleRate }, options);
  const heard = heardSchema.safeParse(answer.type === 'transcribed' ? answer.result : undefined);
  if (heard.success) return heard.data;
  throw new VoiceError('sherpa-onnx gave no transcript.', { provider: 'sherpa', cause: heard.error });
}
