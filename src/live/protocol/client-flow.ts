import type { LiveState } from '../live-state.ts';
import { endAside } from './aside-flow.ts';
import type { ClientEvent } from './client-events.ts';
import { createItem, deleteItem, retrieveItem, truncateItem } from './item-flow.ts';
import { replyPosition, tellHeard } from './live-flow.ts';
import { errorEvent, unknownItem } from './protocol-error.ts';
import { inTurn, newItemId, type Progress, type ProtocolState, progress, send } from './protocol-state.ts';
import { createResponse } from './response-request-flow.ts';
import { resolveSession } from './session-config.ts';
import { commitSpeech } from './user-flow.ts';

type Sent<Type extends ClientEvent['type']> = Extract<ClientEvent, { type: Type }>;

/** What a client says. `live`: what the engine knows, where it runs. */
export function takeClientEvent(
  state: ProtocolState,
  event: ClientEvent,
  live: LiveState | undefined,
): Progress {
  if (event.type === 'session.update') return updateSession(state, event);
  return inTurn(begin(state), (next) => takeEvent(next, event, live));
}

/** Everything but the session's own settings needs the engine. */
export function begin(state: ProtocolState): Progress {
  return state.begun ? progress(state) : progress({ ...state, begun: true }, { type: 'begin' });
}

function takeEvent(
  state: ProtocolState,
  event: Exclude<ClientEvent, { type: 'session.update' }>,
  live: LiveState | undefined,
): Progress {
  switch (event.type) {
    case 'input_audio_buffer.append':
      return progress(state, { type: 'hear', audio: event.audio });
    case 'input_audio_buffer.commit':
      return commit(state, event);
    case 'input_audio_buffer.clear':
      return clear(state);
    case 'conversation.item.create':
      return createItem(state, event);
    case 'conversation.item.retrieve':
      return retrieveItem(state, event);
    case 'conversation.item.truncate':
      return truncateItem(state, event);
    case 'conversation.item.delete':
      return deleteItem(state, event);
    case 'response.create':
      return createResponse(state, event);
    case 'response.cancel':
      return cancel(state, event);
    case 'output_audio_buffer.clear':
      return clearOutput(state);
    case 'duologue.playback.moved':
    case 'duologue.playback.stopped':
      return reportPlayback(state, event, live);
    default:
      return event satisfies never;
  }
}

function updateSession(
  state: ProtocolState,
  { session: update, event_id }: Sent<'session.update'>,
): Progress {
  const resolved = resolveSession(state.session, update, state.offer, state.begun);
  if (resolved.type === 'session-refused') {
    const { message, param } = resolved;
    return progress(
      state,
      send(errorEvent({ code: 'invalid_value', message, param, event_id: event_id ?? null })),
    );
  }
  const { session } = resolved;
  const asked = update.audio?.input?.turn_detection;
  const interrupts =
    asked === undefined || asked === null ? state.interrupts : (asked.interrupt_response ?? true);
  const updated: ProtocolState = { ...state, session, interrupts };
  return inTurn(
    progress(updated, { type: 'configure', session, interrupts }, send({ type: 'session.updated', session })),
    // An agent that is to speak first waits for nothing else.
    (next) => (session.duologue.opens ? begin(next) : progress(next)),
  );
}

/** OpenAI's own limit. */
const shortestCommit = 0.1;

function commit(state: ProtocolState, { event_id }: Sent<'input_audio_buffer.commit'>): Progress {
  if (state.buffered < shortestCommit - 1e-6) {
    const found = (state.buffered * 1000).toFixed(2);
    return progress(
      state,
      send(
        errorEvent({
          code: 'input_audio_buffer_commit_empty',
          message: `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${found}ms of audio.`,
          event_id: event_id ?? null,
        }),
      ),
    );
  }
  const detection = state.session.audio.input.turn_detection;
  // With turn detection the engine commits; being told so, it does so now.
  if (detection !== null && state.user !== undefined) {
    return progress(state, { type: 'wish', wish: { type: 'turn-committed' } });
  }
  if (state.user === undefined) return commitSpeech(openSilent(state));
  return inTurn(commitSpeech(state), (next) =>
    progress(next, { type: 'wish', wish: { type: 'turn-committed' } }),
  );
}

/** Sound in which the engine found no speech is a turn all the same, if the client says so. */
function openSilent(state: ProtocolState): ProtocolState {
  const { id, state: numbered } = newItemId(state);
  return { ...numbered, user: { item: id, start: state.at, committed: false, written: '' } };
}

function clear(state: ProtocolState): Progress {
  const { user, ...rest } = state;
  const kept: ProtocolState = user?.committed === true ? state : rest;
  return progress(
    { ...kept, buffered: 0 },
    { type: 'wish', wish: { type: 'turn-cleared' } },
    send({ type: 'input_audio_buffer.cleared' }),
  );
}

function cancel(state: ProtocolState, { response_id, event_id }: Sent<'response.cancel'>): Progress {
  const { response, aside } = state;
  if (aside !== undefined && response_id === aside.id) return endAside(state);
  if (response === undefined || (typeof response_id === 'string' && response_id !== response.id)) {
    return progress(
      state,
      send(
        errorEvent({
          code: 'response_cancel_not_active',
          message: 'Cancellation failed: no active response found.',
          event_id: event_id ?? null,
        }),
      ),
    );
  }
  return progress({ ...state, cancelled: true }, { type: 'wish', wish: { type: 'reply-refused' } });
}

function clearOutput(state: ProtocolState): Progress {
  const { response } = state;
  const id = response?.id ?? state.spoken.at(-1)?.response ?? '';
  const cleared = send({ type: 'output_audio_buffer.cleared', response_id: id });
  return response === undefined
    ? progress(state, cleared)
    : progress({ ...state, cancelled: true }, { type: 'wish', wish: { type: 'reply-refused' } }, cleared);
}

type Reported = Sent<'duologue.playback.moved' | 'duologue.playback.stopped'>;

function reportPlayback(
  state: ProtocolState,
  { type, item_id, audio_ms, event_id }: Reported,
  live: LiveState | undefined,
): Progress {
  const spoken = state.spoken.find(({ item }) => item === item_id);
  if (spoken === undefined) {
    // It may have been forgotten since; nothing depends on an old report.
    return state.items.some(({ id }) => id === item_id)
      ? progress(state)
      : progress(state, send(errorEvent(unknownItem(item_id, event_id))));
  }
  const { reply } = spoken;
  if (reply === undefined || state.session.duologue.playback !== 'client') return progress(state);
  const position = replyPosition(spoken, Math.min(audio_ms / 1000, spoken.sent));
  const wish =
    type === 'duologue.playback.moved'
      ? ({ type: 'playback-moved', reply, position } as const)
      : ({ type: 'playback-stopped', reply, position } as const);
  return inTurn(progress(state, { type: 'wish', wish }), (next) =>
    live === undefined ? progress(next) : tellHeard(next, live),
  );
}
