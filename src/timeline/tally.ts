import { groupBy } from './group-by.ts';
import { measureOf, occupancyOf, poolCorrelations, rateOf, shareBelowZero } from './measures.ts';
import type { Correlation, SpeakerStatistics, Statistics, StatisticsOptions } from './statistics-types.ts';
import { TimelineError } from './timeline-error.ts';

type Amount = { readonly count: number; readonly seconds: number };

/** What was counted: everything that `Statistics` is worked out from, and no more. */
export type Tally = {
  readonly definitions: Required<StatisticsOptions>;
  readonly conversations: number;
  readonly duration: number;
  /** Seconds. */
  readonly silence: number;
  readonly pause: readonly number[];
  readonly offset: readonly number[];
  readonly turn: readonly number[];
  readonly simultaneous: Amount;
  readonly simultaneousWithBackchannels: Amount;
  readonly withinOverlaps: Amount;
  readonly offsetCorrelation: Correlation;
  readonly gapCorrelation: Correlation;
  readonly turnOrderEntropy: Correlation;
  readonly speakers: readonly SpeakerTally[];
};

export type SpeakerTally = {
  readonly speaker: string;
  readonly speech: number;
  readonly words: number;
  readonly turn: readonly number[];
  readonly pause: readonly number[];
  readonly offset: readonly number[];
  readonly backchannels: number;
  readonly interruptions: number;
  readonly laughter: number;
};

/**
 * Many conversations as one: samples together, rates over the whole duration, correlations weighted by
 * their pairs. Speakers with the same id count as the same person.
 */
export function poolStatistics(list: readonly Statistics[]): Statistics {
  const [first] = list;
  if (first === undefined) {
    throw new TimelineError({ path: 'list', found: 'it is empty', remedy: 'give at least one' });
  }
  const different = list.find((one) => JSON.stringify(one.definitions) !== JSON.stringify(first.definitions));
  if (different !== undefined) {
    const path = `list[${list.indexOf(different)}].definitions`;
    const remedy = 'measure all with the same options';
    throw new TimelineError({ path, found: 'they differ from those of the first', remedy });
  }
  const sum = (pick: (one: Statistics) => number): number =>
    list.reduce((total, one) => total + pick(one), 0);
  const amount = (name: 'simultaneous' | 'simultaneousWithBackchannels' | 'withinOverlaps'): Amount => {
    return { count: sum((one) => one[name].count), seconds: sum((one) => one[name].seconds) };
  };
  const speakers = groupBy(
    list.flatMap((one) => one.speakers),
    ({ speaker }) => speaker,
  );
  return summarise({
    definitions: first.definitions,
    conversations: sum((one) => one.conversations),
    duration: sum((one) => one.duration),
    silence: sum((one) => (one.duration > 0 ? one.silence * one.duration : 0)),
    pause: list.flatMap((one) => one.pause.samples),
    offset: list.flatMap((one) => one.offset.samples),
    turn: list.flatMap((one) => one.turn.samples),
    simultaneous: amount('simultaneous'),
    simultaneousWithBackchannels: amount('simultaneousWithBackchannels'),
    withinOverlaps: amount('withinOverlaps'),
    offsetCorrelation: poolCorrelations(list.map((one) => one.offsetCorrelation)),
    gapCorrelation: poolCorrelations(list.map((one) => one.gapCorrelation)),
    turnOrderEntropy: poolCorrelations(list.map((one) => one.turnOrderEntropy)),
    speakers: [...speakers].map(([speaker, own]) => poolSpeaker(speaker, own)),
  });
}

function poolSpeaker(speaker: string, own: readonly SpeakerStatistics[]): SpeakerTally {
  const sum = (pick: (one: SpeakerStatistics) => number): number =>
    own.reduce((total, one) => total + pick(one), 0);
  return {
    speaker,
    speech: sum((one) => one.speech),
    words: sum((one) => one.words),
    turn: own.flatMap((one) => one.turn.samples),
    pause: own.flatMap((one) => one.pause.samples),
    offset: own.flatMap((one) => one.offset.samples),
    backchannels: sum((one) => one.backchannels.count),
    interruptions: sum((one) => one.interruptions.count),
    laughter: sum((one) => one.laughter.count),
  };
}

export function summarise(tally: Tally): Statistics {
  const { definitions, conversations, duration, speakers, offset, offsetCorrelation, gapCorrelation } = tally;
  const total = (pick: (speaker: SpeakerTally) => number): number =>
    speakers.reduce((sum, speaker) => sum + pick(speaker), 0);
  const words = total((speaker) => speaker.words);
  const occupancy = ({ count, seconds }: Amount): ReturnType<typeof occupancyOf> =>
    occupancyOf(count, seconds, duration);
  return {
    definitions,
    conversations,
    duration,
    words,
    wordsPerMinute: rateOf(words, duration).perMinute,
    silence: duration > 0 ? tally.silence / duration : Number.NaN,
    pause: measureOf(tally.pause, duration),
    gap: measureOf(
      offset.filter((sample) => sample > 0),
      duration,
    ),
    overlap: measureOf(
      offset.filter((sample) => sample < 0).map((sample) => -sample),
      duration,
    ),
    offset: measureOf(offset, duration),
    turn: measureOf(tally.turn, duration),
    overlappedStarts: shareBelowZero(offset),
    simultaneous: occupancy(tally.simultaneous),
    simultaneousWithBackchannels: occupancy(tally.simultaneousWithBackchannels),
    withinOverlaps: occupancy(tally.withinOverlaps),
    backchannels: rateOf(
      total((speaker) => speaker.backchannels),
      duration,
    ),
    interruptions: rateOf(
      total((speaker) => speaker.interruptions),
      duration,
    ),
    laughter: rateOf(
      total((speaker) => speaker.laughter),
      duration,
    ),
    offsetCorrelation,
    gapCorrelation,
    turnOrderEntropy: tally.turnOrderEntropy,
    speakers: speakers.map((speaker) => summariseSpeaker(speaker, duration)),
  };
}

function summariseSpeaker(tally: SpeakerTally, duration: number): SpeakerStatistics {
  const { speaker, speech, words, offset } = tally;
  return {
    speaker,
    speech,
    speechShare: speech / duration,
    words,
    wordsPerMinute: rateOf(words, speech).perMinute,
    turn: measureOf(tally.turn, duration),
    pause: measureOf(tally.pause, duration),
    offset: measureOf(offset, duration),
    overlappedStarts: shareBelowZero(offset),
    backchannels: rateOf(tally.backchannels, duration),
    interruptions: rateOf(tally.interruptions, duration),
    laughter: rateOf(tally.laughter, duration),
  };
}
