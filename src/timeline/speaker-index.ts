import { type InterPausalUnitOptions, interPausalUnits } from './inter-pausal-units.ts';
import { countBelow } from './intervals.ts';
import type { Timeline } from './types.ts';

/** Who speaks when, as stretches of time in which that does not change. Made once, read often. */
export type SpeakerIndex = readonly SpeakerStretch[];

export type SpeakerStretch = {
  /** The stretch lasts until the next one starts. */
  readonly start: number;
  /** In order of the timeline; empty where nobody speaks. */
  readonly speakers: readonly string[];
};

/** By default a word sounds from its start to its end, and no silence between words is filled. */
export function createSpeakerIndex(
  timeline: Timeline,
  { joinBelow = 0, dropBelow = 0, ...options }: InterPausalUnitOptions = {},
): SpeakerIndex {
  const edges = interPausalUnits(timeline, { joinBelow, dropBelow, ...options }).flatMap(
    ({ speaker, start, end }) => [
      { time: start, speaker, step: 1 },
      { time: end, speaker, step: -1 },
    ],
  );
  edges.sort((one, other) => one.time - other.time);
  const active = new Map<string, number>();
  const index: { start: number; speakers: readonly string[] }[] = [];
  for (const { time, speaker, step } of edges) {
    active.set(speaker, (active.get(speaker) ?? 0) + step);
    const speakers = timeline.speakers.map(({ id }) => id).filter((id) => (active.get(id) ?? 0) > 0);
    const last = index.at(-1);
    if (last !== undefined && last.start === time) last.speakers = speakers;
    else index.push({ start: time, speakers });
  }
  return index;
}

/** Who speaks at a time, by binary search. Speech holds from its start up to, and not at, its end. */
export function speakersAt(timeline: Timeline | SpeakerIndex, time: number): readonly string[] {
  const index = 'version' in timeline ? createSpeakerIndex(timeline) : timeline;
  const after = countBelow(index, time, ({ start }) => start);
  const exact = index[after];
  return (exact?.start === time ? exact : index[after - 1])?.speakers ?? [];
}
