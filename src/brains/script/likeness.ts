/**
 * 0 to 1: how alike two texts sound, as the share of neighbouring letters that they have in common (Dice's coefficient).
 * What a recogniser mishears costs little, the order of the words counts, and Chinese needs no words.
 */
export function likeness(one: LetterPairs, other: LetterPairs): number {
  const total = one.count + other.count;
  return total === 0 ? 0 : (2 * common(one, other)) / total;
}

/** 0 to 1: how much of a text is in another. */
export function coverage(part: LetterPairs, whole: LetterPairs): number {
  return part.count === 0 ? 0 : common(part, whole) / part.count;
}

/** How often each two neighbouring letters stand in a text. */
export type LetterPairs = { readonly times: ReadonlyMap<string, number>; readonly count: number };

export function letterPairs(text: string): LetterPairs {
  const letters =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]/gu) ?? [];
  const times = new Map<string, number>();
  // The first letter counts too, so that a word of one letter is something.
  for (const [index, letter] of letters.entries()) {
    const pair = `${letters[index - 1] ?? ''}${letter}`;
    times.set(pair, (times.get(pair) ?? 0) + 1);
  }
  return { times, count: letters.length };
}

function common(one: LetterPairs, other: LetterPairs): number {
  let count = 0;
  for (const [pair, times] of one.times) count += Math.min(times, other.times.get(pair) ?? 0);
  return count;
}
