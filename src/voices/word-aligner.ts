import type { Audio } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';

/**
 * Finds when known words are heard. The texts of the result are the words that were given, all of them, in order;
 * times rise and lie inside the audio. An aborted `signal` rejects with its reason.
 */
export interface WordAligner {
  readonly name: string;
  align(
    audio: Audio,
    words: readonly string[],
    options?: { readonly language?: string; readonly signal?: AbortSignal },
  ): Promise<readonly Word[]>;
}

/** Writes down what is said in a recording. The words are its own; `createTranscriptAligner` fits them to known ones. */
export interface Transcriber {
  readonly name: string;
  transcribe(
    audio: Audio,
    options?: { readonly language?: string; readonly signal?: AbortSignal },
  ): Promise<Transcript>;
}

export type Transcript = {
  readonly text: string;
  /** In order of `start`. Empty where the transcriber does not time words. */
  readonly words: readonly Word[];
  /** BCP 47, where it was heard. */
  readonly language?: string;
};
