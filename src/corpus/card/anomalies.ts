import type { Statistics } from '../../timeline/index.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { DialogueRecord } from '../record/types.ts';

/** A dialogue that is far from the others in some measure. */
export type Anomaly = {
  readonly item: string;
  /** Where its sound lies in the corpus. */
  readonly key: string;
  readonly measure: string;
  readonly value: number;
  /** What half of the dialogues have less of. */
  readonly usual: number;
  /** How far it is from that, in the others' usual distances. */
  readonly distance: number;
};

/** Usual distances from the median at which a dialogue is worth a look; of normal numbers none in 10,000 is that far. */
const farAway = 6;
const mostTold = 40;
/** Of fewer nobody can say what is usual. */
const fewest = 20;

const measures: Readonly<Record<string, (record: DialogueRecord, measured: Statistics) => number>> = {
  'duration, s': (record) => durationOf(record),
  'words a minute': (_, { wordsPerMinute }) => wordsPerMinute,
  'silence, share': (_, { silence }) => silence,
  'transfers in overlap, share': (_, { overlappedStarts }) => overlappedStarts,
  'gap, median, s': (_, { gap }) => gap.median,
  'backchannels a minute': (_, { backchannels }) => backchannels.perMinute,
  'speech of one speaker, share': (_, { speakers }) =>
    Math.max(...speakers.map(({ speechShare }) => speechShare)),
};

/** Looks for what is far from the rest, once all are known. It holds a few numbers of each. */
export function createAnomalyFinder(): {
  add(record: DialogueRecord, measured: Statistics): void;
  find(): readonly Anomaly[];
} {
  const seen: { readonly item: string; readonly key: string; readonly values: readonly number[] }[] = [];
  const names = Object.keys(measures);
  return {
    add(record, measured) {
      const values = Object.values(measures).map((measure) => measure(record, measured));
      seen.push({ item: record.id, key: record.audio.key, values });
    },
    find() {
      if (seen.length < fewest) return [];
      const found = names.flatMap((measure, column): Anomaly[] => {
        const values = seen.map((one) => one.values[column] ?? Number.NaN).filter(Number.isFinite);
        const usual = medianOf(values);
        // By the median of the distances, and as wide as a normal deviation; at least a hundredth of what is usual.
        const width = Math.max(
          1.4826 * medianOf(values.map((value) => Math.abs(value - usual))),
          Math.abs(usual) / 100,
          1e-6,
        );
        return seen.flatMap(({ item, key, values: own }) => {
          const value = own[column] ?? Number.NaN;
          const distance = Math.abs(value - usual) / width;
          return distance >= farAway ? [{ item, key, measure, value, usual, distance }] : [];
        });
      });
      return found.toSorted((a, b) => b.distance - a.distance).slice(0, mostTold);
    },
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
