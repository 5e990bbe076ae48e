import type { Interval } from '../../../dsp/index.ts';
import { type Anchor, joinWords, splitWords } from '../../../timeline/index.ts';
import { durationOf } from '../../record/timeline-of.ts';
import type { CorpusEvent, CorpusUtterance, CorpusWord, DialogueRecord } from '../../record/types.ts';
import type { PrivateSpan } from '../ingest-parts.ts';
import { type FindPrivateOptions, findPrivate, isTimed, wordsOf } from './find-private.ts';
import { privateIntervals, spansByUtterance } from './private-intervals.ts';

/** What stands for what was said. */
const redacted = '[PII]';

export type RedactedRecord = {
  readonly record: DialogueRecord;
  readonly spans: readonly PrivateSpan[];
  /** What to take out of the sound of each channel, with `redactSound`. */
  readonly intervals: readonly (readonly Interval[])[];
  /** The same of the tracks before room and bleed: of their speakers alone. */
  readonly dryIntervals: readonly (readonly Interval[])[];
};

export type RedactRecordOptions = FindPrivateOptions & {
  /** Whether the sound of utterances without words goes, too. Default false. */
  readonly wordless?: boolean;
  /** Whether a program timed the words, so that more beside them goes, too. Default: those that have a confidence. */
  readonly roughly?: boolean;
};

/**
 * A record without what must not be kept: `[PII]` stands for it in texts and words, with its time, an event says
 * where, and a filter `redaction` how often. Anchors point to where they did.
 */
export function redactRecord(record: DialogueRecord, options: RedactRecordOptions = {}): RedactedRecord {
  const spans = [...findPrivate(record.utterances, options), ...wordlessSpans(record, options)];
  const spansOf = spansByUtterance(spans.filter(({ from, to }) => to > from));
  const spansIn = (id: string): readonly PrivateSpan[] => spansOf.get(id) ?? [];
  const duration = durationOf(record);
  const { own, heard } = privateIntervals(record, spans, options.roughly);
  const places = new Map(
    record.utterances.map((utterance) => [utterance.id, placesOf(utterance, spansIn(utterance.id))]),
  );
  const move = (anchor: Anchor | null): Anchor | null =>
    anchor === null ? null : { ...anchor, word: places.get(anchor.utterance)?.[anchor.word] ?? anchor.word };
  const events: CorpusEvent[] = record.speakers.flatMap(({ id, channel }) =>
    (own[channel] ?? []).map(({ start, end }): CorpusEvent => {
      return {
        type: 'noise',
        kind: 'redacted',
        speaker: id,
        channels: [channel],
        start: round(start),
        end: Math.min(duration, round(end)),
        anchor: null,
        source: 'detected',
        confidence: null,
      };
    }),
  );
  const replaced: DialogueRecord = {
    ...record,
    utterances: record.utterances.map((utterance) => ({
      ...replace(utterance, spansIn(utterance.id)),
      anchor: move(utterance.anchor),
    })),
    events: [...record.events.map((event) => ({ ...event, anchor: move(event.anchor) })), ...events].toSorted(
      (a, b) => a.start - b.start,
    ),
    scenario: {
      ...record.scenario,
      title: redactText(record.scenario.title, options),
      topic: redactText(record.scenario.topic, options),
    },
    quality: {
      ...record.quality,
      filters: [
        ...record.quality.filters,
        { name: 'redaction', value: spans.length, threshold: null, pass: true },
      ],
    },
  };
  return { record: replaced, spans, intervals: heard, dryIntervals: own };
}

function wordlessSpans(
  { utterances }: DialogueRecord,
  { wordless = false }: RedactRecordOptions,
): readonly PrivateSpan[] {
  return utterances.flatMap(({ id, text }): PrivateSpan[] =>
    wordless && text === '' ? [{ utterance: id, from: 0, to: 0, what: 'wordless' }] : [],
  );
}

/** A text without what must not be kept. */
export function redactText(text: string | null, options: FindPrivateOptions): string | null {
  if (text === null) return null;
  const lone = { id: 'text', speaker: 'text', text, start: 0, end: 0, words: [] };
  const spans = findPrivate([lone], options);
  return spans.length === 0 ? text : joinWords(replaceWords(splitWords(text), spans));
}

function replace(utterance: CorpusUtterance, spans: readonly PrivateSpan[]): CorpusUtterance {
  if (spans.length === 0) return utterance;
  const texts = replaceWords(wordsOf(utterance), spans);
  const text = joinWords(texts);
  // Words that are not those of the text may be what must not be kept.
  if (!isTimed(utterance)) return { ...utterance, text, words: [] };
  const places = placesOf(utterance, spans);
  const words = texts.map((word, index): CorpusWord => {
    const first = utterance.words[places.indexOf(index)];
    const last = utterance.words[places.lastIndexOf(index)];
    const start = first?.start ?? utterance.start;
    return { text: word, start, end: last?.end ?? utterance.end, confidence: first?.confidence ?? null };
  });
  return { ...utterance, text, words };
}

/** For each word the index that it has afterwards. */
function placesOf(
  utterance: Pick<CorpusUtterance, 'text' | 'words'>,
  spans: readonly PrivateSpan[],
): readonly number[] {
  let next = -1;
  return wordsOf(utterance).map((_, index) => {
    const span = spans.find(({ from, to }) => from <= index && index < to);
    if (span === undefined || span.from === index) next += 1;
    return next;
  });
}

function replaceWords(words: readonly string[], spans: readonly PrivateSpan[]): readonly string[] {
  return words.flatMap((word, index) => {
    const span = spans.find(({ from, to }) => from <= index && index < to);
    if (span === undefined) return [word];
    // The mark that ends the sentence stays.
    const [mark = ''] = /[.,;:?!。，；：？！]$/u.exec(words[span.to - 1] ?? '') ?? [];
    return span.from === index ? [redacted + mark] : [];
  });
}

function round(time: number): number {
  return Math.round(time * 1e6) / 1e6;
}
