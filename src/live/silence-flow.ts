import { askBrain } from './asking.ts';
import { lineIn, linesIn } from './lines.ts';
import type { LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { voicedDuration } from './reply.ts';
import { endReply, failReply, sayLine } from './reply-flow.ts';

/** Nobody speaks: ask whether somebody is there, then take one's leave. */
export function watchSilence(state: LiveState): Outcome {
  const { agent, turn, bout, policy, quiet, at } = state;
  if (agent.phase !== 'quiet' || turn !== undefined || bout !== undefined) return outcome(state);
  if (state.openCalls.length > 0 || at - quiet.since < policy.silence.promptAfter) return outcome(state);
  if (policy.silence.prompts === 0) return outcome(state);
  if (quiet.prompts >= policy.silence.prompts) {
    return sayLine(state, linesIn(state.language).goodbye, { hangsUp: true, occasion: 'silence' });
  }
  const prompted: LiveState = { ...state, quiet: { since: at, prompts: quiet.prompts + 1 } };
  return chain(outcome(prompted, tell({ type: 'silence-prompted', at })), (next) =>
    askBrain(next, 'silence'),
  );
}

/** The answer does not come: say so, and in the end say that it will not. */
export function watchPatience(state: LiveState): Outcome {
  const { agent, policy, at } = state;
  if (agent.phase !== 'preparing' || agent.reply.committedAt === undefined) return outcome(state);
  const waited = at - agent.reply.committedAt;
  if (waited >= policy.patience.giveUpAfter) {
    const part = agent.reply.phrases.length > 0 ? 'voice' : 'brain';
    return failReply(state, part, `Nothing came within ${policy.patience.giveUpAfter} s.`);
  }
  // The second filler comes after three times as long as the first.
  if (waited < policy.patience.fillerAfter * (1 + 2 * agent.fillers) || agent.fillers > 1)
    return outcome(state);
  const text = lineIn(state.language, 'thinking', state.numbers.reply + agent.fillers);
  return outcome(
    { ...state, agent: { ...agent, fillers: agent.fillers + 1 } },
    { type: 'play-backchannel', text, language: state.language },
  );
}

/** Seconds in which sound that is there to be heard may not be. */
const stuckPlayback = 3;

/** A reply that came to a stand-still in the middle is ended: an agent that is silent must not think that it speaks. */
export function watchStuck(state: LiveState): Outcome {
  const { agent, policy, at } = state;
  if (agent.phase !== 'speaking' || agent.heldAt !== undefined) return outcome(state);
  const { reply } = agent;
  const last = reply.spans.at(-1);
  const moved = last === undefined ? (reply.committedAt ?? at) : last.at + last.duration;
  const still = at - Math.max(moved, agent.resumedAt ?? moved);
  const dry = reply.position >= voicedDuration(reply) - 0.03;
  if (still < (dry ? policy.patience.giveUpAfter : stuckPlayback)) return outcome(state);
  const part = dry && reply.phrases.every(({ complete }) => complete) ? 'brain' : 'voice';
  const message = dry
    ? `Nothing more came within ${policy.patience.giveUpAfter} s.`
    : 'The sound is not being played.';
  return chain(endReply(state, true), (next) =>
    outcome(next, tell({ type: 'part-failed', at: next.at, part, message })),
  );
}

/** What the agent still has to say of its own accord, at the first moment at which nobody speaks. */
export function sayOwed(state: LiveState): Outcome {
  if (state.owed === undefined || state.agent.phase !== 'quiet' || state.turn !== undefined)
    return outcome(state);
  if (state.bout !== undefined) return outcome(state);
  const { owed, ...rest } = state;
  return sayLine(rest, owed);
}
