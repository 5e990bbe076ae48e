import { askBrain } from './asking.ts';
import { lastWordsWait } from './awaited-words.ts';
import type { ReplyWish } from './live-event.ts';
import type { CommittedTurn, LiveState } from './live-state.ts';
import { chain, type Outcome, outcome } from './outcome.ts';
import { activeReply, dropReply } from './reply-flow.ts';
import { settleYielded, takeTurn } from './user-turn.ts';

/** A last word that ends so long before the sound does may still be the last. */
const wordSlack = 0.25;

/** The application says that the turn is over, and wants a reply to it, or not. Its last words are waited for. */
export function commitTurn(state: LiveState, wish?: ReplyWish): Outcome {
  const { turn, at, setting } = state;
  if (turn === undefined) return outcome(state);
  const wanted = wish ?? state.committed?.wish;
  const committed: CommittedTurn = {
    at: state.committed?.at ?? at,
    ...(wanted === undefined ? {} : { wish: wanted }),
  };
  const asks = setting.recognised && turn.flushedAt === undefined;
  const asked: LiveState = { ...state, committed, turn: asks ? { ...turn, flushedAt: at } : turn };
  return chain(outcome(asked, ...(asks ? [{ type: 'end-utterance' } as const] : [])), (next) =>
    settleCommitted(next),
  );
}

/** `answered`: the recogniser has just said its last words. */
export function settleCommitted(state: LiveState, answered = false): Outcome {
  const { committed, ...rest } = state;
  if (committed === undefined) return outcome(state);
  if (state.turn === undefined) return outcome(rest);
  if (!answered && awaitsWords(state, committed)) return outcome(state);
  return committed.wish === undefined ? takeTurn(rest) : takeWith(rest, committed.wish);
}

function awaitsWords(state: LiveState, { at }: CommittedTurn): boolean {
  const { turn, words, setting } = state;
  if (!setting.recognised || !setting.brainReads || state.at - at >= lastWordsWait(state)) return false;
  if (words.partial.length > 0 || turn?.flushedAt === undefined) return true;
  const last = words.final.at(-1);
  return words.at <= turn.flushedAt && (last === undefined || last.end < turn.heardEnd - wordSlack);
}

function takeWith(state: LiveState, wish: ReplyWish): Outcome {
  const { policy } = state;
  if (policy.turnTaking.answers && Object.keys(wish).length === 0) return takeTurn(state);
  const unanswered = { ...policy, turnTaking: { ...policy.turnTaking, answers: false } };
  // What was thought of ahead was thought of without the wish.
  const free = activeReply(state)?.speculative === true ? dropReply(state) : outcome(state);
  return chain(
    free,
    (next) => takeTurn({ ...next, policy: unanswered }),
    (next) => wantReply({ ...next, policy }, wish),
  );
}

/** The application wants the agent to speak, about an open turn of the user's or without one. */
export function wantReply(state: LiveState, wish: ReplyWish): Outcome {
  if (state.turn !== undefined) return commitTurn(state, wish);
  const last = state.turns.at(-1)?.type;
  const occasion = last === 'user' ? 'answer' : last === 'tool-result' ? 'tool-answered' : 'asked';
  return chain(settleYielded(state), (next) =>
    next.agent.phase === 'quiet'
      ? askBrain(next, occasion, { ...wish, wanted: true, answersEnd: next.at })
      : outcome(next),
  );
}
