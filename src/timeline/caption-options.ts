import { TimelineError } from './timeline-error.ts';

/** Widths are in columns: a Chinese, Japanese or Korean character takes two, any other one. */
export type CaptionOptions = {
  /** Columns of a line, 2 or more. Default 42. */
  readonly maxLineLength?: number;
  /** Lines of a cue. Default 2. */
  readonly maxLinesPerCue?: number;
  /** Columns of a cue, without its label. Default 84. */
  readonly maxCharsPerCue?: number;
  /** Milliseconds a cue stays at most. Default 7000. */
  readonly maxCueDurationMs?: number;
  /** Columns from which on a cue ends at the next comma. Default 60. */
  readonly longPhraseCommaBreakChars?: number;
  /** Columns below which a sentence's end does not yet end the cue, unless a pause follows. Default 12. */
  readonly minCharsPerCue?: number;
  /** Seconds of silence inside an utterance that end a cue. Default .6. */
  readonly pauseBreak?: number;
  /**
   * Columns a second that people can read. A cue that is spoken faster stays longer, into the silence of its
   * speaker but never into their next cue. Default 17; `Infinity` ends each cue with its last word.
   */
  readonly readingSpeed?: number;
  /** Whether cues say who speaks. Default true. */
  readonly labels?: boolean;
  /** Whether the listeners' `mm-hm` get cues. Default true. */
  readonly backchannels?: boolean;
};

export function captionDefaults({
  maxLineLength = 42,
  maxLinesPerCue = 2,
  maxCharsPerCue = 84,
  maxCueDurationMs = 7000,
  longPhraseCommaBreakChars = 60,
  minCharsPerCue = 12,
  pauseBreak = 0.6,
  readingSpeed = 17,
  labels = true,
  backchannels = true,
}: CaptionOptions): Required<CaptionOptions> {
  atLeast({ maxLineLength, maxCharsPerCue }, 2);
  atLeast({ maxLinesPerCue, maxCueDurationMs }, 1);
  atLeast({ longPhraseCommaBreakChars, minCharsPerCue, pauseBreak }, 0);
  if (!(readingSpeed > 0)) {
    throw new TimelineError({
      path: 'readingSpeed',
      found: `found ${readingSpeed}`,
      remedy: 'it must be above 0',
    });
  }
  return {
    maxLineLength,
    maxLinesPerCue,
    maxCharsPerCue,
    maxCueDurationMs,
    longPhraseCommaBreakChars,
    minCharsPerCue,
    pauseBreak,
    readingSpeed,
    labels,
    backchannels,
  };
}

function atLeast(values: Readonly<Record<string, number>>, minimum: number): void {
  for (const [path, value] of Object.entries(values)) {
    if (value >= minimum) continue;
    throw new TimelineError({ path, found: `found ${value}`, remedy: `it must be ${minimum} or more` });
  }
}
