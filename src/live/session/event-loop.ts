import type { LiveEffect } from '../live-effect.ts';
import type { LiveEventOf } from '../live-event.ts';
import type { LiveState } from '../live-state.ts';
import { step } from '../step.ts';

/** The one place where the state of a session changes. */
export interface EventLoop {
  readonly state: LiveState;
  /** Takes a step and performs what comes of it. Events that this brings about wait until it is done. */
  emit(event: LiveEventOf): void;
}

export function createEventLoop(
  start: LiveState,
  now: () => number,
  perform: (effect: LiveEffect) => void,
): EventLoop {
  const events: LiveEventOf[] = [];
  let state = start;
  let stepping = false;
  return {
    get state() {
      return state;
    },
    emit(event) {
      events.push(event);
      if (stepping) return;
      stepping = true;
      try {
        for (let next = events.shift(); next !== undefined; next = events.shift()) {
          const { state: after, effects } = step(state, { at: now(), ...next });
          state = after;
          for (const effect of effects) perform(effect);
        }
      } finally {
        stepping = false;
      }
    },
  };
}
