import type { BrainRequest, BrainTurn, Occasion, UserTurn } from '../voices/index.ts';
import { textOf } from './heard-words.ts';
import type { LiveEffect } from './live-effect.ts';
import type { ReplyWish } from './live-event.ts';
import type { LiveState, UserTurnState } from './live-state.ts';
import { risesAtEnd } from './melody.ts';
import { type Outcome, outcome } from './outcome.ts';
import { heardText, type Reply, startReply } from './reply.ts';
import { hasLaughed } from './sounds.ts';

export type AskOptions = ReplyWish & {
  readonly speculative?: boolean;
  /** The application asks for it. */
  readonly wanted?: boolean;
  /** When the speech ended that it answers. */
  readonly answersEnd?: number;
};

/** Asks the brain what to say; until its sound begins the agent is preparing. */
export function askBrain(state: LiveState, occasion: Occasion, options: AskOptions = {}): Outcome {
  const { speculative = false, wanted = false, answersEnd } = options;
  if (occasion === 'answer' && !wanted && !state.policy.turnTaking.answers) return outcome(state);
  const id = `r${state.numbers.reply}`;
  const reply = startReply({
    id,
    occasion,
    speculative,
    askedAt: state.at,
    language: state.language,
    basis: state.turn === undefined ? '' : textOf(state.words),
    ...(speculative ? {} : { committedAt: state.at }),
    ...(answersEnd === undefined ? {} : { answersEnd }),
  });
  const asked: LiveState = {
    ...state,
    numbers: { ...state.numbers, reply: state.numbers.reply + 1 },
    agent: { phase: 'preparing', reply, fillers: 0 },
  };
  const ask: LiveEffect = {
    type: 'ask-brain',
    reply: id,
    request: brainRequest(state, occasion, options),
  };
  return outcome(asked, ask, ...(speculative ? [] : [{ type: 'play-reply', reply: id, from: 0 } as const]));
}

function brainRequest(state: LiveState, occasion: Occasion, options: AskOptions): BrainRequest {
  const { setting, language, at } = state;
  const instructions = options.instructions ?? setting.instructions;
  const toolChoice = options.toolChoice ?? setting.toolChoice;
  const mostTokens = options.mostTokens ?? setting.mostTokens;
  return {
    occasion,
    turns: turnsSoFar(state),
    context: {
      language,
      elapsed: at,
      ...(instructions === undefined ? {} : { instructions }),
      ...(setting.facts === undefined ? {} : { facts: setting.facts }),
    },
    tools: options.tools ?? setting.tools,
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(typeof mostTokens === 'number' ? { mostTokens } : {}),
    speculative: options.speculative ?? false,
  };
}

/** The history, and what is not yet in it: what was heard of a reply that was broken off, the user's open turn. */
function turnsSoFar(state: LiveState): BrainTurn[] {
  const { agent, turn } = state;
  return [
    ...state.turns,
    ...(agent.phase === 'yielded' ? agentTurns(agent.reply, true) : []),
    ...(turn === undefined ? [] : [userTurn(state, turn)]),
  ];
}

export function userTurn(state: LiveState, turn: UserTurnState): UserTurn {
  const { language } = state.words;
  return {
    type: 'user',
    text: textOf(state.words),
    ...(language === undefined ? {} : { language }),
    sound: {
      duration: turn.end - turn.start,
      paused: turn.paused,
      laughter: turn.laughter || hasLaughed(state),
      rising: turn.ending?.rising ?? risesAtEnd(state.tail),
      interrupting: turn.interrupting,
    },
  };
}

/** Nothing where nothing was heard. */
export function agentTurns(reply: Reply, cutShort: boolean): BrainTurn[] {
  const text = heardText(reply);
  return text === '' ? [] : [{ type: 'agent', text, cutShort }];
}
