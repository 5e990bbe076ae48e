import { joinWords } from '../timeline/index.ts';
import { textOf } from './heard-words.ts';
import type { WordsEvent } from './live-event.ts';
import type { LiveState, TakenTurn } from './live-state.ts';
import { chain, type Outcome, outcome } from './outcome.ts';
import { answerTurn, dropReply } from './reply-flow.ts';
import { meansTheSame } from './turn-end/meaning.ts';

/** Times that an answer of which nothing has been heard is thought of anew for late words. */
const mostAmendments = 2;

/** Words of the turn that has been taken already. */
export function areLate({ taken, turn }: LiveState, { words }: WordsEvent): boolean {
  const first = words[0];
  return taken !== undefined && turn === undefined && first !== undefined && first.start < taken.turn.end;
}

/** The last words of a turn come after it was taken: history has them, and an answer that nobody has heard as well. */
export function hearLateWords(state: LiveState, event: WordsEvent): Outcome {
  const { taken, agent } = state;
  const turn = taken === undefined ? undefined : state.turns[taken.index];
  if (taken === undefined || turn?.type !== 'user' || !event.final || event.text === '')
    return outcome(state);
  const { text, ...amended } = amend(taken, event);
  const changed: LiveState = {
    ...state,
    taken: amended,
    turns: state.turns.with(taken.index, { ...turn, text }),
  };
  const stale =
    state.policy.turnTaking.answers &&
    agent.phase === 'preparing' &&
    agent.reply.occasion === 'answer' &&
    state.openCalls.length === 0 &&
    !meansTheSame(textOf(taken.words), text);
  if (!stale || (taken.amended ?? 0) >= mostAmendments) return outcome(changed);
  return chain(dropReply({ ...changed, taken: { ...amended, amended: (taken.amended ?? 0) + 1 } }), (free) =>
    answerTurn(free, taken.turn.end),
  );
}

function amend(taken: TakenTurn, event: WordsEvent): TakenTurn & { readonly text: string } {
  const earlier = taken.words.final.filter((word) => word.end <= (event.words[0]?.start ?? 0) + 0.1);
  const text = joinWords([...earlier.map((word) => word.text), event.text]);
  const final = [...earlier, ...event.words];
  return { ...taken, text, words: { ...taken.words, final, finalText: text, partial: [], partialText: '' } };
}
