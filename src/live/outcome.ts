import type { LiveEffect } from './live-effect.ts';
import type { LiveNotice } from './live-notice.ts';
import type { LiveState } from './live-state.ts';

/** What a step comes to. */
export type Outcome = { readonly state: LiveState; readonly effects: readonly LiveEffect[] };

export function outcome(state: LiveState, ...effects: readonly LiveEffect[]): Outcome {
  return { state, effects };
}

/** One part of a step after another. */
export function chain(first: Outcome, ...parts: readonly ((state: LiveState) => Outcome)[]): Outcome {
  let { state, effects } = first;
  for (const part of parts) {
    const next = part(state);
    state = next.state;
    if (next.effects.length > 0) effects = [...effects, ...next.effects];
  }
  return { state, effects };
}

export function tell(notice: LiveNotice): LiveEffect {
  return { type: 'tell', notice };
}
