import { frameDuration } from '../heard-frame.ts';
import type { LiveEffect } from '../live-effect.ts';
import type { LiveEventOf } from '../live-event.ts';

/** One frame of what the user hears of the agent. */
export type StageHeard = {
  readonly at: number;
  /** Undefined: the agent is silent. */
  readonly reply?: string;
  readonly position: number;
  readonly gain: number;
};

type Playing = {
  readonly reply: string;
  readonly position: number;
  readonly stopAt?: number;
  readonly ends?: 'hold' | 'stop';
};

/** Plays as a session's player does: in step with the frames, level, holds and stops included. */
export interface StagePlayer {
  perform(effect: LiveEffect, at: number): void;
  /** `available`: seconds of a reply's sound so far. */
  tick(
    at: number,
    available: (reply: string) => number,
  ): { readonly heard: StageHeard; readonly events: LiveEventOf[] };
}

export function createStagePlayer(): StagePlayer {
  let playing: Playing | undefined;
  let gain = 1;
  const breakOff = (reply: string, at: number, ends: 'hold' | 'stop'): void => {
    if (playing?.reply === reply) playing = { ...playing, ends, stopAt: at };
  };
  return {
    perform(effect, at) {
      if (effect.type === 'play-reply') playing = { reply: effect.reply, position: effect.from };
      if (effect.type === 'set-level') gain = effect.gain;
      if (effect.type === 'hold-playing') breakOff(effect.reply, at + effect.within, 'hold');
      if (effect.type === 'stop-playing') breakOff(effect.reply, at + effect.within, 'stop');
      if (effect.type === 'drop-reply' && playing?.reply === effect.reply && playing.ends === undefined) {
        playing = undefined;
      }
    },
    tick(at, available) {
      if (playing === undefined) return { heard: { at, position: 0, gain }, events: [] };
      const { reply, position, stopAt, ends } = playing;
      if (stopAt !== undefined && at >= stopAt - 1e-9) {
        playing = undefined;
        // A hold is reported as well: the player has come to rest.
        const stopped: LiveEventOf[] =
          ends === undefined ? [] : [{ type: 'playback-stopped', reply, position }];
        return { heard: { at, position, gain }, events: stopped };
      }
      const next = Math.min(available(reply), position + frameDuration);
      if (next <= position) return { heard: { at, position, gain }, events: [] };
      playing = { ...playing, position: next };
      return {
        heard: { at, reply, position: next, gain },
        events: [{ type: 'playback-moved', reply, position: next }],
      };
    },
  };
}
