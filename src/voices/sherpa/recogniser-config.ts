import { VoiceError } from '../voice-error.ts';
import { compact, type ModelFiles, pathOf } from './model-files.ts';

/** What `OfflineRecognizer` is made of. */
export type RecogniserConfig = {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  readonly modelConfig: Readonly<Record<string, unknown>>;
};

export function recogniserConfig(files: ModelFiles, { threads }: { threads: number }): RecogniserConfig {
  const tokens = pathOf(files, /^(.*-)?tokens\.txt$/);
  if (tokens === undefined) throw unknownForm(files);
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: { ...engineConfig(files), tokens, numThreads: threads, provider: 'cpu', debug: 0 },
  };
}

function engineConfig(files: ModelFiles): Readonly<Record<string, unknown>> {
  const kind = files.metadata.get('model_type') ?? '';
  const model = files.main;
  const encoder = pathOf(files, /encoder.*int8\.onnx$/) ?? pathOf(files, /encoder.*\.onnx$/);
  // In 8 bits the decoder and the joiner gain little.
  const decoder = pathOf(files, /decoder.*(?<!int8)\.onnx$/) ?? pathOf(files, /decoder.*\.onnx$/);
  const joiner = pathOf(files, /joiner.*int8\.onnx$/) ?? pathOf(files, /joiner.*\.onnx$/);
  const nemo = /^EncDec(RNNT|Hybrid|CTC)/.exec(kind)?.[1];
  if (encoder !== undefined && joiner !== undefined) {
    const modelType = nemo === undefined ? {} : { modelType: 'nemo_transducer' };
    return { transducer: compact({ encoder, decoder, joiner }), ...modelType };
  }
  if (encoder !== undefined && kind.startsWith('whisper')) {
    return {
      whisper: compact({
        encoder,
        decoder: pathOf(files, /decoder.*int8\.onnx$/) ?? decoder,
        task: 'transcribe',
      }),
    };
  }
  if (kind.startsWith('sense_voice')) return { senseVoice: { model, useInverseTextNormalization: 1 } };
  if (kind.startsWith('paraformer')) return { paraformer: { model } };
  if (/^zipformer.*ctc/.test(kind)) return { zipformerCtc: { model } };
  if (nemo !== undefined) return { nemoCtc: { model } };
  throw unknownForm(files);
}

function unknownForm({ folder }: ModelFiles): VoiceError {
  const known = 'SenseVoice, Zipformer, Paraformer, NeMo (transducer or CTC) and Whisper';
  return new VoiceError(`${folder} holds no recogniser of a known form: ${known}.`, { provider: 'sherpa' });
}
