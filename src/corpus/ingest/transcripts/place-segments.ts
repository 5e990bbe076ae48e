import type { Interval } from '../../../dsp/index.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';

/**
 * The segments of each channel, in order of start. A segment is of the channel that the transcript names, unless it
 * names one and the same for several speakers; a speaker who is on none is on that where the most of what they say is
 * heard; and so is what nobody is said to say. `speech` is when each channel is heard to speak.
 */
export function placeSegments(
  segments: readonly TranscriptSegment[],
  speech: readonly (readonly Interval[])[],
): readonly (readonly TranscriptSegment[])[] {
  const placed = speech.map((): TranscriptSegment[] => []);
  const speakers = new Set(segments.map(({ speaker }) => speaker));
  const channels = new Set(segments.map(({ channel }) => channel));
  const tellsChannels = channels.size > 1 || speakers.size === 1;
  const unplaced = new Map<string, TranscriptSegment[]>();
  for (const [index, segment] of segments.entries()) {
    const own = tellsChannels ? placed[segment.channel ?? -1] : undefined;
    if (own !== undefined) {
      own.push(segment);
      continue;
    }
    const key = segment.speaker === null ? `${index}` : `of ${segment.speaker}`;
    const group = unplaced.get(key);
    if (group === undefined) unplaced.set(key, [segment]);
    else group.push(segment);
  }
  for (const own of unplaced.values()) {
    const common = speech.map((intervals) => commonLength(own, intervals));
    placed[common.indexOf(Math.max(...common))]?.push(...own);
  }
  return placed.map((own) => own.toSorted((a, b) => a.start - b.start || a.end - b.end));
}

function commonLength(segments: readonly TranscriptSegment[], speech: readonly Interval[]): number {
  let sum = 0;
  for (const segment of segments) {
    for (const { start, end } of speech) {
      sum += Math.max(0, Math.min(end, segment.end) - Math.max(start, segment.start));
    }
  }
  return sum;
}
