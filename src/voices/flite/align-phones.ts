/** A sound of speech and when it ends, in seconds from the start of the utterance. */
export type Phone = { readonly name: string; readonly end: number };

/** The name of silence. */
export const pause = 'pau';

const vowels = new Set('aa ae ah ao aw ax axr ay eh er ey ih ix iy ow oy uh uw'.split(' '));

/**
 * Which word each phone belongs to, by index. `words` are the words' phones when said alone; joined they differ
 * from those of the sentence by a reduced vowel or a lost consonant here and there, so the two are aligned at
 * the least cost. A pause belongs to no word: -1.
 */
export function assignPhones(phones: readonly string[], words: readonly (readonly string[])[]): number[] {
  const spoken = phones.flatMap((name, index) => (name === pause ? [] : [index]));
  const expected = words.flatMap((names, word) => names.map((name) => ({ name, word })));
  const owners = phones.map(() => -1);
  const steps = alignmentSteps(
    spoken.map((index) => phones[index] ?? ''),
    expected.map(({ name }) => name),
  );
  let [row, column] = [spoken.length, expected.length];
  while (row > 0 || column > 0) {
    const step = steps[row * (expected.length + 1) + column];
    const phone = spoken[row - 1];
    // A sound too many goes with the word before it, or with the first.
    if (step !== skipExpected && phone !== undefined)
      owners[phone] = expected[Math.max(0, column - 1)]?.word ?? 0;
    if (step !== skipExpected) row--;
    if (step !== skipSpoken) column--;
  }
  return owners;
}

const match = 0;
const skipSpoken = 1;
const skipExpected = 2;

/** The last step of the cheapest way to each cell, row by row. */
function alignmentSteps(spoken: readonly string[], expected: readonly string[]): Uint8Array {
  const width = expected.length + 1;
  const steps = new Uint8Array((spoken.length + 1) * width).fill(skipExpected, 1, width);
  let costs = Float64Array.from({ length: width }, (_, column) => column);
  for (let row = 1; row <= spoken.length; row++) {
    const next = new Float64Array(width);
    next[0] = row;
    steps[row * width] = skipSpoken;
    for (let column = 1; column < width; column++) {
      const both = (costs[column - 1] ?? 0) + substitutionCost(spoken[row - 1], expected[column - 1]);
      const onlySpoken = (costs[column] ?? 0) + 1;
      const onlyExpected = (next[column - 1] ?? 0) + 1;
      const least = Math.min(both, onlySpoken, onlyExpected);
      next[column] = least;
      steps[row * width + column] = least === both ? match : least === onlySpoken ? skipSpoken : skipExpected;
    }
    costs = next;
  }
  return steps;
}

function substitutionCost(a = '', b = ''): number {
  if (a === b) return 0;
  if (vowels.has(a) !== vowels.has(b)) return 1.9;
  return vowels.has(a) ? 0.5 : 1;
}
