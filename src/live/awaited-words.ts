import { wordsOf } from './heard-words.ts';
import { lineIn, linesIn } from './lines.ts';
import type { LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { isClearlyAddressed } from './overlap/addressed.ts';
import { sayLine } from './reply-flow.ts';
import { discardTurn } from './user-turn.ts';

/** Seconds that a recogniser is given for the last words of a turn, and how much more than it took so far. */
const lastWordsPatience = 0.4;
const slackOfLag = 1.25;

/** How long the last words may be, by how late the ones before them came. */
export function lastWordsWait({ words, policy }: LiveState): number {
  const last = wordsOf(words).at(-1);
  const lag = last === undefined ? 0 : (words.at - last.end) * slackOfLag;
  return Math.min(Math.max(lastWordsPatience, lag), policy.patience.giveUpAfter);
}

/**
 * Somebody spoke to the agent, and a slow recogniser has not said what: the wait is bridged as one for the brain is,
 * and in the end the agent says that it made out nothing.
 */
export function bridgeWords(state: LiveState, silence: number): Outcome {
  const { turn, policy, language, numbers } = state;
  const { fillerAfter, giveUpAfter } = policy.patience;
  if (turn === undefined) return outcome(state);
  if (silence >= giveUpAfter) {
    const message = `No words came within ${giveUpAfter} s.`;
    return chain(
      discardTurn(state),
      (next) => outcome(next, tell({ type: 'part-failed', at: next.at, part: 'recognizer', message })),
      (next) =>
        next.agent.phase === 'quiet' ? sayLine(next, linesIn(language).hearingFailed) : outcome(next),
    );
  }
  const fillers = turn.fillers ?? 0;
  // The second filler comes after three times as long as the first.
  if (silence < fillerAfter * (1 + 2 * fillers) || fillers > 1) return outcome(state);
  const text = lineIn(language, 'thinking', numbers.turn + fillers);
  return outcome(
    { ...state, turn: { ...turn, fillers: fillers + 1 } },
    { type: 'play-backchannel', text, language },
  );
}

/**
 * A recogniser heard no words in the turn. Noise is let go; whoever clearly spoke to the agent is told that it did not
 * catch what they said, once, until it does.
 */
export function endWithoutWords(state: LiveState): Outcome {
  const text = linesIn(state.language).notUnderstood;
  const said = state.turns.at(-1);
  const told = said?.type === 'agent' && said.text === text;
  const tells = !told && state.policy.turnTaking.answers && isClearlyAddressed(state);
  return chain(discardTurn(state), (next) =>
    tells && next.agent.phase === 'quiet' ? sayLine(next, text) : outcome(next),
  );
}
