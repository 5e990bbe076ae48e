import type { LiveNotice } from '../../src/live/index.ts';
import { joinWords, type Word } from '../../src/timeline/index.ts';
import {
  addLine,
  addMark,
  type Conversation,
  changeLine,
  closeMarks,
  findLine,
  type Line,
  removeLine,
} from './conversation.ts';

type UserNotice = Extract<
  LiveNotice,
  {
    type:
      | 'overlap-judged'
      | 'sound-heard'
      | 'user-turn-ended'
      | 'user-turn-reopened'
      | 'user-turn-started'
      | 'user-words-heard';
  }
>;

const silent = { settled: '', open: '' };

/** What the user said and did, and how it was judged. */
export function followUser(
  conversation: Conversation,
  notice: UserNotice,
  toPage: (at: number) => number,
): Conversation {
  switch (notice.type) {
    case 'user-turn-started':
      return startTurn(conversation, notice, toPage(notice.start));
    case 'user-words-heard':
      return hearWords(conversation, notice);
    case 'user-turn-ended':
      return endTurn(conversation, notice, toPage);
    case 'user-turn-reopened':
      return changeLine(conversation, notice.turn, reopened);
    case 'overlap-judged':
      return judge(conversation, notice, toPage);
    case 'sound-heard':
      return addMark(conversation, {
        type: 'noise',
        track: 'user',
        start: toPage(notice.start),
        end: toPage(notice.end),
        ...(notice.sound === 'noise' ? {} : { text: notice.sound }),
      });
    default:
      // A newer server may tell of more.
      notice satisfies never;
      return conversation;
  }
}

function startTurn(
  conversation: Conversation,
  { turn, interrupting }: Extract<LiveNotice, { type: 'user-turn-started' }>,
  start: number,
): Conversation {
  if (findLine(conversation, turn) !== undefined) return conversation;
  const kind = interrupting ? 'interruption' : 'turn';
  const text = dictated(conversation.dictation);
  const line: Line = {
    id: turn,
    speaker: 'user',
    kind,
    text,
    heard: text.length,
    start,
    status: 'open',
    words: [],
  };
  const begun = addLine(conversation, line);
  return interrupting ? addMark(begun, { type: 'interruption', track: 'user', start }) : begun;
}

function hearWords(
  conversation: Conversation,
  { turn, text, final }: Extract<LiveNotice, { type: 'user-words-heard' }>,
): Conversation {
  const { settled } = conversation.dictation;
  const dictation = final ? { settled: joined(settled, text), open: '' } : { settled, open: text };
  const written = { ...conversation, dictation };
  if (turn === undefined) return written;
  const whole = dictated(dictation);
  return changeLine(written, turn, (line) => ({ ...line, text: whole, heard: whole.length }));
}

function endTurn(
  conversation: Conversation,
  notice: Extract<LiveNotice, { type: 'user-turn-ended' }>,
  toPage: (at: number) => number,
): Conversation {
  const { turn, taken, text, language } = notice;
  const [start, end] = [toPage(notice.start), toPage(notice.end)];
  const ended = closeMarks({ ...conversation, dictation: silent }, ['interruption'], end);
  // Neither words nor an answer: it was nothing that a caption could show.
  if (!taken && text === '') return removeLine(ended, turn);
  const begun = startTurn(ended, { type: 'user-turn-started', turn, start, interrupting: false }, start);
  return changeLine(begun, turn, (line) => ({
    ...line,
    kind: taken ? line.kind : 'side-talk',
    text,
    heard: text.length,
    start,
    end: Math.max(start, end),
    status: 'done',
    words: moveWords(notice.words, toPage),
    ...(language === undefined ? {} : { language }),
  }));
}

function judge(
  conversation: Conversation,
  notice: Extract<LiveNotice, { type: 'overlap-judged' }>,
  toPage: (at: number) => number,
): Conversation {
  const { verdict, text } = notice;
  const [start, end] = [toPage(notice.start), toPage(notice.end)];
  const judged = { ...conversation, dictation: silent };
  if (verdict === 'interruption') return judged;
  const type = verdict === 'undecided' ? 'noise' : verdict;
  const marked = addMark(judged, {
    type,
    track: 'user',
    start,
    end: Math.max(start, end),
    because: notice.because,
    ...(text === '' ? {} : { text }),
  });
  if (type === 'noise') return marked;
  return addLine(marked, {
    id: `overlap-${start.toFixed(3)}`,
    speaker: 'user',
    kind: type,
    text,
    heard: text.length,
    start,
    end: Math.max(start, end),
    status: 'done',
    words: moveWords(notice.words, toPage),
  });
}

function moveWords(words: readonly Word[], toPage: (at: number) => number): Word[] {
  return words.map((word) => ({ ...word, start: toPage(word.start), end: toPage(word.end) }));
}

function dictated({ settled, open }: Conversation['dictation']): string {
  return joined(settled, open);
}

function joined(first: string, second: string): string {
  return joinWords([first.trim(), second.trim()].filter((text) => text !== ''));
}

function reopened(line: Line): Line {
  const { id, speaker, kind, text, heard, start, words } = line;
  return { id, speaker, kind, text, heard, start, words, status: 'open' };
}
