import type { Engine, Inputs, NetworkName, Outputs } from './engine.ts';

/** What of ONNX Runtime is used: `onnxruntime-node` and `onnxruntime-web` both have it. */
export interface OrtNamespace {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<OrtSession> };
  readonly Tensor: OrtTensors;
}

export interface OrtTensors {
  new (type: 'float32', data: Float32Array, dims: readonly number[]): object;
  new (type: 'int64', data: BigInt64Array, dims: readonly number[]): object;
}

export interface OrtSession {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, object>>>;
}

/** Runs networks that are open. */
export function createOrtEngine(Tensor: OrtTensors, sessions: ReadonlyMap<NetworkName, OrtSession>): Engine {
  return {
    async run(network, inputs) {
      const session = sessions.get(network);
      if (session === undefined) throw new TypeError(`The network ${network} is not open here.`);
      return outputsOf(await session.run(feedsOf(Tensor, session, inputs)));
    },
  };
}

function feedsOf(Tensor: OrtTensors, session: OrtSession, inputs: Inputs): Record<string, object> {
  const feeds: Record<string, object> = {};
  for (const name of session.inputNames) {
    const tensor = inputs[name];
    if (tensor === undefined) continue;
    feeds[name] =
      tensor.type === 'float32'
        ? new Tensor('float32', tensor.data, tensor.dims)
        : new Tensor('int64', tensor.data, tensor.dims);
  }
  return feeds;
}

function outputsOf(results: Readonly<Record<string, object>>): Outputs {
  const outputs: Record<string, Float32Array> = {};
  for (const [name, value] of Object.entries(results)) {
    if ('data' in value && value.data instanceof Float32Array) outputs[name] = value.data;
  }
  return outputs;
}
