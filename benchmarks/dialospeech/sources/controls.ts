import { addScaled, type Random } from 'duologue/dsp';
import { fixedGapControl, shuffledTimingControl, type Timeline, type Utterance } from 'duologue/timeline';
import type { Performance } from '../performance.ts';

/** Seconds between two turns of a tool that joins clips. */
const fixedGap = 0.3;

/** The same utterances a fixed gap apart, without backchannels. */
export function withFixedGap(performance: Performance): Performance {
  return placedAs(performance, fixedGapControl(performance.timeline, fixedGap));
}

/** Each speaker's silences in another order: nobody listens to anybody. */
export function withShuffledSilences(performance: Performance, random: Random): Performance {
  return placedAs(
    performance,
    shuffledTimingControl(performance.timeline, (count) => random.integer(count)),
  );
}

/**
 * Turns in the same order with the same offsets between them, but those in another order: how long people wait is right,
 * for what they wait is not. Backchannels keep their distance from the turn that they are said in.
 */
export function withShuffledOffsets(performance: Performance, random: Random): Performance {
  return placedAs(performance, shuffleOffsets(performance.timeline, random));
}

/** Seconds that nobody's next utterance may begin before the last one's end. */
const breath = 0.05;

export function shuffleOffsets(timeline: Timeline, random: Random): Timeline {
  const turns = timeline.utterances.filter(({ kind }) => kind !== 'backchannel');
  const transfers = turns.flatMap((turn, index) => {
    const before = turns[index - 1];
    return before !== undefined && before.speaker !== turn.speaker ? [turn.start - before.end] : [];
  });
  const drawn = shuffled(transfers, random);
  const moves = new Map<string, number>();
  const ends = new Map<string, number>();
  let [lastEnd, taken] = [0, 0];
  for (const [index, turn] of turns.entries()) {
    const before = turns[index - 1];
    const changes = before !== undefined && before.speaker !== turn.speaker;
    const offset = changes ? (drawn[taken++] ?? 0) : turn.start - (before?.end ?? 0);
    const earliest = (ends.get(turn.speaker) ?? -breath) + breath;
    const start = Math.max(0, earliest, lastEnd + offset);
    lastEnd = start + turn.end - turn.start;
    ends.set(turn.speaker, lastEnd);
    moves.set(turn.id, start - turn.start);
  }
  const utterances = timeline.utterances
    .map((utterance) => moved(utterance, moves.get(utterance.id) ?? moves.get(hostOf(utterance, turns)) ?? 0))
    .toSorted((a, b) => a.start - b.start);
  const duration = utterances.reduce((latest, { end }) => Math.max(latest, end), 0);
  return { ...timeline, utterances, events: [], duration };
}

/** The turn of the other that goes on when a backchannel begins, or was the last to begin. */
function hostOf({ speaker, start }: Utterance, turns: readonly Utterance[]): string {
  return turns.findLast((turn) => turn.speaker !== speaker && turn.start <= start)?.id ?? turns[0]?.id ?? '';
}

function moved(utterance: Utterance, by: number): Utterance {
  const start = Math.max(0, utterance.start + by);
  const move = start - utterance.start;
  return {
    ...utterance,
    start,
    end: utterance.end + move,
    words: utterance.words.map((word) => ({ ...word, start: word.start + move, end: word.end + move })),
  };
}

function shuffled(values: readonly number[], random: Random): number[] {
  return values
    .map((value) => ({ value, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** Seconds that sound before and behind what is said, where nothing else of the speaker is nearer. */
const around = 0.1;

/** The sounds of a performance where another timeline has its utterances; what that leaves out is not heard. */
export function placedAs(performance: Performance, timeline: Timeline): Performance {
  const { sampleRate } = performance;
  const before = new Map(performance.timeline.utterances.map((utterance) => [utterance.id, utterance]));
  const frames = Math.ceil((timeline.duration + around) * sampleRate);
  const tracks = performance.tracks.map(() => new Float32Array(frames));
  for (const { id, speaker, start } of timeline.utterances) {
    const was = before.get(id);
    const channel = timeline.speakers.find((each) => each.id === speaker)?.channel ?? 0;
    const [from, to] = [performance.tracks[channel], tracks[channel]];
    if (was === undefined || from === undefined || to === undefined) continue;
    const { begin, end } = roomOf(was, performance.timeline);
    const place = Math.round((start + begin - was.start) * sampleRate);
    const first = Math.round(begin * sampleRate) + Math.max(0, -place);
    const piece = from.subarray(first, Math.round(end * sampleRate));
    addScaled(to, piece.subarray(0, Math.max(0, frames - Math.max(0, place))), Math.max(0, place), 1);
  }
  const { pace: _, ...same } = performance;
  return { ...same, tracks, timeline: { ...timeline, duration: frames / sampleRate }, seams: [] };
}

/** Where an utterance's sound lies on its track: halfway to its speaker's neighbours at most. */
function roomOf(utterance: Utterance, { utterances }: Timeline): { begin: number; end: number } {
  const others = utterances.filter(({ id, speaker }) => speaker === utterance.speaker && id !== utterance.id);
  const earlier = Math.max(0, ...others.map(({ end }) => end).filter((end) => end <= utterance.start));
  const later = Math.min(
    Number.POSITIVE_INFINITY,
    ...others.map(({ start }) => start).filter((start) => start >= utterance.end),
  );
  return {
    begin: Math.max(utterance.start - around, (earlier + utterance.start) / 2),
    end: Math.min(utterance.end + around, (later + utterance.end) / 2),
  };
}
