import { askBrain, userTurn } from './asking.ts';
import type { Bout } from './bout.ts';
import { forgetWords, noWords, textOf, wordsOf } from './heard-words.ts';
import { isNoise } from './judge-overlap.ts';
import type { LiveEffect } from './live-effect.ts';
import type { HeardWords, LiveState, UserTurnState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { activeReply, answerTurn, commitReply, dropReply, endReply, keepTurns } from './reply-flow.ts';
import { judgeTurnEnd, type TurnEnd } from './turn-end.ts';
import { evidenceOf } from './user-frames.ts';

/** Seconds of speech that open a turn, and that go on with one. */
const openAfter = 0.12;
const growAfter = 0.06;
/** Seconds of silence before the recogniser is asked for its last words, and before an answer is thought of. */
const flushAfter = 0.2;
const speculateAfter = 0.1;
/** How sure the end must be for that. */
const speculateLikelihood = 0.5;
/** Beyond the longest wait, for words that do not come. */
const wordPatience = 0.8;

/** The user speaks and the agent does not: a turn opens or goes on. */
export function followTurn(state: LiveState): Outcome {
  const { bout, turn } = state;
  if (bout === undefined || bout.settled || state.agent.phase === 'speaking') return outcome(state);
  if (bout.accepted) {
    return turn === undefined ? outcome(state) : outcome({ ...state, turn: growTurn(turn, bout) });
  }
  if (bout.speechFrames * 0.02 < (turn === undefined ? openAfter : growAfter)) return outcome(state);
  const evidence = evidenceOf(state, bout);
  if (isNoise(evidence) || (state.policy.noise.nearOnly && evidence.near < 0.5)) return outcome(state);
  return acceptBout(state, bout, false);
}

/** What sounds is the user's turn. `interrupting`: it stopped the agent. */
export function acceptBout(state: LiveState, bout: Bout, interrupting: boolean): Outcome {
  const accepted: LiveState = { ...state, bout: { ...bout, accepted: true } };
  if (state.turn !== undefined) {
    return chain(dropUnheard(accepted), (next) => {
      const turn = next.turn;
      if (turn === undefined) return outcome(next);
      const pause = Math.max(0, bout.start - turn.end);
      const resumed = growTurn({ ...turn, paused: turn.paused + pause, flushed: false }, bout);
      return outcome({ ...next, turn: resumed, learned: learnPause(next, pause) });
    });
  }
  return chain(dropUnheard(accepted), (next) => openTurn(next, bout, interrupting));
}

/** Whatever the agent was about to say is out of date. */
function dropUnheard(state: LiveState): Outcome {
  if (state.agent.phase !== 'preparing') return outcome(state);
  const { speculative, occasion } = state.agent.reply;
  return chain(dropReply(state), (next) =>
    speculative || occasion !== 'answer' ? outcome(next) : reopenTurn(next),
  );
}

/** The answered turn was not over: it leaves the history and goes on. */
export function reopenTurn(state: LiveState): Outcome {
  const { taken, ...rest } = state;
  if (taken === undefined || state.turn !== undefined) return outcome(state);
  const words: HeardWords = {
    ...state.words,
    final: [...wordsOf(taken.words), ...state.words.final],
    finalText: [textOf(taken.words), state.words.finalText].filter((text) => text !== '').join(' '),
  };
  const pause = Math.max(0, (state.bout?.start ?? state.at) - taken.turn.end);
  const turn: UserTurnState = {
    ...taken.turn,
    paused: taken.turn.paused + pause,
    end: state.bout?.end ?? taken.turn.end,
    flushed: false,
  };
  return outcome(
    { ...rest, words, turn, turns: state.turns.slice(0, taken.index), learned: learnPause(state, pause) },
    tell({ type: 'user-turn-reopened', turn: turn.id }),
  );
}

function openTurn(state: LiveState, bout: Bout, interrupting: boolean): Outcome {
  if (state.turn !== undefined) return outcome(state);
  const turn: UserTurnState = {
    id: `u${state.numbers.turn}`,
    start: bout.start,
    end: bout.end,
    paused: 0,
    interrupting,
    laughter: (bout.sounds.laughter ?? 0) > 0.2,
    flushed: false,
  };
  return outcome(
    {
      ...state,
      turn,
      words: forgetWords(state.words, bout.start - 0.3),
      numbers: { ...state.numbers, turn: state.numbers.turn + 1 },
      quiet: { since: state.at, prompts: 0 },
    },
    tell({ type: 'user-turn-started', turn: turn.id, start: bout.start, interrupting }),
  );
}

function growTurn(turn: UserTurnState, bout: Bout): UserTurnState {
  const laughter = turn.laughter || (bout.sounds.laughter ?? 0) > 0.2;
  return {
    ...turn,
    end: Math.max(turn.end, bout.end),
    laughter,
    flushed: turn.flushed && bout.end <= turn.end,
  };
}

function learnPause(state: LiveState, pause: number): LiveState['learned'] {
  if (pause < 0.2 || pause > 3) return state.learned;
  const pauses = Math.min(state.learned.pauses + 1, 8);
  return { ...state.learned, pauses, pause: state.learned.pause + (pause - state.learned.pause) / pauses };
}

/** The user has been silent for a moment: is the turn over, and is it time to think of an answer? */
export function watchTurnEnd(state: LiveState): Outcome {
  const { turn, policy } = state;
  if (turn === undefined || state.agent.phase === 'speaking' || !policy.turnTaking.automatic)
    return outcome(state);
  const silence = state.at - turn.end;
  if (silence < speculateAfter) return outcome(state);
  return chain(flushWords(state, turn, silence), (next) => {
    const judged = turnEndOf(next, turn);
    const wordless = next.setting.recognised && next.setting.brainReads && textOf(next.words) === '';
    if (wordless)
      return silence < policy.turnTaking.longestWait + wordPatience ? outcome(next) : discardTurn(next);
    if (silence >= judged.wait) return takeTurn(next);
    const idle = next.agent.phase === 'quiet' || next.agent.phase === 'yielded';
    return policy.turnTaking.speculate && idle && judged.likelihood >= speculateLikelihood
      ? speculate(next)
      : outcome(next);
  });
}

function flushWords(state: LiveState, turn: UserTurnState, silence: number): Outcome {
  if (turn.flushed || silence < flushAfter || !state.setting.recognised) return outcome(state);
  return outcome({ ...state, turn: { ...turn, flushed: true } }, { type: 'end-utterance' });
}

export function turnEndOf(state: LiveState, turn: UserTurnState): TurnEnd {
  const { learned, setting, policy, language, at } = state;
  return judgeTurnEnd(
    {
      silence: at - turn.end,
      spoken: turn.end - turn.start - turn.paused,
      paused: turn.paused,
      tail: state.tail,
      text: textOf(state.words),
      recognised: setting.recognised,
      language,
      ...(learned.pitch === undefined ? {} : { usualPitch: learned.pitch }),
      usualPause: learned.pause,
      pauses: learned.pauses,
    },
    policy.turnTaking,
  );
}

/** A yielded reply stays, in case that the interruption was none; so nothing is thought of ahead of it. */
function speculate(state: LiveState): Outcome {
  return state.agent.phase === 'quiet' ? askBrain(state, 'answer', { speculative: true }) : outcome(state);
}

/** The turn is over and will be answered. */
export function takeTurn(state: LiveState): Outcome {
  const { turn } = state;
  if (turn === undefined) return outcome(state);
  return chain(settleYielded(state), (settled) => {
    const text = textOf(settled.words);
    const { turn: _, ...rest } = settled;
    const taken: LiveState = {
      ...rest,
      taken: { turn, index: settled.turns.length, at: settled.at, words: settled.words },
      turns: keepTurns([...settled.turns, userTurn(settled, turn)]),
      words: { ...noWords, at: settled.words.at },
      quiet: { since: settled.at, prompts: 0 },
    };
    return chain(outcome(taken, turnEndNotice(settled, turn, true)), (next) => {
      const reply = activeReply(next);
      if (reply?.speculative === true && reply.basis === text && next.setting.deaf !== true)
        return commitReply(next, turn.end);
      return chain(dropReply(next), (free) => answerTurn(free, turn.end));
    });
  });
}

/** It was nothing that can be answered. */
export function discardTurn(state: LiveState): Outcome {
  const { turn, ...rest } = state;
  if (turn === undefined) return outcome(state);
  const speculative = activeReply(state)?.speculative === true;
  return chain(
    outcome(
      { ...rest, words: { ...noWords, at: state.words.at }, quiet: { ...state.quiet, since: state.at } },
      turnEndNotice(state, turn, false),
    ),
    (next) => (speculative ? dropReply(next) : outcome(next)),
  );
}

function turnEndNotice(state: LiveState, turn: UserTurnState, taken: boolean): LiveEffect {
  const { language } = state.words;
  return tell({
    type: 'user-turn-ended',
    turn: turn.id,
    start: turn.start,
    end: turn.end,
    text: textOf(state.words),
    words: wordsOf(state.words),
    ...(language === undefined ? {} : { language }),
    taken,
  });
}

/** What was broken off stays broken off: what was heard of it is history. */
export function settleYielded(state: LiveState): Outcome {
  return state.agent.phase === 'yielded' ? endReply(state, true) : outcome(state);
}
