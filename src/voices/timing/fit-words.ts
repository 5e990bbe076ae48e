import type { Word } from '../../timeline/index.ts';
import { alignSequences, type Sequence } from './align-sequences.ts';
import { type Heard, readHeard, shareTime, type TimedText, wordKey } from './heard-units.ts';

export type { TimedText } from './heard-units.ts';

/**
 * Gives the words of a script the times at which they, or what was understood for them, were heard: words,
 * phrases or single characters. `$25` takes the time of `twenty-five dollars`, `OK` that of `okay`. What was
 * heard besides changes nothing; a word that was not heard shares the gap between its neighbours. The result
 * has each expected word once, as it is spelt, with times that rise and lie inside `span`.
 */
export function fitWords(
  expected: readonly string[],
  heard: readonly TimedText[],
  span: { readonly start: number; readonly end: number },
): Word[] {
  const known = readHeard(heard, span);
  const keys = expected.map(wordKey);
  const places = placeLetters(keys, known, pairWords(keys, known));
  return inOrder(fillGaps(expected, timePlaces(places, known), known, span), span);
}

/** The heard letters that a word was found in, the first and the last; none where it was not found. */
type Place = { readonly first: number; readonly last: number } | undefined;

/** For each expected word the heard unit that is the same, or -1. */
function pairWords(keys: readonly string[], { units }: Heard): Int32Array {
  const numbers = new Map<string, number>();
  const codesOf = (words: readonly string[]): Sequence => ({
    codes: Int32Array.from(words, (word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    }),
    starts: new Uint8Array(words.length).fill(1),
  });
  const [first, second] = [codesOf(keys), codesOf(units.map(({ key }) => key))];
  return alignSequences(first, second, (index) => 4 + Math.min(12, keys[index]?.length ?? 0));
}

/** Equal words as paired; between them, those that share most of their letters with what was heard. */
function placeLetters(keys: readonly string[], heard: Heard, pairs: Int32Array): Place[] {
  const places: Place[] = keys.map(() => undefined);
  let [word, unit] = [0, 0];
  for (let index = 0; index <= keys.length; index++) {
    const paired = index === keys.length ? heard.units.length : (pairs[index] ?? -1);
    if (paired < 0) continue;
    if (word < index && unit < paired) {
      const found = placeInStretch(keys.slice(word, index), heard, unit, paired);
      for (const [offset, place] of found.entries()) places[word + offset] = place;
    }
    if (index < keys.length) {
      places[index] = { first: firstLetter(heard, paired), last: firstLetter(heard, paired + 1) - 1 };
    }
    [word, unit] = [index + 1, paired + 1];
  }
  return places;
}

function firstLetter({ units, unitOf }: Heard, unit: number): number {
  return units[unit]?.firstLetter ?? unitOf.length;
}

/** Words with at most this share of their letters found were something else: `25th` in `twenty-fifth`. */
const chance = 0.5;

/** Words in the letters of the units from `from` to `to`. */
function placeInStretch(keys: readonly string[], heard: Heard, from: number, to: number): Place[] {
  const [low, high] = [firstLetter(heard, from), firstLetter(heard, to)];
  const spelt = keys.map((key) => Array.from(key, (letter) => letter.codePointAt(0) ?? 0));
  const pairs = alignSequences(
    {
      codes: Int32Array.from(spelt.flat()),
      starts: Uint8Array.from(spelt.flatMap((letters) => letters.map((_, index) => (index === 0 ? 1 : 0)))),
    },
    {
      codes: heard.letters.codes.subarray(low, high),
      starts: heard.letters.starts.subarray(low, high),
    },
    () => 4,
  );
  let start = 0;
  return spelt.map(({ length }) => {
    const own = pairs.subarray(start, start + length).filter((letter) => letter >= 0);
    start += length;
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || own.length <= chance * length) return undefined;
    return { first: low + first, last: low + last };
  });
}

type Time = { readonly start: number; readonly end: number };
type Timed = Time & { readonly firstUnit: number; readonly lastUnit: number };

/** A unit that one word has to itself is that word's from end to end. */
function timePlaces(places: readonly Place[], { units, unitOf, starts, ends }: Heard): (Timed | undefined)[] {
  const owners = new Map<number, number>();
  for (const place of places) {
    if (place === undefined) continue;
    const [first, last] = [unitOf[place.first] ?? 0, unitOf[place.last] ?? 0];
    for (const unit of new Set([first, last])) owners.set(unit, (owners.get(unit) ?? 0) + 1);
  }
  const seen = new Map<number, number>();
  return places.map((place) => {
    if (place === undefined) return undefined;
    const [firstUnit, lastUnit] = [unitOf[place.first] ?? 0, unitOf[place.last] ?? 0];
    const isFirst = !seen.has(firstUnit);
    for (const unit of new Set([firstUnit, lastUnit])) seen.set(unit, (seen.get(unit) ?? 0) + 1);
    const isLast = seen.get(lastUnit) === owners.get(lastUnit);
    return {
      start: (isFirst ? units[firstUnit]?.start : starts[place.first]) ?? 0,
      end: (isLast ? units[lastUnit]?.end : ends[place.last]) ?? 0,
      firstUnit,
      lastUnit,
    };
  });
}

/** Words that were not found share what was heard between their neighbours, or else the gap itself. */
function fillGaps(
  expected: readonly string[],
  times: readonly (Timed | undefined)[],
  { units }: Heard,
  span: Time,
): Word[] {
  const words: Word[] = [];
  let previous: Timed | undefined;
  for (let index = 0; index < expected.length; ) {
    const own = times[index];
    if (own !== undefined) {
      words.push({ text: expected[index] ?? '', start: own.start, end: own.end });
      previous = own;
      index++;
      continue;
    }
    const stop = times.findIndex((time, place) => place > index && time !== undefined);
    const missing = expected.slice(index, stop < 0 ? expected.length : stop);
    const next = stop < 0 ? undefined : times[stop];
    const spare = units.slice((previous?.lastUnit ?? -1) + 1, next?.firstUnit ?? units.length);
    const gap = { start: previous?.end ?? span.start, end: next?.start ?? span.end };
    words.push(...shareUnits(missing, spare, gap));
    index += missing.length;
  }
  return words;
}

function shareUnits(missing: readonly string[], spare: readonly Time[], gap: Time): Word[] {
  const [first, last] = [spare[0], spare.at(-1)];
  if (first === undefined || last === undefined) return shareTime(missing, gap);
  if (missing.length === spare.length) {
    return missing.map((text, index) => {
      const { start, end } = spare[index] ?? gap;
      return { text, start, end };
    });
  }
  return shareTime(missing, { start: first.start, end: last.end });
}

/** Whatever a vendor says: no word before the one before it, none outside the span. */
function inOrder(words: readonly Word[], { start, end }: Time): Word[] {
  let earliest = start;
  return words.map((word) => {
    const from = Math.min(end, Math.max(earliest, word.start));
    const to = Math.min(end, Math.max(from, word.end));
    earliest = to;
    return { text: word.text, start: from, end: to };
  });
}
