import { textOf } from '../heard-words.ts';
import type { LiveState } from '../live-state.ts';
import { chain, type Outcome, outcome, tell } from '../outcome.ts';
import { discardTurn } from '../user-turn.ts';
import { isAddressed } from './addressed.ts';
import { isOver } from './judge-overlap.ts';
import { readSaid } from './said-over.ts';
import { resumeReply } from './yield-floor.ts';

/** Longest that a listener's words are, with the pauses in them. */
const longestListening = 1.6;

/** The agent has yielded, and words come late: if they are a listener's, or for somebody else, it goes on at once. */
export function reviewYield(state: LiveState): Outcome {
  const { agent, turn, policy, words, at } = state;
  if (agent.phase !== 'yielded' || turn === undefined || !turn.interrupting) return outcome(state);
  const text = textOf(words);
  if (text === '' || !isOver(at - turn.end) || !policy.interruptions.resume) return outcome(state);
  const listening =
    readSaid(text, policy.interruptions.stopWords).said === 'listening' &&
    turn.end - turn.start <= longestListening;
  if (!listening && isAddressed(state)) return outcome(state);
  const last = words.partial.at(-1) ?? words.final.at(-1);
  // There may be more words to come.
  if (last !== undefined && words.partial.length > 0 && last.end < turn.end - 0.5) return outcome(state);
  const judged = tell({
    type: 'overlap-judged',
    verdict: listening ? 'backchannel' : 'side-talk',
    because: listening ? 'words of a listener' : 'words for somebody else',
    start: turn.start,
    end: turn.end,
    text,
    words: [...words.final, ...words.partial],
    turn: turn.id,
  });
  return chain(discardTurn(state), (next) => outcome(next, judged), resumeReply);
}
