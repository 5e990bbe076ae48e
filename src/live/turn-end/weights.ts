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
    melody: [-0.60, -0.54, -0.12, -0.06, -0.50, 1.16, 0.81, 0.22, 0.17, 0.48, -0.23, -0.55, 0.75, 0.18, 0.32, 0.26, -0.39, -0.86],
    words: [-2.52, -0.04, -1.73, 1.12, 1.53, -0.65, -0.10, -0.32, 0.06, 0.41, -0.93],
    both: [-0.67, -0.49, -0.19, -0.18, -0.38, 1.00, 0.92, 0.02, 0.00, 0.11, -0.09, -0.53, 0.63, 0.02, -0.30, 0.07, -0.39, -2.42, -0.03, -1.38, 1.01, 1.62, -0.56, -0.11, -0.20, 0.07, 0.35, -0.65],
  },
  zh: {
    melody: [0.37, 0.02, -0.26, 0.35, 0.21, 0.17, -0.32, 0.02, 0.14, -0.04, -0.35, -0.68, -0.18, 0.50, 1.87, 0.19, -0.54, -0.73],
    words: [-2.40, -0.27, 0.79, 1.18, 1.59, -2.08, 0.66, -0.32, 0.55, 0.60, -1.74],
    both: [0.26, 0.04, -0.23, 0.22, 0.29, -0.10, -0.08, 0.12, 0.48, -0.18, -0.15, -0.52, -0.31, 0.36, 1.18, -0.23, -0.55, -2.20, -0.39, 0.75, 1.19, 1.52, -2.02, 0.69, -0.04, 0.67, 0.80, -2.15],
  },
} as const satisfies Readonly<Record<string, EndWeights>>;
