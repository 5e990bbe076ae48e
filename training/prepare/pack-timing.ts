import type { PackItem, PackUnit } from './pack-item.ts';

/** What a model can learn of when to speak from the texts of these items. */
export type PackTiming = {
  readonly hours: number;
  /** Seconds from the end of a turn to the start of the other's, negative in overlap. */
  readonly afterQuestions: readonly number[];
  readonly afterStatements: readonly number[];
  /** That both come from one distribution: two-sided, by the ranks of Mann and Whitney. */
  readonly pValue: number;
  readonly backchannelsPerMinute: number;
  readonly interruptionsPerMinute: number;
  /** Share of backchannels that start within .35 s of where a phrase of the other's ends. */
  readonly atPhraseEnds: number;
  /** The same of places spread evenly over the turns in which they are. */
  readonly atPhraseEndsByChance: number;
};

/** Seconds. */
const nearby = 0.35;
/** Places in a turn against which a backchannel is held. */
const placesOfChance = 50;

/** Of dialogues; `question` is the id of the symbol that ends one. */
export function packTiming(items: readonly PackItem[], question: number): PackTiming {
  const afterQuestions: number[] = [];
  const afterStatements: number[] = [];
  const near: number[] = [];
  const nearByChance: number[] = [];
  let backchannels = 0;
  let interruptions = 0;
  const seconds = items.reduce((sum, { frames }) => sum + frames / 16_000, 0);
  for (const { units } of items) {
    const turns = units.filter(({ role }) => role !== 'backchannel');
    for (const [index, turn] of turns.entries()) {
      const next = turns[index + 1];
      if (next === undefined || turn.cut || next.channel === turn.channel || next.role !== 'turn') continue;
      const offset = next.start - turn.end;
      (turn.symbols.at(-1) === question ? afterQuestions : afterStatements).push(offset);
    }
    interruptions += units.filter(({ role }) => role === 'interruption').length;
    for (const unit of units.filter(({ role }) => role === 'backchannel')) {
      backchannels += 1;
      const host = turns.find(
        (turn) => turn.channel !== unit.channel && turn.start < unit.start && unit.start < turn.end + nearby,
      );
      if (host === undefined) continue;
      const ends = phraseEnds(host);
      const isNear = (time: number): number => (ends.some((end) => Math.abs(end - time) < nearby) ? 1 : 0);
      near.push(isNear(unit.start));
      for (let place = 0; place < placesOfChance; place++)
        nearByChance.push(isNear(host.start + ((host.end - host.start) * (place + 0.5)) / placesOfChance));
    }
  }
  return {
    hours: seconds / 3600,
    afterQuestions,
    afterStatements,
    pValue: rankTest(afterQuestions, afterStatements),
    backchannelsPerMinute: (backchannels * 60) / seconds,
    interruptionsPerMinute: (interruptions * 60) / seconds,
    atPhraseEnds: meanOf(near),
    atPhraseEndsByChance: meanOf(nearByChance),
  };
}

/** Where a word is followed by a symbol that is no sound, or by nothing. */
function phraseEnds({ words }: PackUnit): number[] {
  return words.flatMap(({ to, end }, index) => {
    const next = words[index + 1];
    return next === undefined || next.from > to ? [end] : [];
  });
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Mann and Whitney's test by the normal approximation; 1 where there is nothing to compare. */
export function rankTest(first: readonly number[], second: readonly number[]): number {
  if (first.length === 0 || second.length === 0) return 1;
  const ranked = [
    ...first.map((value) => ({ value, own: true })),
    ...second.map((value) => ({ value, own: false })),
  ].toSorted((a, b) => a.value - b.value);
  let sum = 0;
  for (let from = 0; from < ranked.length; ) {
    let to = from;
    while (to < ranked.length && ranked[to]?.value === ranked[from]?.value) to++;
    // Those that are equal share the mean of their ranks.
    sum += ranked.slice(from, to).filter(({ own }) => own).length * ((from + 1 + to) / 2);
    from = to;
  }
  const [m, n] = [first.length, second.length];
  const u = sum - (m * (m + 1)) / 2;
  const z = (u - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12);
  return Math.min(1, complementaryError(Math.abs(z) / Math.SQRT2));
}

/** Abramowitz and Stegun, 7.1.26, in the form that stays exact for small results: error below 1.2e-7 of the value. */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const series = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ].reduce((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + series);
}
