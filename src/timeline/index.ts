export {
  createDistribution,
  cumulative,
  mean,
  midwayDistribution,
  quantile,
  scaleDistribution,
} from './distribution.ts';
export { nearestNames } from './nearest-names.ts';
export { parseTimeline } from './parse-timeline.ts';
export { printTimeline } from './print-timeline.ts';
export type { Distribution, TurnTakingReference } from './reference-types.ts';
export { findReference, type RegisterName, references, registerNames } from './references.ts';
export { timelineJsonSchema, timelineSchema } from './schema.ts';
export { TimelineError } from './timeline-error.ts';
export * from './types.ts';
export { joinWords, splitWords } from './words.ts';
