import type { BrainTurn } from '../../voices/index.ts';
import type { LiveWish } from '../session-options.ts';
import type { ConversationItem, MessageItem } from './items.ts';
import { errorEvent } from './protocol-error.ts';
import type { ServerEvent, StatusDetails } from './server-events.ts';
import { firstSession, resolveSession, type SessionOffer } from './session-config.ts';
import type { SessionUpdate } from './session-update.ts';
import type { WireSession } from './wire-session.ts';

/** All that the protocol knows of one session. Frozen in use. */
export type ProtocolState = {
  readonly offer: SessionOffer;
  readonly session: WireSession;
  /** Whether the client wants the agent to yield; what it reads back is always yes. */
  readonly interrupts: boolean;
  /** Sound or words have come: the engine runs. */
  readonly begun: boolean;
  /** Seconds of the session's own clock, as last seen. */
  readonly at: number;
  readonly numbers: { readonly item: number; readonly response: number };
  /** Oldest first. */
  readonly items: readonly ConversationItem[];
  /** What the user says and has not finished. */
  readonly user?: OpenUserItem;
  /** The latest items of the user's turns, so that one can be opened again. */
  readonly turns: readonly { readonly turn: string; readonly item: string }[];
  readonly response?: OpenResponse;
  /** The latest items of the agent's replies. A reply that resumes has a second one. */
  readonly spoken: readonly SpokenItem[];
  /** A sound beside the conversation that goes on, as a response of its own. */
  readonly aside?: OpenResponse & { readonly lastAt: number };
  /** Responses beside the conversation that the client has asked for. */
  readonly questions: readonly OpenResponse[];
  /** A reply that was given up; why is told right after. */
  readonly dropped: boolean;
  /** The client has cancelled what is said now. */
  readonly cancelled: boolean;
  /** What the brain says that its latest replies have cost, by the engine's names for them. */
  readonly counted: readonly CountedTokens[];
  /** Seconds of the user's sound since the last turn was committed, and in all. */
  readonly buffered: number;
  readonly received: number;
  /** Calls of functions that wait for their outcome. */
  readonly calls: readonly string[];
};

export type CountedTokens = { readonly reply: string; readonly input: number; readonly output: number };

export type OpenUserItem = {
  readonly item: string;
  readonly turn?: string;
  /** Seconds. */
  readonly start: number;
  /** The client has committed it already; its words are to come. */
  readonly committed: boolean;
  readonly written: string;
};

export type OpenResponse = {
  readonly id: string;
  /** The engine's name for it, once it has one. */
  readonly reply?: string;
  readonly modality: 'audio' | 'text';
  /** Whether it belongs to the conversation. */
  readonly inConversation: boolean;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Its own limit. */
  readonly mostTokens?: number | 'inf';
  /** Finished items. */
  readonly output: readonly ConversationItem[];
  readonly message?: OpenMessage;
};

/** What the agent is saying. */
export type OpenMessage = {
  readonly item: string;
  readonly outputIndex: number;
  readonly transcript: string;
  /** Seconds of sound sent. */
  readonly sent: number;
};

export type SpokenItem = {
  readonly item: string;
  readonly reply?: string;
  readonly response: string;
  /** Which stretch of the item's sound is which of the reply's. Seconds. */
  readonly spans: readonly { readonly audio: number; readonly position: number; readonly duration: number }[];
  /** Seconds of sound in all. */
  readonly sent: number;
  readonly transcript: string;
  /** What the reply said before this item began. */
  readonly before: string;
  readonly ended: boolean;
};

export type ProtocolAction =
  | { readonly type: 'send'; readonly event: ServerEvent }
  /** Sound to be encoded as the session wants it. No `item`: beside the conversation. */
  | {
      readonly type: 'send-sound';
      readonly item?: { readonly response: string; readonly item: string; readonly outputIndex: number };
      /** Seconds into the item's sound. */
      readonly position: number;
      readonly samples: Float32Array;
    }
  | { readonly type: 'send-rate-limits' }
  | { readonly type: 'wish'; readonly wish: LiveWish }
  /** Sound of the user, base64 in the session's input format. */
  | { readonly type: 'hear'; readonly audio: string }
  /** The session has changed: voices, manners, tools follow from it. */
  | { readonly type: 'configure'; readonly session: WireSession; readonly interrupts: boolean }
  /** The engine must run from here on. */
  | { readonly type: 'begin' }
  /** A question to the brain beside the conversation: its text is the response. */
  | {
      readonly type: 'ask-question';
      readonly response: string;
      readonly instructions?: string;
      readonly mostTokens?: number;
      /** None: what the conversation has come to. */
      readonly turns?: readonly BrainTurn[];
    };

export type Progress = { readonly state: ProtocolState; readonly actions: readonly ProtocolAction[] };

/** `updates`: what is asked for before the client says anything, as by the address. */
export function startProtocol(offer: SessionOffer, updates: readonly SessionUpdate[] = []): Progress {
  let session = firstSession(offer);
  const refused: ProtocolAction[] = [];
  for (const update of updates) {
    const resolved = resolveSession(session, update, offer, false);
    if (resolved.type === 'session-resolved') session = resolved.session;
    else {
      const { message, param } = resolved;
      refused.push(send(errorEvent({ code: 'invalid_value', message, param })));
    }
  }
  return {
    state: {
      offer,
      session,
      interrupts: true,
      begun: false,
      at: 0,
      numbers: { item: 1, response: 1 },
      items: [],
      turns: [],
      spoken: [],
      questions: [],
      dropped: false,
      cancelled: false,
      counted: [],
      buffered: 0,
      received: 0,
      calls: [],
    },
    actions: [send({ type: 'session.created', session }), ...refused],
  };
}

export function progress(state: ProtocolState, ...actions: readonly ProtocolAction[]): Progress {
  return { state, actions };
}

export function send(event: ServerEvent): ProtocolAction {
  return { type: 'send', event };
}

/** One part of a step after another. */
export function inTurn(first: Progress, ...parts: readonly ((state: ProtocolState) => Progress)[]): Progress {
  let { state, actions } = first;
  for (const part of parts) {
    const next = part(state);
    state = next.state;
    if (next.actions.length > 0) actions = [...actions, ...next.actions];
  }
  return { state, actions };
}

/** Items that are remembered, so that a day of talk does not grow without end. */
const mostItems = 1000;
const mostRecent = 16;

export function newItemId(state: ProtocolState): { readonly id: string; readonly state: ProtocolState } {
  const { item } = state.numbers;
  return {
    id: `item_${state.offer.session.replace(/^sess_/, '')}${item}`,
    state: { ...state, numbers: { ...state.numbers, item: item + 1 } },
  };
}

export function newResponseId(state: ProtocolState): { readonly id: string; readonly state: ProtocolState } {
  const { response } = state.numbers;
  return {
    id: `resp_${state.offer.session.replace(/^sess_/, '')}${response}`,
    state: { ...state, numbers: { ...state.numbers, response: response + 1 } },
  };
}

/** At the end, or after the item that is named; `root`: at the beginning. */
export function insertItem(
  state: ProtocolState,
  item: ConversationItem,
  after?: string,
): { readonly state: ProtocolState; readonly previous: string | null } {
  const { items } = state;
  const place =
    after === undefined ? items.length : after === 'root' ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const next = [...items.slice(0, place), item, ...items.slice(place)];
  return {
    state: { ...state, items: next.slice(-mostItems) },
    previous: items[place - 1]?.id ?? null,
  };
}

export function replaceItem(state: ProtocolState, item: ConversationItem): ProtocolState {
  return { ...state, items: state.items.map((known) => (known.id === item.id ? item : known)) };
}

export function previousOf({ items }: ProtocolState, id: string): string | null {
  const index = items.findIndex((item) => item.id === id);
  return index > 0 ? (items[index - 1]?.id ?? null) : null;
}

export function rememberSpoken(state: ProtocolState, spoken: SpokenItem): ProtocolState {
  const others = state.spoken.filter(({ item }) => item !== spoken.item);
  return { ...state, spoken: [...others, spoken].slice(-mostRecent) };
}

export function rememberTokens(state: ProtocolState, tokens: CountedTokens): ProtocolState {
  return { ...state, counted: [...state.counted, tokens].slice(-mostRecent) };
}

export function rememberTurn(state: ProtocolState, turn: string, item: string): ProtocolState {
  const others = state.turns.filter((known) => known.turn !== turn);
  return { ...state, turns: [...others, { turn, item }].slice(-mostRecent) };
}

/** The item that a reply is said in now, or was last. */
export function spokenOf({ spoken }: ProtocolState, reply: string): SpokenItem | undefined {
  return spoken.findLast((known) => known.reply === reply);
}

export function assistantItem(
  id: string,
  modality: 'audio' | 'text',
  text: string,
  status: MessageItem['status'],
): MessageItem {
  return {
    id,
    object: 'realtime.item',
    type: 'message',
    role: 'assistant',
    status,
    content: [
      modality === 'audio' ? { type: 'output_audio', transcript: text } : { type: 'output_text', text },
    ],
  };
}

export function userItem(id: string, transcript: string | null, status: MessageItem['status']): MessageItem {
  return {
    id,
    object: 'realtime.item',
    type: 'message',
    role: 'user',
    status,
    content: [{ type: 'input_audio', transcript }],
  };
}

export type Ending = { readonly status: StatusDetails['type']; readonly details: StatusDetails };
