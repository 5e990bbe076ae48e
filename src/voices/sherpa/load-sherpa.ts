import { createRequire } from 'node:module';
import { VoiceError } from '../voice-error.ts';

/** As much of `sherpa-onnx-node` as is used: its own types are comments. */
type SherpaModule = {
  readonly OfflineTts: { createAsync(config: unknown): Promise<SherpaVoice> };
  readonly OfflineRecognizer: { createAsync(config: unknown): Promise<SherpaRecogniser> };
};

export interface SherpaVoice {
  generateAsync(request: {
    readonly text: string;
    readonly sid: number;
    readonly speed: number;
    readonly enableExternalBuffer: boolean;
    readonly generationConfig: unknown;
  }): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>;
}

export interface SherpaRecogniser {
  createStream(): {
    acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  };
  decodeAsync(stream: unknown): Promise<unknown>;
}

const packageName = 'sherpa-onnx-node';

/** Whether the package is there. Nothing of it is loaded. */
export function hasSherpa(): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

export function missingPackage(): VoiceError {
  return new VoiceError(`Local neural voices need the package ${packageName}: npm install ${packageName}`, {
    provider: 'sherpa',
  });
}

/** Its name is not a constant of an `import`, so that the core compiles and bundles without the package. */
export async function loadSherpa(): Promise<SherpaModule> {
  const name: string = packageName;
  const loaded: unknown = await import(name);
  const module = isRecord(loaded) && isRecord(loaded['default']) ? loaded['default'] : loaded;
  if (!isSherpa(module))
    throw new Error(`${packageName} has not the parts that are needed: is it 1.13 or newer?`);
  return module;
}

function isSherpa(value: unknown): value is SherpaModule {
  if (!isRecord(value)) return false;
  return [value['OfflineTts'], value['OfflineRecognizer']].every(
    (part) => typeof part === 'function' && 'createAsync' in part,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
