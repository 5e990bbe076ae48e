import { createRandom } from '../../../src/dsp/index.ts';
import { noiseRate } from '../sound-making.ts';

/**
 * Before a scenario begins, its user's microphone brings a number, written in pieces of faint noise and of silence. So
 * whoever knows what is said in a scenario also knows, behind any server, which one it hears and since when.
 */
const bits = 16;
const pieceLength = 0.04 * noiseRate;
/** Amplitude: -60 dBFS. */
const loudness = 0.001;

/** A piece of noise as the mark, the bits, a piece of silence and one of noise. */
export function leadIn(number: number): Float32Array {
  const random = createRandom(`lead-in/${number}`);
  const pieces = [1, ...Array.from({ length: bits }, (_, bit) => (number >> bit) & 1), 0, 1];
  const sound = new Float32Array(pieces.length * pieceLength);
  for (const [place, on] of pieces.entries()) {
    if (on === 0) continue;
    for (let index = 0; index < pieceLength; index++)
      sound[place * pieceLength + index] = loudness * random.normal();
  }
  return sound;
}

export type FoundLeadIn = {
  readonly number: number;
  /** Samples from the first that was heard to the end of the lead-in. */
  readonly end: number;
};

/** Reads the number from what a recogniser at 16 kHz has heard from the beginning; nothing until all of it is there. */
export function readLeadIn(sound: Float32Array): FoundLeadIn | undefined {
  const audible = loudness / 4;
  const start = sound.findIndex((sample) => Math.abs(sample) > audible);
  const end = start + (bits + 3) * pieceLength;
  if (start < 0 || sound.length < end) return undefined;
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    const from = start + (bit + 1) * pieceLength;
    // The middle of the piece: a filter on the way smears its edges.
    const middle = sound.subarray(from + pieceLength / 4, from + (pieceLength * 3) / 4);
    const loud = middle.filter((sample) => Math.abs(sample) > audible).length;
    if (loud > middle.length / 3) number |= 1 << bit;
  }
  return { number, end };
}
