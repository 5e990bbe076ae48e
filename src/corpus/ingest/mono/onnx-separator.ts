import { CorpusError } from '../../corpus-error.ts';
import { createEngine } from './engine-process.ts';
import type { Output } from './engine-protocol.ts';
import { requireRuntime } from './load-runtimes.ts';
import type { Separator } from './mono-parts.ts';

/** Rates of networks that do not say it themselves, by the ids of the catalogue. */
const knownRates: Readonly<Record<string, number>> = { mossformer2: 16_000 };

export type OpenSeparatorOptions = {
  /** Id or path, as it was named. */
  readonly model: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** Hz, where neither the network nor the catalogue says it. */
  readonly sampleRate?: number | undefined;
};

/** Opens a network that takes a mixture and gives two voices, as SepFormer, Conv-TasNet and MossFormer2 do. */
export function openSeparator(
  path: string,
  { model, metadata, sampleRate: given }: OpenSeparatorOptions,
): Separator {
  requireRuntime('onnx');
  const sampleRate = given ?? Number(metadata.get('sample_rate') ?? knownRates[model]);
  if (!Number.isInteger(sampleRate) || sampleRate < 4000 || sampleRate > 48_000) {
    throw new CorpusError(
      `${path} does not say for which rate it was made: give it as mono: { separationRate: 8000 }, or 16000.`,
      { key: path, field: 'mono.separationRate' },
    );
  }
  const engine = createEngine({ type: 'network', path }, 'separation');
  return {
    sampleRate,
    async separate(mixture, { signal } = {}) {
      const result = await engine.run({ type: 'run', samples: mixture }, signal);
      const sources = sourcesOf(result.type === 'outputs' ? result.outputs : [], mixture.length);
      if (sources !== undefined) return sources;
      const shapes =
        result.type === 'outputs'
          ? result.outputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ')
          : '';
      throw new CorpusError(
        `${path} is no model for separation: of ${mixture.length} samples it gives ${shapes === '' ? 'nothing' : shapes}, not two sounds of that length.`,
        { key: path, field: 'mono.separation' },
      );
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** Two sounds, in whichever of the usual forms: `[1, 2, T]`, `[1, T, 2]`, or two outputs. A few samples may be missing at the end. */
export function sourcesOf(
  outputs: readonly Output[],
  frames: number,
): readonly [Float32Array, Float32Array] | undefined {
  const [first, second] = outputs;
  if (first === undefined) return undefined;
  const sizes = first.shape.filter((size) => size !== 1);
  const isLong = (size: number | undefined): boolean =>
    size !== undefined && Math.abs(size - frames) <= Math.max(64, frames * 0.01);
  if (sizes.length === 1 && second?.values.length === first.values.length && isLong(sizes[0])) {
    return [ofFrames(first.values, frames), ofFrames(second.values, frames)];
  }
  const { values } = first;
  if (sizes.length !== 2) return undefined;
  if (sizes[0] === 2 && isLong(sizes[1])) {
    const length = values.length / 2;
    return [ofFrames(values.subarray(0, length), frames), ofFrames(values.subarray(length), frames)];
  }
  if (sizes[1] === 2 && isLong(sizes[0])) {
    const of = (which: number): Float32Array =>
      ofFrames(
        values.filter((_, index) => index % 2 === which),
        frames,
      );
    return [of(0), of(1)];
  }
  return undefined;
}

/** Of this length, and of numbers. */
function ofFrames(values: Float32Array, frames: number): Float32Array {
  const samples = new Float32Array(frames);
  samples.set(values.subarray(0, frames));
  return samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
}
