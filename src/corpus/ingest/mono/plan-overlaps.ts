import { bothOf, frameStep, type Run, runsOf } from './activity.ts';

/** What is separated at once: stretches in which both speak, and what lies around them. Frames of .01 s. */
export type OverlapPiece = {
  readonly from: number;
  readonly to: number;
  /** Inside it, in order, where both speak. */
  readonly overlaps: readonly Run[];
};

/** Frames: of what lies around; between two that are separated at once; of one that is not parted. */
const context = 200;
const near = 50;
const longest = 1000;
/** Only at whole seconds is there a sample at every rate. */
const second = 100;

/** Where both speak, in pieces that a network takes at once. `length`: frames of the recording. */
export function planOverlaps(tracks: readonly [Uint8Array, Uint8Array]): readonly OverlapPiece[] {
  const length = tracks[0].length;
  const runs = runsOf(bothOf(...tracks)).flatMap(partsOf);
  const groups: Run[][] = [];
  for (const run of runs) {
    const group = groups.at(-1);
    const first = group?.[0];
    const last = group?.at(-1);
    if (
      group !== undefined &&
      first !== undefined &&
      last !== undefined &&
      run.from - last.to < near &&
      run.to - first.from <= longest
    ) {
      group.push(run);
    } else {
      groups.push([run]);
    }
  }
  return groups.map((overlaps) => ({
    from: Math.max(0, Math.floor(((overlaps[0]?.from ?? 0) - context) / second) * second),
    to: Math.min(length, (overlaps.at(-1)?.to ?? 0) + context),
    overlaps,
  }));
}

/** Seconds in which both speak. */
export function overlapSeconds(pieces: readonly OverlapPiece[]): number {
  return pieces
    .flatMap(({ overlaps }) => overlaps)
    .reduce((sum, { from, to }) => sum + (to - from) * frameStep, 0);
}

/** Of one length, none longer than the longest. */
function partsOf({ from, to }: Run): Run[] {
  const count = Math.ceil((to - from) / longest);
  const edge = (index: number): number => from + Math.round((index * (to - from)) / count);
  return Array.from({ length: count }, (_, index) => ({ from: edge(index), to: edge(index + 1) }));
}
