import { inTurn, type OpenResponse, type Progress, type ProtocolState, progress } from './protocol-state.ts';
import { addSound, completed, finishResponse, openResponse } from './response-flow.ts';

/** Seconds without more of it after which a sound beside the conversation is over. */
const asideGap = 0.1;

/**
 * A backchannel of the agent, for clients that know only OpenAI's protocol: a response of its own that is no part of
 * the conversation.
 */
export function addAside(state: ProtocolState, samples: Float32Array, duration: number): Progress {
  const opened =
    state.aside === undefined
      ? openResponse(state, {
          modality: 'audio',
          inConversation: false,
          metadata: { duologue: 'backchannel' },
        })
      : progress({ ...state, response: state.aside });
  return inTurn(opened, (next) => addSound(next, samples, duration, undefined), setAside);
}

function setAside(state: ProtocolState): Progress {
  const { response, ...rest } = state;
  if (response === undefined) return progress(state);
  const aside: OpenResponse & { readonly lastAt: number } = { ...response, lastAt: state.at };
  return progress({ ...rest, aside });
}

/** It is over once nothing more of it has come for a moment. */
export function settleAside(state: ProtocolState, at: number): Progress {
  return state.aside !== undefined && at - state.aside.lastAt > asideGap ? endAside(state) : progress(state);
}

export function endAside(state: ProtocolState): Progress {
  const { aside, response, ...rest } = state;
  if (aside === undefined) return progress(state);
  return inTurn(finishResponse({ ...rest, response: aside }, completed), (next) =>
    progress(response === undefined ? next : { ...next, response }),
  );
}
