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
    melody: [-0.56, -0.57, -0.34, 0.01, -0.55, 1.07, 0.60, 0.22, 0.09, 0.49, -0.28, -0.40, 0.49, 0.24, 0.40, 0.26, -0.32, -1.02],
    words: [-2.58, -0.06, -1.75, 1.15, 1.33, -0.60, -0.24, -0.36, -0.03, 0.37, -0.81],
    both: [-0.74, -0.56, -0.28, -0.17, -0.48, 0.88, 0.70, 0.03, -0.10, 0.18, -0.15, -0.36, 0.43, 0.04, -0.14, 0.08, -0.24, -2.43, -0.06, -1.38, 1.11, 1.42, -0.49, -0.21, -0.22, -0.02, 0.29, -0.84],
  },
  zh: {
    melody: [0.30, -0.07, -0.24, 0.37, 0.31, 0.05, -0.39, 0.04, 0.18, 0.02, -0.37, -0.70, -0.15, 0.44, 2.03, 0.20, -0.51, -1.00],
    words: [-2.29, -0.31, 0.83, 1.33, 1.94, -2.18, 0.81, -0.28, 0.86, 0.67, -2.02],
    both: [0.24, -0.06, -0.26, 0.30, 0.36, -0.18, -0.11, 0.17, 0.47, -0.22, -0.16, -0.61, -0.36, 0.30, 1.28, -0.23, -0.55, -2.11, -0.47, 0.82, 1.31, 1.84, -2.14, 0.86, 0.05, 0.97, 0.87, -2.59],
  },
} as const satisfies Readonly<Record<string, EndWeights>>;
