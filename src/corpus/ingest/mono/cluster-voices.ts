/** A stretch of one speaker's voice. */
export type VoicePiece = {
  /** Of length 1. */
  readonly embedding: Float32Array;
  /** Seconds in which nobody else speaks. */
  readonly clean: number;
};

export type ClusterOptions = {
  /** From which likeness on two voices are one person's. */
  readonly sameSpeaker: number;
};

/** Pieces that are compared with each other; of more, evenly spread ones. */
const mostCompared = 400;
/** Seconds that make a piece a good example of a voice; and as a share of all that make it a person. */
const goodExample = 1.5;
const leastShare = 0.03;
/** Below this likeness under `sameSpeaker`, more than two voices stay more than two. */
const leeway = 0.2;
const mostVoices = 8;

type Cluster = { readonly members: readonly number[]; readonly weight: number };

/**
 * The voices of a recording, whoever speaks most first, each as its mean of length 1. What is alike is one person's;
 * beyond two, rather less alike too: two is what is expected. Who hardly says anything is nobody.
 */
export function clusterVoices(
  pieces: readonly VoicePiece[],
  { sameSpeaker }: ClusterOptions,
): readonly Float32Array[] {
  const good = pieces.filter(({ clean }) => clean >= goodExample);
  const chosen = evenly(good.length >= 2 ? good : pieces, mostCompared);
  const alike = chosen.map((one) =>
    Float64Array.from(chosen, (other) => likeness(one.embedding, other.embedding)),
  );
  const single = chosen.map(
    ({ clean }, index): Cluster => ({ members: [index], weight: Math.max(0.01, clean) }),
  );
  const total = single.reduce((sum, { weight }) => sum + weight, 0);
  const people = mergeAlike(single, alike, sameSpeaker, 1).filter(
    ({ weight }) => weight >= leastShare * total,
  );
  return mergeAlike(people, alike, sameSpeaker - leeway, 2)
    .toSorted((a, b) => b.weight - a.weight || (a.members[0] ?? 0) - (b.members[0] ?? 0))
    .slice(0, mostVoices)
    .flatMap(({ members }) => meanOf(members.flatMap((index) => chosen[index]?.embedding ?? [])) ?? []);
}

/** -1 to 1. */
export function likeness(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return items.filter(
    (_, index) =>
      Math.floor((index * most) / items.length) !== Math.floor(((index - 1) * most) / items.length),
  );
}

/** Joins the most alike, by the mean likeness of their members, down to so many clusters or to so much likeness. */
function mergeAlike(
  from: readonly Cluster[],
  alike: readonly Float64Array[],
  least: number,
  fewest: number,
): readonly Cluster[] {
  const clusters: (Cluster | undefined)[] = [...from];
  const between = from.map((one) => Float64Array.from(from, (other) => meanLikeness(one, other, alike)));
  for (let left = from.length; left > fewest; left--) {
    const { value, one, other } = mostAlike(clusters, between);
    const [into, joined] = [clusters[one], clusters[other]];
    if (into === undefined || joined === undefined || value < least) break;
    const [size, more] = [into.members.length, joined.members.length];
    for (const [index, row] of between.entries()) {
      const mean = ((row[one] ?? 0) * size + (row[other] ?? 0) * more) / (size + more);
      row[one] = mean;
      const own = between[one];
      if (own !== undefined) own[index] = mean;
    }
    clusters[one] = { members: [...into.members, ...joined.members], weight: into.weight + joined.weight };
    clusters[other] = undefined;
  }
  return clusters.filter((cluster) => cluster !== undefined);
}

function mostAlike(clusters: readonly (Cluster | undefined)[], between: readonly Float64Array[]) {
  let best = { value: -2, one: -1, other: -1 };
  for (const [one, row] of between.entries()) {
    if (clusters[one] === undefined) continue;
    for (let other = one + 1; other < row.length; other++) {
      const value = row[other] ?? -2;
      if (value > best.value && clusters[other] !== undefined) best = { value, one, other };
    }
  }
  return best;
}

function meanLikeness(one: Cluster, other: Cluster, alike: readonly Float64Array[]): number {
  let sum = 0;
  for (const a of one.members) for (const b of other.members) sum += alike[a]?.[b] ?? 0;
  return sum / (one.members.length * other.members.length);
}

/** Of length 1; nothing where they point every way. */
function meanOf(embeddings: readonly Float32Array[]): Float32Array | undefined {
  const [first] = embeddings;
  if (first === undefined) return undefined;
  const sum = new Float32Array(first.length);
  for (const embedding of embeddings)
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (embedding[index] ?? 0);
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : undefined;
}
