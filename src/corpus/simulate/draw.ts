import type { Random } from '../../dsp/index.ts';
import type { Weights } from './spec.ts';

/** One of the names, as often as it weighs. */
export function drawName(weights: Weights, random: Random): string {
  return nameAt(weights, random.next());
}

/** The name at a place from 0 to 1 of all weights laid end to end. */
export function nameAt(weights: Weights, place: number): string {
  const entries = Object.entries(weights);
  let left = place * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return entries.at(-1)?.[0] ?? '';
}

export function drawBetween([least, most]: readonly [number, number], random: Random): number {
  return least + (most - least) * random.next();
}

export function drawLogNormal(
  { median, sigma, minimum, maximum }: { median: number; sigma: number; minimum: number; maximum: number },
  random: Random,
): number {
  return Math.min(maximum, Math.max(minimum, median * Math.exp(sigma * random.normal())));
}

/** The name itself where the schema has checked that it is one of these. */
export function oneOf<Name extends string>(names: readonly Name[], name: string): Name {
  const found = names.find((each) => each === name);
  if (found === undefined) throw new RangeError(`${name} is none of ${names.join(', ')}.`);
  return found;
}
