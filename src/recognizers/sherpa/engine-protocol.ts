import type { OnlineConfig } from './online-config.ts';

/** What an engine's process is told. `stream` is one conversation's. */
export type EngineMessage =
  | { readonly type: 'load'; readonly config: OnlineConfig }
  | { readonly type: 'sound'; readonly stream: number; readonly pcm: Uint8Array }
  | { readonly type: 'utterance-end'; readonly stream: number }
  | { readonly type: 'close'; readonly stream: number };

export type EngineReply =
  | { readonly type: 'loaded' }
  | { readonly type: 'taken'; readonly stream: number; readonly frames: number }
  | {
      readonly type: 'heard';
      readonly stream: number;
      readonly final: boolean;
      /** Seconds of the stream's sound before the utterance, and in it. */
      readonly start: number;
      readonly duration: number;
      readonly ordinal: number;
      readonly result: unknown;
    }
  | { readonly type: 'failed'; readonly message: string };
