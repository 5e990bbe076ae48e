import { findInstalled, modelsFolder } from '../../models/index.ts';
import {
  hasSherpa,
  isStreamingModel,
  listenWith,
  type Recognizer,
  readModelFiles,
} from '../../voices/index.ts';
import { checkNumbers } from '../check-options.ts';
import { RecognizerError } from '../recognizer-error.ts';
import { createRelay } from '../relay/relay.ts';
import { type Engine, openEngine } from './engine-process.ts';
import { onlineConfig, sherpaSampleRate } from './online-config.ts';

export type SherpaRecognizerOptions = {
  /** The id of an installed model; default the first that hears sound as it comes. */
  readonly model?: string;
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string;
  /** Threads, 1 to 64; default 1, with which one process hears many conversations. */
  readonly threads?: number;
  /** Seconds that final words may take, .05 to 60; then those there are count. Default 5. */
  readonly patience?: number;
};

/** A recogniser on this machine. It owns a process; dispose it when done. */
export interface SherpaRecognizer extends Recognizer, AsyncDisposable {}

/**
 * Hears speech by sherpa-onnx with a streaming model that was pulled, in a process of its own. Throws a
 * `RecognizerError` with what to do where the package or the model is missing.
 */
export function createSherpaRecognizer({
  model,
  store = modelsFolder(),
  threads = 1,
  patience = 5,
}: SherpaRecognizerOptions = {}): SherpaRecognizer {
  checkNumbers('sherpa', { threads: [threads, 1, 64], patience: [patience, 0.05, 60] });
  if (!hasSherpa()) {
    throw new RecognizerError(
      'A local recogniser needs the package sherpa-onnx-node: npm install sherpa-onnx-node',
      {
        provider: 'sherpa',
      },
    );
  }
  const { id: name, folder, languages } = chooseModel(model, store);
  const config = onlineConfig(readModelFiles(folder), threads);
  const id = `sherpa/${name}`;
  let engine: Engine | undefined;
  let closed = false;
  return {
    id,
    languages: languages.filter((tag) => tag !== 'mul'),
    sampleRate: sherpaSampleRate,
    partial: true,
    timed: true,
    listen: (sound, { signal } = {}) =>
      listenWith(sound, signal, (parts) => {
        if (closed) throw new RecognizerError(`${id} is closed.`, { provider: 'sherpa' });
        return createRelay(
          {
            open(events) {
              if (engine === undefined || engine.over) engine = openEngine(config);
              return engine.open(events);
            },
            title: id,
            sampleRate: sherpaSampleRate,
            partial: true,
            timed: true,
            patience,
            maxRetries: 2,
            mostBehind: 30,
            mostKept: 60,
            unanswered: () =>
              new RecognizerError(`${id}: no final words came for two utterances in a row.`, {
                provider: 'sherpa',
                retryable: true,
              }),
          },
          parts,
        );
      }),
    async [Symbol.asyncDispose]() {
      closed = true;
      await engine?.end();
    },
  };
}

function chooseModel(model: string | undefined, store: string) {
  const installed = findInstalled(store).filter(({ kind }) => kind === 'recogniser');
  const named = installed.find(({ id }) => id === model);
  if (model !== undefined && named !== undefined && !isStreamingModel(named.folder)) {
    const what = `"${model}" hears recordings, not sound as it comes`;
    throw new RecognizerError(
      `${what}: pull one that does (duologue models pull zipformer-live-en), or name it sherpa-batch/${model}.`,
      { provider: 'sherpa' },
    );
  }
  const chosen = model === undefined ? installed.find(({ folder }) => isStreamingModel(folder)) : named;
  if (chosen !== undefined) return chosen;
  const what =
    model === undefined
      ? 'No local recogniser that hears sound as it comes is installed'
      : `The recogniser "${model}" is not installed in ${store}`;
  throw new RecognizerError(`${what}: duologue models pull ${model ?? 'zipformer-live-en'}`, {
    provider: 'sherpa',
  });
}
