import { type ModelFiles, pathOf } from '../../voices/index.ts';
import { RecognizerError } from '../recognizer-error.ts';

/** What `OnlineRecognizer` is made of. */
export type OnlineConfig = {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  readonly modelConfig: Readonly<Record<string, unknown>>;
  readonly decodingMethod: 'greedy_search';
  /** We say when an utterance is over. */
  readonly enableEndpoint: false;
};

export const sherpaSampleRate = 16_000;

export function onlineConfig(files: ModelFiles, threads: number): OnlineConfig {
  const tokens = pathOf(files, /^(.*-)?tokens\.txt$/);
  const engine = engineConfig(files);
  if (tokens === undefined || engine === undefined) {
    throw new RecognizerError(
      `${files.folder} holds no recogniser of a known form: streaming Zipformer (transducer or CTC) and Paraformer.`,
      { provider: 'sherpa' },
    );
  }
  return {
    featConfig: { sampleRate: sherpaSampleRate, featureDim: 80 },
    modelConfig: { ...engine, tokens, numThreads: threads, provider: 'cpu', debug: 0 },
    decodingMethod: 'greedy_search',
    enableEndpoint: false,
  };
}

function engineConfig(files: ModelFiles): Readonly<Record<string, unknown>> | undefined {
  const encoder = pathOf(files, /^encoder.*int8\.onnx$/) ?? pathOf(files, /^encoder.*\.onnx$/);
  // In 8 bits the decoder gains little.
  const decoder = pathOf(files, /^decoder.*(?<!int8)\.onnx$/) ?? pathOf(files, /^decoder.*\.onnx$/);
  const joiner = pathOf(files, /^joiner.*int8\.onnx$/) ?? pathOf(files, /^joiner.*\.onnx$/);
  if (encoder !== undefined && decoder !== undefined) {
    return joiner === undefined
      ? { paraformer: { encoder, decoder } }
      : { transducer: { encoder, decoder, joiner } };
  }
  return files.metadata.has('decode_chunk_len') ? { zipformer2Ctc: { model: files.main } } : undefined;
}
