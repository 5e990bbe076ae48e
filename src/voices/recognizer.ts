import type { Word } from '../timeline/index.ts';

/**
 * Somebody who writes down what they hear while they hear it. One verb: sound in as it comes, words out as soon as
 * they are known.
 *
 * Contract (`recognizerContract` in `duologue/testing` checks it):
 * - sound has the recogniser's `sampleRate`, in pieces of any length; times count from its first sample;
 * - each `words-heard` holds the whole utterance so far and takes the place of the one before it, until one is
 *   `final`: the next then begins a new utterance;
 * - after `utterance-ended` the final words come as soon as they can, and are given even if they are none;
 * - words rise in time and lie inside what was heard; a recogniser that is not `timed` has none, only text;
 * - the parts end when the sound ends, after the last final words; an aborted `signal` rejects with the signal's
 *   reason within .2 s and leaves nothing running;
 * - reading the sound never waits for the words: a slow service falls behind without holding up whoever speaks.
 */
export interface Recognizer extends RecognizerDescription {
  listen(
    sound: AsyncIterable<RecognizerInput>,
    options?: { readonly language?: string; readonly signal?: AbortSignal },
  ): AsyncIterable<RecognizerPart>;
}

export type RecognizerDescription = {
  /** `provider/model`. */
  readonly id: string;
  /** BCP 47; empty: it finds the language itself. */
  readonly languages: readonly string[];
  /** Hz, of what it wants to hear. */
  readonly sampleRate: number;
  /** Gives words while somebody still speaks. Default true. */
  readonly partial?: boolean;
  /** Says when each word was heard. Default true. */
  readonly timed?: boolean;
};

export type RecognizerInput =
  | { readonly type: 'audio-heard'; readonly samples: Float32Array }
  /** Whoever listens to the turn-taking takes this utterance to be over: its final words are wanted now. */
  | { readonly type: 'utterance-ended' };

export type RecognizerPart =
  | {
      readonly type: 'words-heard';
      readonly text: string;
      readonly words: readonly Word[];
      readonly final: boolean;
      /** BCP 47, where the recogniser says which it heard. */
      readonly language?: string;
    }
  | { readonly type: 'warning-raised'; readonly message: string };
