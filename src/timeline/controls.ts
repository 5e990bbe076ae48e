import { groupBy } from './group-by.ts';
import type { Timeline, TimelineEvent, Utterance } from './types.ts';

/** Whole numbers from 0 up to, not including, `count`: from a seeded generator, or from numbers in [0, 1). */
export type Draws = readonly number[] | ((count: number) => number);

/**
 * The control of no timing at all: the same utterances one after another, `gap` seconds apart, without the
 * backchannels, as a tool does that joins clips.
 */
export function fixedGapControl(timeline: Timeline, gap = 0.3): Timeline {
  const floor = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
  const starts = new Map<string, number>();
  let time = floor[0]?.start ?? 0;
  for (const { id, start, end } of floor) {
    starts.set(id, time);
    time += end - start + gap;
  }
  return retime(timeline, starts);
}

/**
 * The control of right material in wrong places: each speaker says the same in the same order and is silent
 * for the same stretches, but those come in another order, so that nobody listens to anybody. Each track alone
 * stays as human as it was; what two people make together is gone.
 */
export function shuffledTimingControl(timeline: Timeline, draws: Draws): Timeline {
  const draw = drawer(draws);
  const starts = new Map<string, number>();
  for (const own of groupBy(timeline.utterances, ({ speaker }) => speaker).values()) {
    const silences: number[] = [];
    let end = 0;
    for (const utterance of own) {
      silences.push(Math.max(0, utterance.start - end));
      end = Math.max(end, utterance.end);
    }
    silences.push(Math.max(0, timeline.duration - end));
    const shuffled = shuffle(silences, draw);
    let time = 0;
    for (const [index, utterance] of own.entries()) {
      time += shuffled[index] ?? 0;
      starts.set(utterance.id, time);
      time += utterance.end - utterance.start;
    }
  }
  return retime(timeline, starts, timeline.duration);
}

/** Utterances moved to new starts, those without one left out, and each speaker's events with what they say. */
function retime(timeline: Timeline, starts: ReadonlyMap<string, number>, atLeast = 0): Timeline {
  const utterances = timeline.utterances
    .flatMap((utterance) => {
      const start = starts.get(utterance.id);
      return start === undefined ? [] : [shift(utterance, start - utterance.start, starts)];
    })
    .toSorted((one, other) => one.start - other.start);
  const events = timeline.events.flatMap((event) => shiftEvent(timeline, event, starts));
  const end = [...utterances, ...events].reduce((latest, item) => Math.max(latest, item.end), atLeast);
  const sorted = events.toSorted((one, other) => one.start - other.start);
  return { ...timeline, duration: end, utterances, events: sorted };
}

function shift(utterance: Utterance, by: number, starts: ReadonlyMap<string, number>): Utterance {
  const { anchor, ...rest } = utterance;
  return {
    ...rest,
    start: utterance.start + by,
    end: utterance.end + by,
    words: utterance.words.map((word) => ({ ...word, start: word.start + by, end: word.end + by })),
    ...(anchor !== undefined && starts.has(anchor.utterance) ? { anchor } : {}),
  };
}

function shiftEvent(
  { utterances }: Timeline,
  event: TimelineEvent,
  starts: ReadonlyMap<string, number>,
): TimelineEvent[] {
  if (event.speaker === undefined) return [];
  const middle = (event.start + event.end) / 2;
  const host = utterances.find(
    ({ speaker, start, end }) => speaker === event.speaker && start <= middle && middle <= end,
  );
  const start = host === undefined ? undefined : starts.get(host.id);
  if (host === undefined || start === undefined) return [];
  const by = start - host.start;
  return [{ ...event, start: Math.max(0, event.start + by), end: event.end + by }];
}

/** Fisher and Yates's. */
function shuffle(values: readonly number[], draw: (count: number) => number): number[] {
  const shuffled = [...values];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = draw(index + 1);
    const value = shuffled[index] ?? 0;
    shuffled[index] = shuffled[other] ?? 0;
    shuffled[other] = value;
  }
  return shuffled;
}

function drawer(draws: Draws): (count: number) => number {
  if (typeof draws === 'function') return draws;
  let next = 0;
  return (count) => {
    const value = draws.length === 0 ? 0 : (draws[next % draws.length] ?? 0);
    next += 1;
    return Math.min(count - 1, Math.max(0, Math.floor(value * count)));
  };
}
