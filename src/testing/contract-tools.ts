import type { Word } from '../timeline/index.ts';

/** What the suite needs of a test runner: `import { expect, test } from 'vitest'` fits. */
export type TestTools = {
  readonly test: (name: string, run: () => Promise<void>, timeout?: number) => unknown;
  readonly expect: (value: unknown, message?: string) => Expectation;
};

export type Expectation = {
  toBe(wanted: unknown): void;
  toEqual(wanted: unknown): void;
  toBeGreaterThan(wanted: number): void;
  toBeGreaterThanOrEqual(wanted: number): void;
  toBeLessThan(wanted: number): void;
  toBeLessThanOrEqual(wanted: number): void;
};

/** Words that start before the one before them, end before they start, or lie outside the sound. */
export function misplacedWords(words: readonly Word[], duration: number): Word[] {
  return words.filter(({ start, end }, index) => {
    const earliest = words[index - 1]?.end ?? 0;
    return !(start >= earliest - 1e-6 && end >= start && end <= duration + 1e-6);
  });
}

export function equalSamples(
  a: Float32Array = new Float32Array(0),
  b: Float32Array = new Float32Array(0),
): boolean {
  return a.length === b.length && a.every((sample, index) => sample === b[index]);
}

export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return 'it did not fail';
}
