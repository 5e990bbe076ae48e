import type { Interval } from '../../../dsp/index.ts';
import { joinWords, splitWords, type Word } from '../../../timeline/index.ts';
import type { TranscriptSegment } from '../ingest-parts.ts';
import { common } from './place-speakers.ts';

/** A stretch of speech, with what is said in it as far as that is known. */
export type SaidUnit = Interval & {
  readonly text: string;
  /** Empty where the words have no times. */
  readonly words: readonly Word[];
};

export type JoinedSpeech = {
  /** In order of start, none into the next. */
  readonly units: readonly SaidUnit[];
  /** Words in all, and those that are said where their track is heard to speak. */
  readonly words: number;
  readonly heardWords: number;
  /** Seconds in which the track is heard to speak, and those of them of which words are known. */
  readonly spoken: number;
  readonly told: number;
};

type Open = { start: number; end: number; text: string[]; words: Word[]; isTimed: boolean };

/** Seconds beside heard speech in which a word may lie and still be of it. */
const near = 0.25;
/** Seconds between words that are nowhere heard, from which on they are two stretches. */
const pause = 0.2;
/** Seconds that a stretch of speech lasts at least. */
const shortest = 0.02;

/**
 * What is heard and what is said as one: a stretch of speech for each that is heard, with its words, and one for words
 * where nothing is heard, so that neither is lost. Text whose words have no times takes all of the speech that it lies
 * on. `speech` and `segments` are of one track.
 */
export function joinSpeech(
  speech: readonly Interval[],
  segments: readonly TranscriptSegment[],
): JoinedSpeech {
  const units: Open[] = speech.map(({ start, end }) => ({ start, end, text: [], words: [], isTimed: true }));
  const unheard: Open[] = [];
  let [words, heardWords] = [0, 0];
  for (const segment of segments.filter((one) => one.words.length === 0)) {
    const count = splitWords(segment.text).length;
    if (count === 0) continue;
    words += count;
    if (takeText(units, segment)) heardWords += count;
    else
      unheard.push({
        start: segment.start,
        end: segment.end,
        text: [segment.text],
        words: [],
        isTimed: false,
      });
  }
  const homeless: Word[] = [];
  for (const word of segments.flatMap((segment) => segment.words)) {
    words += 1;
    const unit = unitAt(units, word);
    if (unit !== undefined) heardWords += 1;
    (unit?.words ?? homeless).push(word);
  }
  unheard.push(...stretchesOf(homeless));
  const joined = apart([...units, ...unheard].map(around));
  const isTold = ({ words: own, text }: Open): boolean => own.length > 0 || text.length > 0;
  return {
    units: joined.map(finish),
    words,
    heardWords,
    spoken: speech.reduce((sum, { start, end }) => sum + end - start, 0),
    told: common(speech, joined.filter(isTold)),
  };
}

/** Words that are nowhere heard, as stretches of their own. */
function stretchesOf(words: readonly Word[]): readonly Open[] {
  const found: Open[] = [];
  for (const word of words.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last === undefined || word.start - last.end >= pause) {
      found.push({ start: word.start, end: word.end, text: [], words: [word], isTimed: true });
    } else {
      last.words.push(word);
      last.end = Math.max(last.end, word.end);
    }
  }
  return found;
}

/** The unit that a word has most in common with, or the nearest. Units are in order and apart. */
function unitAt(units: readonly Open[], { start, end }: Word): Open | undefined {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle]?.end ?? 0) < start - near) low = middle + 1;
    else high = middle;
  }
  let [best, most]: [Open | undefined, number] = [undefined, -near];
  for (let index = low; index < units.length; index++) {
    const unit = units[index];
    if (unit === undefined || unit.start > end + near) break;
    // Below 0: how far apart they are.
    const shared = Math.min(unit.end, end) - Math.max(unit.start, start);
    if (shared > most) [best, most] = [unit, shared];
  }
  return best;
}

/** Lays a text without times over the units in which most of it lies, as one. False where none is heard. */
function takeText(units: Open[], { start, end, text }: TranscriptSegment): boolean {
  const own = units.filter((unit) => {
    const shared = Math.min(unit.end, end) - Math.max(unit.start, start);
    return shared > 0 && shared * 2 >= Math.min(unit.end - unit.start, end - start);
  });
  const [first, ...others] = own;
  if (first === undefined) return false;
  for (const unit of others) merge(first, unit);
  for (const unit of others) units.splice(units.indexOf(unit), 1);
  first.text.push(text);
  first.isTimed = false;
  return true;
}

function merge(into: Open, unit: Open): void {
  into.start = Math.min(into.start, unit.start);
  into.end = Math.max(into.end, unit.end);
  into.text.push(...unit.text);
  into.words.push(...unit.words);
  into.isTimed &&= unit.isTimed;
}

/** Long enough for its words; some transcripts have words that take no time. */
function around(unit: Open): Open {
  const words = unit.words.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const start = words.reduce((least, word) => Math.min(least, word.start), unit.start);
  const end = words.reduce((most, word) => Math.max(most, word.end), unit.end);
  return { ...unit, words, start, end: Math.max(end, start + shortest) };
}

/** Those that overlap are one: nobody says two things at once. */
function apart(units: readonly Open[]): readonly Open[] {
  const joined: Open[] = [];
  for (const unit of units.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last === undefined || unit.start >= last.end) joined.push(unit);
    else merge(last, unit);
  }
  return joined;
}

function finish({ start, end, text, words, isTimed }: Open): SaidUnit {
  const rising = words.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const said = joinWords([...rising.map((word) => word.text), ...text]);
  if (!isTimed) return { start, end, text: said, words: [] };
  let reached = start;
  const timed = rising.map((word) => {
    const from = Math.max(reached, word.start);
    reached = Math.max(from, word.end);
    return { ...word, start: from, end: reached };
  });
  return { start, end, text: said, words: timed };
}
