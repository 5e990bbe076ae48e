import type { ReplySound } from './reply-sound.ts';

/**
 * Where the agent's sound is played. Driven by the session's clock, 20 ms at a time; two kinds: the session itself
 * mixes and paces (`paced`), or a client plays and reports (`client`).
 */
export interface Playout {
  play(reply: string, sound: ReplySound, position: number): void;
  hold(reply: string, within: number): void;
  stop(reply: string, within: number): void;
  setLevel(gain: number, within: number): void;
  /** A sound beside the reply: a backchannel or a filler. */
  playAside(samples: Float32Array): void;
  /** Its sound is gone. */
  drop(reply: string): void;
  /** A client's report. False: it changes nothing about what is played. */
  report(reply: string, position: number, stopped: boolean): boolean;
  /** The next 20 ms: what the user hears in them, as well as it is known, and what is to be told of it. */
  tick(): PlayoutTick;
}

export type PlayoutTick = {
  /** At `agentSampleRate`; none where the user hears nothing. */
  readonly heard?: Float32Array;
  readonly moved?: { readonly reply: string; readonly position: number };
  readonly stopped?: { readonly reply: string; readonly position: number };
};
