import type { Bout } from '../bout.ts';
import type { LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome } from '../outcome.ts';
import type { Judgement } from '../overlap.ts';
import { evidenceOf, isReal } from '../user-frames.ts';
import { acceptBout } from '../user-turn.ts';
import { breathe } from './breathe.ts';
import { crossStart } from './cross-start.ts';
import { isOver, judgeOverlap } from './judge-overlap.ts';
import { hearOut, settleBout } from './overheard.ts';
import { reviewYield } from './review-yield.ts';
import { yieldFloor } from './yield-floor.ts';

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
  const judged = judgeOverlap(evidence, policy);
  const next: LiveState = { ...state, bout: { ...bout, judged } };
  const crossed = crossStart(next, evidence);
  if (crossed !== undefined) return crossed;
  if (judged.verdict === 'interruption') {
    // An agent that finishes what it says answers afterwards.
    return policy.interruptions.allowed
      ? yieldFloor(next, bout, judged.because)
      : acceptBout(next, bout, false);
  }
  return isOver(evidence.silence) ? settleBout(next, bout, judged) : outcome(next);
}

/** What an ear takes for a click may be a word to a recogniser, such as a whispered `stop`. */
function keepFaint(state: LiveState, bout: Bout): Outcome {
  const { setting, overheard, at } = state;
  if (!setting.recognised || overheard !== undefined || !isOver(at - bout.heardEnd)) return outcome(state);
  const judged: Judgement = { verdict: 'noise', because: 'it was faint', likelihood: 0 };
  return outcome({ ...state, bout: { ...bout, settled: true }, overheard: { bout, judged, since: at } });
}
