import {
  type CaptionOptions,
  joinWords,
  type Timeline,
  timelineVersion,
  toSrt,
  toWebVtt,
  type Utterance,
} from '../timeline/index.ts';

/** When a word is heard, in seconds. */
export type WordTimestamp = { readonly text: string; readonly start: number; readonly end: number };

export type ConversationWordTimestamp = WordTimestamp & {
  /** Of the turns that were given, from 0. */
  readonly turnIndex: number;
};

export type TurnTimestamp = ConversationWordTimestamp;

/** The words of the turns in order of time; what listeners put in of themselves belongs to no turn. */
export function timelineToTimestamps({ utterances }: Timeline): ConversationWordTimestamp[] {
  return utterances
    .flatMap(({ turnIndex, words }) =>
      turnIndex === undefined ? [] : words.map(({ text, start, end }) => ({ text, start, end, turnIndex })),
    )
    .toSorted((a, b) => a.start - b.start || a.turnIndex - b.turnIndex);
}

/** One stretch for each turn, from its first word to its last, in order of their starts. */
export function timestampsToTurns(timestamps: readonly ConversationWordTimestamp[]): TurnTimestamp[] {
  const turns = new Map<number, ConversationWordTimestamp[]>();
  for (const word of timestamps) {
    const own = turns.get(word.turnIndex) ?? [];
    own.push(word);
    turns.set(word.turnIndex, own);
  }
  return [...turns.entries()]
    .map(([turnIndex, words]) => ({
      turnIndex,
      text: joinWords(words.map(({ text }) => text)),
      start: Math.min(...words.map(({ start }) => start)),
      end: Math.max(...words.map(({ end }) => end)),
    }))
    .toSorted((a, b) => a.start - b.start);
}

export type TimestampsCaptionOptions = Omit<CaptionOptions, 'labels' | 'backchannels'> & {
  /** Default `srt`. */
  readonly format?: 'srt' | 'vtt';
};

/**
 * Captions of words alone. They know no names; no cue holds words of two turns. `toSrt` and `toWebVtt` of the
 * timeline say who speaks.
 */
export function timestampsToCaptions(
  timestamps: readonly (WordTimestamp & { readonly turnIndex?: number })[],
  { format = 'srt', ...options }: TimestampsCaptionOptions = {},
): string {
  const turns = new Map<number, WordTimestamp[]>();
  for (const { turnIndex = 0, text, start, end } of timestamps) {
    const own = turns.get(turnIndex) ?? [];
    own.push({ text, start, end });
    turns.set(turnIndex, own);
  }
  const utterances = [...turns].map(([turnIndex, words]): Utterance => {
    const [first, last] = [words[0]?.start ?? 0, words.at(-1)?.end ?? 0];
    const text = joinWords(words.map((word) => word.text));
    return {
      id: `t${turnIndex + 1}`,
      speaker: 'speaker',
      kind: 'turn',
      text,
      start: first,
      end: last,
      words,
      turnIndex,
    };
  });
  const timeline: Timeline = {
    version: timelineVersion,
    id: 'timestamps',
    languages: [],
    duration: timestamps.reduce((most, { end }) => Math.max(most, end), 0),
    speakers: [{ id: 'speaker', channel: 0 }],
    utterances: utterances.toSorted((a, b) => a.start - b.start),
    events: [],
  };
  const print = format === 'vtt' ? toWebVtt : toSrt;
  return print(timeline, { ...options, labels: false });
}
