import type { Word } from '../timeline/index.ts';
import type { HeardSound } from './heard-frame.ts';
import type { OverlapVerdict } from './overlap.ts';

/** What has happened, for whoever watches: the recorder of the timeline, a protocol, a page. Seconds of the session. */
export type LiveNotice =
  /** Sound of the user that may be speech. Nothing has been decided. */
  | { readonly type: 'sound-started'; readonly at: number }
  | {
      readonly type: 'user-turn-started';
      readonly turn: string;
      readonly start: number;
      readonly interrupting: boolean;
    }
  | {
      readonly type: 'user-words-heard';
      readonly turn?: string;
      readonly text: string;
      readonly words: readonly Word[];
      readonly final: boolean;
    }
  /** `taken`: it was for the agent, and will be answered. */
  | {
      readonly type: 'user-turn-ended';
      readonly turn: string;
      readonly start: number;
      readonly end: number;
      readonly text: string;
      readonly words: readonly Word[];
      readonly language?: string;
      readonly taken: boolean;
    }
  /** The user went on after all: what was ended has begun again. */
  | { readonly type: 'user-turn-reopened'; readonly turn: string }
  /** Something of the user's that changed nothing. */
  | {
      readonly type: 'overlap-judged';
      readonly verdict: OverlapVerdict;
      readonly because: string;
      readonly start: number;
      readonly end: number;
      readonly text: string;
      readonly words: readonly Word[];
      /** The turn that it was taken for at first, if it was: that one was ended, not taken. */
      readonly turn?: string;
    }
  | {
      readonly type: 'sound-heard';
      readonly sound: HeardSound;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: 'level-changed'; readonly at: number; readonly gain: number }
  | { readonly type: 'agent-held'; readonly at: number; readonly reply: string }
  /** It goes on after a breath. */
  | { readonly type: 'agent-continued'; readonly at: number; readonly reply: string }
  | { readonly type: 'reply-started'; readonly at: number; readonly reply: string; readonly latency?: number }
  /** Text that will be said, as it comes: a caption may run ahead of the sound. */
  | { readonly type: 'reply-text'; readonly reply: string; readonly text: string }
  | { readonly type: 'reply-resumed'; readonly at: number; readonly reply: string; readonly position: number }
  | {
      readonly type: 'agent-yielded';
      readonly at: number;
      readonly reply: string;
      /** When the speech began that it yielded to. */
      readonly onset: number;
      readonly because?: string;
    }
  /** It has been heard, or as much of it as was. Words are of the session's clock. */
  | {
      readonly type: 'reply-ended';
      readonly at: number;
      readonly reply: string;
      readonly heard: string;
      readonly words: readonly Word[];
      readonly language: string;
      readonly cutShort: boolean;
    }
  | { readonly type: 'reply-dropped'; readonly reply: string }
  /** What the brain says that a reply has cost. */
  | {
      readonly type: 'tokens-counted';
      readonly reply: string;
      readonly input: number;
      readonly output: number;
    }
  | {
      readonly type: 'tool-called';
      readonly reply: string;
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'agent-backchannelled'; readonly at: number; readonly text: string }
  | { readonly type: 'language-switched'; readonly at: number; readonly language: string }
  | { readonly type: 'silence-prompted'; readonly at: number }
  | {
      readonly type: 'part-failed';
      readonly at: number;
      readonly part: 'brain' | 'voice' | 'recognizer' | 'tool';
      readonly message: string;
    }
  | { readonly type: 'session-ended'; readonly at: number; readonly reason: string };
