/** The networks of the model, each a file. */
export const networkNames = ['text', 'dialm', 'head', 'flow', 'vocoder', 'speaker'] as const;
export type NetworkName = (typeof networkNames)[number];

/** Numbers with a shape. The data are read while a network runs, and stay the giver's. */
export type Tensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

export type Inputs = Readonly<Record<string, Tensor>>;

/** Every output by its name. They are the receiver's. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/**
 * Whatever runs the networks: ONNX Runtime in Node here, in a browser its sister. The same inputs give the same
 * outputs on one machine.
 */
export interface Engine {
  run(network: NetworkName, inputs: Inputs): Promise<Outputs>;
}

export function floats(data: Float32Array, ...dims: number[]): Tensor {
  return { type: 'float32', data, dims };
}

export function integers(values: ArrayLike<number>, ...dims: number[]): Tensor {
  const data = BigInt64Array.from({ length: values.length }, (_, index) => BigInt(values[index] ?? 0));
  return { type: 'int64', data, dims };
}

/** One output of a network, which an export of another version may lack. */
export function output(outputs: Outputs, network: NetworkName, name: string): Float32Array {
  const found = outputs[name];
  if (found !== undefined) return found;
  throw new TypeError(`The network ${network} gives no "${name}": is it of another version?`);
}
