import type { ServerEvent } from './server-events.ts';

/** What a client would tell another server of its conversation: what was said and heard, oldest first. */
export type ClientHistory = {
  readonly entries: readonly HistoryEntry[];
  readonly openCalls: readonly string[];
};

type HistoryEntry =
  | { readonly type: 'user'; readonly turn: string; readonly text: string; readonly spoken: boolean }
  | AgentEntry
  | { readonly type: 'call'; readonly call: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'outcome'; readonly call: string; readonly output: string };

type AgentEntry = {
  readonly type: 'agent';
  readonly reply: string;
  /** The words that were heard. */
  readonly text: string;
  /** It is being said, was said to its end, was cut short, or was lost with its connection. */
  readonly status: 'open' | 'whole' | 'cut-short' | 'broken-off';
  /** When it ended, on the clock of its session. */
  readonly endedAt?: number;
};

/** A day of talk must not grow without end; and all of it is sent at one go, which a server takes 400 messages of. */
const mostEntries = 300;

export const emptyHistory: ClientHistory = { entries: [], openCalls: [] };

function add(history: ClientHistory, entry: HistoryEntry): ClientHistory {
  return { ...history, entries: [...history.entries, entry].slice(-mostEntries) };
}

export function rememberTyped(history: ClientHistory, text: string): ClientHistory {
  return add(history, { type: 'user', turn: '', text, spoken: false });
}

export function rememberTool(history: ClientHistory, call: string, output: string): ClientHistory {
  const openCalls = history.openCalls.filter((open) => open !== call);
  return { ...add(history, { type: 'outcome', call, output }), openCalls };
}

/** Follows what the server says. */
export function rememberEvent(history: ClientHistory, event: ServerEvent): ClientHistory {
  if (event.type === 'duologue.heard') {
    const { reply, before, transcript } = event;
    const text = before === undefined ? transcript : `${before} ${transcript}`;
    return rememberReply(history, { type: 'agent', reply, text, status: 'open' });
  }
  if (event.type === 'response.function_call_arguments.done') {
    const { call_id: call, name, arguments: given } = event;
    const called = add(history, { type: 'call', call, name, arguments: given });
    return { ...called, openCalls: [...called.openCalls, call] };
  }
  return event.type === 'duologue.notice' ? rememberNotice(history, event.notice) : history;
}

type Notice = Extract<ServerEvent, { type: 'duologue.notice' }>['notice'];

function rememberNotice(history: ClientHistory, notice: Notice): ClientHistory {
  if (notice.type === 'user-turn-ended' && notice.taken) {
    return add(history, { type: 'user', turn: notice.turn, text: notice.text, spoken: true });
  }
  if (notice.type === 'user-turn-reopened') {
    const entries = history.entries.filter((entry) => entry.type !== 'user' || entry.turn !== notice.turn);
    return { ...history, entries };
  }
  if (notice.type === 'session-ended') return breakOff(history, notice.at);
  if (notice.type !== 'reply-ended') return history;
  const { reply, heard: text, cutShort, at: endedAt } = notice;
  return rememberReply(history, {
    type: 'agent',
    reply,
    text,
    status: cutShort ? 'cut-short' : 'whole',
    endedAt,
  });
}

/** A reply has its place from its first word on, whatever is typed before its last. Ids begin anew with a session. */
function rememberReply(history: ClientHistory, entry: AgentEntry): ClientHistory {
  const place = history.entries.findLastIndex(
    (known) => known.type === 'agent' && known.status === 'open' && known.reply === entry.reply,
  );
  if (place < 0) return entry.text === '' ? history : add(history, entry);
  const entries =
    entry.text === '' ? history.entries.toSpliced(place, 1) : history.entries.with(place, entry);
  return { ...history, entries };
}

/**
 * The connection is gone: what was being said ended at the last word that was heard. A server that takes its leave ends
 * what is being said with the session, at the same moment.
 */
export function breakOff(history: ClientHistory, at?: number): ClientHistory {
  const entries = history.entries.map((entry) => {
    if (entry.type !== 'agent') return entry;
    const withSession = entry.status === 'cut-short' && at !== undefined && entry.endedAt === at;
    return entry.status === 'open' || withSession ? { ...entry, status: 'broken-off' as const } : entry;
  });
  return { ...history, entries };
}

/** Whether somebody was waiting for the agent when the connection was lost. */
export function owesReply({ entries, openCalls }: ClientHistory): boolean {
  const last = entries.at(-1);
  if (last === undefined || openCalls.length > 0) return false;
  return (
    last.type === 'user' || last.type === 'outcome' || (last.type === 'agent' && last.status === 'broken-off')
  );
}

/** The history as events for a server that knows nothing of it. A turn that nobody wrote down has no words. */
export function restoringEvents({ entries }: ClientHistory): readonly object[] {
  const calls = new Set(entries.map((entry) => (entry.type === 'call' ? entry.call : undefined)));
  return entries
    .filter((entry) => entry.type !== 'outcome' || calls.has(entry.call))
    .map((entry) => ({ type: 'conversation.item.create', item: historyItem(entry) }));
}

function historyItem(entry: HistoryEntry): object {
  switch (entry.type) {
    case 'user': {
      const { text, spoken } = entry;
      const content = spoken ? { type: 'input_audio', transcript: text } : { type: 'input_text', text };
      return { type: 'message', role: 'user', content: [content] };
    }
    case 'agent':
      return {
        type: 'message',
        role: 'assistant',
        status: entry.status === 'whole' ? 'completed' : 'incomplete',
        content: [{ type: 'output_audio', transcript: entry.text }],
      };
    case 'call':
      return { type: 'function_call', call_id: entry.call, name: entry.name, arguments: entry.arguments };
    case 'outcome':
      return { type: 'function_call_output', call_id: entry.call, output: entry.output };
    default:
      return entry satisfies never;
  }
}
