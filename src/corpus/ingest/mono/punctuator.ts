import { CorpusError } from '../../corpus-error.ts';
import { hashFile } from '../two-track/read-tracks.ts';
import { createEngine } from './engine-process.ts';
import { findModel } from './find-model.ts';
import { requireRuntime } from './load-runtimes.ts';
import type { ChosenModel } from './mono-parameters.ts';
import type { Punctuator } from './mono-parts.ts';

/** The model that puts marks into what a run's recogniser writes, with what it is. `true`: the first that is installed. */
export async function planPunctuation(model: string | true): Promise<ChosenModel> {
  const found = await findModel('punctuation', model === true ? undefined : model);
  return { model: found.model, sha256: await hashFile(found.path) };
}

export type OpenPunctuatorOptions = {
  /** The id of an installed model, or a path. Default: the first that is installed. */
  readonly model?: string;
  /** What it has to be. Default: anything. */
  readonly sha256?: string;
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string;
};

/** Opens a CT transformer of sherpa-onnx, which puts marks into Chinese and English. Throws a `CorpusError` with what to do where there is none. */
export async function openPunctuator({
  model,
  sha256,
  store,
}: OpenPunctuatorOptions = {}): Promise<Punctuator> {
  requireRuntime('sherpa');
  const { path, metadata } = await findModel('punctuation', model, store);
  if (!metadata.has('tokens') || !metadata.has('punctuations')) {
    throw new CorpusError(
      `${path} is no model for punctuation: it does not say its tokens and punctuations, as the CT transformers of sherpa-onnx do.`,
      { key: path, field: 'punctuation' },
    );
  }
  if (sha256 !== undefined && (await hashFile(path)) !== sha256) {
    throw new CorpusError(
      `The model '${model}' is not the one that the run was begun with. Take that one, or begin another run.`,
      { field: 'punctuation', key: path },
    );
  }
  const engine = createEngine({ type: 'punctuation', path }, 'punctuation');
  return {
    async punctuate(text, { signal } = {}) {
      if (text.trim() === '') return text;
      const result = await engine.run({ type: 'punctuate', text }, signal);
      return result.type === 'text' ? latinMarks(result.text) : text;
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

const latin: Readonly<Record<string, string>> = { '，': ',', '。': '.', '？': '?', '、': ',' };

/** The model writes Chinese marks everywhere; behind a Latin word they are that script's. */
function latinMarks(text: string): string {
  return text
    .replace(
      /([\p{Script=Latin}\d'’])([，。？、])/gu,
      (_, letter: string, mark: string) => `${letter}${latin[mark] ?? mark} `,
    )
    .replaceAll(/ +/g, ' ')
    .trim();
}
