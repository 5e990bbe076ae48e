import type { Interval } from '../../../dsp/index.ts';
import type { TranscriptEvent, TranscriptSegment } from '../ingest-parts.ts';
import { placeSegments } from '../transcripts/place-segments.ts';

export type PlacedTranscript = {
  /** Of each track, in order of start. */
  readonly segments: readonly (readonly TranscriptSegment[])[];
  readonly events: readonly (TranscriptEvent & { readonly channel: number | null })[];
  /** How much better the tracks fit than they would the other way round, -1 to 1; `null` where nothing was said. */
  readonly tracks: number | null;
};

/**
 * What was said on each track: where the transcript names tracks, on those, else where its speakers are heard. Two
 * speakers are on two tracks, though both be heard on one.
 */
export function placeSpeakers(
  segments: readonly TranscriptSegment[],
  events: readonly TranscriptEvent[],
  speech: readonly (readonly Interval[])[],
): PlacedTranscript {
  const speakers = [...new Set(segments.flatMap(({ speaker }) => speaker ?? []))];
  const channels = new Set(segments.map(({ channel }) => channel));
  const namesTracks = channels.size > 1 || (!channels.has(null) && speakers.length < 2);
  const [one, other] = speakers;
  const found = new Map<string, number>();
  if (!namesTracks && one !== undefined && other !== undefined) {
    const parted = [one, other].map((name) => segments.filter(({ speaker }) => speaker === name));
    const isStraight = fitOf(parted, speech) >= 0;
    found.set(one, isStraight ? 0 : 1);
    found.set(other, isStraight ? 1 : 0);
  }
  const place = <Item extends { readonly speaker: string | null; readonly channel: number | null }>(
    item: Item,
  ): Item => ({ ...item, channel: found.get(item.speaker ?? '') ?? item.channel });
  const placed = placeSegments(segments.map(place), speech);
  const ofSpeaker = new Map(
    placed.flatMap((own, channel) => own.map(({ speaker }) => [speaker, channel] as const)),
  );
  return {
    segments: placed,
    events: events.map((event) => {
      const channel =
        place(event).channel ?? (event.speaker === null ? undefined : ofSpeaker.get(event.speaker));
      return { ...event, channel: channel === undefined || channel >= speech.length ? null : channel };
    }),
    tracks: segments.length === 0 ? null : fitOf(placed, speech),
  };
}

/** Seconds in common as they are less those the other way round, as a share of both. */
function fitOf(segments: readonly (readonly Interval[])[], speech: readonly (readonly Interval[])[]): number {
  const straight = segments.reduce((sum, own, channel) => sum + common(own, speech[channel] ?? []), 0);
  const crossed = segments.reduce((sum, own, channel) => sum + common(own, speech[1 - channel] ?? []), 0);
  return straight + crossed === 0 ? 0 : (straight - crossed) / (straight + crossed);
}

/** Seconds that two lists, each in order of start, have in common. */
export function common(one: readonly Interval[], other: readonly Interval[]): number {
  let sum = 0;
  let from = 0;
  for (const { start, end } of one) {
    while (from < other.length && (other[from]?.end ?? 0) <= start) from += 1;
    for (let index = from; index < other.length; index++) {
      const at = other[index];
      if (at === undefined || at.start >= end) break;
      sum += Math.max(0, Math.min(at.end, end) - Math.max(at.start, start));
    }
  }
  return sum;
}
