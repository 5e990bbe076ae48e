import { userTurn } from './asking.ts';
import type { Bout } from './bout.ts';
import { forgetWords, noWords, textOf, wordsOf } from './heard-words.ts';
import type { LiveEffect } from './live-effect.ts';
import type { HeardWords, LiveState, UserTurnState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { isNoise } from './overlap/judge-overlap.ts';
import { activeReply, answerTurn, commitReply, dropReply, endReply, keepTurns } from './reply-flow.ts';
import { spokenLevel } from './spoken-level.ts';
import { meansTheSame } from './turn-end/meaning.ts';
import { learnPitch } from './turn-end/pitch-range.ts';
import { evidenceOf } from './user-frames.ts';

/** Seconds of speech that open a turn, and that go on with one. */
const openAfter = 0.12;
const growAfter = 0.06;
/** How close it must be for that: who speaks already is believed sooner. */
const openNear = 0.5;
const growNear = 0.3;

/** The user speaks and the agent does not: a turn opens or goes on. */
export function followTurn(state: LiveState): Outcome {
  const { bout, turn } = state;
  if (bout === undefined || bout.settled) return outcome(state);
  if (bout.accepted) {
    if (turn === undefined) return outcome(state);
    return outcome({ ...state, turn: hearTurn(growTurn(turn, bout), state), learned: learnRange(state) });
  }
  if (state.agent.phase === 'speaking') return outcome(state);
  const goesOn = turn !== undefined || isAnswering(state);
  if (bout.speechFrames * 0.02 < (goesOn ? growAfter : openAfter)) return outcome(state);
  const evidence = evidenceOf(state, bout);
  // Where a voice is that goes on is heard better by now than over all of what may be two syllables.
  const near = goesOn ? Math.max(evidence.near, state.tail.at(-1)?.near ?? 0) : evidence.near;
  const enough = goesOn ? growNear : openNear;
  if (isNoise(evidence) || (state.policy.noise.nearOnly && near < enough)) return outcome(state);
  return acceptBout(state, bout, false);
}

/** The turn has just been taken, and nothing is heard yet of what answers it. */
function isAnswering({ agent, taken }: LiveState): boolean {
  return agent.phase === 'preparing' && agent.reply.occasion === 'answer' && taken !== undefined;
}

/** What sounds is the user's turn. `interrupting`: it stopped the agent. */
export function acceptBout(state: LiveState, bout: Bout, interrupting: boolean): Outcome {
  const accepted: LiveState = { ...state, bout: { ...bout, accepted: true } };
  if (state.turn !== undefined) {
    return chain(dropUnheard(accepted), (next) => {
      const turn = next.turn;
      if (turn === undefined) return outcome(next);
      const pause = Math.max(0, bout.start - turn.end);
      const resumed = growTurn({ ...spokenOn(turn), heardEnd: bout.end, paused: turn.paused + pause }, bout);
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
    ...spokenOn(taken.turn),
    paused: taken.turn.paused + pause,
    end: state.bout?.end ?? taken.turn.end,
    heardEnd: state.bout?.end ?? taken.turn.end,
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
    heardEnd: bout.end,
    loudest: bout.level,
    guesses: 0,
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
  const grown = bout.end > turn.end + 1e-9 ? { ...turn, end: bout.end } : turn;
  return grown.laughter === laughter ? grown : { ...grown, laughter };
}

function hearTurn(turn: UserTurnState, { tail, at }: LiveState): UserTurnState {
  const frame = tail.at(-1);
  if (frame === undefined || frame.speech < 0.5) return turn;
  const { loudest, loud } = spokenLevel(frame, turn.loudest);
  return loud ? { ...spokenOn(turn), loudest, heardEnd: at } : { ...turn, loudest };
}

/** What was concluded from its end no longer holds. */
function spokenOn(turn: UserTurnState): UserTurnState {
  const { ending: _, flushedAt: __, fillers: ___, ...rest } = turn;
  return rest;
}

function learnRange({ learned, tail }: LiveState): LiveState['learned'] {
  const frame = tail.at(-1);
  return frame?.pitch === undefined || frame.speech < 0.5
    ? learned
    : { ...learned, range: learnPitch(learned.range, frame.pitch) };
}

function learnPause(state: LiveState, pause: number): LiveState['learned'] {
  if (pause < 0.2 || pause > 3) return state.learned;
  const pauses = Math.min(state.learned.pauses + 1, 8);
  return { ...state.learned, pauses, pause: state.learned.pause + (pause - state.learned.pause) / pauses };
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
      if (reply?.speculative === true && meansTheSame(reply.basis, text) && next.setting.deaf !== true)
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
      {
        ...rest,
        words: { ...noWords, at: state.words.at, since: turn.end },
        quiet: { ...state.quiet, since: state.at },
      },
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
