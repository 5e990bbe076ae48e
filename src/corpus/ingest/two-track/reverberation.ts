import { type DecayRates, depthCount } from './decay-rates.ts';

/** Decays that a depth needs before it counts, and that the uppermost needs before anything is said. */
const enough = 60;
const least = 150;

/** How the reverberation of a room follows from what is seen of decays: weights of `decayInputs`, and a bias. */
export type ReverberationWeights = readonly number[];

/** Numbers of decays by which reverberation is told; `null` where there are too few. */
export function decayInputs({ counts, rates }: DecayRates, signalToNoise: number): readonly number[] | null {
  if ((counts[0] ?? 0) < least) return null;
  const inputs: number[] = [];
  let known = rates[0] ?? [];
  for (let depth = 0; depth < depthCount; depth++) {
    // What the noise hides is taken to go on as what is above it.
    const isSeen = (counts[depth] ?? 0) >= enough;
    if (isSeen) known = rates[depth] ?? known;
    inputs.push(...known.map((rate) => rate - 7));
    if (depth > 0)
      inputs.push(isSeen ? 1 : 0, Math.log2(((counts[depth] ?? 0) + 10) / (counts[depth - 1] ?? 1)));
  }
  inputs.push(Math.max(0, Math.min(30, signalToNoise)) / 10 - 2);
  return inputs;
}

/** Seconds between which rooms are. */
const shortest = 0.1;
const longest = 1.5;

/** Seconds for the level to fall by 60 dB. */
export function reverberationFrom(inputs: readonly number[], weights: ReverberationWeights): number {
  const bias = weights[inputs.length] ?? 0;
  const octaves = inputs.reduce((sum, input, index) => sum + input * (weights[index] ?? 0), bias);
  return Math.max(shortest, Math.min(longest, 2 ** octaves));
}
