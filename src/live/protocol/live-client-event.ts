import type { LiveNotice } from '../live-notice.ts';
import type { WireSession } from './wire-session.ts';

/** What a `LiveClient` tells. Seconds; an `item` is one thing that the agent says, under the protocol's name for it. */
export type LiveClientEvent =
  | {
      readonly type: 'connection-changed';
      readonly status: LiveConnection;
      /** Why it is as it is, where that is known: what the server said when it closed. */
      readonly reason?: string;
      /** Of the connection that is being tried, from 1. */
      readonly attempt?: number;
    }
  /** The server has taken up what was asked for; this is what holds. */
  | { readonly type: 'session-changed'; readonly session: WireSession }
  /** A lost conversation goes on, with so many turns that were sent again. */
  | { readonly type: 'conversation-restored'; readonly turns: number }
  /** Sound of the agent at 24 kHz. No `item`: a backchannel or a filler, to be played at once. */
  | {
      readonly type: 'audio-ready';
      readonly item?: string;
      /** Where in the item's sound it begins. */
      readonly position: number;
      readonly samples: Float32Array;
    }
  | { readonly type: 'playback-ordered'; readonly order: ClientOrder }
  /** Text of an item as it is thought of, ahead of its sound. */
  | { readonly type: 'agent-text'; readonly item: string; readonly text: string }
  /** The words of an item that have been heard so far. */
  | { readonly type: 'agent-heard'; readonly item: string; readonly text: string; readonly position: number }
  | { readonly type: 'agent-finished'; readonly item: string; readonly cutShort: boolean }
  | { readonly type: 'tool-called'; readonly call: string; readonly name: string; readonly arguments: string }
  /** Everything else that happens, as the engine tells it; `item` where it is about one. */
  | { readonly type: 'notice-told'; readonly notice: LiveNotice; readonly item?: string }
  | { readonly type: 'error-raised'; readonly code: string; readonly message: string };

/** `waiting`: lost, and to be tried again. `closed`: for good. */
export type LiveConnection = 'connecting' | 'open' | 'waiting' | 'closed';

/** As the engine's `PlaybackOrder`, by item. */
export type ClientOrder =
  /** Of everything that plays: a gain reached in so many seconds. */
  | { readonly action: 'set-level'; readonly gain: number; readonly within: number }
  /** Fall silent at the end of the syllable, at the latest in so many seconds; keep what is buffered. */
  | { readonly action: 'hold'; readonly item: string; readonly within: number }
  /** From this position of the item's sound on. */
  | { readonly action: 'play'; readonly item: string; readonly position: number }
  /** Fall silent at the end of the syllable and forget what is buffered; then report `stopped`. */
  | { readonly action: 'stop'; readonly item: string; readonly within: number };
