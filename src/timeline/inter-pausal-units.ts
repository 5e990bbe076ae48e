import { type FloorSpeechOptions, floorSpeech } from './floor-speech.ts';
import { type JoinOptions, joinPieces, utteranceIds } from './join-pieces.ts';
import type { Timeline } from './types.ts';

/** A stretch of one speaker's speech without a pause. */
export type InterPausalUnit = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  readonly words: number;
  /** The ids of the utterances it has words of, in order. */
  readonly utterances: readonly string[];
};

export type InterPausalUnitOptions = JoinOptions & FloorSpeechOptions;

/** Inter-pausal units (IPUs) of all speakers in order of start. Backchannels are in unless an option says else. */
export function interPausalUnits(
  timeline: Timeline,
  { joinBelow = 0.2, dropBelow = 0.08, backchannels = 'none' }: InterPausalUnitOptions = {},
): readonly InterPausalUnit[] {
  const { pieces } = floorSpeech(timeline, { backchannels });
  return joinPieces(pieces, { joinBelow, dropBelow }).map(({ pieces: own, speaker, start, end }) => {
    return { speaker, start, end, words: own.length, utterances: utteranceIds(own) };
  });
}
