export { backchannelForms, phraseStarters } from './backchannel-lexicon.ts';
export {
  backchannelsBySound,
  backchannelsByWords,
  isBackchannelText,
  type SoundedBackchannel,
  type SoundOptions,
  type WordsOptions,
} from './backchannels.ts';
export { type CaptionCue, captionCues } from './caption-cues.ts';
export type { CaptionOptions } from './caption-options.ts';
export { toSrt, toWebVtt } from './captions.ts';
export {
  type Comparison,
  compareToReference,
  type Fit,
  jensenShannonDivergence,
  kolmogorovSmirnovDistance,
  wassersteinDistance,
} from './comparison.ts';
export { type Draws, fixedGapControl, shuffledTimingControl } from './controls.ts';
export {
  createDistribution,
  cumulative,
  mean,
  midwayDistribution,
  quantile,
  scaleDistribution,
} from './distribution.ts';
export {
  type FloorOptions,
  type FloorTransfer,
  type FloorTurn,
  type FloorUnit,
  floorTransfers,
  floorTurns,
  type WithinOverlap,
  withinOverlaps,
} from './floor.ts';
export {
  type BackchannelRule,
  type FloorSpeechOptions,
} from './floor-speech.ts';
export { type InterPausalUnit, type InterPausalUnitOptions, interPausalUnits } from './inter-pausal-units.ts';
export type { JoinOptions } from './join-pieces.ts';
export { nearestNames, suggest } from './nearest-names.ts';
export { parseTimeline } from './parse-timeline.ts';
export { printTimeline } from './print-timeline.ts';
export type { Distribution, TurnTakingReference } from './reference-types.ts';
export { findReference, type RegisterName, references, registerNames } from './references.ts';
export { timelineJsonSchema, timelineSchema } from './schema.ts';
export { endsClause, endsSentence } from './sentences.ts';
export {
  gaps,
  type Overlap,
  overlaps,
  pauses,
  type Silence,
  type SilenceOptions,
  silences,
} from './silences.ts';
export { createSpeakerIndex, type SpeakerIndex, type SpeakerStretch, speakersAt } from './speaker-index.ts';
export { statistics } from './statistics.ts';
export {
  type Correlation,
  type Measure,
  type Occupancy,
  type QuantileName,
  quantileNames,
  type Rate,
  type SpeakerStatistics,
  type Statistics,
  type StatisticsOptions,
} from './statistics-types.ts';
export { poolStatistics } from './tally.ts';
export { textWidth } from './text-width.ts';
export { TimelineError } from './timeline-error.ts';
export { type TranscriptOptions, transcript } from './transcript.ts';
export {
  audiophileTurns,
  type BackbiterOptions,
  backbiterTurns,
  cliffhangerTurns,
  type Turn,
  type TurnModel,
  turnModels,
  turnsOf,
} from './turn-models.ts';
export * from './types.ts';
export { joinWords, splitWords } from './words.ts';
