import type { ConversationItem, FunctionCallItem } from './items.ts';
import {
  assistantItem,
  type Ending,
  insertItem,
  inTurn,
  newItemId,
  newResponseId,
  type OpenMessage,
  type OpenResponse,
  type Progress,
  type ProtocolAction,
  type ProtocolState,
  previousOf,
  progress,
  rememberSpoken,
  replaceItem,
  type SpokenItem,
  send,
  spokenOf,
} from './protocol-state.ts';
import type { WireResponse } from './server-events.ts';
import { responseUsage } from './usage.ts';

export type ResponseOptions = Partial<
  Pick<OpenResponse, 'reply' | 'modality' | 'inConversation' | 'metadata' | 'mostTokens'>
>;

/** The client is told that the agent is about to say something. */
export function openResponse(state: ProtocolState, options: ResponseOptions = {}): Progress {
  const { id, state: numbered } = newResponseId(state);
  const response: OpenResponse = {
    id,
    modality: state.session.output_modalities[0] ?? 'audio',
    inConversation: true,
    metadata: null,
    output: [],
    ...options,
  };
  return progress(
    { ...numbered, response, cancelled: false, dropped: false },
    send({ type: 'response.created', response: wireResponse(state, response, undefined) }),
  );
}

/** A reply of the engine has a response: the one that was waiting for it, or a new one. */
export function bindResponse(state: ProtocolState, reply: string): Progress {
  const { response } = state;
  if (response?.reply === reply) return progress(state);
  if (response !== undefined && response.reply === undefined) {
    return progress({ ...state, response: { ...response, reply } });
  }
  return inTurn(response === undefined ? progress(state) : finishResponse(state, cancelledByTurn), (next) =>
    openResponse(next, { reply }),
  );
}

export const completed: Ending = { status: 'completed', details: { type: 'completed' } };

export const cancelledByTurn: Ending = {
  status: 'cancelled',
  details: { type: 'cancelled', reason: 'turn_detected' },
};

export const cancelledByClient: Ending = {
  status: 'cancelled',
  details: { type: 'cancelled', reason: 'client_cancelled' },
};

export function failedBy(code: string, message: string): Ending {
  return { status: 'failed', details: { type: 'failed', error: { type: 'server_error', code, message } } };
}

/** The item in which it says what it says. */
export function openMessage(state: ProtocolState): Progress {
  const { response } = state;
  if (response === undefined || response.message !== undefined) return progress(state);
  const { id, state: numbered } = newItemId(state);
  const item = { ...assistantItem(id, response.modality, '', 'in_progress'), content: [] };
  const message: OpenMessage = { item: id, outputIndex: response.output.length, transcript: '', sent: 0 };
  const { state: inserted, previous } = response.inConversation
    ? insertItem(numbered, item)
    : { state: numbered, previous: null };
  const { reply } = response;
  const opened = rememberSpoken(
    { ...inserted, response: { ...response, message } },
    {
      item: id,
      ...(reply === undefined ? {} : { reply }),
      response: response.id,
      spans: [],
      sent: 0,
      transcript: '',
      before: '',
      ended: false,
    },
  );
  return progress(
    opened,
    send({
      type: 'response.output_item.added',
      response_id: response.id,
      output_index: message.outputIndex,
      item,
    }),
    ...(response.inConversation
      ? [send({ type: 'conversation.item.added', previous_item_id: previous, item })]
      : []),
    send({
      type: 'response.content_part.added',
      ...contentOf(response, message),
      part: response.modality === 'audio' ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
    }),
  );
}

function contentOf(
  { id }: OpenResponse,
  { item, outputIndex }: OpenMessage,
): { response_id: string; item_id: string; output_index: number; content_index: number } {
  return { response_id: id, item_id: item, output_index: outputIndex, content_index: 0 };
}

function withMessage(state: ProtocolState, change: (message: OpenMessage) => OpenMessage): ProtocolState {
  const { response } = state;
  if (response?.message === undefined) return state;
  return { ...state, response: { ...response, message: change(response.message) } };
}

/** Text of what is said. */
export function addText(state: ProtocolState, text: string): Progress {
  return inTurn(openMessage(state), (next) => {
    const { response } = next;
    if (response?.message === undefined || text === '') return progress(next);
    const { message, modality } = response;
    return progress(
      withMessage(next, (open) => ({ ...open, transcript: open.transcript + text })),
      send({
        type: modality === 'audio' ? 'response.output_audio_transcript.delta' : 'response.output_text.delta',
        ...contentOf(response, message),
        delta: text,
      }),
    );
  });
}

/** Sound of what is said; `position`: where it begins in the reply's own sound, none for a filler. */
export function addSound(
  state: ProtocolState,
  samples: Float32Array,
  duration: number,
  position: number | undefined,
): Progress {
  if (state.response?.modality === 'text') return progress(state);
  return inTurn(openMessage(state), (next) => {
    const { response } = next;
    if (response?.message === undefined) return progress(next);
    const { message } = response;
    const { item, sent, outputIndex } = message;
    return progress(
      extendSpoken(
        withMessage(next, (open) => ({ ...open, sent: sent + duration })),
        item,
        sent,
        duration,
        position,
      ),
      {
        type: 'send-sound',
        item: { response: response.id, item, outputIndex },
        position: sent,
        samples,
      },
    );
  });
}

function extendSpoken(
  state: ProtocolState,
  item: string,
  audio: number,
  duration: number,
  position: number | undefined,
): ProtocolState {
  const spoken = state.spoken.find((known) => known.item === item);
  if (spoken === undefined) return state;
  const grown = { ...spoken, sent: audio + duration };
  if (position === undefined) return rememberSpoken(state, grown);
  const last = spoken.spans.at(-1);
  const goesOn =
    last !== undefined &&
    Math.abs(last.audio + last.duration - audio) < 1e-6 &&
    Math.abs(last.position + last.duration - position) < 0.03;
  const spans = goesOn
    ? [...spoken.spans.slice(0, -1), { ...last, duration: last.duration + duration }]
    : [...spoken.spans, { audio, position, duration }];
  return rememberSpoken(state, { ...grown, spans });
}

/** A function that the client is to run. */
export function callFunction(
  state: ProtocolState,
  call: { readonly id: string; readonly name: string; readonly arguments: string },
): Progress {
  const { response } = state;
  if (response === undefined) return progress(state);
  const { id, state: numbered } = newItemId(state);
  const item: FunctionCallItem = {
    id,
    object: 'realtime.item',
    type: 'function_call',
    status: 'completed',
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
  };
  const started: FunctionCallItem = { ...item, status: 'in_progress', arguments: '' };
  const { state: inserted, previous } = insertItem(numbered, item);
  const output_index = response.output.length + (response.message === undefined ? 0 : 1);
  const of = { response_id: response.id, item_id: id, output_index, call_id: call.id };
  const grown: ProtocolState = {
    ...inserted,
    calls: [...inserted.calls, call.id],
    response: { ...response, output: [...response.output, item] },
  };
  const place = { response_id: response.id, output_index };
  return progress(
    grown,
    send({ type: 'response.output_item.added', ...place, item: started }),
    send({ type: 'conversation.item.added', previous_item_id: previous, item: started }),
    send({ type: 'response.function_call_arguments.delta', ...of, delta: call.arguments }),
    send({
      type: 'response.function_call_arguments.done',
      ...of,
      name: call.name,
      arguments: call.arguments,
    }),
    send({ type: 'response.output_item.done', ...place, item }),
    send({ type: 'conversation.item.done', previous_item_id: previous, item }),
  );
}

/** `heard`: what the user heard of it, where it is less than was to be said. */
export function finishResponse(state: ProtocolState, ending: Ending, heard?: string): Progress {
  const { response } = state;
  if (response === undefined) return progress(state);
  return inTurn(finishMessage(state, response, ending, heard), (next) => {
    const { response: finished = response, ...kept } = next;
    return progress(kept, send({ type: 'response.done', response: wireResponse(next, finished, ending) }), {
      type: 'send-rate-limits',
    });
  });
}

function finishMessage(
  state: ProtocolState,
  response: OpenResponse,
  ending: Ending,
  heard: string | undefined,
): Progress {
  const { message, modality } = response;
  if (message === undefined) return progress(state);
  const spoken = state.spoken.find((known) => known.item === message.item);
  const text = heard === undefined ? message.transcript.trimEnd() : ownWords(spoken, heard);
  const item = assistantItem(
    message.item,
    modality,
    text,
    ending.status === 'completed' ? 'completed' : 'incomplete',
  );
  const kept = replaceItem(
    spoken === undefined
      ? state
      : rememberSpoken(state, { ...spoken, transcript: text, ended: true, sent: message.sent }),
    item,
  );
  const of = contentOf(response, message);
  const output: ConversationItem[] = response.output.toSpliced(message.outputIndex, 0, item);
  const { message: _, ...closed } = response;
  const done: readonly ProtocolAction[] =
    modality === 'audio'
      ? [
          send({ type: 'response.output_audio.done', ...of }),
          send({ type: 'response.output_audio_transcript.done', ...of, transcript: text }),
          send({ type: 'response.content_part.done', ...of, part: { type: 'audio', transcript: text } }),
        ]
      : [
          send({ type: 'response.output_text.done', ...of, text }),
          send({ type: 'response.content_part.done', ...of, part: { type: 'text', text } }),
        ];
  return progress(
    { ...kept, response: { ...closed, output } },
    ...done,
    send({
      type: 'response.output_item.done',
      response_id: response.id,
      output_index: message.outputIndex,
      item,
    }),
    ...(response.inConversation
      ? [
          send({
            type: 'conversation.item.done',
            previous_item_id: previousOf(kept, message.item),
            item,
          }),
        ]
      : []),
  );
}

function wireResponse(
  state: ProtocolState,
  response: OpenResponse,
  ending: Ending | undefined,
): WireResponse {
  const { session, offer } = state;
  const { format, voice } = session.audio.output;
  return {
    id: response.id,
    object: 'realtime.response',
    status: ending?.status ?? 'in_progress',
    status_details: ending === undefined || ending.status === 'completed' ? null : ending.details,
    output: response.output,
    conversation_id: response.inConversation ? `conv_${offer.session.replace(/^sess_/, '')}` : null,
    output_modalities: [response.modality],
    max_output_tokens: response.mostTokens ?? session.max_output_tokens,
    audio: { output: { format, voice } },
    metadata: response.metadata,
    usage: ending === undefined ? null : responseUsage(state, response),
  };
}

/** Of the words of a reply those that belong to one item. */
export function ownWords(spoken: SpokenItem | undefined, heard: string): string {
  const before = spoken?.before ?? '';
  return before !== '' && heard.startsWith(before) ? heard.slice(before.length).trimStart() : heard;
}

/** The item that a reply is said in, if the client knows of one. */
export function itemOfReply(state: ProtocolState, reply: string): string | undefined {
  return spokenOf(state, reply)?.item;
}
