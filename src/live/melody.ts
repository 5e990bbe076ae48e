import type { HeardFrame } from './heard-frame.ts';

/** Whether the voice went up at the end of what it said, as in a question. */
export function risesAtEnd(tail: readonly HeardFrame[]): boolean {
  const pitches = tail.flatMap(({ pitch }) => (pitch === undefined ? [] : [pitch])).slice(-24);
  if (pitches.length < 12) return false;
  const third = Math.floor(pitches.length / 3);
  return median(pitches.slice(-third)) > median(pitches.slice(0, third)) * 1.12;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
