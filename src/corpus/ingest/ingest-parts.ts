import type { Audio } from '../../dsp/index.ts';
import type { EventType, Word } from '../../timeline/index.ts';

/** A stretch of speech in a transcript that somebody made before. Seconds on the recording's clock. */
export type TranscriptSegment = {
  /** As the transcript names them; `null` where it does not. */
  readonly speaker: string | null;
  /** From 0; `null` where it does not say. */
  readonly channel: number | null;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Empty where only the segment is timed. */
  readonly words: readonly Word[];
};

export type ImportedTranscript = {
  /** In order of `start`. */
  readonly segments: readonly TranscriptSegment[];
  readonly events: readonly TranscriptEvent[];
  readonly warnings: readonly string[];
};

export type TranscriptEvent = {
  readonly type: EventType;
  readonly speaker: string | null;
  readonly channel: number | null;
  readonly start: number;
  readonly end: number;
};

/** Finds when the words of a known text are heard. */
export interface ForcedAligner extends AsyncDisposable {
  /** One word for each of `splitWords(text)`, rising, inside the audio. `confidence` says how well it fits. */
  align(
    audio: Audio,
    request: { readonly text: string; readonly language: string; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly Word[]>;
}

/** What is said of somebody that must not be kept: where it stands in the words, and what it is. */
export type PrivateSpan = {
  readonly utterance: string;
  /** Index of the first word, and of the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly what: 'number' | 'e-mail' | 'name' | 'wordless';
};
