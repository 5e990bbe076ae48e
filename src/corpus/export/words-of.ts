import type { CorpusUtterance, CorpusWord, DialogueRecord } from '../record/types.ts';

export type SpokenWord = CorpusWord & { readonly utterance: CorpusUtterance; readonly channel: number };

/** The words of each channel in the order in which they are heard. */
export function wordsByChannel({ speakers, utterances }: DialogueRecord): readonly (readonly SpokenWord[])[] {
  const channelOf = new Map(speakers.map(({ id, channel }) => [id, channel]));
  const words = utterances.flatMap((utterance) =>
    utterance.words.map((word) => ({ ...word, utterance, channel: channelOf.get(utterance.speaker) ?? 0 })),
  );
  return speakers.map(({ channel }) =>
    words.filter((word) => word.channel === channel).toSorted((a, b) => a.start - b.start || a.end - b.end),
  );
}

/** A word as those who count errors write it: no punctuation at its ends, no capitals. */
export function plainWord(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
      // Fields are apart by white space.
      .replaceAll(/\s+/gu, '_')
      .toLowerCase()
  );
}
