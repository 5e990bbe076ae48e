import type { DialogueTurn } from 'duologue/voices';
import type { Hold } from '../language/pointers.ts';
import type { TextUnit, UnitWord } from '../text/text-units.ts';
import { vocabulary } from '../text/vocabulary.ts';

/** A unit of which some symbols are held. */
export type HeldUnit = Pick<TextUnit, 'symbols' | 'tones' | 'words'> & { readonly holds: readonly Hold[] };

export type HeldUnits = {
  readonly units: readonly HeldUnit[];
  /** Whether there are pauses that are between no two words. */
  readonly hasOthers: boolean;
};

/** What a voice rests at. */
const rests = new Set(['<,>', '<…>', '<.>', '<?>', '<!>', '<cut>'].map(idOf));
const comma = idOf('<,>');

/**
 * Puts the pauses of a turn into its units: the punctuation after a word is held, or a comma that is put there. Nobody
 * waits before the first word, nor after the last.
 */
export function holdPauses(
  units: readonly Pick<TextUnit, 'symbols' | 'tones' | 'words'>[],
  pauses: NonNullable<DialogueTurn['pauses']>,
  stepDuration: number,
): HeldUnits {
  const count = units.reduce((sum, { words }) => sum + words.length, 0);
  const inside = pauses.filter(({ after }) => after > 0 && after < count);
  let first = 0;
  const held = units.map((unit) => {
    const own = new Map<number, number>();
    for (const { after, duration } of inside) {
      const word = after - 1 - first;
      if (word >= 0 && word < unit.words.length) own.set(word, (own.get(word) ?? 0) + duration);
    }
    first += unit.words.length;
    return holdWords(unit, own, stepDuration);
  });
  return { units: held, hasOthers: inside.length < pauses.length };
}

/** @param pauses Seconds by the word that they come after. */
function holdWords(
  { symbols, tones, words }: Pick<TextUnit, 'symbols' | 'tones' | 'words'>,
  pauses: ReadonlyMap<number, number>,
  stepDuration: number,
): HeldUnit {
  const [heldSymbols, heldTones]: [number[], number[]] = [[...symbols], [...tones]];
  const heldWords: UnitWord[] = [];
  const holds: Hold[] = [];
  let added = 0;
  for (const [index, { text, from, to }] of words.entries()) {
    heldWords.push({ text, from: from + added, to: to + added });
    const duration = pauses.get(index);
    if (duration === undefined) continue;
    const symbol = to + added;
    holds.push({ symbol, steps: Math.ceil(duration / stepDuration) });
    if (rests.has(heldSymbols[symbol] ?? -1)) continue;
    heldSymbols.splice(symbol, 0, comma);
    heldTones.splice(symbol, 0, 0);
    added++;
  }
  return { symbols: heldSymbols, tones: heldTones, words: heldWords, holds };
}

function idOf(name: string): number {
  return vocabulary.symbols.indexOf(name);
}
