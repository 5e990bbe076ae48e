import { splitWords } from '../../timeline/index.ts';
import type { Sequence } from './align-sequences.ts';
import { risingSeries } from './rising-series.ts';

/** A word, a character or a whole phrase that was heard. Seconds. */
export type TimedText = { readonly text: string; readonly start: number; readonly end: number };

/** What was heard between two spaces. */
export type HeardUnit = {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** Its letters are those from here to the next unit's first. */
  readonly firstLetter: number;
};

export type Heard = {
  readonly units: readonly HeardUnit[];
  /** One code for each letter of all keys. */
  readonly letters: Sequence;
  /** Of each letter: its unit, and its time. */
  readonly unitOf: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

/** By what words are compared: lower case, no accents, no punctuation; a word of signs alone is itself. */
export function wordKey(word: string): string {
  if (/^[a-z0-9]+$/iu.test(word)) return word.toLowerCase();
  const plain = word
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain === '' ? word.trim() : plain;
}

/** About how long it takes to say, in letters: a digit is a word, a Chinese character a syllable. */
export function spokenLength(word: string): number {
  return keyLength(wordKey(word));
}

function keyLength(key: string): number {
  let length = 0;
  for (const character of key) length += wide.test(character) ? 3 : 1;
  return Math.max(1, length);
}

const wide = /[\p{N}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Of words, or of single characters with the spaces among them, as some vendors time them. */
export function readHeard(heard: readonly TimedText[], span: { start: number; end: number }): Heard {
  const tidy = tidied(heard, span);
  return assemble(isSpelt(tidy) ? joinSpelt(tidy) : tidy.flatMap(splitTimed));
}

/** In order and inside the span; what is out of order or has no time is left out. */
function tidied(heard: readonly TimedText[], { start, end }: { start: number; end: number }): TimedText[] {
  const clamp = (time: number): number => Math.min(end, Math.max(start, time));
  const timed = heard.filter((each) => Number.isFinite(each.start) && Number.isFinite(each.end));
  const ordered = risingSeries(timed.map((each) => each.start)).flatMap((place) => timed[place] ?? []);
  return ordered.map((each, index) => {
    const next = ordered[index + 1]?.start ?? end;
    const from = clamp(each.start);
    return { text: each.text, start: from, end: Math.max(from, clamp(Math.min(each.end, next))) };
  });
}

function isSpelt(heard: readonly TimedText[]): boolean {
  return heard.length > 1 && heard.every(({ text }) => Array.from(text).length <= 1);
}

type Piece = TimedText & { readonly letters: readonly TimedText[] };

/** Joins characters to words at the spaces, and parts what needs none. */
function joinSpelt(characters: readonly TimedText[]): Piece[] {
  const pieces: Piece[] = [];
  let word: TimedText[] = [];
  const close = (): void => {
    const spoken = word.filter(({ text }, index) => isSpoken(text, index, word[index + 1]?.text));
    const said = spoken.length > 0 ? spoken : word;
    const [first, last] = [said[0], said.at(-1)];
    const text = word.map((character) => character.text).join('');
    if (first !== undefined && last !== undefined) {
      const letters = withSigns(said, wordKey(text));
      pieces.push({ text, start: first.start, end: last.end, letters: letters.flatMap(spell) });
    }
    word = [];
  };
  for (const character of characters) {
    const blank = character.text.trim() === '';
    const alone = standsAlone.test(character.text);
    if (blank || alone) close();
    if (!blank) word.push(character);
    if (alone) close();
  }
  close();
  return pieces;
}

/** A sign that is read aloud; the dash of `-5` is a minus. */
function isSpoken(text: string, index: number, next = ''): boolean {
  return /[\p{L}\p{N}\p{S}%‰&#@§]/u.test(text) || (index === 0 && /[-–]/.test(text) && /\p{N}/u.test(next));
}

/** The letters of a key, with the time of the signs that are read with them: `$` with what follows, `%` with what was. */
function withSigns(said: readonly TimedText[], key: string): TimedText[] {
  const letters: TimedText[] = [];
  let sign: TimedText | undefined;
  for (const letter of said) {
    const last = letters.at(-1);
    if (key.includes(wordKey(letter.text))) {
      letters.push(sign === undefined ? letter : { ...letter, start: sign.start });
      sign = undefined;
    } else if (last === undefined || /[\p{Sc}+−#@§]/u.test(letter.text)) {
      sign ??= letter;
    } else {
      letters[letters.length - 1] = { ...last, end: letter.end };
    }
  }
  return letters;
}

const standsAlone = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** A phrase to its words, a word to its letters, each with its share of the time. */
function splitTimed(timed: TimedText): Piece[] {
  const words = splitWords(timed.text);
  const texts = words.length > 0 ? words : [timed.text.trim()].filter(Boolean);
  return shareTime(texts, timed).map((word) => ({ ...word, letters: spell(word) }));
}

function spell(word: TimedText): TimedText[] {
  return divide(Array.from(wordKey(word.text)), word, keyLength);
}

/** Parts of a stretch of time, one after the other, as long as it takes to say them. */
export function shareTime(texts: readonly string[], span: Span): TimedText[] {
  return divide(texts, span, spokenLength);
}

type Span = { readonly start: number; readonly end: number };

function divide(
  texts: readonly string[],
  { start, end }: Span,
  lengthOf: (text: string) => number,
): TimedText[] {
  const lengths = texts.map(lengthOf);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let before = 0;
  let from = start;
  return texts.map((text, index) => {
    before += lengths[index] ?? 0;
    const to = index === texts.length - 1 ? end : start + ((end - start) * before) / total;
    const part = { text, start: from, end: Math.max(from, to) };
    from = part.end;
    return part;
  });
}

function assemble(pieces: readonly Piece[]): Heard {
  const units: HeardUnit[] = [];
  const unitOf: number[] = [];
  const codes: number[] = [];
  const begins: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { text, start, end, letters } of pieces) {
    units.push({ key: wordKey(text), start, end, firstLetter: codes.length });
    for (const [index, letter] of letters.entries()) {
      codes.push(letter.text.codePointAt(0) ?? 0);
      begins.push(index === 0 ? 1 : 0);
      unitOf.push(units.length - 1);
      starts.push(letter.start);
      ends.push(letter.end);
    }
  }
  const letters = { codes: Int32Array.from(codes), starts: Uint8Array.from(begins) };
  return { units, letters, unitOf, starts, ends };
}
