/** A distribution known by its quantiles. Between two of them the quantile function is linear. */
export type Distribution = {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Pairs of probability and value, from probability 0 to probability 1, both rising. */
  readonly quantiles: readonly (readonly [probability: number, value: number])[];
};

/** How people take turns in one register of speech. Seconds, and events a minute of conversation. */
export type TurnTakingReference = {
  readonly register: string;
  readonly description: string;
  /** Where the figures come from, and which of them are derived. */
  readonly source: string;
  /** Silence inside one speaker's turn. */
  readonly pause: Distribution;
  /** Silence between two speakers' turns. */
  readonly gap: Distribution;
  /** Length of the overlap at a floor transfer, as a positive number. */
  readonly overlap: Distribution;
  /** Share of floor transfers that start in overlap, 0 to 1. */
  readonly overlappedStarts: number;
  readonly backchannelsPerMinute: number;
  readonly interruptionsPerMinute: number;
  readonly laughterPerMinute: number;
  readonly wordsPerMinute: number;
};
