import { type LineLimits, layOutLines, widthOfWords } from './caption-lines.ts';
import { type CaptionOptions, captionDefaults } from './caption-options.ts';
import { type CaptionWord, captionWords, cleanText } from './caption-words.ts';
import { groupBy } from './group-by.ts';
import { endsClause, endsSentence } from './sentences.ts';
import { speakerName } from './speech.ts';
import { textWidth } from './text-width.ts';
import type { Timeline, Utterance, UtteranceKind } from './types.ts';

/** What one speaker says, for as long as it is shown. */
export type CaptionCue = {
  readonly speaker: string;
  /** The speaker's name, or their id. */
  readonly name: string;
  readonly kind: UtteranceKind;
  readonly utterance: string;
  /** Seconds, whole milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Plain text, not escaped. */
  readonly lines: readonly string[];
};

/**
 * Cues in order of start. Two speakers never share one: where they overlap, so do their cues. Those of one
 * speaker never do.
 */
export function captionCues(timeline: Timeline, options: CaptionOptions = {}): readonly CaptionCue[] {
  return cuesWithLabels(timeline, options, () => '');
}

/** Cues whose first lines leave room for a label of the given text. */
export function cuesWithLabels(
  timeline: Timeline,
  options: CaptionOptions,
  labelOf: (name: string) => string,
): readonly CaptionCue[] {
  const limits = captionDefaults(options);
  const shown = timeline.utterances.filter(({ kind }) => limits.backchannels || kind !== 'backchannel');
  const cues = [...groupBy(shown, ({ speaker }) => speaker)].flatMap(([speaker, own]) => {
    const name = cleanText(speakerName(timeline, speaker) ?? speaker) || speaker;
    const width = textWidth(labelOf(name));
    // A label that would leave less than half of a line is not counted: it has to stand out of it.
    const labelWidth = limits.labels && width <= limits.maxLineLength / 2 ? width : 0;
    const drafts = own.flatMap((utterance) => {
      return draftsOf(utterance, limits, { maxLineLength: limits.maxLineLength, labelWidth });
    });
    return timeDrafts(drafts, limits, timeline.duration).map((cue) => ({ speaker, name, ...cue }));
  });
  return cues.toSorted((one, other) => one.start - other.start || one.end - other.end);
}

type Draft = {
  readonly kind: UtteranceKind;
  readonly utterance: string;
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly lines: readonly string[];
};

function draftsOf(utterance: Utterance, limits: Required<CaptionOptions>, lineLimits: LineLimits): Draft[] {
  const widest = Math.min(limits.maxLineLength - lineLimits.labelWidth, limits.maxCharsPerCue);
  const words = captionWords(utterance, widest);
  const drafts: Draft[] = [];
  let from = 0;
  while (from < words.length) {
    const to = endOfCue(words, from, limits, lineLimits);
    const own = words.slice(from, to);
    drafts.push({
      kind: utterance.kind,
      utterance: utterance.id,
      start: own[0]?.start ?? utterance.start,
      end: own.reduce((latest, word) => Math.max(latest, word.end), 0),
      width: widthOfWords(own),
      lines: layOutLines(own, lineLimits, limits.maxLinesPerCue) ?? [own.map(({ text }) => text).join(' ')],
    });
    from = to;
  }
  return drafts;
}

/** The index after the last word of the cue that starts at `from`. */
function endOfCue(
  words: readonly CaptionWord[],
  from: number,
  limits: Required<CaptionOptions>,
  lineLimits: LineLimits,
): number {
  const first = words[from];
  let width = 0;
  let to = from;
  for (; to < words.length; to++) {
    const word = words[to];
    if (word === undefined || first === undefined) break;
    const cue = words.slice(from, to + 1);
    width = widthOfWords(cue);
    const tooLong = (word.end - first.start) * 1000 > limits.maxCueDurationMs;
    const fits =
      width <= limits.maxCharsPerCue && layOutLines(cue, lineLimits, limits.maxLinesPerCue) !== undefined;
    if (to > from && (tooLong || !fits)) return bestBreak(words, from, to);
    const next = words[to + 1];
    if (next === undefined) break;
    const pause = next.start - word.end;
    if (pause >= limits.pauseBreak) return to + 1;
    const long = width >= limits.minCharsPerCue || pause >= limits.pauseBreak / 2;
    if (long && endsSentence(word.text, next.text)) return to + 1;
    if (width >= limits.longPhraseCommaBreakChars && endsClause(word.text)) return to + 1;
  }
  return Math.min(to + 1, words.length);
}

/**
 * Where to break words `from` to `full` (which has no room any more): after the last sentence or clause in
 * the second half, else at the longest silence there, else as late as possible.
 */
function bestBreak(words: readonly CaptionWord[], from: number, full: number): number {
  const half = from + Math.ceil((full - from) / 2);
  let longest = 0.12;
  let silence = full;
  for (let to = full; to >= half; to--) {
    const word = words[to - 1];
    const next = words[to];
    if (word === undefined || next === undefined) continue;
    if (endsClause(word.text) || endsSentence(word.text, next.text)) return to;
    if (next.start - word.end > longest) {
      longest = next.start - word.end;
      silence = to;
    }
  }
  return silence;
}

type TimedDraft = Omit<CaptionCue, 'speaker' | 'name'>;

/** Whole milliseconds, each cue at least one long, none before the one before it has ended. */
function timeDrafts(
  drafts: readonly Draft[],
  limits: Required<CaptionOptions>,
  duration: number,
): TimedDraft[] {
  const ordered = drafts.toSorted((one, other) => one.start - other.start);
  const cues: TimedDraft[] = [];
  let free = 0;
  for (const [index, { start, end, width, kind, utterance, lines }] of ordered.entries()) {
    const from = Math.max(free, Math.round(start * 1000));
    const next = ordered[index + 1];
    const spoken = Math.max(from + 1, Math.round(end * 1000));
    const read = Math.min(from + (width / limits.readingSpeed) * 1000, duration * 1000);
    const latest = from + Math.floor(limits.maxCueDurationMs);
    const room = next === undefined ? Number.POSITIVE_INFINITY : Math.round(next.start * 1000);
    const until = Math.max(from + 1, Math.min(Math.max(spoken, Math.round(read)), latest, room));
    cues.push({ kind, utterance, start: from / 1000, end: until / 1000, lines });
    free = until;
  }
  return cues;
}
