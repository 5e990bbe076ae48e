/**
 * 0 to 1: how alike two texts sound, as the share of neighbouring letters that they have in common (Dice's coefficient).
 * What a recogniser mishears costs little, the order of the words counts, and Chinese needs no words.
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  const total = sum(a) + sum(b);
  return total === 0 ? 0 : (2 * common(a, b)) / total;
}

/** 0 to 1: how much of a text is in another. */
export function coverage(part: string, whole: string): number {
  const [a, b] = [pairsOf(part), pairsOf(whole)];
  const total = sum(a);
  return total === 0 ? 0 : common(a, b) / total;
}

type Pairs = ReadonlyMap<string, number>;

function pairsOf(text: string): Pairs {
  const letters =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]/gu) ?? [];
  const pairs = new Map<string, number>();
  // The first letter counts too, so that a word of one letter is something.
  for (const [index, letter] of letters.entries()) {
    const pair = `${letters[index - 1] ?? ''}${letter}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function common(a: Pairs, b: Pairs): number {
  let count = 0;
  for (const [pair, times] of a) count += Math.min(times, b.get(pair) ?? 0);
  return count;
}

function sum(pairs: Pairs): number {
  let count = 0;
  for (const times of pairs.values()) count += times;
  return count;
}
