import type { Bout } from '../bout.ts';
import { forgetWords } from '../heard-words.ts';
import type { LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import type { Judgement } from '../overlap.ts';
import { evidenceOf, isReal } from '../user-frames.ts';
import { judgeOverlap } from './judge-overlap.ts';
import { takeBout, yieldFloor } from './yield-floor.ts';

/** Seconds for which words of a bout that is over are waited for. */
const wordPatience = 1;
/** A bout over the agent's voice is over, and nothing has come of it. Its words may still be on their way. */
export function settleBout(state: LiveState, bout: Bout, judged: Judgement): Outcome {
  const settled: LiveState = { ...state, bout: { ...bout, judged, settled: true } };
  const told = chain(tellOverheard(settled), (next) =>
    outcome({ ...next, overheard: { bout, judged, since: state.at } }),
  );
  if (!state.setting.recognised || judged.verdict === 'noise') return chain(told, tellOverheard);
  return chain(told, (next) => outcome(next, { type: 'end-utterance' }));
}

/** Late words may say that what was let pass was meant to stop the agent, or for how long it need not be thought of. */
export function hearOut(state: LiveState): Outcome {
  const { overheard, agent, words, at, policy } = state;
  if (overheard === undefined) return outcome(state);
  const { bout, since } = overheard;
  const evidence = evidenceOf(state, bout);
  const judged = judgeOverlap(evidence, policy);
  if (judged.verdict === 'interruption' && evidence.text !== '') {
    const heard = withoutOverheard(state);
    return agent.phase === 'speaking' && policy.interruptions.allowed
      ? yieldFloor(heard, bout, judged.because)
      : takeBout(heard, bout, false);
  }
  const next: LiveState = { ...state, overheard: { ...overheard, judged } };
  const known = evidence.text !== '' && words.at > since && words.partial.length === 0;
  return known || at - since >= wordPatience ? tellOverheard(next) : outcome(next);
}

/** It changes nothing but the record. */
function tellOverheard(state: LiveState): Outcome {
  const { overheard } = state;
  if (overheard === undefined) return outcome(state);
  const { bout, judged } = overheard;
  const { text, words } = evidenceOf(state, bout);
  if (text === '' && !isReal(bout)) return outcome(withoutOverheard(state));
  const { verdict, because } = passed(judged);
  const rest = withoutOverheard(state);
  // Nothing of it belongs to what the user says next.
  const forgotten = state.turn === undefined ? forgetWords(state.words, bout.end + 0.25) : state.words;
  return outcome(
    { ...rest, words: forgotten },
    tell({ type: 'overlap-judged', verdict, because, start: bout.start, end: bout.end, text, words }),
  );
}

type Passed = { readonly verdict: 'noise' | 'backchannel' | 'side-talk'; readonly because: string };

function passed({ verdict, because }: Judgement): Passed {
  return verdict === 'undecided' || verdict === 'interruption'
    ? { verdict: 'backchannel', because: 'no word came of it' }
    : { verdict, because };
}

function withoutOverheard(state: LiveState): LiveState {
  const { overheard: _, ...rest } = state;
  return rest;
}
