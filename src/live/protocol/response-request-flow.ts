import type { BrainTurn } from '../../voices/index.ts';
import type { ReplyWish } from '../live-event.ts';
import type { ClientEvent } from './client-events.ts';
import { conversationItem, itemTurn } from './item-flow.ts';
import type { InputItem } from './item-schema.ts';
import { errorEvent } from './protocol-error.ts';
import {
  type Ending,
  inTurn,
  type OpenResponse,
  type Progress,
  type ProtocolState,
  progress,
  send,
} from './protocol-state.ts';
import { addText, finishResponse, openResponse } from './response-flow.ts';
import type { ServerEvent } from './server-events.ts';
import type { WireSession } from './wire-session.ts';
import { toolChoiceOf, toolDescription, wireTools } from './wire-tools.ts';

type Asked = Extract<ClientEvent, { type: 'response.create' }>;

/** At once; each is a request to the brain. */
const mostQuestions = 4;

/** The client wants the agent to speak, or to answer something beside the conversation. */
export function createResponse(state: ProtocolState, { response: wanted, event_id }: Asked): Progress {
  const { conversation, input, metadata, output_modalities, max_output_tokens: most } = wanted ?? {};
  const beside = conversation === 'none' || Array.isArray(input);
  const fault = beside ? questionFault(state) : activeFault(state);
  if (fault !== undefined) {
    return progress(state, send(errorEvent({ ...fault, event_id: event_id ?? null })));
  }
  const modality = output_modalities?.[0];
  const own = {
    metadata: metadata ?? null,
    ...(most === undefined || most === null ? {} : { mostTokens: most }),
  };
  const warned = progress(
    state,
    ...unsupported(wanted ?? {}, beside, state.session).map((param) => send(withoutEffect(param, event_id))),
  );
  if (beside) return inTurn(warned, (next) => askQuestion(next, wanted ?? {}, own));
  return inTurn(
    warned,
    (next) => openResponse(next, { ...own, ...(modality === undefined ? {} : { modality }) }),
    (next) => progress(next, { type: 'wish', wish: { type: 'reply-wanted', ...wishOf(wanted ?? {}) } }),
  );
}

type Wanted = NonNullable<Asked['response']>;

/** Null leaves it as it is in the session, as its absence does. */
function wishOf({ instructions, tools, tool_choice, max_output_tokens: most }: Wanted): ReplyWish {
  return {
    ...(instructions === undefined || instructions === null ? {} : { instructions }),
    ...(tools === undefined || tools === null ? {} : { tools: wireTools(tools).map(toolDescription) }),
    ...(tool_choice === undefined || tool_choice === null ? {} : { toolChoice: toolChoiceOf(tool_choice) }),
    ...(most === undefined || most === null ? {} : { mostTokens: most === 'inf' ? 'unlimited' : most }),
  };
}

/** What is asked of one response and cannot be had, by its place in the event. */
function unsupported(wanted: Wanted, beside: boolean, { audio }: WireSession): string[] {
  const { tools, tool_choice, output_modalities, audio: sound } = wanted;
  const output = sound?.output;
  const voice = typeof output?.voice === 'object' ? output.voice?.id : output?.voice;
  return [
    ...(voice !== undefined && voice !== null && voice !== audio.output.voice ? ['audio.output.voice'] : []),
    ...(output?.format && output.format.type !== audio.output.format.type ? ['audio.output.format'] : []),
    ...(wanted.prompt === undefined || wanted.prompt === null ? [] : ['prompt']),
    ...(wanted.reasoning === undefined || wanted.reasoning === null ? [] : ['reasoning']),
    ...(wanted.parallel_tool_calls === false ? ['parallel_tool_calls'] : []),
    ...(beside && tools !== undefined && tools !== null && tools.length > 0 ? ['tools'] : []),
    ...(beside && tool_choice !== undefined && tool_choice !== null && tool_choice !== 'none'
      ? ['tool_choice']
      : []),
    ...(beside && output_modalities?.[0] === 'audio' ? ['output_modalities'] : []),
  ];
}

function withoutEffect(name: string, event_id: string | undefined): ServerEvent {
  return errorEvent({
    code: 'unsupported_parameter',
    message: `'${name}' has no effect on this response, which is created without it.`,
    param: `response.${name}`,
    event_id: event_id ?? null,
  });
}

type Fault = { readonly code: string; readonly message: string };

function activeFault({ response }: ProtocolState): Fault | undefined {
  if (response === undefined) return undefined;
  return {
    code: 'conversation_already_has_active_response',
    message: `Conversation already has an active response in progress: ${response.id}. Wait until the response is finished before creating a new one.`,
  };
}

function questionFault({ questions }: ProtocolState): Fault | undefined {
  if (questions.length < mostQuestions) return undefined;
  return {
    code: 'too_many_responses',
    message: `${mostQuestions} responses beside the conversation are under way: wait for one of them.`,
  };
}

/** Its answer is text: only one thing at a time can be said aloud. */
function askQuestion(
  state: ProtocolState,
  { input, instructions }: Wanted,
  own: Pick<OpenResponse, 'metadata' | 'mostTokens'>,
): Progress {
  const { response, ...rest } = state;
  const opened = openResponse(rest, { ...own, modality: 'text', inConversation: false });
  const { response: question, ...numbered } = opened.state;
  if (question === undefined) return progress(state);
  const turns = input?.flatMap((item) => inputTurns(state, item));
  return progress(
    {
      ...numbered,
      dropped: state.dropped,
      cancelled: state.cancelled,
      ...(response === undefined ? {} : { response }),
      questions: [...state.questions, question],
    },
    ...opened.actions,
    {
      type: 'ask-question',
      response: question.id,
      ...(instructions === undefined || instructions === null ? {} : { instructions }),
      ...(typeof own.mostTokens === 'number' ? { mostTokens: own.mostTokens } : {}),
      ...(turns === undefined ? {} : { turns }),
    },
  );
}

function inputTurns({ items }: ProtocolState, item: InputItem): BrainTurn[] {
  if (item.type !== 'item_reference') return [itemTurn(conversationItem(item, ''))];
  const known = items.find(({ id }) => id === item.id);
  return known === undefined ? [] : [itemTurn(known)];
}

/** What the brain says to a question, and how it ended. */
export function answerQuestion(state: ProtocolState, id: string, text: string, ending?: Ending): Progress {
  const question = state.questions.find((open) => open.id === id);
  if (question === undefined) return progress(state);
  const { response, ...rest } = state;
  const others = state.questions.filter((open) => open.id !== id);
  const said = inTurn(addText({ ...rest, response: question }, text), (next) =>
    ending === undefined ? progress(next) : finishResponse(next, ending),
  );
  const { response: grown, ...after } = said.state;
  return {
    actions: said.actions,
    state: {
      ...after,
      questions: grown === undefined ? others : [...others, grown],
      ...(response === undefined ? {} : { response }),
    },
  };
}
