import {
  type DialogueRecord,
  diarizationError,
  eventScore,
  overlapScore,
  type SpokenSpan,
  shortSpanRecall,
} from '../../src/corpus/index.ts';
import type { UtteranceKind } from '../../src/timeline/index.ts';
import type { Ingested } from './ingest-run.ts';
import { trueSpeech } from './true-speech.ts';

/** Who speaks when, by channel, in one dialogue: in truth, and as it was heard. */
export type Heard = {
  readonly id: string;
  /** Seconds. */
  readonly duration: number;
  readonly reference: readonly SpokenSpan[];
  readonly found: readonly SpokenSpan[];
};

/** Shares, 0 and more. */
type DiarizationShares = {
  readonly error: number;
  readonly missed: number;
  readonly falseAlarm: number;
};

/** Speakers bear the number of their channel in both, and the name of their dialogue. */
export function heardOf({ truth, found }: Ingested): Heard {
  return {
    id: truth.id,
    duration: truth.audio.frames / truth.audio.sampleRate,
    reference: byChannel(truth, trueSpeech(truth)),
    found: byChannel(found, found.utterances),
  };
}

/** Of many dialogues, from the beginning to the end of each. */
export function diarizationOf(all: readonly Heard[], collar: number): DiarizationShares {
  const total = { scored: 0, missed: 0, falseAlarm: 0, confused: 0 };
  for (const { reference, found, duration } of all) {
    const one = diarizationError(reference, found, { collar, from: 0, to: duration });
    total.scored += one.scored;
    total.missed += one.missed;
    total.falseAlarm += one.falseAlarm;
    total.confused += one.confused;
  }
  const { scored, missed, falseAlarm, confused } = total;
  return {
    error: (missed + falseAlarm + confused) / scored,
    missed: missed / scored,
    falseAlarm: falseAlarm / scored,
  };
}

export function shortRecallOf(all: readonly Heard[]): number {
  const { reference, found } = onOneClock(all);
  return shortSpanRecall(reference, found);
}

export function overlapOf(all: readonly Heard[]): number {
  const { reference, found } = onOneClock(all);
  return overlapScore(reference, found).f1;
}

/** Backchannels by their middle; interruptions by their beginning, since they go on as turns do. */
export function kindScore(dialogues: readonly Ingested[], kind: UtteranceKind): number {
  const spans = (record: DialogueRecord): SpokenSpan[] =>
    byChannel(
      record,
      record.utterances.flatMap((utterance) => {
        if (utterance.kind !== kind) return [];
        return kind === 'interruption' ? { ...utterance, end: utterance.start } : utterance;
      }),
    );
  return eventsOf(dialogues, spans);
}

export function laughterScore(dialogues: readonly Ingested[]): number {
  return eventsOf(dialogues, (record) =>
    byChannel(
      record,
      record.events.flatMap(({ type, speaker, start, end }) =>
        type === 'laughter' && speaker !== null ? [{ speaker, start, end }] : [],
      ),
    ),
  );
}

function eventsOf(
  dialogues: readonly Ingested[],
  spans: (record: DialogueRecord) => readonly SpokenSpan[],
): number {
  const named = (record: DialogueRecord) =>
    spans(record).map((span) => ({ ...span, speaker: `${record.id}/${span.speaker}` }));
  return eventScore(
    dialogues.flatMap(({ truth }) => named(truth)),
    dialogues.flatMap(({ found }) => named(found)),
  ).f1;
}

/** The dialogues one after another, so that one score says what holds for all. */
function onOneClock(all: readonly Heard[]): Pick<Heard, 'reference' | 'found'> {
  const reference: SpokenSpan[] = [];
  const found: SpokenSpan[] = [];
  let at = 0;
  for (const one of all) {
    const moved = ({ speaker, start, end }: SpokenSpan) => ({ speaker, start: at + start, end: at + end });
    reference.push(...one.reference.map(moved));
    found.push(...one.found.map(moved));
    at += one.duration + 1;
  }
  return { reference, found };
}

function byChannel({ speakers }: DialogueRecord, spans: readonly SpokenSpan[]): SpokenSpan[] {
  const channels = new Map(speakers.map(({ id, channel }) => [id, String(channel)]));
  return spans.map(({ speaker, start, end }) => ({ speaker: channels.get(speaker) ?? speaker, start, end }));
}
