/** The best of many places, and how clearly it is no chance. */
export type BestPlace = {
  readonly place: number;
  /** Powers of ten: by chance a place is as good as this one once in so many. */
  readonly clarity: number;
};

/** Shares of the places between which it is seen how fast chance thins out, and how many are looked at for it. */
const near = 0.1;
const far = 0.001;
const leastFar = 8;
const mostLookedAt = 4096;

/** Finds the highest score; its clarity follows from how the others fall off. */
export function findBestPlace(scores: Float32Array): BestPlace {
  let place = 0;
  for (let index = 0; index < scores.length; index++)
    if ((scores[index] ?? 0) > (scores[place] ?? 0)) place = index;
  const step = Math.max(1, Math.floor(scores.length / mostLookedAt));
  const rising = Float32Array.from(
    { length: Math.floor(scores.length / step) },
    (_, index) => scores[index * step] ?? 0,
  ).toSorted();
  const share = Math.max(far, leastFar / rising.length);
  const at = (part: number): number => rising[Math.floor((1 - part) * (rising.length - 1))] ?? 0;
  const decades = Math.log10(near / share);
  const decade = (at(share) - at(near)) / decades;
  if (!(decade > 0)) return { place, clarity: 0 };
  return { place, clarity: -Math.log10(share) + ((scores[place] ?? 0) - at(share)) / decade };
}
