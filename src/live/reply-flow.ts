import type { BrainTurn, Occasion } from '../voices/index.ts';
import { agentTurns, askBrain } from './asking.ts';
import { lineIn, linesIn } from './lines.ts';
import type { LiveEffect } from './live-effect.ts';
import type { LiveState } from './live-state.ts';
import { chain, type Outcome, outcome, tell } from './outcome.ts';
import { cutPhrases } from './phrases.ts';
import {
  heardText,
  heardWhen,
  hearReply,
  isVoiced,
  type Phrase,
  type Reply,
  startReply,
  type ToolCall,
  voicedDuration,
} from './reply.ts';

/** Characters of one reply, half an hour of speech: a brain that runs wild is not followed. */
const mostText = 25_000;
/** Turns kept for the brain; a day of talk must not grow without end. */
const mostTurns = 400;
/** Seconds of a reply's end that may be missing from the last report of the playback. */
const endSlack = 0.03;

export function activeReply(state: LiveState): Reply | undefined {
  return state.agent.phase === 'quiet' ? undefined : state.agent.reply;
}

/** Changes the reply of a name, if it is still the one that counts. */
export function withReply(state: LiveState, id: string, change: (reply: Reply) => Reply): LiveState {
  const { agent } = state;
  return agent.phase === 'quiet' || agent.reply.id !== id
    ? state
    : { ...state, agent: { ...agent, reply: change(agent.reply) } };
}

/** The brain has said more, or (with `finished`) all that it will. */
export function growReply(state: LiveState, id: string, text: string, finished: boolean): Outcome {
  const before = activeReply(state);
  if (before === undefined || before.id !== id || before.brain !== 'thinking') return outcome(state);
  const room = mostText - before.length;
  if (text.length > room) {
    const message = `It said more than ${mostText} characters at one go; the rest is left unsaid.`;
    return chain(growReply(state, id, text.slice(0, room), true), (next) =>
      outcome(next, tell({ type: 'part-failed', at: next.at, part: 'brain', message })),
    );
  }
  const cut = cutPhrases(before.rest + text, before.phrases.length === 0, finished);
  const added = cut.phrases.map(
    (phrase): Phrase => ({
      text: phrase,
      language: before.language,
      duration: 0,
      words: [],
      complete: false,
    }),
  );
  const reply: Reply = {
    ...before,
    length: before.length + text.length,
    rest: cut.rest,
    phrases: [...before.phrases, ...added],
    brain: finished ? 'finished' : before.brain,
  };
  const told: LiveEffect[] = added.length === 0 || before.speculative ? [] : [textNotice(id, added)];
  return chain(
    outcome(
      withReply(state, id, () => reply),
      ...told,
      ...voicePhrases(reply, before.phrases.length),
    ),
    (next) => (finished ? settleSilent(next, id) : outcome(next)),
  );
}

/** Of a reply that may never be heard only the first phrase is worth a voice. */
function voicePhrases(reply: Reply, from: number): LiveEffect[] {
  return reply.phrases.flatMap((phrase, index) =>
    index < from || (reply.speculative && index > 0)
      ? []
      : [
          {
            type: 'voice-phrase' as const,
            reply: reply.id,
            phrase: index,
            text: phrase.text,
            language: phrase.language,
          },
        ],
  );
}

function textNotice(reply: string, phrases: readonly Phrase[]): LiveEffect {
  return tell({ type: 'reply-text', reply, text: phrases.map(({ text }) => `${text} `).join('') });
}

/** A brain with nothing to say leaves the agent quiet, but for when it was to break a silence. */
function settleSilent(state: LiveState, id: string): Outcome {
  const reply = activeReply(state);
  if (reply === undefined || reply.id !== id || reply.phrases.length > 0) return outcome(state);
  if (reply.speculative) return outcome(state);
  const quiet: LiveState = { ...state, agent: { phase: 'quiet' } };
  const dropped = outcome(
    quiet,
    { type: 'drop-reply', reply: id },
    tell({ type: 'reply-dropped', reply: id }),
  );
  if (reply.hangsUp) return chain(dropped, (next) => endSession(next, 'the agent hung up'));
  return reply.occasion === 'silence'
    ? chain(dropped, (next) => sayLine(next, lineIn(next.language, 'stillThere', next.quiet.prompts)))
    : dropped;
}

/** The turn is over: what was thought of in advance is said. */
export function commitReply(state: LiveState, answersEnd: number): Outcome {
  const before = activeReply(state);
  if (before === undefined || !before.speculative) return outcome(state);
  const reply: Reply = { ...before, speculative: false, committedAt: state.at, answersEnd };
  const committed = withReply(state, reply.id, () => ({ ...reply, calls: [] }));
  return chain(
    outcome(
      committed,
      { type: 'play-reply', reply: reply.id, from: 0 },
      ...(reply.phrases.length === 0 ? [] : [textNotice(reply.id, reply.phrases)]),
      ...voicePhrases(reply, 1),
    ),
    ...reply.calls.map((call) => (next: LiveState) => callTool(next, reply.id, call)),
    (next) => (reply.brain === 'thinking' ? outcome(next) : settleSilent(next, reply.id)),
  );
}

export function dropReply(state: LiveState): Outcome {
  const reply = activeReply(state);
  if (reply === undefined) return outcome(state);
  return outcome(
    { ...state, agent: { phase: 'quiet' } },
    { type: 'drop-reply', reply: reply.id },
    ...(reply.speculative ? [] : [tell({ type: 'reply-dropped', reply: reply.id })]),
  );
}

export function callTool(state: LiveState, id: string, call: ToolCall): Outcome {
  const reply = activeReply(state);
  if (reply === undefined || reply.id !== id) return outcome(state);
  if (reply.speculative) {
    return outcome(withReply(state, id, (waiting) => ({ ...waiting, calls: [...waiting.calls, call] })));
  }
  const calling = withReply(state, id, (caller) => ({ ...caller, called: [...caller.called, call.id] }));
  return outcome(
    {
      ...calling,
      turns: keepTurns([...state.turns, { type: 'tool-call', ...call }]),
      openCalls: [...state.openCalls, call.id],
    },
    { type: 'run-tool', reply: id, ...call },
    tell({ type: 'tool-called', reply: id, ...call }),
  );
}

/** The user has heard a reply up to a position. */
export function movePlayback(state: LiveState, id: string, position: number): Outcome {
  const { agent, at } = state;
  if (agent.phase === 'quiet' || agent.reply.id !== id || agent.reply.speculative) return outcome(state);
  const reply = hearReply(agent.reply, at, position);
  if (agent.phase === 'preparing') {
    if (position <= 0) return outcome(state);
    const latency = reply.answersEnd === undefined ? undefined : at - position - reply.answersEnd;
    return outcome(
      { ...state, agent: { phase: 'speaking', reply, gain: 1 } },
      tell({
        type: 'reply-started',
        at: at - position,
        reply: id,
        ...(latency === undefined ? {} : { latency }),
      }),
    );
  }
  const moved: LiveState = { ...state, agent: { ...agent, reply } };
  const done = agent.phase === 'speaking' && isVoiced(reply) && position >= voicedDuration(reply) - endSlack;
  return done ? endReply(moved, false) : outcome(moved);
}

/** All of it that will be heard has been: it goes into the history. */
export function endReply(state: LiveState, cutShort: boolean): Outcome {
  const reply = activeReply(state);
  if (reply === undefined) return outcome(state);
  const ended: LiveState = {
    ...state,
    agent: { phase: 'quiet' },
    turns: withAgentTurn(state.turns, agentTurns(reply, cutShort), reply.called),
    quiet: { ...state.quiet, since: state.at },
  };
  return chain(
    outcome(ended, { type: 'drop-reply', reply: reply.id }, endedNotice(state.at, reply, cutShort)),
    (next) => (reply.hangsUp && !cutShort ? endSession(next, 'the agent hung up') : outcome(next)),
  );
}

function endedNotice(at: number, reply: Reply, cutShort: boolean): LiveEffect {
  return tell({
    type: 'reply-ended',
    at,
    reply: reply.id,
    heard: heardText(reply),
    words: heardWhen(reply),
    language: reply.language,
    cutShort,
  });
}

/** What was said before a tool was called stands before the call. */
function withAgentTurn(
  turns: readonly BrainTurn[],
  said: readonly BrainTurn[],
  called: readonly string[],
): readonly BrainTurn[] {
  const call = turns.findIndex((turn) => turn.type === 'tool-call' && called.includes(turn.id));
  const index = call < 0 ? turns.length : call;
  return keepTurns([...turns.slice(0, index), ...said, ...turns.slice(index)]);
}

export function keepTurns(turns: readonly BrainTurn[]): readonly BrainTurn[] {
  return turns.length > mostTurns ? turns.slice(turns.length - mostTurns) : turns;
}

/** Says something that no brain thought of. */
export function sayLine(
  state: LiveState,
  text: string,
  { hangsUp = false, occasion = 'asked' }: { readonly hangsUp?: boolean; readonly occasion?: Occasion } = {},
): Outcome {
  const id = `r${state.numbers.reply}`;
  const reply: Reply = {
    ...startReply({
      id,
      occasion,
      speculative: false,
      askedAt: state.at,
      committedAt: state.at,
      language: state.language,
    }),
    hangsUp,
  };
  const preparing: LiveState = {
    ...state,
    numbers: { ...state.numbers, reply: state.numbers.reply + 1 },
    agent: { phase: 'preparing', reply, fillers: 0 },
  };
  return chain(outcome(preparing, { type: 'play-reply', reply: id, from: 0 }), (next) =>
    growReply(next, id, text, true),
  );
}

/** A part is broken: it is told, and said where there is a voice to say it. */
export function failReply(state: LiveState, part: 'brain' | 'voice', message: string): Outcome {
  const told = tell({ type: 'part-failed', at: state.at, part, message });
  return chain(dropReply(state), (next) =>
    chain(outcome(next, told), (after) =>
      part === 'voice' ? outcome(after) : sayLine(after, linesIn(after.language).brainFailed),
    ),
  );
}

export function endSession(state: LiveState, reason: string): Outcome {
  if (state.closed) return outcome(state);
  return outcome({ ...state, closed: true }, tell({ type: 'session-ended', at: state.at, reason }), {
    type: 'close-session',
    reason,
  });
}

/** The user's turn is answered; by an agent that can no longer hear, with saying so. */
export function answerTurn(state: LiveState, answersEnd: number): Outcome {
  const { deaf = false, brainReads } = state.setting;
  return deaf && brainReads
    ? sayLine(withoutOwed(state), linesIn(state.language).hearingFailed)
    : askBrain(state, 'answer', { answersEnd });
}

function withoutOwed(state: LiveState): LiveState {
  const { owed: _, ...rest } = state;
  return rest;
}

/** Every tool has answered: the brain goes on. */
export function continueAfterTools(state: LiveState): Outcome {
  const waits = state.agent.phase === 'quiet' && state.openCalls.length === 0 && state.setting.answersTools;
  return waits && state.turns.at(-1)?.type === 'tool-result'
    ? askBrain(state, 'tool-answered', { answersEnd: state.at })
    : outcome(state);
}
