import type { Bout } from '../bout.ts';
import type { AgentState, LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome } from '../outcome.ts';
import type { BoutEvidence, Judgement } from '../overlap.ts';
import { evidenceOf, isReal } from '../user-frames.ts';
import { acceptBout, reopenTurn } from '../user-turn.ts';
import { addressedLikelihood, boutFeatures } from './addressed.ts';
import { breathe } from './breathe.ts';
import { boutOver, judgeOverlap } from './judge-overlap.ts';
import { hearOut, settleBout } from './overheard.ts';
import { reviewYield } from './review-yield.ts';
import { yieldFloor } from './yield-floor.ts';

type Speaking = Extract<AgentState, { phase: 'speaking' }>;

/** Speech that began so soon after a reply did is the user's own turn going on. */
const crossing = 1;
const crossingSpeech = 0.2;
const crossingAfter = 2.2;
const crossingLikelihood = 0.1;

/** The user sounds while the agent speaks: duck, make up one's mind, yield or go on. */
export function watchOverlap(state: LiveState): Outcome {
  return chain(watchBout(state), hearOut, breathe, reviewYield);
}

function watchBout(state: LiveState): Outcome {
  const { agent, bout, policy } = state;
  if (agent.phase !== 'speaking' || bout === undefined || bout.settled || bout.accepted)
    return outcome(state);
  if (!isReal(bout)) return keepFaint(state, bout);
  const evidence = evidenceOf(state, bout);
  if (crossesStart(state, agent, bout) && isForAgent(evidence)) {
    return chain(reopenTurn(state), (next) => yieldFloor(next, bout, 'the turn had not been over'));
  }
  const judged = judgeOverlap(evidence, policy);
  const next: LiveState = { ...state, bout: { ...bout, judged } };
  if (judged.verdict === 'interruption') {
    // An agent that finishes what it says answers afterwards.
    return policy.interruptions.allowed
      ? yieldFloor(next, bout, judged.because)
      : acceptBout(next, bout, false);
  }
  return evidence.silence >= boutOver - 1e-9 ? settleBout(next, bout, judged) : outcome(next);
}

/** What an ear takes for a click may be a word to a recogniser, such as a whispered `stop`. */
function keepFaint(state: LiveState, bout: Bout): Outcome {
  const { setting, overheard, at } = state;
  if (!setting.recognised || overheard !== undefined || at - bout.heardEnd < boutOver - 1e-9)
    return outcome(state);
  const judged: Judgement = { verdict: 'noise', because: 'it was faint', likelihood: 0 };
  return outcome({ ...state, bout: { ...bout, settled: true }, overheard: { bout, judged, since: at } });
}

function crossesStart(state: LiveState, { reply }: Speaking, bout: Bout): boolean {
  const startedAt = reply.spans[0]?.at ?? state.at;
  return (
    reply.occasion === 'answer' &&
    state.taken !== undefined &&
    bout.start < startedAt + crossing &&
    bout.start < state.taken.turn.end + crossingAfter &&
    bout.speechFrames * 0.02 >= crossingSpeech
  );
}

/** Close by, and no cough. */
function isForAgent(evidence: BoutEvidence): boolean {
  const other = Object.values(evidence.sounds).reduce((sum, time) => sum + time, 0);
  if (evidence.near < 0.35 || other > evidence.duration * 0.25) return false;
  return addressedLikelihood(boutFeatures(evidence)) >= crossingLikelihood;
}
