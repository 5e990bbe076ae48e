import type { AgentTurn, BrainRequest, BrainTurn, Occasion } from '../../voices/index.ts';
import type { AiSdkMessage, AiSdkToolCall, AiSdkToolResult } from './ai-sdk-model.ts';
import { cutNote, userText } from './turn-notes.ts';

type ToolCallTurn = Extract<BrainTurn, { type: 'tool-call' }>;
type ToolResultTurn = Extract<BrainTurn, { type: 'tool-result' }>;

const beginning = '[The conversation begins. You speak first.]';

/** What a model is told where nobody has answered the turn that is its own. */
const occasionNotes: Readonly<Record<Occasion, string>> = {
  opening: beginning,
  answer: '[The user has said no more. Go on.]',
  silence: '[Nobody has spoken for a while. Say something short that helps the user to go on.]',
  'tool-answered': '[Go on.]',
  asked: '[Go on.]',
};

/**
 * The turns as messages that every service takes: neighbours of one side are one message, the first and the last are
 * not the assistant's, and the outcome of a tool follows at once upon its call, whenever it came.
 */
export function buildMessages({ turns, occasion }: Pick<BrainRequest, 'turns' | 'occasion'>): AiSdkMessage[] {
  const messages: AiSdkMessage[] = [];
  const outcomes = pairOutcomes(turns);
  let cut: AgentTurn | undefined;
  let before: BrainTurn | undefined;
  for (const turn of turns) {
    switch (turn.type) {
      case 'user':
        addUser(messages, userText(turn, cut));
        cut = undefined;
        break;
      case 'note':
        if (turn.text.trim() !== '') addUser(messages, `[Note: ${turn.text.trim()}]`);
        break;
      case 'agent':
        if (turn.text.trim() !== '') addAgent(messages, turn.text.trim());
        cut = turn.cutShort ? turn : undefined;
        break;
      case 'tool-call':
        addCall(messages, turn, { outcome: outcomes.get(turn), together: before?.type === 'tool-call' });
        break;
      case 'tool-result':
        if (outcomes.get(turn) === undefined)
          addUser(messages, `[Note: a tool has answered: ${turn.output}]`);
        break;
    }
    before = turn;
  }
  if (cut !== undefined) addUser(messages, `[The user ${cutNote(cut)}]`);
  if (occasion === 'silence' || messages.length === 0 || messages.at(-1)?.role === 'assistant')
    addUser(messages, occasionNotes[occasion]);
  if (messages[0]?.role !== 'user') messages.unshift(user(beginning));
  return messages;
}

/** Each call with its outcome and the other way round. Some servers give every call the same id: the nearest counts. */
function pairOutcomes(turns: readonly BrainTurn[]): ReadonlyMap<BrainTurn, ToolCallTurn | ToolResultTurn> {
  const pairs = new Map<BrainTurn, ToolCallTurn | ToolResultTurn>();
  const open = new Map<string, ToolCallTurn[]>();
  for (const turn of turns) {
    if (turn.type === 'tool-call') open.set(turn.id, [...(open.get(turn.id) ?? []), turn]);
    if (turn.type !== 'tool-result') continue;
    const call = open.get(turn.id)?.shift();
    if (call === undefined) continue;
    pairs.set(call, turn);
    pairs.set(turn, call);
  }
  return pairs;
}

function addUser(messages: AiSdkMessage[], text: string): void {
  const last = messages.at(-1);
  const before = last?.role === 'user' ? last.content[0] : undefined;
  if (before === undefined) messages.push(user(text));
  else before.text = `${before.text}\n${text}`;
}

function user(text: string): AiSdkMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function addAgent(messages: AiSdkMessage[], text: string): void {
  const last = messages.at(-1);
  const before = last?.role === 'assistant' ? last.content.at(-1) : undefined;
  if (before?.type === 'text') before.text = `${before.text} ${text}`;
  else messages.push({ role: 'assistant', content: [{ type: 'text', text }] });
}

function addCall(
  messages: AiSdkMessage[],
  { id, name, arguments: given }: ToolCallTurn,
  {
    outcome,
    together,
  }: { readonly outcome: ToolCallTurn | ToolResultTurn | undefined; readonly together: boolean },
): void {
  const call: AiSdkToolCall = {
    type: 'tool-call',
    toolCallId: id,
    toolName: name,
    input: parseArguments(given),
  };
  const value = outcome?.type === 'tool-result' ? outcome.output : 'There is no outcome yet.';
  const result: AiSdkToolResult = {
    type: 'tool-result',
    toolCallId: id,
    toolName: name,
    output: { type: 'text', value },
  };
  const [asked, answered] = messages.slice(-2);
  // Several calls at once are one message, and their outcomes the next.
  if (together && asked?.role === 'assistant' && answered?.role === 'tool') {
    asked.content.push(call);
    answered.content.push(result);
    return;
  }
  const spoken = messages.at(-1);
  if (spoken?.role === 'assistant') spoken.content.push(call);
  else messages.push({ role: 'assistant', content: [call] });
  messages.push({ role: 'tool', content: [result] });
}

/** Services want an object: what a model wrote wrongly is kept as a text in one. */
function parseArguments(given: string): unknown {
  try {
    const value: unknown = JSON.parse(given);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return given.trim() === '' ? {} : { unreadable: given };
  }
}
