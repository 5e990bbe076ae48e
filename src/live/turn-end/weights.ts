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
    melody: [-0.43, -0.51, -0.11, 0.08, -0.54, 1.46, 0.76, 0.13, 0.15, 0.23, -0.15, -0.55, 0.73, 0.21, 0.70, -0.37, -0.27, -0.54],
    words: [-2.28, -0.09, -1.47, 0.92, 1.49, -0.59, -0.46, -0.48, -0.55, -0.24, 1.09],
    both: [-0.47, -0.43, -0.27, -0.05, -0.39, 1.31, 0.72, -0.02, 0.09, 0.16, -0.03, -0.59, 0.68, 0.06, 0.16, -0.27, -0.31, -2.20, -0.07, -1.15, 0.89, 1.61, -0.40, -0.31, -0.35, -0.40, 0.04, 0.31],
  },
  zh: {
    melody: [0.33, 0.10, -0.07, 0.23, 0.20, 0.22, -0.37, 0.10, -0.02, -0.55, -0.35, -0.70, -0.26, 0.49, 1.84, -0.52, -0.55, 0.07],
    words: [-2.00, -0.24, 0.44, 1.26, 1.62, -1.71, 0.66, -0.50, 0.22, -0.02, -0.02],
    both: [0.26, 0.09, -0.04, 0.17, 0.31, -0.07, -0.23, 0.24, 0.29, -0.59, -0.09, -0.58, -0.30, 0.39, 1.25, -0.54, -0.50, -1.75, -0.34, 0.38, 1.26, 1.54, -1.62, 0.58, -0.28, 0.38, 0.41, -0.92],
  },
} as const satisfies Readonly<Record<string, EndWeights>>;
