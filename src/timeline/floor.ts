import { type FloorSpeechOptions, floorSpeech } from './floor-speech.ts';
import { groupBy } from './group-by.ts';
import { byStart, countBelow, joinIntervals } from './intervals.ts';
import { type JoinOptions, joinPieces } from './join-pieces.ts';
import type { SpeechPiece } from './speech.ts';
import type { Timeline } from './types.ts';

/** One speaker's claim to the floor. */
export type FloorUnit = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  /** The utterance it is, or the first that it has words of. */
  readonly utterance: string;
};

export type FloorOptions = FloorSpeechOptions &
  JoinOptions & {
    /**
     * What one unit of floor-holding is. `utterances` (default): an utterance with its pauses, which is how
     * transcribed corpora are measured. `ipus`: inter-pausal units, for a transcript whose utterances were
     * cut by no human.
     */
    readonly units?: 'utterances' | 'ipus';
  };

/** The floor goes from one speaker to another. */
export type FloorTransfer = {
  readonly from: string;
  readonly to: string;
  readonly fromUtterance: string;
  readonly toUtterance: string;
  /** When the previous holder of the floor ends, which may be after `start`. */
  readonly end: number;
  /** When the next one starts. */
  readonly start: number;
  /** `start - end`: a gap above 0, an overlap below. Seconds. */
  readonly offset: number;
  /** The next one starts inside the previous one's speech. */
  readonly startsInside: boolean;
};

/** Speech that begins and ends inside the floor holder's and so never takes the floor. */
export type WithinOverlap = FloorUnit & { readonly inside: string; readonly holder: string };

/** All that one speaker says from taking the floor until another takes it. */
export type FloorTurn = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  readonly utterances: readonly string[];
};

export type Floor = {
  /** In order of start. */
  readonly units: readonly FloorUnit[];
  readonly transfers: readonly FloorTransfer[];
  readonly withinOverlaps: readonly WithinOverlap[];
  readonly turns: readonly FloorTurn[];
};

export function floorTransfers(timeline: Timeline, options: FloorOptions = {}): readonly FloorTransfer[] {
  return readFloor(timeline, options).transfers;
}

export function withinOverlaps(timeline: Timeline, options: FloorOptions = {}): readonly WithinOverlap[] {
  return readFloor(timeline, options).withinOverlaps;
}

export function floorTurns(timeline: Timeline, options: FloorOptions = {}): readonly FloorTurn[] {
  return readFloor(timeline, options).turns;
}

/** Who holds the floor when, from first word to last: transfers, turns, and what never took the floor. */
export function readFloor(
  timeline: Timeline,
  { units: unit = 'utterances', joinBelow = 0.2, dropBelow = 0.08, backchannels = 'kind' }: FloorOptions = {},
): Floor {
  const { pieces } = floorSpeech(timeline, { backchannels });
  const units =
    unit === 'ipus'
      ? joinPieces(pieces, { joinBelow, dropBelow }).map(({ speaker, start, end, pieces: own }) => {
          return { speaker, start, end, utterance: own[0]?.utterance.id ?? '' };
        })
      : utteranceUnits(pieces, joinBelow);
  return { units, ...followFloor(units) };
}

function followFloor(units: readonly FloorUnit[]): Omit<Floor, 'units'> {
  const transfers: FloorTransfer[] = [];
  const within: WithinOverlap[] = [];
  type OpenTurn = { speaker: string; start: number; end: number; utterances: Set<string>; last: string };
  const turns: OpenTurn[] = [];
  for (const unit of units) {
    const { speaker, start, end, utterance } = unit;
    const turn = turns.at(-1);
    if (turn !== undefined && turn.speaker === speaker) {
      if (end >= turn.end) turn.last = utterance;
      turn.end = Math.max(turn.end, end);
      turn.utterances.add(utterance);
    } else if (turn !== undefined && end <= turn.end) {
      within.push({ ...unit, inside: turn.last, holder: turn.speaker });
    } else {
      if (turn !== undefined) {
        const offset = start - turn.end;
        const ends = { from: turn.speaker, to: speaker, fromUtterance: turn.last, toUtterance: utterance };
        transfers.push({ ...ends, end: turn.end, start, offset, startsInside: offset < 0 });
      }
      turns.push({ speaker, start, end, utterances: new Set([utterance]), last: utterance });
    }
  }
  return {
    transfers,
    withinOverlaps: within,
    turns: turns.map(({ speaker, start, end, utterances }) => {
      return { speaker, start, end, utterances: [...utterances] };
    }),
  };
}

/**
 * One unit for each utterance, but two where somebody else said something whole in one of its silences: the
 * floor was given and taken back there.
 */
function utteranceUnits(pieces: readonly SpeechPiece[], joinBelow: number): FloorUnit[] {
  const spans = [...groupBy(pieces, (piece) => piece.utterance).entries()].map(([utterance, own]) => {
    const stretches = joinIntervals(own, joinBelow);
    const [first] = stretches;
    return { utterance, stretches, start: first?.start ?? 0, end: stretches.at(-1)?.end ?? 0 };
  });
  const ordered = spans.toSorted(byStart);
  const units: FloorUnit[] = [];
  for (const { utterance, stretches } of ordered) {
    let open: { speaker: string; start: number; end: number; utterance: string } | undefined;
    for (const { start, end } of stretches) {
      if (open !== undefined && !holdsOthers(ordered, utterance.speaker, open.end, start)) {
        open.end = end;
      } else {
        open = { speaker: utterance.speaker, start, end, utterance: utterance.id };
        units.push(open);
      }
    }
  }
  return units.toSorted(byStart);
}

function holdsOthers(
  spans: readonly { utterance: { speaker: string }; start: number; end: number }[],
  speaker: string,
  from: number,
  to: number,
): boolean {
  for (let index = countBelow(spans, from, (span) => span.start); index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined || span.start >= to) return false;
    if (span.end <= to && span.utterance.speaker !== speaker) return true;
  }
  return false;
}
