import { compareToReference, type RegisterName, references, type Statistics } from '../src/timeline/index.ts';

/** How pooled conversations differ from people of a register: the columns of `comparisonRow`. */
export const comparisonColumns = [
  'dialogues',
  'gap W1 (s)',
  'pause W1 (s)',
  'overlap W1 (s)',
  'overlapped starts (points off)',
  'backchannels (ratio)',
  'interruptions (ratio)',
  'offset JS (bits)',
] as const;

export function comparisonRow(name: string, pooled: Statistics, register: RegisterName): string[] {
  const compared = compareToReference(pooled, references[register]);
  const { gap, pause, overlap, overlappedStarts, backchannels, interruptions, offsetDivergence } = compared;
  return [
    name,
    figure(gap.wasserstein),
    figure(pause.wasserstein),
    figure(overlap.wasserstein),
    overlappedStarts.toFixed(1),
    backchannels.toFixed(2),
    interruptions.toFixed(2),
    offsetDivergence.toFixed(3),
  ];
}

/** Where there are no overlaps, their distance to the reference is not a number. */
function figure(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3);
}
