import { byStart, type Interval } from './intervals.ts';
import type { Timeline, Utterance, Word } from './types.ts';
import { splitWords } from './words.ts';

/** One word as sound on a speaker's track. */
export type SpeechPiece = Interval & {
  readonly speaker: string;
  readonly utterance: Utterance;
  readonly word: Word;
};

/** The words of an utterance; where it has none, those of its text, spread over its time by their length. */
export function wordsOf({ words, text, start, end }: Utterance): readonly Word[] {
  if (words.length > 0) return words;
  const texts = splitWords(text);
  const letters = texts.reduce((sum, word) => sum + word.length, 0);
  let before = 0;
  return texts.map((word) => {
    const from = start + ((end - start) * before) / letters;
    before += word.length;
    return { text: word, start: from, end: start + ((end - start) * before) / letters };
  });
}

/** All speech, in order of start. An utterance with neither words nor text still sounds from start to end. */
export function speechPieces(utterances: readonly Utterance[]): SpeechPiece[] {
  const pieces: SpeechPiece[] = [];
  for (const utterance of utterances) {
    const { speaker, start, end, text } = utterance;
    const words = utterance.words.length > 0 ? utterance.words : [{ text, start, end }];
    for (const word of words) pieces.push({ speaker, start: word.start, end: word.end, utterance, word });
  }
  return pieces.toSorted(byStart);
}

export function wordCount({ words, text }: Utterance): number {
  return words.length > 0 ? words.length : splitWords(text).length;
}

/** `undefined` for one whose id the timeline does not have. */
export function speakerName(timeline: Timeline, id: string): string | undefined {
  const speaker = timeline.speakers.find((candidate) => candidate.id === id);
  return speaker === undefined ? undefined : (speaker.name ?? speaker.id);
}
