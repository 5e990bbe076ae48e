import type { Interval, MultichannelAudio } from '../../../dsp/index.ts';
import { splitWords, type Word } from '../../../timeline/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import type { ForcedAligner, TranscriptSegment } from '../ingest-parts.ts';
import { cutSound, type WantedSound } from './cut-sound.ts';

export type TimeWordsOptions = {
  readonly segments: readonly (readonly TranscriptSegment[])[];
  /** When each track is heard to speak. */
  readonly speech: readonly (readonly Interval[])[];
  /** BCP 47, of each track. */
  readonly languages: readonly (string | null)[];
  readonly sound: AsyncIterable<MultichannelAudio>;
  readonly aligner: ForcedAligner;
  readonly align: 'missing' | 'all' | 'none';
  /** Median of how well words fit from which on those of a segment are found, 0 to 1; those that are not keep what the transcript says. */
  readonly leastSure: (channel: number, index: number) => number;
  readonly duration: number;
  readonly signal: AbortSignal | undefined;
};

export type TimedSegments = {
  readonly segments: readonly (readonly TranscriptSegment[])[];
  /** How well each aligned word fits what is heard, 0 to 1. */
  readonly confidences: readonly number[];
};

/** Hz at which words are looked for. */
const rate = 16_000;
/** Seconds that a segment may begin late or end early, and that are listened to beside it. */
const [reach, margin] = [0.6, 0.1];
/** Seconds of the longest segment whose words are looked for: with more, one is lost among the others. */
const longest = 180;

type Wanted = WantedSound & { readonly index: number };

/** Gives each word its time: the transcript's where that is to be kept, else that at which it is heard. */
export async function timeWords(options: TimeWordsOptions): Promise<TimedSegments> {
  const { segments, speech, languages, sound, aligner, align, leastSure, duration, signal } = options;
  const wanted: Wanted[] = segments.flatMap((own, channel) =>
    own.flatMap((segment, index) => {
      const isWanted = align === 'all' || (align === 'missing' && segment.words.length === 0);
      if (!isWanted || splitWords(segment.text).length === 0) return [];
      const span = spanOf(own, index, speech[channel] ?? [], duration);
      if (span.end - span.start > longest) {
        throw new CorpusError(
          `A segment of the transcript goes from ${segment.start.toFixed(1)} s to ${segment.end.toFixed(1)} s: words are looked for in at most ${longest} s. Part it, or leave its words without times (align: none).`,
        );
      }
      return span.end > span.start ? [{ ...span, channel, index }] : [];
    }),
  );
  const timed = segments.map((own) => [...own]);
  const confidences: number[] = [];
  if (wanted.length === 0) return { segments: timed, confidences };
  for await (const { wanted: one, audio } of cutSound(sound, wanted, rate)) {
    signal?.throwIfAborted();
    const own = timed[one.channel];
    const segment = own?.[one.index];
    if (own === undefined || segment === undefined) continue;
    const language = languages[one.channel] ?? '';
    const found = await aligner.align(audio, { text: segment.text, language, signal });
    const words = found.map((word): Word => moved(word, one.start));
    const sure = words.map(({ confidence = 0 }) => confidence);
    confidences.push(...sure);
    const isFound =
      (sure.toSorted((a, b) => a - b)[sure.length >> 1] ?? 0) >= leastSure(one.channel, one.index);
    own[one.index] = isFound ? withWords(segment, words) : segment;
  }
  return { segments: timed, confidences };
}

function moved({ text, start, end, confidence }: Word, by: number): Word {
  const times = { text, start: by + start, end: by + end };
  return confidence === undefined ? times : { ...times, confidence };
}

function withWords(segment: TranscriptSegment, words: readonly Word[]): TranscriptSegment {
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return segment;
  return { ...segment, start: first.start, end: last.end, words };
}

/** A segment with the speech at its edges that it cuts through, up to its speaker's other segments. */
function spanOf(
  own: readonly TranscriptSegment[],
  index: number,
  speech: readonly Interval[],
  duration: number,
): Interval {
  const { start, end } = own[index] ?? { start: 0, end: 0 };
  const after = own[index - 1]?.end ?? 0;
  const before = own[index + 1]?.start ?? duration;
  let [from, to] = [start, end];
  for (const unit of speech) {
    if (unit.end <= start - reach || unit.start >= end + reach) continue;
    if (unit.start < from && unit.end > start - 0.1) from = Math.max(unit.start, start - reach);
    if (unit.end > to && unit.start < end + 0.1) to = Math.min(unit.end, end + reach);
  }
  from = Math.max(0, Math.min(start, Math.max(after, from - margin)));
  to = Math.min(duration, Math.max(end, Math.min(before, to + margin)));
  return { start: from, end: to };
}
