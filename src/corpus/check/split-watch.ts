import type { DialogueRecord, Split } from '../record/types.ts';
import { sha256Of } from '../run/run-manifest.ts';
import { cutSentences, ownSentence } from '../text/own-sentences.ts';
import type { CorpusFault } from './fault.ts';

/** Faults of a kind that are told one by one. */
const mostTold = 50;

/** Watches dialogues go by, for people and sentences that are in two splits. */
export interface SplitWatch {
  see(record: DialogueRecord): readonly CorpusFault[];
}

/** Holds each person and a few bytes of each sentence. */
export function createSplitWatch(): SplitWatch {
  const speakers = new Map<string, Split>();
  const texts = new Map<string, Split>();
  const told = new Map<string, number>();
  const once = (
    kind: 'speaker-in-two-splits' | 'text-in-two-splits',
    item: string,
    message: string,
  ): CorpusFault[] => {
    const count = (told.get(kind) ?? 0) + 1;
    told.set(kind, count);
    return count > mostTold ? [] : [{ kind, item, message }];
  };
  return {
    see({ id, split, speakers: people, utterances }) {
      if (split === null) return [];
      const faults: CorpusFault[] = [];
      for (const { id: person } of people) {
        const before: Split = speakers.get(person) ?? split;
        speakers.set(person, before);
        if (before !== split)
          faults.push(
            ...once(
              'speaker-in-two-splits',
              id,
              `${person} speaks in ${split} here, and in ${before} elsewhere.`,
            ),
          );
      }
      for (const sentence of utterances.flatMap(({ words }) => ownSentences(words.map(({ text }) => text)))) {
        const hash = sha256Of(sentence).slice(0, 16);
        const before: Split = texts.get(hash) ?? split;
        texts.set(hash, before);
        if (before !== split)
          faults.push(
            ...once(
              'text-in-two-splits',
              id,
              `"${sentence}" is said in ${split} here, and in ${before} elsewhere.`,
            ),
          );
      }
      return faults;
    },
  };
}

function ownSentences(words: readonly string[]): string[] {
  return cutSentences(words).flatMap((sentence) => ownSentence(sentence) ?? []);
}
