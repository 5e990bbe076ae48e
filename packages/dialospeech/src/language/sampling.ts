import type { Random } from 'duologue/dsp';

export type SamplingOptions = {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  /** The likeliest that together have this share, 0 to 1; 1 takes all. */
  readonly topP: number;
};

/** An index by its logit. `allowed` leaves out what may not be; nothing allowed is an error. */
export function sample(
  logits: Float32Array,
  { temperature, topP }: SamplingOptions,
  random: Random,
  allowed?: readonly boolean[],
): number {
  // One number for each draw, however it ends, so that what comes after does not depend on it.
  const chance = random.next();
  const { best, most } = likeliest(logits, allowed);
  if (best < 0) throw new RangeError('No action is allowed.');
  if (!(temperature > 0)) return best;
  const shares = new Float64Array(logits.length);
  let total = 0;
  for (let index = 0; index < logits.length; index++) {
    if (allowed !== undefined && allowed[index] !== true) continue;
    const share = Math.exp(((logits[index] ?? 0) - most) / temperature);
    shares[index] = Number.isFinite(share) ? share : 0;
    total += shares[index] ?? 0;
  }
  const floor = topP < 1 ? nucleusFloor(shares, topP * total) : 0;
  if (floor > 0) {
    total = 0;
    for (let index = 0; index < shares.length; index++) {
      if ((shares[index] ?? 0) < floor) shares[index] = 0;
      total += shares[index] ?? 0;
    }
  }
  let rest = chance * total;
  for (let index = 0; index < shares.length; index++) {
    rest -= shares[index] ?? 0;
    if (rest < 0 && (shares[index] ?? 0) > 0) return index;
  }
  return best;
}

/** How likely it is that one of the indices from `from` to before `to` is drawn, 0 to 1. */
export function shareOf(
  logits: Float32Array,
  { from, to }: { readonly from: number; readonly to: number },
  temperature: number,
  allowed: readonly boolean[],
): number {
  const { most } = likeliest(logits, allowed);
  let [share, total] = [0, 0];
  for (let index = 0; index < logits.length; index++) {
    if (allowed[index] !== true) continue;
    const weight = Math.exp(((logits[index] ?? 0) - most) / temperature);
    total += weight;
    if (index >= from && index < to) share += weight;
  }
  return share / total;
}

function likeliest(
  logits: Float32Array,
  allowed: readonly boolean[] | undefined,
): { readonly best: number; readonly most: number } {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logits.length; index++) {
    if (allowed !== undefined && allowed[index] !== true) continue;
    const logit = logits[index] ?? 0;
    if (best >= 0 && !(logit > most)) continue;
    best = index;
    most = logit;
  }
  return { best, most };
}

/** The smallest share among the largest ones that together reach `wanted`. */
function nucleusFloor(shares: Float64Array, wanted: number): number {
  const falling = shares.toSorted().toReversed();
  let sum = 0;
  for (const share of falling) {
    sum += share;
    if (sum >= wanted) return share;
  }
  return 0;
}
