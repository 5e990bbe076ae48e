import type { BrainTurn } from '../voices/index.ts';
import { askBrain } from './asking.ts';
import { commitTurn, settleCommitted, wantReply } from './committed-turn.ts';
import type { HeardFrame } from './heard-frame.ts';
import { hearWords, noWords } from './heard-words.ts';
import { switchLanguage } from './language.ts';
import { areLate, hearLateWords } from './late-words.ts';
import { linesIn } from './lines.ts';
import { backchannel } from './listening.ts';
import type { ApplicationEvent, LiveEvent, PartFailedEvent, ReplyWish, WordsEvent } from './live-event.ts';
import type { LiveSetting, LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { watchOverlap } from './overlap/overlap-flow.ts';
import { resumeAfterFalseAlarm } from './overlap/yield-floor.ts';
import type { LivePolicy } from './policy.ts';
import { voicePhrase } from './reply.ts';
import {
  activeReply,
  callTool,
  continueAfterTools,
  dropReply,
  endReply,
  endSession,
  failReply,
  growReply,
  keepTurns,
  movePlayback,
  withReply,
} from './reply-flow.ts';
import { sayOwed, watchPatience, watchSilence, watchStuck } from './silence-flow.ts';
import { hearSounds } from './sounds.ts';
import { watchTurnEnd } from './turn-end-flow.ts';
import { closeBout, followSound } from './user-frames.ts';
import { discardTurn, followTurn, settleYielded } from './user-turn.ts';
import { settleInterruption } from './yielded.ts';

export function startState(policy: LivePolicy, setting: LiveSetting): LiveState {
  return {
    at: 0,
    policy,
    setting,
    language: policy.languages[0] ?? 'en',
    tail: [],
    agent: { phase: 'quiet' },
    words: noWords,
    learned: { pause: 0, pauses: 0 },
    turns: [],
    openCalls: [],
    quiet: { since: 0, prompts: 0 },
    listening: { spokenSince: 0 },
    numbers: { turn: 1, reply: 1 },
    closed: false,
  };
}

/**
 * The whole of the agent's manners: what happens in, what is to be done out. It waits for nothing and keeps nothing
 * but the state that it returns.
 */
export function step(before: LiveState, event: LiveEvent): Outcome {
  const state: LiveState = { ...before, at: Math.max(before.at, event.at) };
  if (state.closed) return outcome(state);
  switch (event.type) {
    case 'frame-heard':
      return hearFrame(state, event.frame);
    case 'words-heard':
      return hearText(state, event);
    case 'part-failed':
      return failPart(state, event);
    case 'playback-moved':
    case 'playback-stopped':
      return movePlayback(state, event.reply, event.position);
    case 'phrase-voiced':
      return outcome(withReply(state, event.reply, (reply) => voicePhrase(reply, event)));
    case 'brain-said':
      return growReply(state, event.reply, event.text, false);
    case 'brain-finished':
      return growReply(state, event.reply, '', true);
    case 'brain-chose-language':
      return outcome(withReply(state, event.reply, (reply) => ({ ...reply, language: event.language })));
    case 'brain-called-tool': {
      const { id, name, arguments: json } = event;
      return callTool(state, event.reply, { id, name, arguments: json });
    }
    case 'brain-counted-tokens': {
      const { reply, input, output } = event;
      return outcome(state, tell({ type: 'tokens-counted', reply, input, output }));
    }
    case 'brain-hung-up':
      return outcome(withReply(state, event.reply, (reply) => ({ ...reply, hangsUp: true })));
    case 'text-typed':
    case 'note-added':
    case 'turn-added':
    case 'turn-removed':
    case 'turn-committed':
    case 'turn-cleared':
    case 'reply-wanted':
    case 'reply-refused':
    case 'tool-answered':
    case 'policy-changed':
    case 'setting-changed':
    case 'closing-wanted':
      break;
  }
  return obeyApplication(state, event);
}

function obeyApplication(state: LiveState, event: ApplicationEvent): Outcome {
  switch (event.type) {
    case 'text-typed':
      return takeTyped(state, event.text);
    case 'turn-added':
      return addTurn(state, event.turn, event.fromEnd ?? 0);
    case 'turn-removed':
      return removeTurn(state, event.turn);
    case 'note-added':
      return outcome({ ...state, turns: keepTurns([...state.turns, { type: 'note', text: event.text }]) });
    case 'turn-committed':
      return commitTurn(state);
    case 'turn-cleared':
      return discardTurn(state);
    case 'reply-wanted':
      return wantReply(state, wishOf(event));
    case 'reply-refused':
      return refuseReply(state);
    case 'tool-answered':
      return answerTool(state, event.id, event.output);
    case 'policy-changed':
      return outcome({ ...state, policy: event.policy });
    case 'setting-changed':
      return outcome({ ...state, setting: { ...state.setting, ...event.setting } });
    case 'closing-wanted':
      break;
  }
  return chain(leaveOff(state), (next) => endSession(next, event.reason));
}

/** What goes on is broken off, and what was heard of it is kept. */
function leaveOff(state: LiveState): Outcome {
  const { phase } = state.agent;
  return chain(
    phase === 'speaking' || phase === 'yielded' ? endReply(state, true) : dropReply(state),
    discardTurn,
  );
}

/** Time passes by frames: all that is decided by waiting is decided here. */
function hearFrame(state: LiveState, frame: HeardFrame): Outcome {
  return chain(
    followSound(state, frame),
    (next) => hearSounds(next, frame),
    watchOverlap,
    followTurn,
    settleInterruption,
    endTurn,
    backchannel,
    closeBout,
    resumeAfterFalseAlarm,
    continueAfterTools,
    openConversation,
    sayOwed,
    watchPatience,
    watchStuck,
    watchSilence,
  );
}

function openConversation(state: LiveState): Outcome {
  const silent = state.turns.length === 0 && state.numbers.reply === 1 && state.turn === undefined;
  return state.setting.opens && silent && state.agent.phase === 'quiet' && state.bout === undefined
    ? askBrain(state, 'opening')
    : outcome(state);
}

function hearText(state: LiveState, event: WordsEvent & { readonly at: number }): Outcome {
  if (areLate(state, event)) return hearLateWords(state, event);
  const heard: LiveState = { ...state, words: hearWords(state.words, event) };
  const notice = tell({
    type: 'user-words-heard',
    ...(state.turn === undefined ? {} : { turn: state.turn.id }),
    text: event.text,
    words: event.words,
    final: event.final,
  });
  return chain(
    outcome(heard, notice),
    (next) => switchLanguage(next, event),
    (next) => (event.final ? settleCommitted(next, true) : outcome(next)),
    endTurn,
  );
}

/** What the application has said to be over is not judged any more. */
function endTurn(state: LiveState): Outcome {
  return state.committed === undefined ? watchTurnEnd(state) : settleCommitted(state);
}

function wishOf({ instructions, tools, toolChoice, mostTokens }: ReplyWish): ReplyWish {
  return {
    ...(instructions === undefined ? {} : { instructions }),
    ...(tools === undefined ? {} : { tools }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(mostTokens === undefined ? {} : { mostTokens }),
  };
}

function takeTyped(state: LiveState, text: string): Outcome {
  const interrupted =
    state.agent.phase === 'speaking' || state.agent.phase === 'preparing'
      ? refuseReply(state)
      : settleYielded(state);
  return chain(interrupted, (next) =>
    outcome({
      ...next,
      turns: keepTurns([...next.turns, { type: 'user', text, typed: true }]),
      quiet: { since: next.at, prompts: 0 },
    }),
  );
}

/** The application wants no more of it. */
function refuseReply(state: LiveState): Outcome {
  const reply = activeReply(state);
  if (reply === undefined) return outcome(state);
  if (state.agent.phase === 'preparing') return dropReply(state);
  return chain(outcome(state, { type: 'stop-playing', reply: reply.id, within: 0.03 }), (next) =>
    endReply(next, true),
  );
}

function addTurn(state: LiveState, turn: BrainTurn, fromEnd: number): Outcome {
  const place = Math.max(0, state.turns.length - fromEnd);
  const quiet = turn.type === 'user' ? { since: state.at, prompts: 0 } : state.quiet;
  return outcome({ ...withTurns(state, state.turns.toSpliced(place, 0, turn), place), quiet });
}

function removeTurn(state: LiveState, turn: BrainTurn): Outcome {
  const place = state.turns.findLastIndex(
    (one) => one.type === turn.type && whatItSays(one) === whatItSays(turn),
  );
  return outcome(place < 0 ? state : withTurns(state, state.turns.toSpliced(place, 1), place));
}

/** Changed at a place: a turn that lay behind it is not where it was, so late words cannot change it any more. */
function withTurns(state: LiveState, turns: readonly BrainTurn[], place: number): LiveState {
  const { taken, ...rest } = state;
  const moved = taken === undefined || taken.index >= place;
  return { ...(moved ? rest : state), turns: keepTurns(turns) };
}

function answerTool(state: LiveState, id: string, output: string): Outcome {
  return outcome({
    ...state,
    openCalls: state.openCalls.filter((call) => call !== id),
    turns: keepTurns([...state.turns, { type: 'tool-result', id, output }]),
  });
}

function failPart(state: LiveState, { part, reply, message }: PartFailedEvent): Outcome {
  const told = tell({ type: 'part-failed', at: state.at, part, message });
  if (part === 'tool') return outcome(state, told);
  if (part === 'recognizer') {
    const setting = { ...state.setting, recognised: false, deaf: true };
    const owed = setting.brainReads ? { owed: linesIn(state.language).hearingFailed } : {};
    return outcome({ ...state, setting, ...owed }, told);
  }
  const failed = activeReply(state);
  if (failed === undefined || failed.id !== reply) return outcome(state);
  if (failed.speculative) return dropReply(state);
  // What has been thought of is said to its end; of what has no sound nothing can be.
  const kept =
    part === 'brain'
      ? failed.phrases
      : failed.phrases
          .filter(({ duration }) => duration > 0)
          .map((phrase) => ({ ...phrase, complete: true }));
  if (kept.length === 0) return failReply(state, part, message);
  return outcome(
    withReply(state, failed.id, (broken) => ({ ...broken, brain: 'failed', rest: '', phrases: kept })),
    told,
  );
}

function whatItSays(turn: BrainTurn): string {
  return 'text' in turn ? turn.text : turn.id;
}
