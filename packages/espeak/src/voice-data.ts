import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What a thread finds in its `workerData`. */
export type SharedData = { readonly voiceData: SharedArrayBuffer };

/** The engine's 24 MB of dictionaries and phonemes, in memory that all threads share. */
export async function loadSharedData(): Promise<SharedData> {
  const path = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten/espeak-ng.data');
  const bytes = await readFile(path);
  const voiceData = new SharedArrayBuffer(bytes.length);
  new Uint8Array(voiceData).set(bytes);
  return { voiceData };
}

export function readSharedData(workerData: unknown): ArrayBufferLike {
  const isObject = typeof workerData === 'object' && workerData !== null;
  const voiceData = isObject && 'voiceData' in workerData ? workerData.voiceData : undefined;
  if (!(voiceData instanceof SharedArrayBuffer)) {
    throw new TypeError('A thread of the espeak voices was started without the voice data.');
  }
  // The engine's loader asks for the name of the constructor and then only reads.
  Object.defineProperty(voiceData, 'constructor', { value: ArrayBuffer });
  return voiceData;
}
