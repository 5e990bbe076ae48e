import { type FileHandle, open } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What a thread finds in its `workerData`. */
export type SharedData = { readonly voiceData: SharedArrayBuffer };

/** The engine's 24 MB of dictionaries and phonemes, in memory that all threads share. */
export async function loadSharedData(): Promise<SharedData> {
  const path = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten/espeak-ng.data');
  const file = await open(path);
  try {
    return { voiceData: await readShared(file, path) };
  } finally {
    await file.close();
  }
}

async function readShared(file: FileHandle, path: string): Promise<SharedArrayBuffer> {
  const { size } = await file.stat();
  const voiceData = new SharedArrayBuffer(size);
  const bytes = new Uint8Array(voiceData);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0)
      throw new RangeError(`The voice data in ${path} ends after ${filled} of ${size} bytes.`);
    filled += bytesRead;
  }
  return voiceData;
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
