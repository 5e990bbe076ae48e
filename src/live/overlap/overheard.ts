import type { Bout } from '../bout.ts';
import { forgetWords } from '../heard-words.ts';
import type { LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import type { Judgement } from '../overlap.ts';
import { evidenceOf } from '../user-frames.ts';
import { judgeOverlap } from './judge-overlap.ts';
import { takeBout, yieldFloor } from './yield-floor.ts';

/** Seconds for which words of a bout that is over are waited for. */
const wordPatience = 1;

/** A bout over the agent's voice is over, and nothing has come of it. Its words may still be on their way. */
export function settleBout(state: LiveState, bout: Bout, judged: Judgement): Outcome {
  const settled: LiveState = { ...state, bout: { ...bout, judged, settled: true } };
  if (!state.setting.recognised || judged.verdict === 'noise') return record(settled, bout, judged);
  const before = state.overheard;
  const waiting: LiveState = { ...settled, overheard: { bout, judged, since: state.at } };
  return chain(
    before === undefined ? outcome(waiting) : record(waiting, before.bout, before.judged),
    (next) => outcome(next, { type: 'end-utterance' }),
  );
}

/** Late words may say that what was let pass was meant to stop the agent, or for how long it need not be thought of. */
export function hearOut(state: LiveState): Outcome {
  const { overheard, agent, words, at } = state;
  if (overheard === undefined) return outcome(state);
  const { bout, since } = overheard;
  const evidence = evidenceOf(state, bout);
  const judged = judgeOverlap(evidence, state.policy);
  const next: LiveState = { ...state, overheard: { ...overheard, judged } };
  if (judged.verdict === 'interruption' && evidence.text !== '') {
    const heard = withoutOverheard(state);
    if (agent.phase !== 'speaking') return takeBout(heard, bout, false);
    return state.policy.interruptions.allowed ? yieldFloor(heard, bout) : takeBout(heard, bout, false);
  }
  const known = evidence.text !== '' && words.at > since && words.partial.length === 0;
  if (!known && at - since < wordPatience) return outcome(next);
  return record(withoutOverheard(state), bout, passed(judged));
}

/** No word came of it. */
function passed(judged: Judgement): Judgement {
  return judged.verdict === 'backchannel' || judged.verdict === 'side-talk' || judged.verdict === 'noise'
    ? judged
    : { ...judged, verdict: 'backchannel', because: 'no word came of it' };
}

/** It changes nothing but the record. */
function record(state: LiveState, bout: Bout, { verdict, because }: Judgement): Outcome {
  if (verdict === 'undecided' || verdict === 'interruption') return outcome(state);
  const { text, words } = evidenceOf(state, bout);
  // Nothing of it belongs to what the user says next.
  const forgotten = state.turn === undefined ? forgetWords(state.words, bout.end + 0.25) : state.words;
  return outcome(
    { ...state, words: forgotten },
    tell({ type: 'overlap-judged', verdict, because, start: bout.start, end: bout.end, text, words }),
  );
}

function withoutOverheard(state: LiveState): LiveState {
  const { overheard: _, ...rest } = state;
  return rest;
}
