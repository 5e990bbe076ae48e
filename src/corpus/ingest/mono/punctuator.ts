import { CorpusError } from '../../corpus-error.ts';
import { createEngine } from './engine-process.ts';
import { findModel } from './find-model.ts';
import { requireRuntime } from './load-runtimes.ts';
import type { Punctuator } from './mono-parts.ts';

export type OpenPunctuatorOptions = {
  /** The id of an installed model, or a path. Default: the first that is installed. */
  readonly model?: string;
  /** Where models are kept; default `modelsFolder()`. */
  readonly store?: string;
};

/** Opens a CT transformer of sherpa-onnx, which puts marks into Chinese and English. Throws a `CorpusError` with what to do where there is none. */
export async function openPunctuator({ model, store }: OpenPunctuatorOptions = {}): Promise<Punctuator> {
  requireRuntime('sherpa');
  const { path, metadata } = await findModel('punctuation', model, store);
  if (!metadata.has('tokens') || !metadata.has('punctuations')) {
    throw new CorpusError(
      `${path} is no model for punctuation: it does not say its tokens and punctuations, as the CT transformers of sherpa-onnx do.`,
      { key: path, field: 'punctuation' },
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
