import { readFloor } from './floor.ts';
import { floorSpeech } from './floor-speech.ts';
import { interPausalUnits } from './inter-pausal-units.ts';
import { joinIntervals, totalLength } from './intervals.ts';
import { lagOneCorrelation, transitionEntropy } from './measures.ts';
import { overlaps, pauses } from './silences.ts';
import { speechPieces, wordCount } from './speech.ts';
import type { Statistics, StatisticsOptions } from './statistics-types.ts';
import { type SpeakerTally, summarise, type Tally } from './tally.ts';
import type { Timeline } from './types.ts';

/** Below this, seconds, a floor transfer is neither gap nor overlap but a sum that is off by its rounding. */
const nothing = 1e-9;

/** Every measure of turn-taking of one conversation, by the definitions that Switchboard's were measured by. */
export function statistics(timeline: Timeline, options: StatisticsOptions = {}): Statistics {
  const definitions = withDefaults(options);
  const { backchannels: rule, joinBelow, dropBelow, shortestPause } = definitions;
  const floor = readFloor(timeline, definitions);
  const offsets = floor.transfers.map(({ offset }) => (Math.abs(offset) < nothing ? 0 : offset));
  const silent = pauses(timeline, { shortest: shortestPause, backchannels: rule });
  const speech = joinIntervals(speechPieces(timeline.utterances), shortestPause);
  const simultaneous = overlaps(timeline, { backchannels: rule, joinBelow, dropBelow });
  const allSimultaneous = overlaps(timeline, { backchannels: 'none', joinBelow, dropBelow });
  const tally: Tally = {
    definitions,
    conversations: 1,
    duration: timeline.duration,
    silence: Math.max(0, timeline.duration - totalLength(speech)),
    pause: silent.map(lengthOf),
    offset: offsets,
    turn: floor.turns.map(lengthOf),
    simultaneous: { count: simultaneous.length, seconds: totalLength(simultaneous) },
    simultaneousWithBackchannels: { count: allSimultaneous.length, seconds: totalLength(allSimultaneous) },
    withinOverlaps: { count: floor.withinOverlaps.length, seconds: totalLength(floor.withinOverlaps) },
    offsetCorrelation: lagOneCorrelation(offsets),
    gapCorrelation: lagOneCorrelation(offsets.filter((offset) => offset > 0)),
    turnOrderEntropy: transitionEntropy(floor.units.map(({ speaker }) => speaker)),
    speakers: speakerTallies(timeline, definitions, floor, silent),
  };
  return summarise(tally);
}

function speakerTallies(
  timeline: Timeline,
  { backchannels: rule, joinBelow, dropBelow }: Required<StatisticsOptions>,
  floor: ReturnType<typeof readFloor>,
  silent: ReturnType<typeof pauses>,
): SpeakerTally[] {
  const units = interPausalUnits(timeline, { joinBelow, dropBelow });
  const backchannels = floorSpeech(timeline, { backchannels: rule }).backchannels;
  return timeline.speakers.map(({ id: speaker }) => {
    const own = timeline.utterances.filter((utterance) => utterance.speaker === speaker);
    const taken = floor.transfers.filter(({ to }) => to === speaker);
    return {
      speaker,
      speech: totalLength(units.filter((unit) => unit.speaker === speaker)),
      words: own.reduce((sum, utterance) => sum + wordCount(utterance), 0),
      turn: floor.turns.filter((turn) => turn.speaker === speaker).map(lengthOf),
      pause: silent.filter(({ before }) => before === speaker).map(lengthOf),
      offset: taken.map(({ offset }) => (Math.abs(offset) < nothing ? 0 : offset)),
      backchannels: backchannels.get(speaker) ?? 0,
      interruptions: own.filter(({ kind }) => kind === 'interruption').length,
      laughter: timeline.events.filter((event) => event.speaker === speaker && event.type === 'laughter')
        .length,
    };
  });
}

function withDefaults({
  backchannels = 'kind',
  units = 'utterances',
  joinBelow = 0.2,
  dropBelow = 0.08,
  shortestPause = 0.05,
}: StatisticsOptions): Required<StatisticsOptions> {
  return { backchannels, units, joinBelow, dropBelow, shortestPause };
}

function lengthOf({ start, end }: { readonly start: number; readonly end: number }): number {
  return end - start;
}
