import { joinWords } from '../../timeline/index.ts';
import type { CorpusUtterance, DialogueRecord } from '../record/types.ts';

/** A test of a full-duplex system, cut from one speaker's track. Times in `notes` count from `start`. */
export type FdbSample = {
  readonly task: 'pause_handling' | 'smooth_turn_taking' | 'user_interruption' | 'backchannel';
  readonly id: string;
  readonly channel: number;
  readonly start: number;
  readonly end: number;
  /** The file beside the sound, and what stands in it; the backchannel task has none. */
  readonly notes: { readonly file: string; readonly rows: readonly FdbRow[] } | null;
};

export type FdbRow = {
  readonly text?: string;
  readonly context?: string;
  readonly interrupt?: string;
  readonly timestamp: readonly [number, number];
};

/** Silence inside a turn that a system may mistake for its end. */
const shortestPause = 0.4;
/** Sound before what is tested, and silence after it in which a system may answer. */
const lead = 0.3;
const room = 2.5;
/** Speech that is long enough to want a listener's word. */
const longTurn = 6;

/** Every test that a dialogue holds, of each speaker as the user. */
export function fdbSamples(record: DialogueRecord): readonly FdbSample[] {
  return record.speakers.flatMap(({ id, channel }) => {
    const turns = record.utterances.filter(({ speaker, kind }) => speaker === id && kind !== 'backchannel');
    return turns.flatMap((turn, index): FdbSample[] => {
      if (turn.words.length === 0) return [];
      const base = { id: `${record.id}-${turn.id}`, channel };
      const before = turns[index - 1];
      const next = turns[index + 1];
      return [
        ...pauseSample(turn, base),
        ...turnSample(record, turn, next, base),
        ...interruptionSample(record, turn, before, base),
        ...listeningSample(turn, base),
      ];
    });
  });
}

type Base = Pick<FdbSample, 'id' | 'channel'>;

function pauseSample(turn: CorpusUtterance, base: Base): FdbSample[] {
  const { words } = turn;
  const span = spanOf(turn, 0);
  const rows = words.flatMap(({ end }, index): FdbRow[] => {
    const next = words[index + 1];
    if (next === undefined || next.start - end < shortestPause) return [];
    const said = joinWords(words.slice(0, index + 1).map(({ text }) => text));
    return [{ text: said, timestamp: [round(end - span.start), round(next.start - span.start)] }];
  });
  return rows.length === 0
    ? []
    : [{ ...base, ...span, task: 'pause_handling', notes: { file: 'pause.json', rows } }];
}

/** The slot in which it is for the system to speak: from the end of the turn until this speaker goes on. */
function turnSample(
  { utterances }: DialogueRecord,
  turn: CorpusUtterance,
  next: CorpusUtterance | undefined,
  base: Base,
): FdbSample[] {
  const answer = utterances.find(
    ({ speaker, kind, start }) => speaker !== turn.speaker && kind === 'turn' && start >= turn.end,
  );
  const free = Math.min(room, (next?.start ?? Number.POSITIVE_INFINITY) - turn.end);
  if (answer === undefined || turn.cutShort || answer.start - turn.end > room || free < 1) return [];
  const span = spanOf(turn, free);
  const timestamp = [round(turn.end - span.start), round(turn.end + free - span.start)] as const;
  return [
    {
      ...base,
      ...span,
      task: 'smooth_turn_taking',
      notes: { file: 'turn_taking.json', rows: [{ text: turn.text, timestamp }] },
    },
  ];
}

/** From what this speaker said before, to which the system was answering, to the end of the interruption. */
function interruptionSample(
  { utterances }: DialogueRecord,
  turn: CorpusUtterance,
  before: CorpusUtterance | undefined,
  base: Base,
): FdbSample[] {
  if (turn.kind !== 'interruption' || before === undefined) return [];
  const start = Math.max(0, before.start - lead);
  const next = utterances.find((other) => other.speaker === turn.speaker && other.start >= turn.end);
  const end = turn.end + Math.min(room, (next?.start ?? Number.POSITIVE_INFINITY) - turn.end);
  const timestamp = [round(turn.start - start), round(turn.end - start)] as const;
  const rows = [{ context: before.text, interrupt: turn.text, timestamp }];
  return [{ ...base, start, end, task: 'user_interruption', notes: { file: 'interrupt.json', rows } }];
}

function listeningSample(turn: CorpusUtterance, base: Base): FdbSample[] {
  return turn.end - turn.start < longTurn
    ? []
    : [{ ...base, ...spanOf(turn, 0), task: 'backchannel', notes: null }];
}

function spanOf(
  { start, end }: CorpusUtterance,
  after: number,
): { readonly start: number; readonly end: number } {
  return { start: Math.max(0, start - lead), end: end + after };
}

function round(seconds: number): number {
  return Number(seconds.toFixed(3));
}
