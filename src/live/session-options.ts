import type { Timeline } from '../timeline/index.ts';
import type { Brain, Recognizer, ToolChoice, ToolDescription, Voice } from '../voices/index.ts';
import type { Ear } from './heard-frame.ts';
import type { ApplicationEvent, PlaybackEvent } from './live-event.ts';
import type { LiveNotice } from './live-notice.ts';
import type { LiveState } from './live-state.ts';
import type { LivePolicy } from './policy.ts';

/** Who takes part in a session and what is done with what comes of it. The session owns none of them but the ear. */
export type LiveSessionOptions = {
  readonly brain: Brain;
  /** Who speaks, by language: the first that fits, else the first. At least one. */
  readonly voices: readonly Voice[];
  /** None: the agent goes by sound alone. */
  readonly recognizer?: Recognizer;
  readonly policy?: LivePolicy;
  readonly instructions?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly LiveTool[];
  /** Speaks first. Default false. */
  readonly opens?: boolean;
  /** Made for this session; the session closes it. Default: `createEar()` by the policy. */
  readonly ear?: Ear;
  /** Everything that goes out, in order. Never waits: whoever sends bounds what it keeps. */
  readonly send: (output: LiveOutput) => void;
  /** Where the user's sound is played; default: paced by the session itself, sent as `audio-ready`. */
  readonly playout?: PlayoutPlan;
  /** Keeps both tracks. Default none: nothing of the sound is kept. */
  readonly recorder?: TrackRecorder;
  /**
   * Seconds for which `timeline()` remembers what was said, above 0. Default 3600, so that a session that never ends
   * does not fill the memory; with a recorder all of it.
   */
  readonly remembered?: number;
  /** Time as the session sees it; default the machine's. A test moves it by hand. */
  readonly clock?: LiveClock;
  readonly signal?: AbortSignal;
};

export interface LiveClock {
  /** Seconds. */
  now(): number;
  wait(duration: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** A tool that the session runs itself. One without `run` is the application's: it answers with `tool-answered`. */
export type LiveTool = ToolDescription & {
  readonly run?: (input: unknown, options: { readonly signal: AbortSignal }) => Promise<string>;
};

export type PlayoutPlan =
  /** Sound is sent as it should be heard, `lead` seconds early at most, with every duck, hold and stop already in it. */
  | { readonly kind: 'paced'; readonly lead?: number }
  /** Sound is sent ahead, as much as `ahead` seconds; the client plays it, obeys orders and reports its position. */
  | { readonly kind: 'client'; readonly ahead?: number };

export type LiveOutput =
  /** Sound of the agent at `agentSampleRate`: of a reply from `position` on, or of a backchannel or filler. */
  | {
      readonly type: 'audio-ready';
      readonly reply?: string;
      readonly position: number;
      readonly samples: Float32Array;
    }
  /** For a client that plays for itself. */
  | { readonly type: 'playback-ordered'; readonly order: PlaybackOrder }
  | { readonly type: 'notice-told'; readonly notice: LiveNotice };

export type PlaybackOrder =
  | { readonly action: 'set-level'; readonly gain: number; readonly within: number }
  /** Fall silent at the end of the syllable; keep what is buffered. */
  | { readonly action: 'hold'; readonly reply: string; readonly within: number }
  | { readonly action: 'play'; readonly reply: string; readonly position: number }
  /** Fall silent at the end of the syllable and forget what is buffered. */
  | { readonly action: 'stop'; readonly reply: string; readonly within: number };

/** Hz of the agent's sound. */
export const agentSampleRate = 24_000;

export interface TrackRecorder {
  /** The same 20 ms of both: what the microphone brought and what the user was played, at the ear's rate. */
  record(user: Float32Array, agent: Float32Array): void;
  /** Nothing more comes. What it rejects with, whoever disposes of the session gets. */
  finish(timeline: Timeline): Promise<void>;
  /** There was no session: nothing is to be kept. */
  abort?(): Promise<void>;
}

export interface LiveSession extends AsyncDisposable {
  /** Sound of the user at `sampleRate` Hz, in pieces of any length, as it comes. */
  hear(samples: Float32Array, sampleRate: number): void;
  /** What the application wants, and what its client reports. */
  apply(wish: LiveWish): void;
  readonly state: LiveState;
  /** What has happened so far. */
  timeline(): Timeline;
  /** Resolves once everything it started has ended, however it ended. */
  readonly ended: Promise<string>;
  /** Ends it, and waits for that. Rejects where what was recorded could not be kept. */
  [Symbol.asyncDispose](): Promise<void>;
}

export type LiveWish =
  | Exclude<ApplicationEvent, { type: 'setting-changed' }>
  | {
      readonly type: 'setting-changed';
      readonly instructions?: string;
      readonly tools?: readonly LiveTool[];
      readonly voices?: readonly Voice[];
      readonly toolChoice?: ToolChoice;
      readonly mostTokens?: number | 'unlimited';
    }
  /** A client says how much of a reply its user has heard, and where it stopped. */
  | PlaybackEvent;
