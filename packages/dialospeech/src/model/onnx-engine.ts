import { join } from 'node:path';
import { VoiceError } from 'duologue/voices';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Engine, Inputs, NetworkName, Outputs } from './engine.ts';

export type OnnxEngineOptions = {
  /** Where `<network>.onnx` lie. */
  readonly folder: string;
  /** Opened now, so that the first request does not wait for them. */
  readonly networks: readonly NetworkName[];
  /** For each run; 1 is best for the small steps of the language model. */
  readonly threads: number;
};

/** Runs the networks in this thread, which is busy as long as one runs. */
export async function openOnnxEngine({ folder, networks, threads }: OnnxEngineOptions): Promise<Engine> {
  const sessions = new Map<NetworkName, InferenceSession>();
  for (const network of networks) sessions.set(network, await openSession(folder, network, threads));
  return {
    async run(network, inputs) {
      const session = sessions.get(network);
      if (session === undefined) throw new TypeError(`The network ${network} is not open here.`);
      return outputsOf(await session.run(feedsOf(session, inputs)));
    },
  };
}

async function openSession(folder: string, network: NetworkName, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(join(folder, `${network}.onnx`), {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Threads that wait spinning take the cores from the other network.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new VoiceError(`The network ${network}.onnx in ${folder} cannot be opened: is the file whole?`, {
      provider: 'dialospeech',
      cause,
    });
  }
}

function feedsOf(session: InferenceSession, inputs: Inputs): Record<string, OnnxTensor> {
  const feeds: Record<string, OnnxTensor> = {};
  for (const name of session.inputNames) {
    const tensor = inputs[name];
    if (tensor === undefined) continue;
    feeds[name] =
      tensor.type === 'float32'
        ? new OnnxTensor('float32', tensor.data, tensor.dims)
        : new OnnxTensor('int64', tensor.data, tensor.dims);
  }
  return feeds;
}

function outputsOf(results: InferenceSession.OnnxValueMapType): Outputs {
  const outputs: Record<string, Float32Array> = {};
  for (const [name, value] of Object.entries(results)) {
    if ('data' in value && value.data instanceof Float32Array) outputs[name] = value.data;
  }
  return outputs;
}
