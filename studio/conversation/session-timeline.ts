import {
  type EventType,
  type Timeline,
  type TimelineEvent,
  timelineVersion,
  type Utterance,
  type UtteranceKind,
  type Word,
} from '../../src/timeline/index.ts';
import type { Conversation, Line, Mark } from './conversation.ts';

/** When an item was heard, by the page's own count of what it played. */

export type PlayedSpan = { readonly start: number; readonly end: number };

export type TimelineFacts = {
  /** Seconds. */
  readonly duration: number;
  readonly languages: readonly string[];
  readonly voice?: string;
  readonly played: ReadonlyMap<string, PlayedSpan>;
};

const kindOf: Readonly<Record<Line['kind'], UtteranceKind | undefined>> = {
  turn: 'turn',
  interruption: 'interruption',
  backchannel: 'backchannel',
  'side-talk': 'turn',
  typed: undefined,
};

/** The session as a Timeline: the user on the first track, the agent on the second. What was typed is no sound. */
export function sessionTimeline(conversation: Conversation, facts: TimelineFacts): Timeline {
  const { duration, languages, voice, played } = facts;
  const utterances = conversation.lines
    .flatMap((line) => utterancesOf(line, played.get(line.id), duration))
    .toSorted((a, b) => a.start - b.start)
    .map((one, index) => ({ ...one, id: `s${index}` }));
  return {
    version: timelineVersion,
    id: 'session',
    languages,
    duration,
    speakers: [
      { id: 'user', channel: 0, role: 'user' },
      { id: 'agent', channel: 1, role: 'agent', ...(voice === undefined ? {} : { voice }) },
    ],
    utterances,
    events: conversation.marks
      .flatMap((mark) => soundEvent(mark, duration))
      .toSorted((a, b) => a.start - b.start),
    provenance: { origin: 'recorded', generator: 'duologue studio' },
  };
}

function utterancesOf(line: Line, span: PlayedSpan | undefined, duration: number): Utterance[] {
  const kind = kindOf[line.kind];
  const text = line.speaker === 'agent' ? line.text.slice(0, line.heard).trim() : line.text;
  if (kind === undefined || (line.speaker === 'agent' && text === '')) return [];
  const bound = (time: number): number => Math.min(duration, Math.max(0, time));
  const start = bound(span?.start ?? line.start);
  const end = Math.max(start, bound(span?.end ?? line.end ?? duration));
  const utterance = {
    id: line.id,
    speaker: line.speaker,
    kind,
    text,
    start,
    end,
    words: wordsWithin(line.words, start, end),
  };
  return [
    {
      ...utterance,
      ...(line.language === undefined ? {} : { language: line.language }),
      ...(line.status === 'cut' ? { cutShort: true } : {}),
    },
  ];
}

/** Words of the server's clock lie a little beside what the page itself measured. */
function wordsWithin(words: readonly Word[], start: number, end: number): Word[] {
  let previous = start;
  return words.map((word) => {
    const from = Math.min(end, Math.max(previous, word.start));
    previous = from;
    return { ...word, start: from, end: Math.min(end, Math.max(from, word.end)) };
  });
}

const eventTypeOf: Readonly<Record<string, EventType>> = {
  cough: 'cough',
  laughter: 'laughter',
  music: 'music',
};

function soundEvent({ type, text, start, end, track }: Mark, duration: number): TimelineEvent[] {
  if (type !== 'noise' || track !== 'user') return [];
  const from = Math.min(duration, start);
  return [
    {
      type: eventTypeOf[text ?? ''] ?? 'noise',
      start: from,
      end: Math.min(duration, Math.max(from, end ?? duration)),
      source: 'detected',
    },
  ];
}
