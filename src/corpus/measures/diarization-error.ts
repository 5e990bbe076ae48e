/** Somebody speaks. Seconds. */
export type SpokenSpan = { readonly speaker: string; readonly start: number; readonly end: number };

export type DiarizationErrorOptions = {
  /** What is scored. Seconds; default: from the first label of the reference to its last. */
  readonly from?: number;
  readonly to?: number;
  /** Seconds on both sides of every start and end of the reference that are not scored. Default .25, as NIST's. */
  readonly collar?: number;
  /** Whether time in which several speak is scored. Default true. */
  readonly overlap?: boolean;
};

export type DiarizationError = {
  /** Share of the speech, 0 and more: `missed`, `falseAlarm` and `confused` over `scored`. `NaN` where nobody speaks. */
  readonly error: number;
  /** Seconds of speech of all speakers that were scored, and of what was wrong with them. */
  readonly scored: number;
  readonly missed: number;
  readonly falseAlarm: number;
  readonly confused: number;
};

/**
 * How wrong who-speaks-when is, as NIST's md-eval counts it. Speakers are known by their names: on tracks of their own
 * nobody has to guess which is which.
 */
export function diarizationError(
  reference: readonly SpokenSpan[],
  found: readonly SpokenSpan[],
  options: DiarizationErrorOptions = {},
): DiarizationError {
  const { collar = 0.25, overlap = true } = options;
  const from = options.from ?? Math.min(...reference.map(({ start }) => start));
  const to = options.to ?? Math.max(...reference.map(({ end }) => end));
  const truth = joinedBySpeaker(reference);
  const guess = joinedBySpeaker(found);
  const edges = [...truth, ...guess].flatMap((span) => [span.start, span.end]);
  const skipped = truth.flatMap(({ start, end }) => [
    [start - collar, start + collar] as const,
    [end - collar, end + collar] as const,
  ]);
  const times = [from, to, ...edges, ...skipped.flat()]
    .filter((time) => time >= from && time <= to)
    .toSorted((a, b) => a - b);
  const total = { scored: 0, missed: 0, falseAlarm: 0, confused: 0 };
  const truthAt = createSweep(truth);
  const guessAt = createSweep(guess);
  const skippedAt = createSweep(skipped.map(([start, end]) => ({ speaker: '', start, end })));
  for (const [index, start] of times.entries()) {
    const length = (times[index + 1] ?? start) - start;
    if (length <= 1e-9) continue;
    const middle = start + length / 2;
    const speaking = truthAt(middle);
    const heard = guessAt(middle);
    if ((collar > 0 && skippedAt(middle).length > 0) || (!overlap && speaking.length > 1)) continue;
    const right = speaking.filter((speaker) => heard.includes(speaker)).length;
    total.scored += length * speaking.length;
    total.missed += length * Math.max(0, speaking.length - heard.length);
    total.falseAlarm += length * Math.max(0, heard.length - speaking.length);
    total.confused += length * (Math.min(speaking.length, heard.length) - right);
  }
  const { scored, missed, falseAlarm, confused } = total;
  return { error: scored === 0 ? Number.NaN : (missed + falseAlarm + confused) / scored, ...total };
}

/** One who speaks twice at once speaks once. */
function joinedBySpeaker(spans: readonly SpokenSpan[]): SpokenSpan[] {
  const last = new Map<string, { speaker: string; start: number; end: number }>();
  const result: SpokenSpan[] = [];
  for (const { speaker, start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const open = last.get(speaker);
    if (open !== undefined && start <= open.end) {
      open.end = Math.max(open.end, end);
      continue;
    }
    const span = { speaker, start, end };
    last.set(speaker, span);
    result.push(span);
  }
  return result;
}

/** Who is heard at a time; the times that are asked for rise. */
function createSweep(spans: readonly SpokenSpan[]): (time: number) => string[] {
  const rising = spans.toSorted((a, b) => a.start - b.start);
  let open: SpokenSpan[] = [];
  let next = 0;
  return (time) => {
    for (let span = rising[next]; span !== undefined && span.start <= time; span = rising[next]) {
      open.push(span);
      next += 1;
    }
    open = open.filter(({ end }) => end > time);
    return open.map(({ speaker }) => speaker);
  };
}
