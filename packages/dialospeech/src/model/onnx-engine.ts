import { join } from 'node:path';
import { VoiceError } from 'duologue/voices';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Engine, NetworkName } from './engine.ts';
import { createOrtEngine } from './ort-engine.ts';

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
  return createOrtEngine(Tensor, sessions);
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
