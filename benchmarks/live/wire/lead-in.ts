import { noiseRate } from '../sound-making.ts';

/**
 * Before a scenario begins, its user's microphone brings a number, written in the noise of the room: pieces of it as
 * it is are ones, fainter ones are noughts. So whoever knows what is said in a scenario also knows, behind any
 * server, which one it hears and since when.
 */
const bits = 16;
const pieceLength = 0.04 * noiseRate;
/** -10 dB. */
const faint = 0.316;

/** A loud piece and a faint one to measure by, the bits, a loud piece at the end. */
export function leadIn(number: number, floor: Float32Array): Float32Array {
  const pieces = [1, 0, ...Array.from({ length: bits }, (_, bit) => (number >> bit) & 1), 1];
  return Float32Array.from(
    { length: pieces.length * pieceLength },
    (_, index) =>
      (floor[index % floor.length] ?? 0) * (pieces[Math.floor(index / pieceLength)] === 1 ? 1 : faint),
  );
}

export type FoundLeadIn = {
  readonly number: number;
  /** Samples from the first that was heard to the end of the lead-in. */
  readonly end: number;
};

/** Above a step of 16 bits: before it there is nothing at all. */
const audible = 4e-5;

/** Reads the number from what a recogniser at 16 kHz has heard from the beginning; nothing until all of it is there. */
export function readLeadIn(sound: Float32Array): FoundLeadIn | undefined {
  const start = sound.findIndex((sample) => Math.abs(sample) > audible);
  const end = start + (bits + 3) * pieceLength;
  if (start < 0 || sound.length < end) return undefined;
  const energyOf = (piece: number): number => {
    const from = start + piece * pieceLength;
    // The middle of the piece: a filter on the way smears its edges.
    const middle = sound.subarray(from + pieceLength / 8, from + (pieceLength * 7) / 8);
    return middle.reduce((sum, sample) => sum + sample * sample, 0);
  };
  const between = Math.sqrt(energyOf(0) * energyOf(1));
  let number = 0;
  for (let bit = 0; bit < bits; bit++) if (energyOf(bit + 2) > between) number |= 1 << bit;
  return { number, end };
}
