import type { Random } from '../dsp/index.ts';
import { quantile } from '../timeline/index.ts';
import { normalCumulative, offsetAt } from './offsets.ts';
import type { Timing } from './timing.ts';

/** A change of speaker that is still to come. */
export type ExpectedTransfer = {
  /** Of the turn that will follow, in the plan. */
  readonly index: number;
  /** Who takes the floor. */
  readonly speaker: string;
  readonly afterQuestion: boolean;
  /** The most overlap that can be expected to fit. Seconds. */
  readonly room: number;
};

/** Offsets of transfers, one after another. Seconds: positive is silence, negative overlap. */
export interface OffsetDraws {
  /** What the next transfer will be, unless its turn turns out to be too short. */
  expect(transfer: ExpectedTransfer): number;
  /** What it is, now that its room is known: no earlier than was expected. */
  settle(expected: number, room: number, index: number): number;
}

/** So much of an overlap is as good as the whole. */
const enough = 0.85;

/** Overlaps that wait for turns long enough; more are shortened rather than kept waiting. */
const mostOwed = 1;

/** No overlap is made shorter. Seconds. */
const least = 0.1;

/**
 * As `drawOffsets`, but each without knowledge of those after it. An overlap that does not fit is owed: its place
 * is taken by a gap, and a later gap, where it fits, is given up for it. So long overlaps come to long turns, none
 * is lost, and the distributions of both stay the reference's.
 */
export function createOffsetDraws(timing: Timing, random: Random): OffsetDraws {
  const dyad = random.fork('dyad').normal() * Math.sqrt(timing.dyadShare);
  const eventDeviation = Math.sqrt(Math.max(0, 1 - timing.dyadShare - timing.speakerShare));
  /** Lengths of overlaps, the shortest first. */
  const owed: number[] = [];
  let transfers = 0;
  let questions = 0;

  const draw = ({ index, speaker, afterQuestion }: ExpectedTransfer): number => {
    transfers++;
    if (afterQuestion) questions++;
    // Before anything is known, one in four is a question.
    const asked = (questions + 1) / (transfers + 4);
    const speakerPart = random.fork(`speaker/${speaker}`).normal() * Math.sqrt(timing.speakerShare);
    const value = dyad + speakerPart + random.fork(`event/${index}`).normal() * eventDeviation;
    const shift = timing.questionShift;
    const moved = afterQuestion ? value - shift : value;
    const probability = asked * normalCumulative(moved + shift) + (1 - asked) * normalCumulative(moved);
    return offsetAt(probability, timing);
  };

  const owe = (overlap: number): void => {
    const place = owed.findIndex((other) => other > overlap);
    owed.splice(place === -1 ? owed.length : place, 0, overlap);
  };

  /** The longest that is owed and fits. */
  const payable = (room: number): number | undefined => {
    const index = owed.findLastIndex((overlap) => overlap <= room);
    return index === -1 ? undefined : owed.splice(index, 1)[0];
  };

  /** In place of an overlap that does not fit. */
  const instead = (overlap: number, room: number, stream: string): number => {
    const other = payable(room);
    if (other === undefined && room >= (owed.length > mostOwed ? least : enough * overlap)) return -room;
    owe(overlap);
    if (other !== undefined) return -other;
    return quantile(timing.gap, random.fork(stream).next());
  };

  /** In place of a gap, where overlaps are owed. */
  const pay = (room: number): number | undefined => {
    const overlap = payable(room);
    if (overlap !== undefined || owed.length <= mostOwed || room < least) return overlap;
    owed.shift();
    return room;
  };

  return {
    expect(transfer) {
      const drawn = draw(transfer);
      if (drawn >= 0) {
        const overlap = pay(transfer.room);
        return overlap === undefined ? drawn : -overlap;
      }
      const longer = -drawn <= transfer.room ? payable(transfer.room) : undefined;
      if (longer !== undefined) {
        owe(Math.min(longer, -drawn));
        return -Math.max(longer, -drawn);
      }
      return -drawn <= transfer.room ? drawn : instead(-drawn, transfer.room, `expected/${transfer.index}`);
    },
    settle(expected, room, index) {
      if (expected >= 0 || -expected <= room) return expected;
      return instead(-expected, room, `settled/${index}`);
    },
  };
}
