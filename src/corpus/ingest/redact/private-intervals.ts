import type { Interval } from '../../../dsp/index.ts';
import type { DialogueRecord } from '../../record/types.ts';
import type { PrivateSpan } from '../ingest-parts.ts';
import { isTimed } from './find-private.ts';

/** Seconds taken beside the words, where nothing else is said: times of words are off by about as much. */
const margin = 0.03;
/** Of words that were looked for in the sound, or written down by a program: one in fifty is off by more than half of it. */
const wideMargin = 0.12;
/** dB of a voice on another's track from which on it could be understood there. */
const audibleBleed = -50;

/**
 * When spans are heard, for each channel: `own` of its speaker alone, `heard` of whoever is heard on it. A span in an
 * utterance whose words have no times takes all of it. `roughly`: a program timed the words.
 */
export function privateIntervals(
  { speakers, utterances, environment }: Pick<DialogueRecord, 'speakers' | 'utterances' | 'environment'>,
  spans: readonly PrivateSpan[],
  roughly = false,
): { readonly own: readonly (readonly Interval[])[]; readonly heard: readonly (readonly Interval[])[] } {
  const spansOf = spansByUtterance(spans);
  const own = speakers.map(({ id }) => {
    const said = utterances.filter(({ speaker }) => speaker === id);
    const words = said.flatMap((utterance) => utterance.words);
    const intervals = said.flatMap((utterance) =>
      (spansOf.get(utterance.id) ?? []).map(({ from, to }): Interval => {
        const [first, last] = [utterance.words[from], utterance.words[to - 1]];
        if (!isTimed(utterance) || first === undefined || last === undefined) {
          return { start: utterance.start, end: utterance.end };
        }
        if (roughly || first.confidence !== null || last.confidence !== null) {
          return { start: Math.max(0, first.start - wideMargin), end: last.end + wideMargin };
        }
        const before = words.reduce(
          (latest, { end }) => (end <= first.start ? Math.max(latest, end) : latest),
          0,
        );
        const behind = words.reduce(
          (next, { start }) => (start >= last.end ? Math.min(next, start) : next),
          last.end + margin,
        );
        return { start: Math.max(before, first.start - margin), end: Math.max(last.end, behind) };
      }),
    );
    return join(intervals);
  });
  const heard = speakers.map(({ channel }, index) => {
    const bleed =
      environment.tracks.find((track) => track.channel === channel)?.bleed ?? Number.NEGATIVE_INFINITY;
    const hearsAll = environment.setting === 'room' || bleed > audibleBleed;
    return hearsAll ? join(own.flat()) : (own[index] ?? []);
  });
  return { own, heard };
}

export function spansByUtterance(spans: readonly PrivateSpan[]): ReadonlyMap<string, readonly PrivateSpan[]> {
  const found = new Map<string, PrivateSpan[]>();
  for (const span of spans) {
    const own = found.get(span.utterance);
    if (own === undefined) found.set(span.utterance, [span]);
    else own.push(span);
  }
  return found;
}

/** In order of start, those that touch as one. */
function join(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || interval.start > last.end) joined.push(interval);
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, interval.end) };
  }
  return joined;
}
