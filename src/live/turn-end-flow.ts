import { askBrain } from './asking.ts';
import { bridgeWords, endWithoutWords, lastWordsWait } from './awaited-words.ts';
import { frameDuration } from './heard-frame.ts';
import { textOf, wordsOf } from './heard-words.ts';
import type { LiveState, UserTurnState } from './live-state.ts';
import { risesAtEnd } from './melody.ts';
import { chain, type Outcome, outcome } from './outcome.ts';
import { isAddressed } from './overlap/addressed.ts';
import { activeReply, dropReply } from './reply-flow.ts';
import { measureEnding } from './turn-end/ending.ts';
import { meansTheSame } from './turn-end/meaning.ts';
import { judgeTurnEnd, type TurnEnd } from './turn-end.ts';
import { discardTurn, takeTurn } from './user-turn.ts';

/** Seconds of silence after which the end of the speech can be judged: the last syllable has died away. */
const judgeAfter = 0.1;
/** Silence after which the recogniser is asked for its last words: where the end is likely, and where it is not. */
const flushLikely = 0.12;
const flushUnlikely = 0.4;
/** How sure the end must be for an answer to be thought of ahead, or how soon it would be wanted, in seconds. */
const guessLikelihood = 0.5;
const guessAhead = 0.35;
/** Replies that may be thought of ahead in one turn, since each costs. */
const mostGuesses = 4;
/** Seconds beyond the longest wait in which a recogniser that heard no words may still find some. */
const wordsPatience = 0.8;
/** Seconds since a sound, and how close it was, of which it may still turn out that it is the user's. */
const soundGap = 0.08;
const soundNear = 0.25;
/** A last word that ends so long before the sound does may still be the last. */
const wordSlack = 0.25;

/** The user has been silent for a moment: is the turn over, and is it time to think of an answer? */
export function watchTurnEnd(state: LiveState): Outcome {
  const { turn, policy } = state;
  if (turn === undefined || state.agent.phase === 'speaking' || state.at - turn.heardEnd < judgeAfter - 1e-9)
    return outcome(state);
  const measured = withEnding(state, turn);
  return policy.turnTaking.automatic ? decide(measured) : askForWords(measured, judgeEnd(measured));
}

function withEnding(state: LiveState, turn: UserTurnState): LiveState {
  if (turn.ending !== undefined) return state;
  const melody = measureEnding(
    state.tail,
    Math.round((state.at - turn.heardEnd) / frameDuration),
    state.learned.range,
    turn.end - turn.start - turn.paused,
  );
  return {
    ...state,
    turn: {
      ...turn,
      ending: { rising: risesAtEnd(state.tail), ...(melody === undefined ? {} : { melody }) },
    },
  };
}

function decide(state: LiveState): Outcome {
  const { turn, setting } = state;
  if (turn === undefined) return outcome(state);
  const silence = state.at - turn.heardEnd;
  if (mayGoOn(state, turn)) return outcome(state);
  const judged = judgeEnd(state);
  return chain(askForWords(state, judged), (next) => {
    if (needsWords(next) && textOf(next.words) === '') {
      if (!wordsAreIn(next) && isAddressed(next)) return bridgeWords(next, silence);
      const longest = next.policy.turnTaking.longestWait + wordsPatience;
      return silence < longest ? outcome(next) : endWithoutWords(next);
    }
    const pending = setting.brainReads && !wordsAreIn(next);
    const longest = judged.wait + (pending ? lastWordsWait(next) : 0);
    if (silence >= Math.min(longest, next.policy.patience.giveUpAfter) - 1e-9)
      return isAddressed(next) ? takeTurn(next) : discardTurn(next);
    return pending ? bridgeWords(next, silence) : guess(next, judged, silence);
  });
}

/** Somebody sounds, and it is not yet known whether the user goes on. */
function mayGoOn({ bout, at, policy, tail }: LiveState, turn: UserTurnState): boolean {
  if (bout === undefined || bout.accepted || bout.settled || at - bout.end > soundGap) return false;
  const near = Math.max(bout.nearSum / Math.max(1, bout.speechFrames), tail.at(-1)?.near ?? 0);
  const close = !policy.noise.nearOnly || near >= soundNear;
  return close && at - turn.heardEnd < policy.turnTaking.longestWait + wordsPatience;
}

function needsWords({ setting }: LiveState): boolean {
  return setting.recognised && setting.brainReads;
}

/** An application that decides by itself wants the words as well. */
function askForWords(state: LiveState, { likelihood }: TurnEnd): Outcome {
  const { turn, setting, at } = state;
  if (turn === undefined || turn.flushedAt !== undefined || !setting.recognised) return outcome(state);
  if (at - turn.heardEnd < (likelihood >= guessLikelihood ? flushLikely : flushUnlikely))
    return outcome(state);
  return outcome({ ...state, turn: { ...turn, flushedAt: at } }, { type: 'end-utterance' });
}

/** Whether the words reach to the end of what was said, as far as can be told. */
function wordsAreIn({ turn, words, setting }: LiveState): boolean {
  if (turn === undefined || !setting.recognised) return true;
  const last = wordsOf(words).at(-1);
  if (last !== undefined && last.end >= turn.heardEnd - wordSlack) return true;
  return turn.flushedAt !== undefined && words.partial.length === 0 && words.at > turn.flushedAt;
}

export function judgeEnd(state: LiveState): TurnEnd {
  const { turn, learned, setting, policy, language, turns } = state;
  const before = turns.at(-1);
  return judgeTurnEnd(
    {
      spoken: turn === undefined ? 0 : turn.end - turn.start - turn.paused,
      ...(turn?.ending?.melody === undefined ? {} : { melody: turn.ending.melody }),
      ...(setting.recognised && wordsAreIn(state) ? { text: textOf(state.words) } : {}),
      language,
      ...(before?.type === 'agent' ? { answering: before.text } : {}),
      usualPause: learned.pause,
      pauses: learned.pauses,
    },
    policy.turnTaking,
  );
}

/** Thinks of an answer ahead, or anew where the words have come to mean something else. */
function guess(state: LiveState, { likelihood, wait }: TurnEnd, silence: number): Outcome {
  const { turn, policy, agent } = state;
  if (turn === undefined || !policy.turnTaking.speculate || turn.guesses >= mostGuesses)
    return outcome(state);
  // What is not for the agent, or is the application's to answer, will not be answered.
  if (!policy.turnTaking.answers || !isAddressed(state)) return outcome(state);
  if (likelihood < guessLikelihood && wait - silence > guessAhead) return outcome(state);
  // A yielded reply stays, in case that the interruption was none; so nothing is thought of ahead of it.
  if (agent.phase === 'yielded') return outcome(state);
  const reply = activeReply(state);
  if (reply !== undefined && (!reply.speculative || meansTheSame(reply.basis, textOf(state.words))))
    return outcome(state);
  return chain(dropReply({ ...state, turn: { ...turn, guesses: turn.guesses + 1 } }), (free) =>
    askBrain(free, 'answer', { speculative: true }),
  );
}
