import type { BrainRequest } from '../voices/index.ts';
import type { LiveNotice } from './live-notice.ts';

/** What the session is to do. It does each in order and tells what comes of it as events. */
export type LiveEffect =
  | { readonly type: 'ask-brain'; readonly reply: string; readonly request: BrainRequest }
  /** Nobody will hear any more of it: stop its brain and its voice, forget its sound. */
  | { readonly type: 'drop-reply'; readonly reply: string }
  | {
      readonly type: 'voice-phrase';
      readonly reply: string;
      readonly phrase: number;
      readonly text: string;
      readonly language: string;
    }
  /** From so many seconds into its sound, and on through every phrase of it as they come. */
  | { readonly type: 'play-reply'; readonly reply: string; readonly from: number }
  /** Of whatever plays: a gain reached in so many seconds. */
  | { readonly type: 'set-level'; readonly gain: number; readonly within: number }
  /** Silent at the end of this syllable, at the latest in so many seconds; keeps its place. */
  | { readonly type: 'hold-playing'; readonly reply: string; readonly within: number }
  /** The same, for good: what was buffered is never heard. Answered by `playback-stopped`. */
  | { readonly type: 'stop-playing'; readonly reply: string; readonly within: number }
  | { readonly type: 'play-backchannel'; readonly text: string; readonly language: string }
  /** To the recogniser: the user's utterance is over, its last words are wanted. */
  | { readonly type: 'end-utterance' }
  | {
      readonly type: 'run-tool';
      readonly reply: string;
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'tell'; readonly notice: LiveNotice }
  | { readonly type: 'close-session'; readonly reason: string };
