import type { BrainTurn } from '../../voices/index.ts';
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

type Asked = Extract<ClientEvent, { type: 'response.create' }>;

/** At once; each is a request to the brain. */
const mostQuestions = 4;

/** The client wants the agent to speak, or to answer something beside the conversation. */
export function createResponse(state: ProtocolState, { response: wanted, event_id }: Asked): Progress {
  const { instructions, conversation, input, metadata, output_modalities } = wanted ?? {};
  const told = instructions === undefined || instructions === null ? {} : { instructions };
  const beside = conversation === 'none' || Array.isArray(input);
  const fault = beside ? questionFault(state) : activeFault(state);
  if (fault !== undefined) {
    return progress(state, send(errorEvent({ ...fault, event_id: event_id ?? null })));
  }
  if (beside) return askQuestion(state, input ?? undefined, told, metadata ?? null);
  const modality = output_modalities?.[0];
  return inTurn(
    openResponse(state, { metadata: metadata ?? null, ...(modality === undefined ? {} : { modality }) }),
    (next) => progress(next, { type: 'wish', wish: { type: 'reply-wanted', ...told } }),
  );
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
  input: readonly InputItem[] | undefined,
  told: { readonly instructions?: string },
  metadata: OpenResponse['metadata'],
): Progress {
  const { response, ...rest } = state;
  const opened = openResponse(rest, { modality: 'text', inConversation: false, metadata });
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
      ...told,
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
