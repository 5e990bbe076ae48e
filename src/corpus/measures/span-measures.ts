import type { SpokenSpan } from './diarization-error.ts';

/** How many were found of what is there, and how much of what was found is there. 0 to 1. */
export type FoundScore = {
  readonly precision: number;
  readonly recall: number;
  /** Their harmonic mean; 1 where there was nothing to find and nothing was found. */
  readonly f1: number;
};

/** Of the seconds in which at least two speak. */
export function overlapScore(reference: readonly SpokenSpan[], found: readonly SpokenSpan[]): FoundScore {
  const truth = overlapsOf(reference);
  const guess = overlapsOf(found);
  let both = 0;
  for (const one of truth) {
    for (const other of guess)
      both += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
  }
  return scoreOf(both, lengthOf(truth), lengthOf(guess));
}

/** Share of the spans of up to `longest` seconds (default 1) at least half of which was found with their speaker. */
export function shortSpanRecall(
  reference: readonly SpokenSpan[],
  found: readonly SpokenSpan[],
  { longest = 1 }: { readonly longest?: number } = {},
): number {
  const short = reference.filter(({ start, end }) => end - start <= longest);
  const caught = short.filter(({ speaker, start, end }) => {
    let covered = 0;
    for (const other of found) {
      if (other.speaker === speaker)
        covered += Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
    }
    return covered * 2 >= end - start;
  });
  return caught.length / short.length;
}

/**
 * Of events such as backchannels, interruptions and laughter: one is found where another of the same speaker has its
 * middle within `tolerance` seconds (default .5) of its own. Each counts once.
 */
export function eventScore(
  reference: readonly SpokenSpan[],
  found: readonly SpokenSpan[],
  { tolerance = 0.5 }: { readonly tolerance?: number } = {},
): FoundScore {
  const left = new Set(found);
  let both = 0;
  for (const event of reference.toSorted((a, b) => a.start - b.start)) {
    let best: SpokenSpan | undefined;
    for (const other of left) {
      const far = Math.abs(middleOf(other) - middleOf(event));
      if (other.speaker !== event.speaker || far > tolerance) continue;
      if (best === undefined || far < Math.abs(middleOf(best) - middleOf(event))) best = other;
    }
    if (best === undefined) continue;
    left.delete(best);
    both += 1;
  }
  return scoreOf(both, reference.length, found.length);
}

function scoreOf(both: number, there: number, found: number): FoundScore {
  const recall = there === 0 ? 1 : both / there;
  const precision = found === 0 ? 1 : both / found;
  return { precision, recall, f1: there + found === 0 ? 1 : (2 * both) / (there + found) };
}

function middleOf({ start, end }: SpokenSpan): number {
  return (start + end) / 2;
}

function lengthOf(spans: readonly { readonly start: number; readonly end: number }[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}

function overlapsOf(spans: readonly SpokenSpan[]): { start: number; end: number }[] {
  const edges = spans
    .flatMap(({ start, end }) => [
      { time: start, step: 1 },
      { time: end, step: -1 },
    ])
    .toSorted((a, b) => a.time - b.time || a.step - b.step);
  const result: { start: number; end: number }[] = [];
  let count = 0;
  for (const { time, step } of edges) {
    const before = count;
    count += step;
    if (before === 1 && count === 2) result.push({ start: time, end: time });
    const open = result.at(-1);
    if (before === 2 && count === 1 && open !== undefined) open.end = time;
  }
  return result.filter(({ start, end }) => end > start);
}
