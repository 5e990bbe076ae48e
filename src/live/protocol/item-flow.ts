import type { BrainTurn } from '../../voices/index.ts';
import type { ClientEvent } from './client-events.ts';
import type { NewItem } from './item-schema.ts';
import type { ConversationItem, ItemContent } from './items.ts';
import { replyPosition } from './live-flow.ts';
import { errorEvent, unknownItem } from './protocol-error.ts';
import {
  assistantItem,
  insertItem,
  newItemId,
  type Progress,
  type ProtocolAction,
  type ProtocolState,
  progress,
  rememberSpoken,
  replaceItem,
  send,
} from './protocol-state.ts';

type Sent<Type extends ClientEvent['type']> = Extract<ClientEvent, { type: Type }>;

function refuse(
  state: ProtocolState,
  eventId: string | undefined,
  code: string,
  message: string,
  param: string,
): Progress {
  return progress(state, send(errorEvent({ code, message, param, event_id: eventId ?? null })));
}

/** Something that was said elsewhere, typed, or found out by a function, becomes part of the conversation. */
export function createItem(
  state: ProtocolState,
  { item, previous_item_id, event_id }: Sent<'conversation.item.create'>,
): Progress {
  const after = previous_item_id ?? undefined;
  if (after !== undefined && after !== 'root' && !state.items.some(({ id }) => id === after)) {
    const { code, message } = unknownItem(after, event_id);
    return refuse(state, event_id, code, message, 'previous_item_id');
  }
  if (item.id !== undefined && state.items.some(({ id }) => id === item.id)) {
    const message = `There is an item '${item.id}' already.`;
    return refuse(state, event_id, 'item_already_exists', message, 'item.id');
  }
  const fault = faultOf(state, item);
  if (fault !== undefined) return refuse(state, event_id, fault.code, fault.message, fault.param);
  const { id, state: numbered } = item.id === undefined ? newItemId(state) : { id: item.id, state };
  const made = conversationItem(item, id);
  const { state: inserted, previous } = insertItem(numbered, made, after);
  const told: ProtocolAction[] = [
    send({ type: 'conversation.item.added', previous_item_id: previous, item: made }),
    send({ type: 'conversation.item.done', previous_item_id: previous, item: made }),
  ];
  const answered =
    item.type === 'function_call_output'
      ? { ...inserted, calls: inserted.calls.filter((call) => call !== item.call_id) }
      : inserted;
  return progress(answered, ...itemWishes(state, item, made, after, inserted), ...told);
}

type Fault = { readonly code: string; readonly message: string; readonly param: string };

/** Characters of a conversation: some hundred thousand tokens. A client must not fill the server with more. */
const mostText = 1_000_000;

function lengthOf(item: ConversationItem): number {
  if (item.type === 'function_call') return item.name.length + item.arguments.length;
  if (item.type === 'function_call_output') return item.output.length;
  return item.content.reduce(
    (sum, part) => sum + ('text' in part ? part.text : (part.transcript ?? '')).length,
    0,
  );
}

function faultOf(state: ProtocolState, item: NewItem): Fault | undefined {
  const text = [...state.items, conversationItem(item, '')].reduce((sum, one) => sum + lengthOf(one), 0);
  if (text > mostText) {
    const message = `The conversation would have ${text} characters; ${mostText} is the most: delete items first.`;
    return { code: 'conversation_too_long', message, param: 'item' };
  }
  if (item.type === 'message') {
    const image = item.content.findIndex(({ type }) => type === 'input_image');
    if (image < 0) return undefined;
    return {
      code: 'invalid_value',
      message: 'Pictures cannot be seen here: send text or sound.',
      param: `item.content[${image}].type`,
    };
  }
  if (item.type === 'function_call') return undefined;
  const known =
    state.calls.includes(item.call_id) ||
    state.items.some((one) => one.type === 'function_call' && one.call_id === item.call_id);
  if (known) return undefined;
  const shown = item.call_id.slice(0, 80);
  return {
    code: 'invalid_tool_call_id',
    message: `Tool call ID '${shown}' not found in conversation.`,
    param: 'item.call_id',
  };
}

export function conversationItem(item: NewItem, id: string): ConversationItem {
  const base = { id, object: 'realtime.item' as const };
  if (item.type === 'function_call') {
    const { call_id, name, arguments: given } = item;
    return { ...base, type: 'function_call', status: 'completed', call_id, name, arguments: given };
  }
  if (item.type === 'function_call_output') {
    const { call_id, output } = item;
    return { ...base, type: 'function_call_output', status: 'completed', call_id, output };
  }
  const { role, status } = item;
  const content = item.content.flatMap((part): ItemContent[] => {
    if (part.type === 'input_image') return [];
    if ('text' in part) {
      return [{ type: role === 'assistant' ? 'output_text' : 'input_text', text: part.text }];
    }
    return role === 'assistant'
      ? [{ type: 'output_audio', transcript: part.transcript ?? '' }]
      : [{ type: 'input_audio', transcript: part.transcript ?? null }];
  });
  return { ...base, type: 'message', role, status: status ?? 'completed', content };
}

/** What the engine is to know of it. Sound without words is heard as if it were said now. */
function itemWishes(
  before: ProtocolState,
  item: NewItem,
  made: ConversationItem,
  after: string | undefined,
  inserted: ProtocolState,
): ProtocolAction[] {
  if (item.type === 'function_call_output' && before.calls.includes(item.call_id)) {
    const { call_id: id, output } = item;
    return [{ type: 'wish', wish: { type: 'tool-answered', id, output } }];
  }
  const sounds =
    item.type === 'message'
      ? item.content.flatMap((part) =>
          part.type === 'input_audio' && typeof part.audio === 'string' && !part.transcript
            ? [part.audio]
            : [],
        )
      : [];
  if (sounds.length > 0) return sounds.map((audio) => ({ type: 'hear', audio }));
  const turn = itemTurn(made);
  const place = inserted.items.findIndex(({ id }) => id === made.id);
  const fromEnd = after === undefined ? 0 : inserted.items.length - 1 - place;
  return [{ type: 'wish', wish: { type: 'turn-added', turn, ...(fromEnd === 0 ? {} : { fromEnd }) } }];
}

/** An item as the brain reads it. */
export function itemTurn(item: ConversationItem): BrainTurn {
  if (item.type === 'function_call') {
    return { type: 'tool-call', id: item.call_id, name: item.name, arguments: item.arguments };
  }
  if (item.type === 'function_call_output') {
    return { type: 'tool-result', id: item.call_id, output: item.output };
  }
  const text = item.content
    .map((part) => ('text' in part ? part.text : (part.transcript ?? '')))
    .filter((part) => part !== '')
    .join(' ');
  if (item.role === 'system') return { type: 'note', text };
  if (item.role === 'assistant') {
    return { type: 'agent', text, cutShort: item.status === 'incomplete' };
  }
  const typed = item.content.every(({ type }) => type === 'input_text');
  return { type: 'user', text, ...(typed ? { typed } : {}) };
}

export function retrieveItem(
  state: ProtocolState,
  { item_id, event_id }: Sent<'conversation.item.retrieve'>,
): Progress {
  const item = state.items.find(({ id }) => id === item_id);
  return item === undefined
    ? progress(state, send(errorEvent(unknownItem(item_id, event_id))))
    : progress(state, send({ type: 'conversation.item.retrieved', item }));
}

export function deleteItem(
  state: ProtocolState,
  { item_id, event_id }: Sent<'conversation.item.delete'>,
): Progress {
  const item = state.items.find(({ id }) => id === item_id);
  if (item === undefined) return progress(state, send(errorEvent(unknownItem(item_id, event_id))));
  if (item.id === state.response?.message?.item) {
    const message = 'It is being said: cancel the response first.';
    return refuse(state, event_id, 'invalid_value', message, 'item_id');
  }
  return progress(
    { ...state, items: state.items.filter(({ id }) => id !== item_id) },
    { type: 'wish', wish: { type: 'turn-removed', turn: itemTurn(item) } },
    send({ type: 'conversation.item.deleted', item_id }),
  );
}

/** The client has played no more of it than this. */
export function truncateItem(
  state: ProtocolState,
  { item_id, content_index, audio_end_ms, event_id }: Sent<'conversation.item.truncate'>,
): Progress {
  const item = state.items.find(({ id }) => id === item_id);
  if (item === undefined) return progress(state, send(errorEvent(unknownItem(item_id, event_id))));
  const spoken = state.spoken.find((known) => known.item === item_id);
  if (item.type !== 'message' || item.role !== 'assistant' || spoken === undefined) {
    const message = 'Only what the agent has said aloud can be truncated.';
    return refuse(state, event_id, 'invalid_value', message, 'item_id');
  }
  if (content_index !== 0) {
    return refuse(state, event_id, 'invalid_value', 'content_index can only be 0.', 'content_index');
  }
  const sent = Math.round(spoken.sent * 1000);
  if (audio_end_ms > sent) {
    const message = `Audio content of ${sent}ms is already shorter than ${audio_end_ms}ms`;
    return refuse(state, event_id, 'invalid_value', message, 'audio_end_ms');
  }
  const truncated = send({
    type: 'conversation.item.truncated',
    item_id,
    content_index: 0,
    audio_end_ms,
  });
  const { reply } = spoken;
  if (reply === undefined) return progress(state, truncated);
  const stopped: ProtocolAction = {
    type: 'wish',
    wish: { type: 'playback-stopped', reply, position: replyPosition(spoken, audio_end_ms / 1000) },
  };
  const open = state.response?.message?.item === item_id;
  if (open) {
    // Whoever has stopped playing it will hear no more of it.
    return progress(
      { ...state, cancelled: true },
      stopped,
      { type: 'wish', wish: { type: 'reply-refused' } },
      truncated,
    );
  }
  return progress(cutTranscript(state, item_id, audio_end_ms / 1000), stopped, truncated);
}

/** Until the engine says what was heard, the words are cut where the sound was. */
function cutTranscript(state: ProtocolState, id: string, end: number): ProtocolState {
  const spoken = state.spoken.find(({ item }) => item === id);
  if (spoken === undefined || spoken.sent === 0 || end >= spoken.sent - 0.05) return state;
  const words = spoken.transcript.split(' ');
  const kept = words.slice(0, Math.floor((words.length * end) / spoken.sent)).join(' ');
  return replaceItem(
    rememberSpoken(state, { ...spoken, transcript: kept }),
    assistantItem(id, 'audio', kept, 'incomplete'),
  );
}
