import { frameDuration } from './heard-frame.ts';
import { lineIn } from './lines.ts';
import type { LiveState } from './live-state.ts';
import { type Outcome, outcome, tell } from './outcome.ts';

/** Seconds into a pause of the user at which a listener speaks up. */
const earliest = 0.14;
const latest = 0.3;

/** The agent shows that it listens: `mm-hm` in a pause of a long turn, not too often. */
export function backchannel(state: LiveState): Outcome {
  const { turn, policy, agent, listening, at } = state;
  if (turn === undefined || agent.phase === 'speaking' || !policy.backchannels.enabled) return outcome(state);
  const silence = at - turn.end;
  if (silence < frameDuration) {
    return outcome({
      ...state,
      listening: { ...listening, spokenSince: listening.spokenSince + frameDuration },
    });
  }
  const { after, perMinute } = policy.backchannels;
  const due = Math.max(after, perMinute > 0 ? 60 / perMinute : Infinity);
  const first = listening.lastBackchannel < turn.start;
  if (silence < earliest || silence > latest) return outcome(state);
  if (listening.spokenSince < (first ? after : due * 0.6)) return outcome(state);
  const text = lineIn(state.language, 'backchannels', state.numbers.turn + Math.round(at));
  return outcome(
    { ...state, listening: { lastBackchannel: at, spokenSince: 0 } },
    { type: 'play-backchannel', text, language: state.language },
    tell({ type: 'agent-backchannelled', at, text }),
  );
}
