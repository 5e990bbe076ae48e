// Written by benchmarks/live/fit-turn-end.ts. Log-odds of an end over a pause: one weight for each of
// 17 measures of melody (`endingNames`), then one for each of 10 of words (`clueNames`), the bias last.

/** By what is known: the melody alone, the words alone, both. */
export type EndWeights = {
  readonly melody: readonly number[];
  readonly words: readonly number[];
  readonly both: readonly number[];
};

// biome-ignore format: a table
export const endWeights = {
  en: {
    melody: [-0.70, -0.65, 0.01, -0.04, -0.06, 0.97, 0.16, 0.38, -0.23, 1.05, -0.40, 0.30, 0.57, 0.19, 0.72, 0.76, 0.13, -3.41],
    words: [-2.56, -0.22, -1.47, 0.50, 1.13, -1.13, 0.22, -0.29, 0.50, 0.82, -2.39],
    both: [-0.82, -0.56, 0.06, -0.26, -0.08, 0.84, 0.15, 0.17, -0.25, 0.78, -0.27, 0.36, 0.45, 0.15, 0.15, 0.60, 0.17, -2.27, -0.16, -1.24, 0.47, 1.34, -0.99, 0.34, -0.29, 0.33, 0.31, -3.27],
  },
  zh: {
    melody: [-0.11, -0.04, -0.03, -0.07, -0.24, 0.35, -0.36, -0.25, -0.18, -0.02, -0.20, -0.50, -0.23, 0.74, 2.03, 0.56, -0.13, -1.43],
    words: [-2.37, -0.22, 0.68, 1.14, 1.48, -1.68, 0.74, 0.08, 0.86, 0.89, -2.81],
    both: [-0.24, 0.06, -0.07, -0.30, -0.21, 0.08, -0.11, -0.07, 0.11, -0.19, 0.00, -0.52, -0.16, 0.57, 1.35, 0.02, -0.01, -2.25, -0.29, 0.74, 1.27, 1.34, -1.69, 0.70, -0.05, 1.10, 0.82, -2.81],
  },
} as const satisfies Readonly<Record<string, EndWeights>>;
