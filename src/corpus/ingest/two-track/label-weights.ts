// Written by benchmarks/corpus/fit-labels.ts.

/** Odds, as a logarithm: `bias` and each number of a unit's context by its weight. */
export type LabelWeights = { readonly bias: number; readonly weights: readonly number[] };

/** Of `listenerContext`: that a unit is a backchannel. */
export const listenerWeights: LabelWeights = {
  bias: 2.884,
  weights: [-5.02, 0.473, 0.204, -0.55, -0.799, 0.372, 0.373, 0.341, 0.469],
};

/** Of `contestContext`: that a unit interrupts. */
export const contestWeights: LabelWeights = {
  bias: -0.698,
  weights: [1.385, -3.269, 2.276, -0.658, -0.252, -0.15, -0.063],
};
