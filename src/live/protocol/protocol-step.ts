import type { LiveState } from '../live-state.ts';
import type { LiveOutput } from '../session-options.ts';
import { settleAside } from './aside-flow.ts';
import type { ClientEvent } from './client-events.ts';
import { takeClientEvent } from './client-flow.ts';
import { settleDropped, takeOutput } from './live-flow.ts';
import { errorEvent } from './protocol-error.ts';
import {
  inTurn,
  type Progress,
  type ProtocolState,
  progress,
  rememberTokens,
  send,
} from './protocol-state.ts';
import { completed, failedBy, finishResponse } from './response-flow.ts';
import { answerQuestion } from './response-request-flow.ts';
import type { WireError } from './server-events.ts';

export type ProtocolInput =
  | { readonly type: 'client-said'; readonly event: ClientEvent; readonly live?: LiveState }
  | { readonly type: 'client-refused'; readonly error: WireError }
  /** So many seconds of the user's sound have been taken. */
  | { readonly type: 'sound-taken'; readonly duration: number }
  | { readonly type: 'engine-put-out'; readonly output: LiveOutput; readonly live: LiveState }
  | {
      readonly type: 'question-answered';
      readonly response: string;
      readonly text: string;
      /** Nothing more comes; with a message, because the brain failed. */
      readonly ended?: { readonly error?: string };
      /** What the brain says that it has cost. */
      readonly counted?: { readonly input: number; readonly output: number };
    }
  /** The engine has said all that it had to say for now. */
  | { readonly type: 'engine-paused'; readonly live: LiveState };

/** Both directions of OpenAI's Realtime protocol. It waits for nothing and keeps nothing but the state it returns. */
export function protocolStep(state: ProtocolState, input: ProtocolInput): Progress {
  switch (input.type) {
    case 'client-said':
      return takeClientEvent(state, input.event, input.live);
    case 'client-refused':
      return progress(state, send(errorEvent(input.error)));
    case 'sound-taken':
      return progress({
        ...state,
        buffered: state.buffered + input.duration,
        received: state.received + input.duration,
      });
    case 'engine-put-out':
      return takeOutput(state, input.output, input.live);
    case 'question-answered': {
      const { response, text, ended, counted } = input;
      const known = counted === undefined ? state : rememberTokens(state, { reply: response, ...counted });
      const failed = ended?.error;
      const ending = failed === undefined ? completed : failedBy('brain_failed', failed);
      return answerQuestion(known, response, text, ended === undefined ? undefined : ending);
    }
    case 'engine-paused':
      return inTurn(
        settleDropped({ ...state, at: input.live.at }),
        (next) => settleAside(next, input.live.at),
        (next) => settleUnanswered(next, input.live),
      );
    default:
      return input satisfies never;
  }
}

/** A response that the engine does not think of would keep the conversation for ever. */
function settleUnanswered(state: ProtocolState, live: LiveState): Progress {
  const { response } = state;
  const idle = live.agent.phase === 'quiet' && live.turn === undefined && live.openCalls.length === 0;
  return response !== undefined && response.reply === undefined && idle
    ? finishResponse(state, completed)
    : progress(state);
}
