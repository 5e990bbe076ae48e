import { byStart } from './intervals.ts';
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
 * The control of right timing in wrong places: the same utterances in the same order, the offsets between
 * them shuffled, and each backchannel somewhere in the conversation where its speaker is silent. Offsets from
 * one speaker to another and within one speaker are shuffled apart, so no one speaks over themselves.
 */
export function shuffledTimingControl(timeline: Timeline, draws: Draws): Timeline {
  const draw = drawer(draws);
  const floor = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
  const steps = floor.slice(1).map((utterance, index) => {
    const before = floor[index] ?? utterance;
    return { same: before.speaker === utterance.speaker, offset: utterance.start - before.end };
  });
  const between = shuffle(
    steps.filter(({ same }) => !same).map(({ offset }) => offset),
    draw,
  );
  const within = shuffle(
    steps.filter(({ same }) => same).map(({ offset }) => offset),
    draw,
  );
  const starts = new Map<string, number>();
  const free = new Map<string, number>();
  let previous: { start: number; end: number } | undefined;
  for (const [index, { id, speaker, start, end }] of floor.entries()) {
    const offset = steps[index - 1]?.same === true ? within : between;
    const wanted = previous === undefined ? start : previous.end + (offset.pop() ?? 0);
    // Order stays as it was: a long overlap drawn after a short utterance would start before it.
    const from = Math.max(wanted, previous?.start ?? 0, free.get(speaker) ?? 0);
    previous = { start: from, end: from + end - start };
    starts.set(id, from);
    free.set(speaker, previous.end);
  }
  const moved = retime(timeline, starts);
  return placeBackchannels(timeline, moved, draw);
}

function placeBackchannels(timeline: Timeline, moved: Timeline, draw: (count: number) => number): Timeline {
  const starts = new Map(moved.utterances.map(({ id, start }) => [id, start]));
  const occupied = new Map<string, Utterance[]>();
  for (const utterance of moved.utterances) {
    occupied.set(utterance.speaker, [...(occupied.get(utterance.speaker) ?? []), utterance]);
  }
  for (const backchannel of timeline.utterances) {
    if (backchannel.kind !== 'backchannel') continue;
    const length = backchannel.end - backchannel.start;
    const own = occupied.get(backchannel.speaker) ?? [];
    const place = freePlace(own, length, moved.duration, draw);
    if (place === undefined) continue;
    starts.set(backchannel.id, place);
    occupied.set(
      backchannel.speaker,
      [...own, { ...backchannel, start: place, end: place + length }].toSorted(byStart),
    );
  }
  return retime(timeline, starts, moved.duration);
}

/** Anywhere between a speaker's own utterances, every millisecond as likely; `undefined` where nothing fits. */
function freePlace(
  own: readonly Utterance[],
  length: number,
  duration: number,
  draw: (count: number) => number,
): number | undefined {
  const holes: { start: number; room: number }[] = [];
  let end = 0;
  for (const utterance of [...own, { start: duration, end: duration }]) {
    const room = Math.floor((utterance.start - end - length) * 1000);
    if (room > 0) holes.push({ start: end, room });
    end = Math.max(end, utterance.end);
  }
  let position = draw(
    Math.max(
      1,
      holes.reduce((sum, { room }) => sum + room, 0),
    ),
  );
  for (const { start, room } of holes) {
    if (position < room) return start + position / 1000;
    position -= room;
  }
  return undefined;
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
