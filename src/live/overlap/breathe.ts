import { fromDecibels } from '../../dsp/index.ts';
import type { AgentState, LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import { wordPosition } from '../reply.ts';

type Speaking = Extract<AgentState, { phase: 'speaking' }>;

/** Seconds in which the agent's level falls and comes back, and within which a syllable ends. */
const duckTime = 0.05;
const restoreTime = 0.15;
const syllable = 0.12;
/** A held voice comes to rest before it goes on, or a word would be heard one and a half times. */
const shortestHold = syllable + 0.04;
/** How likely an interruption must be for the agent to fall silent while it makes up its mind. */
const holdFrom = 0.45;
/** How unlikely for it to go on before that is settled. */
const releaseBelow = 0.2;

/** Ducks, holds its breath or comes back, by what is taken to sound over the agent. */
export function breathe(state: LiveState): Outcome {
  const { agent, bout, overheard } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  const sounding = bout !== undefined && !bout.settled ? bout : undefined;
  const undecided =
    sounding?.judged?.verdict === 'undecided' || (sounding?.accepted === true && sounding.overlapping);
  if (!undecided && overheard?.judged.verdict !== 'undecided') return comeBack(state, agent);
  return chain(duck(state, agent), endHold, startHold);
}

function duck(state: LiveState, agent: Speaking): Outcome {
  const gain = fromDecibels(state.policy.interruptions.duckLevel);
  return agent.gain === gain ? outcome(state) : setLevel(state, gain, duckTime);
}

function setLevel(state: LiveState, gain: number, within: number): Outcome {
  const { agent } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  return outcome(
    { ...state, agent: { ...agent, gain } },
    { type: 'set-level', gain, within },
    tell({ type: 'level-changed', at: state.at, gain }),
  );
}

/** While it makes up its mind for longer, the agent says nothing new. */
function startHold(state: LiveState): Outcome {
  const { agent, bout, policy, at } = state;
  const { allowed, holdAfter, longestHold } = policy.interruptions;
  if (!allowed || agent.phase !== 'speaking' || agent.heldAt !== undefined || longestHold === 0)
    return outcome(state);
  if (bout?.judged === undefined || bout.held || bout.judged.likelihood < holdFrom) return outcome(state);
  if (bout.heardEnd - bout.start < holdAfter - 1e-9 || bout.accepted) return outcome(state);
  return outcome(
    { ...state, bout: { ...bout, held: true }, agent: { ...agent, heldAt: at } },
    { type: 'hold-playing', reply: agent.reply.id, within: syllable },
    tell({ type: 'agent-held', at, reply: agent.reply.id }),
  );
}

/** Nobody waits for long in mid-word: it goes on, softly still. */
function endHold(state: LiveState): Outcome {
  const { agent, policy, bout, at } = state;
  if (agent.phase !== 'speaking' || agent.heldAt === undefined) return outcome(state);
  const held = at - agent.heldAt;
  const doubtful = bout?.judged !== undefined && bout.judged.likelihood < releaseBelow && !bout.accepted;
  return held >= policy.interruptions.longestHold - 1e-9 || (doubtful && held >= shortestHold)
    ? goOn(state, agent)
    : outcome(state);
}

/** Back to full level, and on from the word that was cut. */
function comeBack(state: LiveState, agent: Speaking): Outcome {
  if (agent.heldAt !== undefined && state.at - agent.heldAt < shortestHold) return outcome(state);
  const restored = agent.gain === 1 ? outcome(state) : setLevel(state, 1, restoreTime);
  return agent.heldAt === undefined ? restored : chain(restored, (next) => goOn(next, agent));
}

function goOn(state: LiveState, { reply }: Speaking): Outcome {
  const { agent, at } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  const { heldAt: _, ...going } = agent;
  return outcome(
    { ...state, agent: { ...going, resumedAt: at } },
    { type: 'play-reply', reply: reply.id, from: wordPosition(reply) },
    tell({ type: 'agent-continued', at, reply: reply.id }),
  );
}
