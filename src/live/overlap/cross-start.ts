import type { Bout } from '../bout.ts';
import { frameDuration } from '../heard-frame.ts';
import type { AgentState, LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import type { BoutEvidence } from '../overlap.ts';
import { reopenTurn } from '../user-turn.ts';
import { addressedLikelihood, boutFeatures } from './addressed.ts';
import { yieldFloor } from './yield-floor.ts';

type Speaking = Extract<AgentState, { phase: 'speaking' }>;

/** Seconds after a reply began, and after the speech that it answers, in which speech is the user's own turn going on. */
const sinceReply = 1.2;
const sinceSpeech = 2.2;
/** Seconds of it after which the agent holds its breath; after which the turn is open again, with voice in it or not. */
const holdAfter = 0.06;
const reopenAfter = { voiced: 0.14, unvoiced: 0.2 };
/** Share of its frames that are voiced, from which it is no cough's beginning. */
const someVoice = 0.25;
/** How close it must be by now for the one and for the other, and how surely for the agent, by its sound. */
const holdNear = 0.25;
const reopenNear = 0.35;
const reopenLikelihood = 0.02;
/** Share of it that may sound like a cough. */
const mostNoise = 0.25;
/** Seconds within which a voice breaks off that should not have begun: a syllable may be cut. */
const breakOff = 0.05;

/**
 * The user goes on just when the agent has begun to answer: the turn had not been over. The agent is silent at once,
 * before it is sure, and before it has said anything; nothing where it is something else that sounds.
 */
export function crossStart(state: LiveState, evidence: BoutEvidence): Outcome | undefined {
  const { agent, bout, tail } = state;
  if (agent.phase !== 'speaking' || bout === undefined || !crosses(state, agent, bout)) return undefined;
  // Of so little sound the latest says more of where it comes from than the mean: it is known only after a while.
  const near = Math.max(evidence.near, tail.at(-1)?.near ?? 0);
  const spoken = bout.speechFrames * frameDuration + 1e-9;
  const noise = Object.values(evidence.sounds).reduce((sum, time) => sum + time, 0);
  if (
    spoken >= (evidence.voiced >= someVoice ? reopenAfter.voiced : reopenAfter.unvoiced) &&
    near >= reopenNear &&
    noise <= evidence.duration * mostNoise &&
    addressedLikelihood(boutFeatures({ ...evidence, near })) >= reopenLikelihood
  ) {
    return chain(reopenTurn(listenOn(state)), (next) =>
      yieldFloor(next, bout, 'the turn had not been over', breakOff),
    );
  }
  if (spoken < holdAfter || near < holdNear || noise > 0) return undefined;
  return hold(state, agent, bout);
}

function crosses(state: LiveState, { reply }: Speaking, bout: Bout): boolean {
  const startedAt = reply.spans[0]?.at ?? state.at;
  return (
    reply.occasion === 'answer' &&
    state.taken !== undefined &&
    bout.start < startedAt + sinceReply &&
    bout.start < state.taken.turn.end + sinceSpeech
  );
}

function hold(state: LiveState, agent: Speaking, bout: Bout): Outcome | undefined {
  const { allowed, longestHold } = state.policy.interruptions;
  if (!allowed || longestHold === 0 || bout.held || agent.heldAt !== undefined) return undefined;
  const { at } = state;
  const reply = agent.reply.id;
  return outcome(
    { ...state, bout: { ...bout, held: true }, agent: { ...agent, heldAt: at } },
    { type: 'hold-playing', reply, within: breakOff },
    tell({ type: 'agent-held', at, reply }),
  );
}

/** Who has just spoken out of turn does not say `mm-hm` next. */
function listenOn(state: LiveState): LiveState {
  return { ...state, listening: { lastText: state.listening.lastText ?? '', spokenSince: 0 } };
}
