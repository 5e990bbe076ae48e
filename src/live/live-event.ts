import type { Word } from '../timeline/index.ts';
import type { BrainTurn, ToolChoice, ToolDescription } from '../voices/index.ts';
import type { HeardFrame } from './heard-frame.ts';
import type { LiveSetting } from './live-state.ts';
import type { LivePolicy } from './policy.ts';

/** Whatever happens to a session, each at its time: seconds since it began, on the clock of the user's sound. */
export type LiveEvent = { readonly at: number } & LiveEventOf;

/** What happens, without when. */
export type LiveEventOf =
  | FrameEvent
  | WordsEvent
  | BrainEvent
  | VoiceEvent
  | PlaybackEvent
  | ApplicationEvent
  | PartFailedEvent;

/** One every 20 ms, of silence where the microphone brings nothing: it is what time passes by. */
type FrameEvent = { readonly type: 'frame-heard'; readonly frame: HeardFrame };

/** Each takes the place of the last one, until one is `final`. Times are of the session. */
export type WordsEvent = {
  readonly type: 'words-heard';
  readonly text: string;
  readonly words: readonly Word[];
  readonly final: boolean;
  readonly language?: string;
};

type BrainEvent =
  | { readonly type: 'brain-said'; readonly reply: string; readonly text: string }
  | { readonly type: 'brain-chose-language'; readonly reply: string; readonly language: string }
  | {
      readonly type: 'brain-called-tool';
      readonly reply: string;
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | { readonly type: 'brain-hung-up'; readonly reply: string }
  | {
      readonly type: 'brain-counted-tokens';
      readonly reply: string;
      readonly input: number;
      readonly output: number;
    }
  | { readonly type: 'brain-finished'; readonly reply: string };

/** A phrase's sound so far. `words` count from the start of the phrase; those of a voice that times none are spread. */
export type VoiceEvent = {
  readonly type: 'phrase-voiced';
  readonly reply: string;
  readonly phrase: number;
  readonly duration: number;
  readonly words: readonly Word[];
  readonly complete: boolean;
};

export type PlaybackEvent =
  /** How much of a reply's sound the user has heard, in seconds from its beginning. */
  | { readonly type: 'playback-moved'; readonly reply: string; readonly position: number }
  /** It has come to a stop that was asked for. */
  | { readonly type: 'playback-stopped'; readonly reply: string; readonly position: number };

export type ApplicationEvent =
  | { readonly type: 'text-typed'; readonly text: string }
  | { readonly type: 'note-added'; readonly text: string }
  /** Something that was said elsewhere; so many turns from the end, default 0. */
  | { readonly type: 'turn-added'; readonly turn: BrainTurn; readonly fromEnd?: number }
  /** The latest that says the same is forgotten. */
  | { readonly type: 'turn-removed'; readonly turn: BrainTurn }
  /** The user's turn is over, because the application says so. */
  | { readonly type: 'turn-committed' }
  | { readonly type: 'turn-cleared' }
  | ({ readonly type: 'reply-wanted' } & ReplyWish)
  | { readonly type: 'reply-refused' }
  | { readonly type: 'tool-answered'; readonly id: string; readonly output: string }
  | { readonly type: 'policy-changed'; readonly policy: LivePolicy }
  | { readonly type: 'setting-changed'; readonly setting: Partial<LiveSetting> }
  | { readonly type: 'closing-wanted'; readonly reason: string };

/** What holds for one reply alone; what is left out is as always. */
export type ReplyWish = {
  readonly instructions?: string;
  /** In place of all others; the application answers them. */
  readonly tools?: readonly ToolDescription[];
  readonly toolChoice?: ToolChoice;
  readonly mostTokens?: number | 'unlimited';
};

export type PartFailedEvent = {
  readonly type: 'part-failed';
  readonly part: 'brain' | 'voice' | 'recognizer' | 'tool';
  /** Of the brain and the voice: whose reply. */
  readonly reply?: string;
  readonly message: string;
};
