import type { Word } from '../../src/timeline/index.ts';

/** What the page knows of a conversation; times are seconds of the page's clock. */
export type Conversation = {
  /** In order of their beginning. */
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  /** What the user is saying, as it is being written down: settled, and still open to change. */
  readonly dictation: { readonly settled: string; readonly open: string };
  /** What the agent is doing, for a line of status. */
  readonly agent: 'quiet' | 'speaking' | 'ducked' | 'held' | 'yielded';
};

/** Something that somebody said. */
export type Line = {
  readonly id: string;
  readonly speaker: 'user' | 'agent';
  readonly kind: 'turn' | 'interruption' | 'backchannel' | 'side-talk' | 'typed';
  /** Of the agent: all that was thought of; the user has heard `heard` characters of it. */
  readonly text: string;
  readonly heard: number;
  readonly start: number;
  readonly end?: number;
  /** `cut`: it was broken off, and the rest of its text never heard. */
  readonly status: 'open' | 'done' | 'cut';
  readonly words: readonly Word[];
  readonly language?: string;
};

export const markTypes = [
  'backchannel',
  'interruption',
  'noise',
  'side-talk',
  'duck',
  'hold',
  'yield',
  'resume',
  'prompt',
  'switch',
  'failure',
] as const;

export type MarkType = (typeof markTypes)[number];

/** Something that happened, for the picture and the list of events. */
export type Mark = {
  readonly id: number;
  readonly type: MarkType;
  readonly track: 'user' | 'agent';
  readonly start: number;
  /** None while it goes on. */
  readonly end?: number;
  /** What was said or heard, where that is known. */
  readonly text?: string;
  /** Why the agent took it so, in its own words. */
  readonly because?: string;
};

export const emptyConversation: Conversation = {
  lines: [],
  marks: [],
  dictation: { settled: '', open: '' },
  agent: 'quiet',
};

/** A day's talk must not fill the page. */
const most = 4000;

export function addLine(conversation: Conversation, line: Line): Conversation {
  return { ...conversation, lines: [...conversation.lines, line].slice(-most) };
}

export function changeLine(
  conversation: Conversation,
  id: string,
  change: (line: Line) => Line,
): Conversation {
  return { ...conversation, lines: conversation.lines.map((line) => (line.id === id ? change(line) : line)) };
}

export function removeLine(conversation: Conversation, id: string): Conversation {
  return { ...conversation, lines: conversation.lines.filter((line) => line.id !== id) };
}

export function findLine({ lines }: Conversation, id: string): Line | undefined {
  return lines.findLast((line) => line.id === id);
}

export function addMark(conversation: Conversation, mark: Omit<Mark, 'id'>): Conversation {
  const id = (conversation.marks.at(-1)?.id ?? 0) + 1;
  return { ...conversation, marks: [...conversation.marks, { id, ...mark }].slice(-most) };
}

/** What goes on of these types ends now. */
export function closeMarks(
  conversation: Conversation,
  types: readonly MarkType[],
  end: number,
): Conversation {
  const closes = (mark: Mark): boolean => mark.end === undefined && types.includes(mark.type);
  if (!conversation.marks.some(closes)) return conversation;
  const marks = conversation.marks.map((mark) =>
    closes(mark) ? { ...mark, end: Math.max(mark.start, end) } : mark,
  );
  return { ...conversation, marks };
}
