import type { LiveNotice } from '../live-notice.ts';
import {
  insertItem,
  inTurn,
  newItemId,
  type OpenUserItem,
  type Progress,
  type ProtocolState,
  progress,
  rememberTurn,
  replaceItem,
  send,
  userItem,
} from './protocol-state.ts';
import { openResponse } from './response-flow.ts';

type Notice<Type extends LiveNotice['type']> = Extract<LiveNotice, { type: Type }>;

/** The user has begun to speak, and it counts. */
export function startSpeech(state: ProtocolState, start: number, turn?: string): Progress {
  const { user, session } = state;
  if (user !== undefined && !user.committed) {
    return progress(turn === undefined ? state : { ...state, user: { ...user, turn } });
  }
  const { id, state: numbered } = newItemId(state);
  const opened: OpenUserItem = {
    item: id,
    start,
    committed: false,
    written: '',
    ...(turn === undefined ? {} : { turn }),
  };
  const detection = session.audio.input.turn_detection;
  // Without turn detection there are no events of it: the client decides.
  if (detection === null) return progress({ ...numbered, user: opened });
  const padding = detection.type === 'server_vad' ? detection.prefix_padding_ms : 0;
  return progress(
    { ...numbered, user: opened },
    send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.max(0, Math.round(start * 1000 - padding)),
      item_id: id,
    }),
  );
}

/** Words that will not change any more. Partial ones do, and what was sent cannot be taken back. */
export function writeWords(state: ProtocolState, notice: Notice<'user-words-heard'>): Progress {
  const { user, session } = state;
  if (user === undefined || !notice.final || notice.text === '') return progress(state);
  if (session.audio.input.transcription === null) return progress(state);
  const delta = user.written === '' ? notice.text : ` ${notice.text}`;
  return progress(
    { ...state, user: { ...user, written: user.written + delta } },
    send({
      type: 'conversation.item.input_audio_transcription.delta',
      item_id: user.item,
      content_index: 0,
      delta,
    }),
  );
}

/** The user has finished: what was said is an item, and an answer is on its way. */
export function endSpeech(state: ProtocolState, notice: Notice<'user-turn-ended'>): Progress {
  return inTurn(
    // What the client has committed already waits for these words.
    state.user === undefined ? startSpeech(state, notice.start, notice.turn) : progress(state),
    (next) => stopSpeech(next, notice),
    (next) => (notice.taken ? commitSpeech(next) : dropSpeech(next)),
    (next) => (notice.taken ? transcribe(next, notice) : progress(next)),
    (next) => (notice.taken ? answer(next) : progress(next)),
  );
}

function stopSpeech(state: ProtocolState, { end }: Notice<'user-turn-ended'>): Progress {
  const { user, session } = state;
  if (user === undefined || user.committed || session.audio.input.turn_detection === null)
    return progress(state);
  return progress(
    state,
    send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(end * 1000),
      item_id: user.item,
    }),
  );
}

function dropSpeech(state: ProtocolState): Progress {
  const { user: _, ...rest } = state;
  return progress({ ...rest, buffered: 0 });
}

/** The item is part of the conversation; its words may still come. */
export function commitSpeech(state: ProtocolState): Progress {
  const { user } = state;
  if (user === undefined || user.committed) return progress(state);
  const item = userItem(user.item, null, 'completed');
  const { state: inserted, previous } = insertItem(state, item);
  const committed: ProtocolState = { ...inserted, user: { ...user, committed: true }, buffered: 0 };
  const remembered = user.turn === undefined ? committed : rememberTurn(committed, user.turn, user.item);
  return progress(
    remembered,
    send({ type: 'input_audio_buffer.committed', previous_item_id: previous, item_id: user.item }),
    send({ type: 'conversation.item.added', previous_item_id: previous, item }),
    send({ type: 'conversation.item.done', previous_item_id: previous, item }),
  );
}

function transcribe(state: ProtocolState, notice: Notice<'user-turn-ended'>): Progress {
  const { user, session, offer } = state;
  if (user === undefined) return progress(state);
  const { user: _, ...closed } = state;
  const told: ProtocolState = rememberTurn(closed, notice.turn, user.item);
  if (!offer.recognises) return progress(told);
  const written = replaceItem(told, userItem(user.item, notice.text, 'completed'));
  if (session.audio.input.transcription === null) return progress(written);
  const rest = user.written === '' ? notice.text : '';
  return progress(
    written,
    ...(rest === ''
      ? []
      : [
          send({
            type: 'conversation.item.input_audio_transcription.delta',
            item_id: user.item,
            content_index: 0,
            delta: rest,
          }),
        ]),
    send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: user.item,
      content_index: 0,
      transcript: notice.text,
      usage: { type: 'duration', seconds: Math.max(0, notice.end - notice.start) },
    }),
  );
}

/** A turn that is taken is answered, unless the client answers for itself. */
function answer(state: ProtocolState): Progress {
  const detection = state.session.audio.input.turn_detection;
  const answers = detection?.create_response === true && state.response === undefined;
  return answers ? openResponse(state) : progress(state);
}

/** What was committed was not all: it leaves the conversation and comes again with the rest. */
export function reopenSpeech(state: ProtocolState, { turn }: Notice<'user-turn-reopened'>): Progress {
  const old = state.turns.find((known) => known.turn === turn)?.item;
  const gone: ProtocolState = {
    ...state,
    items: state.items.filter(({ id }) => id !== old),
    turns: state.turns.filter((known) => known.turn !== turn),
  };
  return inTurn(
    old === undefined
      ? progress(gone)
      : progress(gone, send({ type: 'conversation.item.deleted', item_id: old })),
    (next) => startSpeech(next, next.at, turn),
  );
}

/** The agent breaks a silence, as OpenAI's `idle_timeout_ms` has it. */
export function tellTimeout(state: ProtocolState, { at }: Notice<'silence-prompted'>): Progress {
  const detection = state.session.audio.input.turn_detection;
  if (detection?.type !== 'server_vad' || detection.idle_timeout_ms === null) return progress(state);
  const { id, state: numbered } = newItemId(state);
  const end = Math.round(at * 1000);
  return progress(
    numbered,
    send({
      type: 'input_audio_buffer.timeout_triggered',
      audio_start_ms: Math.max(0, end - detection.idle_timeout_ms),
      audio_end_ms: end,
      item_id: numbered.items.at(-1)?.id ?? id,
    }),
  );
}
