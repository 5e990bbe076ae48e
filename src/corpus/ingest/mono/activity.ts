import type { Interval } from '../../../dsp/index.ts';

/** Frames of .01 s, as those of a recording with two tracks. */
export const frameStep = 0.01;

/** Where frames are 1, as frames. */
export type Run = { readonly from: number; readonly to: number };

export function runsOf(active: Uint8Array): Run[] {
  const runs: Run[] = [];
  let from = active.indexOf(1);
  while (from !== -1) {
    const stop = active.indexOf(0, from);
    const to = stop === -1 ? active.length : stop;
    runs.push({ from, to });
    from = active.indexOf(1, to);
  }
  return runs;
}

/** Frames of silence that do not part what one says, and of sound that is nothing said. */
const joinBelow = 20;
const dropBelow = 8;

/** Speech without its shortest silences, and without what is too short to be any. */
export function joinSpeech(active: Uint8Array): Uint8Array {
  const joined = active.slice();
  const runs = runsOf(active);
  for (const [index, { to }] of runs.entries()) {
    const next = runs[index + 1];
    if (next !== undefined && next.from - to < joinBelow) joined.fill(1, to, next.from);
  }
  for (const { from, to } of runsOf(joined)) if (to - from < dropBelow) joined.fill(0, from, to);
  return joined;
}

export function intervalsOf(runs: readonly Run[]): Interval[] {
  return runs.map(({ from, to }) => ({ start: from * frameStep, end: to * frameStep }));
}

export function countOf(active: Uint8Array): number {
  return active.reduce((sum, value) => sum + value, 0);
}

/** Frames in which both are 1. */
export function bothOf(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((value, frame) => value & (other[frame] ?? 0));
}
