import { type PunctuationSymbol, symbolId, type UnitRole } from './vocabulary.ts';

/** A word as it is said. */
export type SoundedWord = {
  /** As `splitWords` gives it. */
  readonly text: string;
  /** Names of symbols, and ids of tones; none where nothing of it can be said. */
  readonly sounds: readonly { readonly symbol: string; readonly tone: number }[];
  /** What is heard after it. */
  readonly after: PunctuationSymbol | undefined;
};

/** What one speaker says without being asked to wait: a start symbol, sounds with their pauses, an end symbol. */
export type TextUnit = {
  readonly role: UnitRole;
  /** Ids of the vocabulary's symbols. */
  readonly symbols: readonly number[];
  /** Of each symbol, the id of its tone. */
  readonly tones: readonly number[];
  /** Every word of the text is in one unit, in order. */
  readonly words: readonly UnitWord[];
};

export type UnitWord = {
  readonly text: string;
  /** Its symbols, half open; none where it is silent. */
  readonly from: number;
  readonly to: number;
};

/** Symbols of a unit at most, with those at its ends. */
export const longestUnit = 200;
/** Sounds of a word at most: what is longer is a key or a number that nobody reads out. */
export const longestWord = 120;
/** A long turn is parted at a pause where one is in the later half of a unit. */
const earliestSplit = 90;

type UnitsOptions = { readonly role: Exclude<UnitRole, 'continue'>; readonly cut: boolean };

/** Words to units: one where they fit, more where they do not. */
export function buildUnits(words: readonly SoundedWord[], { role, cut }: UnitsOptions): TextUnit[] {
  const pieces = splitLong(words);
  return pieces.map((piece, index) => {
    const end = index < pieces.length - 1 ? '<,>' : cut ? '<cut>' : sentenceEnd(piece.at(-1)?.after);
    return buildUnit(piece, index === 0 ? role : 'continue', end);
  });
}

function sentenceEnd(after: PunctuationSymbol | undefined): PunctuationSymbol {
  return after === '<?>' || after === '<!>' ? after : '<.>';
}

function lengthOf({ sounds, after }: SoundedWord): number {
  return Math.min(longestWord, sounds.length) + (after === undefined ? 0 : 1);
}

function splitLong(words: readonly SoundedWord[]): SoundedWord[][] {
  const pieces: SoundedWord[][] = [];
  let current: SoundedWord[] = [];
  // The symbols at both ends count.
  let length = 2;
  for (const word of words) {
    while (length + lengthOf(word) > longestUnit) {
      const count = splitPlace(current);
      pieces.push(current.slice(0, count));
      current = current.slice(count);
      length = 2 + current.reduce((sum, each) => sum + lengthOf(each), 0);
    }
    current.push(word);
    length += lengthOf(word);
  }
  // Silent words at the end go with those before them.
  const last = pieces.at(-1);
  if (last !== undefined && current.every(({ sounds }) => sounds.length === 0)) last.push(...current);
  else pieces.push(current);
  return pieces;
}

/** How many words come before the split: those up to the last pause, where it is late enough. */
function splitPlace(words: readonly SoundedWord[]): number {
  let length = 2;
  let best = 0;
  for (const [index, word] of words.entries()) {
    length += lengthOf(word);
    if (word.after !== undefined && length >= earliestSplit) best = index + 1;
  }
  return best === 0 ? words.length : best;
}

function buildUnit(words: readonly SoundedWord[], role: UnitRole, end: PunctuationSymbol): TextUnit {
  const symbols = [idOf(`<${role}>`)];
  const tones = [0];
  const push = (symbol: string, tone: number): void => {
    symbols.push(idOf(symbol));
    tones.push(tone);
  };
  const lastSounding = words.findLastIndex(({ sounds }) => sounds.length > 0);
  const placed = words.map(({ text, sounds, after }, index) => {
    const from = symbols.length;
    for (const { symbol, tone } of sounds.slice(0, longestWord)) push(symbol, tone);
    const to = symbols.length;
    // The last pause is the unit's end.
    if (to > from && after !== undefined && index < lastSounding) push(after, 0);
    if (index === lastSounding && after === '<…>' && end === '<.>') push(after, 0);
    return { text, from, to };
  });
  push(end, 0);
  return { role, symbols, tones, words: placed };
}

function idOf(name: string): number {
  const id = symbolId(name);
  if (id === undefined) throw new RangeError(`The vocabulary has no symbol ${name}.`);
  return id;
}
