import type { FloorOptions } from './floor.ts';

export type StatisticsOptions = FloorOptions & {
  /** Seconds a silence inside a turn must last to be a pause. Default .05. */
  readonly shortestPause?: number;
};

/** How a conversation, or many pooled, took turns. Measures of nothing (no gap, no turn) are `NaN`. */
export type Statistics = {
  /** What the figures were measured by: no figure of turn-taking means anything without. */
  readonly definitions: Required<StatisticsOptions>;
  readonly conversations: number;
  /** Seconds. */
  readonly duration: number;
  readonly words: number;
  /** All speakers together. */
  readonly wordsPerMinute: number;
  /** Share of the time in which nobody speaks, 0 to 1. */
  readonly silence: number;
  /** Silence inside one speaker's turn, seconds. */
  readonly pause: Measure;
  /** Floor transfers above 0, seconds of silence. */
  readonly gap: Measure;
  /** Floor transfers below 0, seconds of overlap as positive numbers. */
  readonly overlap: Measure;
  /** Floor-transfer offsets (FTO): start of the next holder less the end of the previous, seconds. */
  readonly offset: Measure;
  /** Seconds from taking the floor to the last word before another has it. */
  readonly turn: Measure;
  /** Share of floor transfers that start in overlap, 0 to 1. */
  readonly overlappedStarts: number;
  /** Two or more heard at once, backchannels left out. */
  readonly simultaneous: Occupancy;
  /** The same with backchannels. */
  readonly simultaneousWithBackchannels: Occupancy;
  /** Speech wholly inside the floor holder's, backchannels left out. */
  readonly withinOverlaps: Occupancy;
  readonly backchannels: Rate;
  /** Utterances of kind `interruption`. */
  readonly interruptions: Rate;
  readonly laughter: Rate;
  /** Correlation of each offset with the next, -1 to 1. */
  readonly offsetCorrelation: Correlation;
  /** Correlation of each gap with the next gap, -1 to 1. */
  readonly gapCorrelation: Correlation;
  /** How open it is who speaks next, once it is known who spoke: 0 for strict alternation. Bits. */
  readonly turnOrderEntropy: Correlation;
  readonly speakers: readonly SpeakerStatistics[];
};

export type SpeakerStatistics = {
  readonly speaker: string;
  /** Seconds of speech, pauses below `joinBelow` included. */
  readonly speech: number;
  /** Share of the conversation's time. */
  readonly speechShare: number;
  readonly words: number;
  /** A minute of own speech. */
  readonly wordsPerMinute: number;
  readonly turn: Measure;
  readonly pause: Measure;
  /** Offsets with which this speaker takes the floor. */
  readonly offset: Measure;
  readonly overlappedStarts: number;
  readonly backchannels: Rate;
  readonly interruptions: Rate;
  readonly laughter: Rate;
};

export type Rate = { readonly count: number; readonly perMinute: number };

/** Events that last. Seconds, and events and seconds a minute of conversation. */
export type Occupancy = Rate & {
  readonly seconds: number;
  readonly secondsPerMinute: number;
  /** Share of the conversation's time, 0 to 1. */
  readonly share: number;
};

/** A number for each event, and what they add up to. */
export type Measure = Rate & {
  readonly secondsPerMinute: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly median: number;
  readonly quantiles: Readonly<Record<QuantileName, number>>;
  /** In order of time: what pooling and comparing need. */
  readonly samples: readonly number[];
};

export const quantileNames = ['p1', 'p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'p99'] as const;
export type QuantileName = (typeof quantileNames)[number];

/** A second-order figure, and how many pairs of events it rests on. */
export type Correlation = { readonly value: number; readonly pairs: number };
