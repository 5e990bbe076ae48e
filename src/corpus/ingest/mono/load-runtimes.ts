import { createRequire } from 'node:module';
import { CorpusError } from '../../corpus-error.ts';

/** As much of `onnxruntime-node` as is used. */
type OnnxRuntime = {
  readonly InferenceSession: {
    create(path: string, options: unknown): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => unknown;
};

export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly shape?: readonly unknown[] }[];
  run(feeds: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
}

/** As much of `sherpa-onnx-node` as is used: its own types are comments. */
type SherpaParts = {
  readonly SpeakerEmbeddingExtractor: new (config: unknown) => SherpaEmbedder;
  readonly OfflinePunctuation: new (config: unknown) => { addPunct(text: string): string };
};

export interface SherpaEmbedder {
  createStream(): {
    acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
    inputFinished(): void;
  };
  isReady(stream: unknown): boolean;
  compute(stream: unknown, enableExternalBuffer: boolean): Float32Array;
}

const packages = { onnx: 'onnxruntime-node', sherpa: 'sherpa-onnx-node' } as const;

/** Throws a `CorpusError` with what to do where a package is not installed. Nothing of it is loaded. */
export function requireRuntime(which: keyof typeof packages): void {
  const name = packages[which];
  try {
    createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new CorpusError(`What ingest does with models needs the package ${name}: npm install ${name}`, {
      field: 'mono',
      cause,
    });
  }
}

export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const module = await load(packages.onnx);
  if (isOnnxRuntime(module)) return module;
  throw new Error(`${packages.onnx} has not the parts that are needed: is it 1.20 or newer?`);
}

export async function loadSherpaParts(): Promise<SherpaParts> {
  const module = await load(packages.sherpa);
  if (isSherpaParts(module)) return module;
  throw new Error(`${packages.sherpa} has not the parts that are needed: is it 1.13 or newer?`);
}

/** The name is no constant of an `import`, so that the core compiles and bundles without the package. */
async function load(name: string): Promise<unknown> {
  const loaded: unknown = await import(name);
  return isRecord(loaded) && isRecord(loaded['default']) ? loaded['default'] : loaded;
}

function isOnnxRuntime(value: unknown): value is OnnxRuntime {
  if (!isRecord(value)) return false;
  return [value['InferenceSession'], value['Tensor']].every((part) => typeof part === 'function');
}

function isSherpaParts(value: unknown): value is SherpaParts {
  if (!isRecord(value)) return false;
  return [value['SpeakerEmbeddingExtractor'], value['OfflinePunctuation']].every(
    (part) => typeof part === 'function',
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
