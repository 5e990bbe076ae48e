import type { Random } from '../dsp/index.ts';
import { quantile } from '../timeline/index.ts';
import type { LogNormal, Timing } from './timing.ts';

/** A change of speaker whose timing nobody wrote. */
export type Transfer = {
  /** Who takes the floor. */
  readonly speaker: string;
  readonly afterQuestion: boolean;
  /** The most overlap that the two turns allow, given the overlaps already `given` to other transfers. */
  readonly room: (given: ReadonlyMap<number, number>) => number;
};

/**
 * An offset for each transfer: positive is a gap, negative an overlap.
 *
 * A Gaussian copula: a normal draw with a part of the pair, a part of the speaker and a part of its own becomes
 * a probability, and that becomes a value of the reference. So neighbours resemble each other and the
 * distribution of all is exactly the reference's. A question moves the draw; the probability is then taken in
 * the mixture of moved and unmoved draws, which is uniform again.
 */
export function drawOffsets(transfers: readonly Transfer[], timing: Timing, random: Random): number[] {
  const dyad = random.fork('dyad').normal() * Math.sqrt(timing.dyadShare);
  const eventDeviation = Math.sqrt(Math.max(0, 1 - timing.dyadShare - timing.speakerShare));
  const bySpeaker = new Map<string, number>();
  const speakerPart = (speaker: string): number => {
    const known = bySpeaker.get(speaker);
    if (known !== undefined) return known;
    const drawn = random.fork(`speaker/${speaker}`).normal() * Math.sqrt(timing.speakerShare);
    bySpeaker.set(speaker, drawn);
    return drawn;
  };
  const events = random.fork('events');
  const asked = transfers.filter((transfer) => transfer.afterQuestion).length / Math.max(1, transfers.length);
  const shift = timing.questionShift;
  const probabilities = transfers.map((transfer) => {
    const draw = dyad + speakerPart(transfer.speaker) + events.normal() * eventDeviation;
    const moved = transfer.afterQuestion ? draw - shift : draw;
    return asked * normalCumulative(moved + shift) + (1 - asked) * normalCumulative(moved);
  });
  return assign(transfers, probabilities, timing);
}

/** The value of the reference at a probability: overlaps first, the longest at 0, then gaps. */
export function offsetAt(probability: number, timing: Timing): number {
  const { overlappedStarts, overlap, gap } = timing;
  if (probability < overlappedStarts) return -quantile(overlap, 1 - probability / overlappedStarts);
  return quantile(gap, (probability - overlappedStarts) / Math.max(1e-9, 1 - overlappedStarts));
}

/**
 * Values to transfers: each its own where the turns are long enough for it; else to the transfer with room
 * whose own value is nearest, so that long overlaps come to long turns and none is lost. The longest first.
 */
function assign(transfers: readonly Transfer[], probabilities: readonly number[], timing: Timing): number[] {
  const order = probabilities
    .map((_, index) => index)
    .toSorted((a, b) => at(probabilities, a) - at(probabilities, b));
  const offsets = transfers.map(() => 0);
  const free = transfers.map(() => true);
  const given = new Map<number, number>();
  const room = (slot: number): number => transfers[slot]?.room(given) ?? 0;
  for (const [rank, owner] of order.entries()) {
    const wanted = offsetAt(at(probabilities, owner), timing);
    const fits = (slot: number): boolean => wanted >= 0 || room(slot) >= -wanted;
    let slot = free[owner] === true && fits(owner) ? owner : undefined;
    slot ??= nearestSlot(rank, order, (other) => {
      if (free[other] !== true || !fits(other)) return Number.POSITIVE_INFINITY;
      const speakerDistance = transfers[other]?.speaker === transfers[owner]?.speaker ? 0 : otherSpeaker;
      return Math.abs(at(probabilities, other) - at(probabilities, owner)) + speakerDistance;
    });
    slot ??= roomiest(order, (other) => (free[other] === true ? room(other) : Number.NEGATIVE_INFINITY));
    if (slot === undefined) break;
    const offset = wanted >= 0 ? wanted : -Math.max(0, Math.min(-wanted, room(slot)));
    offsets[slot] = offset;
    free[slot] = false;
    if (offset < 0) given.set(slot, -offset);
  }
  return offsets;
}

/** What it costs, in probability, to give one speaker's value to another. */
const otherSpeaker = 0.2;

/** Looks outwards from a rank, and no farther than anything could be nearer. */
function nearestSlot(
  rank: number,
  order: readonly number[],
  distance: (slot: number) => number,
): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < order.length; step++) {
    const sides = step === 0 ? [rank] : [rank + step, rank - step];
    for (const side of sides) {
      const slot = order[side];
      if (slot === undefined) continue;
      const here = distance(slot);
      if (here >= least) continue;
      least = here;
      best = slot;
    }
    // Probabilities are uniform on the whole, so ranks tell how far the next ones are, at least to a half.
    if (step / (2 * order.length) > least) break;
  }
  return best;
}

function roomiest(slots: readonly number[], room: (slot: number) => number): number | undefined {
  let best: number | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const here = room(slot);
    if (here <= most) continue;
    most = here;
    best = slot;
  }
  return best;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

/** Draws until the value lies between the bounds, so that none gathers at a bound. */
export function drawLogNormal(distribution: LogNormal, random: Random): number {
  const { median, sigma, minimum, maximum } = distribution;
  for (let attempt = 0; attempt < 64; attempt++) {
    const value = median * Math.exp(sigma * random.normal());
    if (value >= minimum && value <= maximum) return value;
  }
  return Math.min(maximum, Math.max(minimum, median));
}

/** The normal distribution's cumulative, by Abramowitz and Stegun 26.2.17: within 7.5e-8. */
export function normalCumulative(value: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(value));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return value >= 0 ? 1 - tail : tail;
}
