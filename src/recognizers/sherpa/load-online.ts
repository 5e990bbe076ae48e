import type { OnlineConfig } from './online-config.ts';

/** As much of `sherpa-onnx-node` as is used: its own types are comments. */
export interface OnlineRecogniser {
  createStream(): OnlineStream;
  isReady(stream: OnlineStream): boolean;
  decode(stream: OnlineStream): void;
  getResult(stream: OnlineStream): unknown;
}

export interface OnlineStream {
  acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  inputFinished(): void;
}

type OnlineModule = { readonly OnlineRecognizer: new (config: OnlineConfig) => OnlineRecogniser };

const packageName = 'sherpa-onnx-node';

/** Its name is not a constant of an `import`, so that the core compiles and bundles without the package. */
export async function loadOnline(config: OnlineConfig): Promise<OnlineRecogniser> {
  const name: string = packageName;
  const loaded: unknown = await import(name);
  const module = isRecord(loaded) && isRecord(loaded['default']) ? loaded['default'] : loaded;
  if (!isOnline(module))
    throw new Error(`${packageName} has not the parts that are needed: is it 1.13 or newer?`);
  return new module.OnlineRecognizer(config);
}

function isOnline(value: unknown): value is OnlineModule {
  return isRecord(value) && typeof value['OnlineRecognizer'] === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
