import type { Audio } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';

/**
 * Finds when known words are heard. The texts of the result are the words that were given, all of them, in order;
 * times rise and lie inside the audio. No words are no work. An aborted `signal` rejects with its reason within .2 s.
 * `wordAlignerContract` in `duologue/testing` checks it.
 */
export interface WordAligner {
  readonly name: string;
  align(
    audio: Audio,
    words: readonly string[],
    options?: { readonly language?: string; readonly signal?: AbortSignal },
  ): Promise<readonly Word[]>;
  /**
   * Begins what can be done before the audio is there, while a service is still asked for it: what is returned aligns
   * it. `align` alone is enough. Nothing is thrown before the audio is given, and nothing is kept of it if it never is.
   */
  expect?(
    words: readonly string[],
    options?: { readonly language?: string; readonly signal?: AbortSignal },
  ): (audio: Audio) => Promise<readonly Word[]>;
}

/**
 * Writes down what is said in a recording. The words are its own; `createTranscriptAligner` fits them to known ones.
 * Times rise and lie inside the audio; a recording without a sample is an empty transcript and no request. An aborted
 * `signal` rejects with its reason within .2 s. `transcriberContract` in `duologue/testing` checks it.
 */
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
