import { fromDecibels } from '../dsp/index.ts';
import type { Bout } from './bout.ts';
import { forgetWords } from './heard-words.ts';
import { judgeOverlap } from './judge-overlap.ts';
import type { AgentState, LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import type { OverlapVerdict } from './overlap.ts';
import { resumePosition, wordPosition } from './reply.ts';
import { evidenceOf, isReal } from './user-frames.ts';
import { acceptBout, reopenTurn } from './user-turn.ts';

type Speaking = Extract<AgentState, { phase: 'speaking' }>;

/** Seconds in which the agent's level falls and comes back, and within which a syllable ends. */
const duckTime = 0.05;
const restoreTime = 0.15;
const syllable = 0.12;
/** Speech that began so soon after a reply did is the user's own turn going on. */
const crossing = 0.3;
const crossingSpeech = 0.25;

/** The user sounds while the agent speaks: duck, make up one's mind, yield or go on. */
export function watchOverlap(state: LiveState): Outcome {
  const { agent, bout } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  if (bout === undefined || bout.settled) return comeBack(state);
  if (!isReal(bout)) return outcome(state);
  if (crossesStart(state, agent, bout)) {
    return chain(yieldFloor(state, bout), reopenTurn);
  }
  const evidence = evidenceOf(state, bout);
  const { verdict, because } = judgeOverlap(evidence, state.policy);
  if (verdict === 'interruption') {
    return state.policy.interruptions.allowed ? yieldFloor(state, bout) : duck(state, agent);
  }
  if (verdict !== 'undecided') {
    return evidence.silence >= 0.2 ? settle(state, bout, verdict, because) : comeBack(state);
  }
  return chain(duck(state, agent), (next) => hold(next, evidence.duration));
}

function crossesStart(state: LiveState, { reply }: Speaking, bout: Bout): boolean {
  const startedAt = reply.spans[0]?.at ?? state.at;
  return (
    reply.occasion === 'answer' &&
    state.taken !== undefined &&
    bout.start < startedAt + crossing &&
    bout.start < state.taken.turn.end + 2 &&
    bout.speechFrames * 0.02 >= crossingSpeech &&
    bout.nearSum / bout.speechFrames >= 0.5
  );
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
function hold(state: LiveState, duration: number): Outcome {
  const { agent, policy, at } = state;
  const { holdAfter, longestHold } = policy.interruptions;
  if (agent.phase !== 'speaking' || longestHold === 0) return outcome(state);
  if (agent.heldAt !== undefined) return at - agent.heldAt > longestHold ? comeBack(state) : outcome(state);
  if (duration < holdAfter || duration > holdAfter + longestHold) return outcome(state);
  return outcome(
    { ...state, agent: { ...agent, heldAt: at } },
    { type: 'hold-playing', reply: agent.reply.id, within: syllable },
    tell({ type: 'agent-held', at, reply: agent.reply.id }),
  );
}

/** Back to full level, and on from the word that was cut. */
function comeBack(state: LiveState): Outcome {
  const { agent, at } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  const held = agent.heldAt !== undefined;
  if (!held && agent.gain === 1) return outcome(state);
  const { heldAt: _, ...going } = agent;
  const restored = setLevel({ ...state, agent: going }, 1, restoreTime);
  if (!held) return restored;
  const { reply } = agent;
  return chain(restored, (next) =>
    outcome(
      next,
      { type: 'play-reply', reply: reply.id, from: wordPosition(reply) },
      tell({ type: 'agent-continued', at, reply: reply.id }),
    ),
  );
}

/** It has been judged and changes nothing but the record. */
function settle(
  state: LiveState,
  bout: Bout,
  verdict: Exclude<OverlapVerdict, 'undecided' | 'interruption'>,
  because: string,
): Outcome {
  const { text, words } = evidenceOf(state, bout);
  const settled: LiveState = {
    ...state,
    bout: { ...bout, settled: true },
    words: forgetWords(state.words, bout.end + 0.25),
  };
  const judged = tell({
    type: 'overlap-judged',
    verdict,
    because,
    start: bout.start,
    end: bout.end,
    text,
    words,
  });
  return chain(outcome(settled, judged), comeBack);
}

function yieldFloor(state: LiveState, bout: Bout): Outcome {
  const { agent, at } = state;
  if (agent.phase !== 'speaking') return outcome(state);
  const { reply } = agent;
  const yielded: LiveState = { ...state, agent: { phase: 'yielded', reply, yieldedAt: at } };
  return chain(
    outcome(
      yielded,
      { type: 'stop-playing', reply: reply.id, within: syllable },
      tell({ type: 'agent-yielded', at, reply: reply.id, onset: bout.start }),
    ),
    (next) => acceptBout(next, bout, true),
  );
}

/** After an interruption that was none, the agent goes on at the start of the phrase that it broke off. */
export function resumeAfterFalseAlarm(state: LiveState): Outcome {
  const { agent, turn, bout, policy, at } = state;
  if (agent.phase !== 'yielded' || turn !== undefined || bout !== undefined) return outcome(state);
  const { resume, resumeAfter } = policy.interruptions;
  if (!resume || at - Math.max(agent.yieldedAt, state.quiet.since) < resumeAfter) return outcome(state);
  const { reply } = agent;
  const position = resumePosition(reply);
  return outcome(
    { ...state, agent: { phase: 'speaking', reply: { ...reply, position }, gain: 1 } },
    { type: 'set-level', gain: 1, within: 0 },
    { type: 'play-reply', reply: reply.id, from: position },
    tell({ type: 'reply-resumed', at, reply: reply.id, position }),
  );
}
