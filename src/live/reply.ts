import { joinWords, splitWords, type Word } from '../timeline/index.ts';
import type { Occasion } from '../voices/index.ts';
import type { VoiceEvent } from './live-event.ts';

/** What the agent says at one go: text as the brain gives it, cut into phrases, each voiced by itself. */
export type Reply = {
  readonly id: string;
  readonly occasion: Occasion;
  /** Asked before the turn was taken; nobody has heard of it. */
  readonly speculative: boolean;
  readonly askedAt: number;
  /** When the turn that it answers was taken, and when that turn's speech ended. */
  readonly committedAt?: number;
  readonly answersEnd?: number;
  readonly language: string;
  /** Characters that the brain has said. */
  readonly length: number;
  /** What is not yet a phrase. */
  readonly rest: string;
  readonly phrases: readonly Phrase[];
  readonly brain: 'thinking' | 'finished' | 'failed';
  /** Seconds of its sound that the user has heard. */
  readonly position: number;
  readonly hangsUp: boolean;
  /** The user's words that it was asked with. */
  readonly basis: string;
  /** When what stretch of it was heard: session time, and position in its own sound. */
  readonly spans: readonly HeardSpan[];
  /** Calls that wait until it is certain that the user has finished. */
  readonly calls: readonly ToolCall[];
  /** Ids of those that have been made. */
  readonly called: readonly string[];
};

export type HeardSpan = { readonly at: number; readonly position: number; readonly duration: number };

export type ToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

export type Phrase = {
  readonly text: string;
  readonly language: string;
  /** Seconds voiced so far. */
  readonly duration: number;
  /** From its own start. */
  readonly words: readonly Word[];
  readonly complete: boolean;
};

export function startReply(
  fields: Pick<Reply, 'id' | 'occasion' | 'speculative' | 'askedAt' | 'language'> &
    Partial<Pick<Reply, 'committedAt' | 'answersEnd' | 'basis'>>,
): Reply {
  return {
    length: 0,
    rest: '',
    phrases: [],
    brain: 'thinking',
    position: 0,
    hangsUp: false,
    basis: '',
    spans: [],
    calls: [],
    called: [],
    ...fields,
  };
}

/** A phrase has been voiced so far. */
export function voicePhrase(reply: Reply, event: VoiceEvent): Reply {
  const { phrase: voiced, duration, words, complete } = event;
  const phrases = reply.phrases.map((phrase, index) =>
    index === voiced ? { ...phrase, duration, words, complete } : phrase,
  );
  return { ...reply, phrases };
}

/** Seconds of sound before a phrase. */
export function phraseStart(reply: Reply, phrase: number): number {
  return reply.phrases.slice(0, phrase).reduce((sum, { duration }) => sum + duration, 0);
}

export function voicedDuration(reply: Reply): number {
  return phraseStart(reply, reply.phrases.length);
}

/** All that it will ever say has been voiced. */
export function isVoiced(reply: Reply): boolean {
  return reply.brain !== 'thinking' && reply.phrases.every(({ complete }) => complete);
}

/** Its words on its own clock; those of a phrase that is not timed are spread over it. */
function replyWords(reply: Reply): Word[] {
  let start = 0;
  return reply.phrases.flatMap((phrase) => {
    const offset = start;
    start += phrase.duration;
    const words = phrase.words.length > 0 ? phrase.words : spread(phrase);
    return words.map((word) => ({ ...word, start: word.start + offset, end: word.end + offset }));
  });
}

function spread({ text, duration }: Phrase): Word[] {
  const texts = splitWords(text);
  const letters = texts.reduce((sum, word) => sum + word.length, 0);
  let seen = 0;
  return texts.map((word) => {
    const start = (seen / letters) * duration;
    seen += word.length;
    return { text: word, start, end: (seen / letters) * duration };
  });
}

/** What the user has heard of it: the words of which at least half sounded. */
export function heardText(reply: Reply): string {
  const heard = replyWords(reply).filter((word) => (word.start + word.end) / 2 <= reply.position);
  return joinWords(heard.map(({ text }) => text));
}

/** Where to go on after a stop: the start of the phrase in which the user's hearing ended. */
export function resumePosition(reply: Reply): number {
  let start = 0;
  for (const { duration } of reply.phrases) {
    if (reply.position < start + duration - 0.05) return start;
    start += duration;
  }
  return start;
}

/** Where to go on after a breath: the start of the word that was cut. */
export function wordPosition(reply: Reply): number {
  const cut = replyWords(reply).find((word) => word.end > reply.position);
  return cut === undefined ? reply.position : Math.min(cut.start, reply.position);
}

/** The user has heard it up to a position: a stretch grows, or after a stop another begins. */
export function hearReply(reply: Reply, at: number, position: number): Reply {
  const last = reply.spans.at(-1);
  const step = position - reply.position;
  if (last !== undefined && Math.abs(last.position + last.duration - reply.position) < 1e-6 && step >= 0) {
    const gap = at - (last.at + last.duration);
    if (Math.abs(gap - step) < 0.25) {
      const grown = { ...last, duration: last.duration + step };
      return { ...reply, position, spans: [...reply.spans.slice(0, -1), grown] };
    }
  }
  if (step <= 0) return { ...reply, position };
  const span = { at: at - step, position: reply.position, duration: step };
  return { ...reply, position, spans: [...reply.spans, span] };
}

/**
 * What the user heard of it, when they heard it: words of which at least half sounded. A phrase that was begun again
 * was heard twice; a word that was only cut by a breath counts once.
 */
export function heardWhen(reply: Reply): Word[] {
  const words = replyWords(reply);
  const heard = reply.spans.flatMap(({ at, position, duration }) =>
    words.flatMap((word, index) => {
      const middle = (word.start + word.end) / 2;
      const until = position + duration;
      if (middle < position || middle > until) return [];
      const start = Math.max(word.start, position) + at - position;
      return [{ index, word: { ...word, start, end: Math.min(word.end, until) + at - position } }];
    }),
  );
  return heard.flatMap(({ index, word }, place) => (heard[place + 1]?.index === index ? [] : [word]));
}
