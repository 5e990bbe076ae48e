import type { Bout } from '../bout.ts';
import type { LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import { resumePosition } from '../reply.ts';
import { acceptBout } from '../user-turn.ts';

/** Seconds within which a syllable ends. */
const syllable = 0.12;

/** The agent stops for the user within some time, in seconds; the user's sound is a turn from where it began. */
export function yieldFloor(state: LiveState, bout: Bout, because: string, within = syllable): Outcome {
  const { agent, at } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  const { reply } = agent;
  const yielded: LiveState = { ...state, agent: { phase: 'yielded', reply, yieldedAt: at } };
  return chain(
    outcome(
      yielded,
      { type: 'stop-playing', reply: reply.id, within },
      tell({ type: 'agent-yielded', at, reply: reply.id, onset: bout.start, because }),
    ),
    (next) => takeBout(next, bout, true),
  );
}

/** One that is over makes room for one that goes on now. */
export function takeBout(state: LiveState, bout: Bout, interrupting: boolean): Outcome {
  const { bout: current } = state;
  return chain(acceptBout(state, bout, interrupting), (next) => {
    if (current?.start === bout.start) return outcome(next);
    const { bout: _, ...rest } = next;
    return outcome(current === undefined ? rest : { ...rest, bout: current });
  });
}

/** After an interruption that was none, the agent goes on at the start of the phrase that it broke off. */
export function resumeAfterFalseAlarm(state: LiveState): Outcome {
  const { agent, turn, bout, policy, at } = state;
  if (agent.phase !== 'yielded' || turn !== undefined || bout !== undefined) return outcome(state);
  const { resume, resumeAfter } = policy.interruptions;
  if (!resume || at - Math.max(agent.yieldedAt, state.quiet.since) < resumeAfter) return outcome(state);
  return resumeReply(state);
}

export function resumeReply(state: LiveState): Outcome {
  const { agent, at } = state;
  if (agent.phase !== 'yielded') return outcome(state);
  const { reply } = agent;
  const position = resumePosition(reply);
  return outcome(
    { ...state, agent: { phase: 'speaking', reply: { ...reply, position }, gain: 1, resumedAt: at } },
    { type: 'set-level', gain: 1, within: 0 },
    { type: 'play-reply', reply: reply.id, from: position },
    tell({ type: 'reply-resumed', at, reply: reply.id, position }),
  );
}
