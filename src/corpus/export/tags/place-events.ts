import { splitWords } from '../../../timeline/index.ts';
import type { CorpusEvent, CorpusUtterance, CorpusWord, DialogueRecord } from '../../record/types.ts';

/** Seconds from an utterance at which a sound of its speaker still stands in its text. */
const nearEnough = 3;

/** Something between the words of an utterance: before its word of that index. */
export type PlacedEvent = { readonly event: CorpusEvent; readonly word: number };

export type PlacedEvents = {
  /** By the utterance's id, in the order of time. */
  readonly in: ReadonlyMap<string, readonly PlacedEvent[]>;
  /** That no utterance is near. */
  readonly homeless: number;
};

/** Where among the words each event of a dialogue stands. */
export function placeEvents({ events, utterances, speakers }: DialogueRecord): PlacedEvents {
  const placed = new Map<string, PlacedEvent[]>();
  let homeless = 0;
  const put = (utterance: CorpusUtterance, event: CorpusEvent): void => {
    const own = placed.get(utterance.id) ?? [];
    placed.set(utterance.id, own);
    own.push({ event, word: placeIn(utterance, event) });
  };
  for (const event of events) {
    if (event.type === 'silence' || event.kind === 'redacted') continue;
    if (event.speaker === null) {
      // A noise stands once on each track, where it is first heard with words.
      for (const { id } of speakers.filter(({ channel }) => event.channels.includes(channel))) {
        const first = utterances.find(
          ({ speaker, start, end }) => speaker === id && start < event.end && end > event.start,
        );
        if (first !== undefined) put(first, event);
      }
      continue;
    }
    const home = homeOf(event, utterances);
    if (home === undefined) homeless += 1;
    else put(home, event);
  }
  return { in: placed, homeless };
}

/** The speaker's own utterance that it comes in, or that is nearest. */
function homeOf(event: CorpusEvent, utterances: readonly CorpusUtterance[]): CorpusUtterance | undefined {
  let [home, least]: [CorpusUtterance | undefined, number] = [undefined, nearEnough];
  for (const utterance of utterances) {
    if (utterance.speaker !== event.speaker) continue;
    if (utterance.id === event.anchor?.utterance) return utterance;
    const away = Math.max(0, utterance.start - event.end, event.start - utterance.end);
    if (away < least) [home, least] = [utterance, away];
  }
  return home;
}

function placeIn(utterance: CorpusUtterance, { anchor, start }: CorpusEvent): number {
  const words = timedWords(utterance);
  if (anchor?.utterance === utterance.id) return Math.min(words.length, anchor.word + 1);
  return wordsBefore(words, start);
}

/** How many words are half over at a time. */
export function wordsBefore(words: readonly CorpusWord[], time: number): number {
  return words.filter((word) => middleOf(word) < time).length;
}

export function middleOf({ start, end }: Pick<CorpusWord, 'start' | 'end'>): number {
  return (start + end) / 2;
}

/** The words of an utterance; of one that has a text alone, spread evenly over its time. */
export function timedWords({ words, text, start, end }: CorpusUtterance): readonly CorpusWord[] {
  if (words.length > 0) return words;
  const texts = splitWords(text);
  const step = (end - start) / Math.max(1, texts.length);
  return texts.map((word, index) => ({
    text: word,
    start: start + index * step,
    end: start + (index + 1) * step,
    confidence: null,
  }));
}
