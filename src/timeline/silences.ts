import { type FloorSpeechOptions, floorSpeech } from './floor-speech.ts';
import { type InterPausalUnitOptions, interPausalUnits } from './inter-pausal-units.ts';
import type { SpeechPiece } from './speech.ts';
import type { Timeline } from './types.ts';

/** Nobody speaks. At the head of a timeline nobody spoke before, at its tail nobody speaks after. */
export type Silence = {
  readonly start: number;
  readonly end: number;
  /** Who spoke last before it. */
  readonly before?: string;
  /** Who speaks first after it. */
  readonly after?: string;
};

export type SilenceOptions = FloorSpeechOptions & {
  /** Seconds a silence must last to count. */
  readonly shortest?: number;
};

/** All joint silence, with that before the first word and after the last. Backchannels are speech here. */
export function silences(
  timeline: Timeline,
  { shortest = 0, backchannels = 'none' }: SilenceOptions = {},
): readonly Silence[] {
  return silencesBetween(floorSpeech(timeline, { backchannels }).pieces, timeline.duration, shortest);
}

/** Joint silence from .05 s on with the same speaker on both sides. Backchannels do not break it. */
export function pauses(
  timeline: Timeline,
  { shortest = 0.05, backchannels = 'kind' }: SilenceOptions = {},
): readonly Silence[] {
  return silences(timeline, { shortest, backchannels }).filter(
    ({ before, after }) => before !== undefined && before === after,
  );
}

/** Joint silence between two speakers. Backchannels do not break it. */
export function gaps(
  timeline: Timeline,
  { shortest = 0, backchannels = 'kind' }: SilenceOptions = {},
): readonly Silence[] {
  return silences(timeline, { shortest, backchannels }).filter(
    ({ before, after }) => before !== undefined && after !== undefined && before !== after,
  );
}

/** `pieces` must be in order of start. */
function silencesBetween(
  pieces: readonly SpeechPiece[],
  duration: number,
  shortest: number,
): readonly Silence[] {
  const found: Silence[] = [];
  const add = (silence: Silence): void => {
    const length = silence.end - silence.start;
    // A sum of seconds is off by less than a nanosecond; a pause of .05 s must not be lost to that.
    if (length > 0 && length >= shortest - 1e-9) found.push(silence);
  };
  let end = 0;
  let before: string | undefined;
  for (const piece of pieces) {
    if (piece.start > end) {
      const after = piece.speaker;
      add({ start: end, end: piece.start, ...(before === undefined ? {} : { before }), after });
    }
    if (piece.end >= end || before === undefined) {
      before = piece.speaker;
      end = Math.max(end, piece.end);
    }
  }
  add({ start: end, end: duration, ...(before === undefined ? {} : { before }) });
  return found;
}

/** More than one speaker is heard. */
export type Overlap = {
  readonly start: number;
  readonly end: number;
  /** All who are heard in it, in order of the timeline. */
  readonly speakers: readonly string[];
};

/** Simultaneous speech, each as long as at least two are heard. Backchannels are left out by default. */
export function overlaps(
  timeline: Timeline,
  { backchannels = 'kind', ...options }: InterPausalUnitOptions = {},
): readonly Overlap[] {
  const edges: { time: number; speaker: string; step: 1 | -1 }[] = [];
  for (const { speaker, start, end } of interPausalUnits(timeline, { ...options, backchannels })) {
    edges.push({ time: start, speaker, step: 1 }, { time: end, speaker, step: -1 });
  }
  // What ends at the moment where another starts does not overlap it.
  edges.sort((one, other) => one.time - other.time || one.step - other.step);
  const found: Overlap[] = [];
  const active = new Set<string>();
  const heard = new Set<string>();
  let start = 0;
  for (const { time, speaker, step } of edges) {
    const before = active.size;
    if (step === 1) active.add(speaker);
    else active.delete(speaker);
    if (active.size > 1) for (const name of active) heard.add(name);
    if (before < 2 && active.size === 2) start = time;
    if (before === 2 && active.size < 2) {
      const speakers = timeline.speakers.map(({ id }) => id).filter((id) => heard.has(id));
      found.push({ start, end: time, speakers });
      heard.clear();
    }
  }
  return found;
}
