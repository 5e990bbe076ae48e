import loadEspeak, { type EspeakModule, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import { voiceVariants } from './speakers.ts';

/** What the engine is asked to say, in its own units. */
export type EngineRequest = {
  /** An identifier of the engine with one of our variants, such as `sit/cmn+duologue-mei`. */
  readonly voice: string;
  /** Plain text, or with `&lt;` and `&amp;`; a tag would be obeyed. */
  readonly text: string;
  /** Words per minute, 80 to 450. */
  readonly rate: number;
  /** How wide the pitch moves, 0 to 99; the engine's default is 50. */
  readonly range: number;
};

export type EngineSpeech = {
  readonly samples: Float32Array;
  readonly events: readonly EngineEvent[];
};

/** `position` counts characters of the text from 1. */
export type EngineEvent =
  | { readonly type: 'word'; readonly position: number; readonly time: number }
  /** `name` is empty where the engine is silent, and `(en)` where it changes to another language. */
  | { readonly type: 'phoneme'; readonly name: string; readonly time: number };

export interface Engine {
  speak(request: EngineRequest): EngineSpeech;
}

/** Hz. */
export const engineRate = 22050;

/** Below the level where the engine's own sum of formants can clip; the voices' gain brings it back. */
const volume = 50;

const variantFolder = '/usr/share/espeak-ng-data/voices/!v';

class EspeakEngineError extends Error {
  override readonly name = 'EspeakEngineError';
  readonly engineVoice: string;

  constructor(engineVoice: string, code: number) {
    super(`eSpeak NG has no voice "${engineVoice}" (its answer was ${code}).`);
    this.engineVoice = engineVoice;
  }
}

/**
 * One eSpeak NG. What it says depends on all that it has said before (its noise generator and the states of its
 * filters go on), so its whole memory is put back to where it was after start-up before each utterance: 17 MB,
 * under a millisecond.
 */
export async function createEngine(data: ArrayBufferLike): Promise<Engine> {
  const espeak = await loadEspeak({ getPreloadedPackage: () => data });
  for (const { name, definition } of voiceVariants)
    espeak.FS.writeFile(`${variantFolder}/${name}`, definition);
  const worker = atFixedTime(() => new espeak.eSpeakNGWorker());
  const snapshot = usedPart(espeak.HEAPU8);

  return {
    speak(request) {
      espeak.HEAPU8.set(snapshot);
      espeak.HEAPU8.fill(0, snapshot.length);
      return speak(espeak, worker, request);
    },
  };
}

/** The engine seeds its noise with the clock when it starts: engines of two seconds would say one text in two ways. */
function atFixedTime<Result>(start: () => Result): Result {
  const { now } = Date;
  Date.now = () => 0;
  try {
    return start();
  } finally {
    Date.now = now;
  }
}

function usedPart(memory: Uint8Array): Uint8Array {
  let length = memory.length;
  while (length > 0 && memory[length - 1] === 0) length--;
  return memory.slice(0, length);
}

function speak(espeak: EspeakModule, worker: EspeakWorker, request: EngineRequest): EngineSpeech {
  // The module's own conversion of strings keeps a buffer across calls, which the reset memory does not know of.
  const code = worker.set_voice(placeText(espeak, request.voice));
  if (code !== 0) throw new EspeakEngineError(request.voice, code);
  worker.set_rate(Math.round(request.rate));
  worker.set_pitch(50);
  worker.set_range(request.range);
  worker.set_volume(volume);

  const pieces: Int16Array[] = [];
  const events: EngineEvent[] = [];
  worker.synthesize(placeText(espeak, request.text), (samples, marks) => {
    pieces.push(samples);
    for (const mark of marks) {
      const time = mark.audio_position / 1000;
      if (mark.type === 'word') events.push({ type: 'word', position: mark.text_position, time });
      else if (mark.type === 'phoneme') events.push({ type: 'phoneme', name: String(mark.id ?? ''), time });
    }
    return false;
  });
  return { samples: toFloat(pieces), events };
}

function placeText(espeak: EspeakModule, text: string): number {
  const bytes = new TextEncoder().encode(text);
  // oxlint-disable-next-line eslint/no-underscore-dangle -- The name is the compiler's.
  const address = espeak._malloc(bytes.length + 1);
  espeak.HEAPU8.set(bytes, address);
  espeak.HEAPU8[address + bytes.length] = 0;
  return address;
}

function toFloat(pieces: readonly Int16Array[]): Float32Array {
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let frame = 0;
  for (const piece of pieces) {
    for (const value of piece) samples[frame++] = value / 32768;
  }
  return samples;
}
