import type { LiveNotice } from '../../src/live/index.ts';
import type { LiveClientEvent } from '../../src/live/protocol/index.ts';
import {
  addLine,
  addMark,
  type Conversation,
  changeLine,
  closeMarks,
  findLine,
  type Line,
  type MarkType,
  removeLine,
} from './conversation.ts';
import { followUser } from './follow-user.ts';
import { heardLength } from './heard-length.ts';

/** What comes from the server, and what the user does with the keyboard. */
export type TalkEvent = LiveClientEvent | { readonly type: 'text-typed'; readonly text: string };

/** Server seconds to the page's. */
export type ToPage = (at: number) => number;

/** Hz of the agent's sound, and seconds that the voicing of a backchannel may take. */
const wireRate = 24_000;
const longestVoicing = 2;

const whileSpeaking: readonly MarkType[] = ['duck', 'hold'];

/** The conversation after an event that came at `now` on the page's clock. */
export function followEvent(
  conversation: Conversation,
  event: TalkEvent,
  now: number,
  toPage: ToPage,
): Conversation {
  switch (event.type) {
    case 'text-typed':
      return addLine(conversation, {
        ...newLine(`typed-${conversation.lines.length}-${now.toFixed(3)}`, 'user', 'typed', now),
        text: event.text,
        end: now,
        status: 'done',
      });
    case 'agent-text':
      return changeAgentLine(conversation, event.item, now, (line) => ({
        ...line,
        text: line.text + event.text,
      }));
    case 'agent-heard':
      return changeAgentLine(conversation, event.item, now, (line) => ({
        ...line,
        heard: Math.max(line.heard, heardLength(line.text, event.text)),
      }));
    case 'notice-told':
      return followNotice(conversation, event.notice, event.item, { now, toPage });
    case 'connection-changed':
      return event.status === 'waiting' || event.status === 'closed'
        ? breakOff(conversation, now)
        : conversation;
    case 'audio-ready':
      return event.item === undefined
        ? timeBackchannel(conversation, now, event.samples.length / wireRate)
        : conversation;
    case 'agent-finished':
    case 'conversation-restored':
    case 'error-raised':
    case 'playback-ordered':
    case 'session-changed':
    case 'tool-called':
      return conversation;
    default:
      // A newer server may tell of more.
      event satisfies never;
      return conversation;
  }
}

export function newLine(id: string, speaker: Line['speaker'], kind: Line['kind'], start: number): Line {
  return { id, speaker, kind, text: '', heard: 0, start, status: 'open', words: [] };
}

function changeAgentLine(
  conversation: Conversation,
  item: string,
  now: number,
  change: (line: Line) => Line,
): Conversation {
  const begun =
    findLine(conversation, item) === undefined
      ? addLine(conversation, newLine(item, 'agent', 'turn', now))
      : conversation;
  return changeLine(begun, item, change);
}

type Clock = { readonly now: number; readonly toPage: ToPage };

function followNotice(
  conversation: Conversation,
  notice: LiveNotice,
  item: string | undefined,
  clock: Clock,
): Conversation {
  const { now, toPage } = clock;
  const mark = (type: MarkType, at: number, text?: string): Conversation =>
    addMark(conversation, {
      type,
      track: 'agent',
      start: toPage(at),
      end: toPage(at),
      ...(text === undefined ? {} : { text }),
    });
  switch (notice.type) {
    case 'reply-started': {
      const started = changeAgentLine(conversation, item ?? notice.reply, now, (line) => ({
        ...line,
        start: toPage(notice.at),
      }));
      return { ...started, agent: 'speaking' };
    }
    case 'level-changed':
      return changeLevel(conversation, notice.gain, toPage(notice.at));
    case 'agent-held':
      return {
        ...addMark(conversation, { type: 'hold', track: 'agent', start: toPage(notice.at) }),
        agent: 'held',
      };
    case 'agent-continued':
      return { ...closeMarks(conversation, ['hold'], toPage(notice.at)), agent: 'speaking' };
    case 'agent-yielded': {
      const at = toPage(notice.at);
      const yielding = {
        type: 'yield',
        track: 'agent',
        start: at,
        end: at,
        ...(notice.because === undefined ? {} : { because: notice.because }),
      } as const;
      const closed = closeMarks(addMark(conversation, yielding), whileSpeaking, at);
      return { ...closed, agent: 'yielded' };
    }
    case 'reply-resumed':
      return { ...mark('resume', notice.at), agent: 'speaking' };
    case 'reply-ended':
      return endReply(conversation, notice, item ?? notice.reply, clock);
    case 'reply-dropped':
      return dropReply(conversation, item ?? notice.reply);
    case 'agent-backchannelled':
      return backchannel(conversation, notice.text, toPage(notice.at));
    case 'language-switched':
      return mark('switch', notice.at, notice.language);
    case 'silence-prompted':
      return mark('prompt', notice.at);
    case 'part-failed':
      return mark('failure', notice.at, notice.message);
    case 'session-ended':
      return breakOff(conversation, now);
    case 'reply-text':
    case 'sound-started':
    case 'tokens-counted':
    case 'tool-called':
      return conversation;
    case 'overlap-judged':
    case 'sound-heard':
    case 'user-turn-ended':
    case 'user-turn-reopened':
    case 'user-turn-started':
    case 'user-words-heard':
      return followUser(conversation, notice, toPage);
    default:
      // A newer server may tell of more.
      notice satisfies never;
      return conversation;
  }
}

function changeLevel(conversation: Conversation, gain: number, at: number): Conversation {
  if (gain >= 1) {
    const agent = conversation.agent === 'ducked' ? 'speaking' : conversation.agent;
    return { ...closeMarks(conversation, ['duck'], at), agent };
  }
  const ducked = addMark(closeMarks(conversation, ['duck'], at), { type: 'duck', track: 'agent', start: at });
  return { ...ducked, agent: conversation.agent === 'speaking' ? 'ducked' : conversation.agent };
}

function endReply(
  conversation: Conversation,
  notice: Extract<LiveNotice, { type: 'reply-ended' }>,
  id: string,
  { now, toPage }: Clock,
): Conversation {
  const settled = { ...closeMarks(conversation, whileSpeaking, toPage(notice.at)), agent: 'quiet' as const };
  if (notice.heard === '') return removeLine(settled, id);
  const words = notice.words.map((word) => ({ ...word, start: toPage(word.start), end: toPage(word.end) }));
  return changeAgentLine(settled, id, now, (line) => {
    const text = line.text.trim() === '' ? notice.heard : line.text;
    const start = words[0]?.start ?? line.start;
    return {
      ...line,
      text,
      heard: notice.cutShort ? heardLength(text, notice.heard) : text.length,
      status: notice.cutShort ? 'cut' : 'done',
      start,
      end: Math.max(start, words.at(-1)?.end ?? toPage(notice.at)),
      words,
      language: notice.language,
    };
  });
}

/** What was thought of and never heard leaves no trace; what was heard of it stays. */
function dropReply(conversation: Conversation, id: string): Conversation {
  return findLine(conversation, id)?.heard === 0 ? removeLine(conversation, id) : conversation;
}

function backchannel(conversation: Conversation, text: string, at: number): Conversation {
  const line = newLine(`backchannel-${at.toFixed(3)}`, 'agent', 'backchannel', at);
  const said = addLine(conversation, {
    ...line,
    text,
    heard: text.length,
    end: at + 0.4,
    status: 'done',
  });
  return addMark(said, { type: 'backchannel', track: 'agent', start: at, end: at + 0.4, text });
}

/** The sound of the latest one has come: now it is heard, and it is known how long. */
function timeBackchannel(conversation: Conversation, start: number, duration: number): Conversation {
  const mark = conversation.marks.findLast(({ type, track }) => type === 'backchannel' && track === 'agent');
  const line = conversation.lines.findLast(
    ({ kind, speaker }) => kind === 'backchannel' && speaker === 'agent',
  );
  if (mark === undefined || line === undefined || start - mark.start > longestVoicing) return conversation;
  const span = { start, end: start + duration };
  const marks = conversation.marks.map((one) => (one === mark ? { ...mark, ...span } : one));
  return changeLine({ ...conversation, marks }, line.id, (one) => ({ ...one, ...span }));
}

/** The session is over, or its server gone: nothing goes on. */
function breakOff(conversation: Conversation, now: number): Conversation {
  const types: readonly MarkType[] = ['duck', 'hold', 'interruption'];
  const lines = conversation.lines
    .filter((line) => line.status !== 'open' || line.speaker === 'user' || line.heard > 0)
    .map((line) =>
      line.status === 'open' ? { ...line, status: 'cut' as const, end: Math.max(line.start, now) } : line,
    );
  return { ...closeMarks({ ...conversation, lines }, types, now), agent: 'quiet' };
}
