import {
  joinWords,
  type Timeline,
  type TimelineEvent,
  timelineVersion,
  type Utterance,
  type Word,
} from '../timeline/index.ts';
import type { PlacedBackchannel } from './listening.ts';
import type { ConversationMaterial, Take } from './material.ts';

/** Who talks, and about what. */
export type ConversationDescription = Pick<
  ConversationMaterial,
  'id' | 'title' | 'register' | 'languages' | 'speakers'
>;

export type TimelineParts = {
  readonly utterances: readonly Utterance[];
  readonly events: readonly TimelineEvent[];
  /** Seconds. */
  readonly duration: number;
  readonly seed: string | number;
};

export function assembleTimeline(
  { id, title, register, languages, speakers }: ConversationDescription,
  { utterances, events, duration, seed }: TimelineParts,
): Timeline {
  return {
    version: timelineVersion,
    id,
    languages,
    duration,
    speakers,
    utterances: utterances.toSorted((a, b) => a.start - b.start),
    events: events.toSorted((a, b) => a.start - b.start),
    scenario: {
      ...(title === undefined ? {} : { title }),
      ...(register === undefined ? {} : { register }),
      style: 'script',
    },
    provenance: { origin: 'synthesised', generator: 'duologue', seed: String(seed) },
  };
}

/** @param answered The id of the utterance that it answers, where that has words. */
export function backchannelUtterance(
  backchannel: PlacedBackchannel,
  number: number,
  answered: string | undefined,
): Utterance {
  const words = wordsOf(backchannel.take, backchannel.start);
  return {
    id: `b${number}`,
    speaker: backchannel.speaker,
    kind: 'backchannel',
    text: joinWords(words.map((word) => word.text)),
    start: backchannel.start,
    end: backchannel.end,
    words,
    language: backchannel.language,
    ...(answered === undefined ? {} : { anchor: { utterance: answered, word: backchannel.word } }),
  };
}

function wordsOf(take: Take, start: number): Word[] {
  return take.words.map((word) => ({
    ...word,
    start: start + word.start - take.start,
    end: start + word.end - take.start,
  }));
}
