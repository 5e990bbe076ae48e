import type { Utterance } from '../timeline/index.ts';
import type { FixedPart } from './incremental-plan.ts';
import type { ConversationPart } from './stream-parts.ts';

/** What is told on the way, by when it happens. */
export interface StreamEvents {
  add(part: Pick<FixedPart, 'utterances'>): void;
  /** Those before a time that were not given yet, in order. */
  before(time: number): ConversationPart[];
}

export function createStreamEvents(): StreamEvents {
  let waiting: { readonly time: number; readonly part: ConversationPart }[] = [];
  return {
    add({ utterances }) {
      for (const utterance of utterances) waiting.push(...eventsOf(utterance));
      waiting.sort((a, b) => a.time - b.time);
    },
    before(time) {
      const count = waiting.findIndex((event) => event.time >= time);
      const due = count === -1 ? waiting : waiting.slice(0, count);
      waiting = count === -1 ? [] : waiting.slice(count);
      return due.map(({ part }) => part);
    },
  };
}

function eventsOf(utterance: Utterance): { readonly time: number; readonly part: ConversationPart }[] {
  const { id, speaker, start, end, turnIndex, words } = utterance;
  return [
    { time: start, part: { type: 'utterance-started', utterance } },
    ...words.map((word, index) => ({
      time: word.start,
      part: { type: 'word-spoken', utterance: id, index, speaker, word } as const,
    })),
    ...(turnIndex === undefined
      ? []
      : [{ time: end, part: { type: 'turn-ended', turnIndex, speaker, start, end } as const }]),
  ];
}
