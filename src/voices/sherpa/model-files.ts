import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { VoiceError } from '../voice-error.ts';
import { readOnnxMetadata } from './onnx-metadata.ts';

/** A model's folder as sherpa-onnx sees it. */
export type ModelFiles = {
  readonly folder: string;
  readonly names: readonly string[];
  /** The network that carries the metadata. */
  readonly main: string;
  readonly metadata: ReadonlyMap<string, string>;
};

const vocoder = /voco|hifigan|melgan/i;
/** What stands in an archive for a file that was left out is shorter. */
const leastBytes = 500;

/** Throws a `VoiceError` for a folder that holds no model. */
export function readModelFiles(folder: string): ModelFiles {
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const networks = names.filter(
    (name) => name.endsWith('.onnx') && !vocoder.test(name) && statSync(join(folder, name)).size > leastBytes,
  );
  // The encoder is the part of a recogniser that says what it is.
  const main =
    networks.find((name) => /encoder/.test(name)) ??
    networks.find((name) => !/int8/.test(name)) ??
    networks[0];
  if (main === undefined) {
    throw new VoiceError(`There is no model in ${folder}: it has no .onnx file.`, { provider: 'sherpa' });
  }
  try {
    return { folder, names, main: join(folder, main), metadata: readOnnxMetadata(join(folder, main)) };
  } catch (cause) {
    throw new VoiceError(`${join(folder, main)} is not an ONNX file.`, { provider: 'sherpa', cause });
  }
}

/** A recogniser that hears sound as it comes; the others hear recordings. Nothing is thrown: a folder may be gone. */
export function isStreamingModel(folder: string): boolean {
  try {
    const { metadata, names } = readModelFiles(folder);
    // Zipformers say how much they hear at once; of the Paraformers, the streaming ones come in two networks.
    const halves =
      metadata.get('model_type') === 'paraformer' && names.some((name) => /^decoder.*\.onnx$/.test(name));
    return metadata.has('decode_chunk_len') || halves;
  } catch {
    return false;
  }
}

export function pathOf({ folder, names }: ModelFiles, pattern: RegExp | string): string | undefined {
  const found = names.find((name) => (typeof pattern === 'string' ? name === pattern : pattern.test(name)));
  return found === undefined ? undefined : join(folder, found);
}

/** Those of these files that are there, as sherpa-onnx takes them. */
export function listOf(files: ModelFiles, patterns: readonly (RegExp | string)[]): string {
  return [...new Set(patterns.flatMap((pattern) => pathOf(files, pattern) ?? []))].join(',');
}

/** Without what is not there: the addon takes no `undefined`. */
export function compact(
  values: Readonly<Record<string, string | number | undefined>>,
): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') kept[name] = value;
  return kept;
}
