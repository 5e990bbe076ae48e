import { abbreviations, spokenAcronyms, stressedWords } from './abbreviations.ts';
import { cardinalWords, digitWords } from './number-words.ts';

export type WordContext = {
  /** The words on both sides, without the punctuation around them; empty at the ends. */
  readonly before: string;
  readonly after: string;
  readonly shouting: boolean;
};

/** Letters alone: a word, an acronym, or several words run together by capitals. */
export function letterWords(piece: string, { shouting, after, before }: WordContext): string[] {
  const bare = piece.replace(/^'+|'+$/gu, '');
  const lower = bare.toLowerCase();
  const known = abbreviations.get(lower);
  if (known !== undefined) return [known];
  const [stem = '', suffix = ''] = lower.split("'");
  const capitals = /^[A-Z]{2,}(?:'?s)?$/u.test(bare) || /^[A-Z]{2,}'[A-Za-z]+$/u.test(bare);
  if (capitals && !shouting) {
    const plural = bare.endsWith('s');
    const letters = plural ? lower.replace(/'?s$/u, '') : stem;
    if (!isReadAsWord(letters, suffix)) return spellOut(letters, plural);
  }
  if (/^[A-Z]$/u.test(bare) && !['A', 'I'].includes(bare)) return [letterName(lower)];
  if (bare === 'A' && before !== '' && after === '') return [letterName('a')];
  const camel = bare.match(/^[a-z]+(?=[A-Z])|[A-Z][a-z']+|[A-Z]+(?![a-z])/gu);
  if (
    camel !== null &&
    camel.length > 1 &&
    camel.join('') === bare &&
    !/^(?:Mac|Mc|O|De|La|Le|Van)[A-Z]/u.test(bare)
  ) {
    return camel.flatMap((part) =>
      part.length > 1 && part === part.toUpperCase()
        ? spellOut(part.toLowerCase(), false)
        : [letterNameOf(part)],
    );
  }
  return [cleanApostrophes(lower)];
}

function letterNameOf(part: string): string {
  return part.length === 1 ? letterName(part.toLowerCase()) : part.toLowerCase();
}

function isReadAsWord(letters: string, suffix: string): boolean {
  if (spokenAcronyms.has(letters) || stressedWords.has(letters)) return true;
  if (['t', 're', 've', 'll', 'm', 'd'].includes(suffix)) return true;
  return (
    letters.length >= 5 &&
    /[aeiouy]/u.test(letters) &&
    /[^aeiou]/u.test(letters) &&
    !/[^aeiouy]{4}/u.test(letters)
  );
}

/** `tv` to `t v`, plural `t v's`. The name of the letter a is written so that it is not read as the article. */
export function spellOut(letters: string, plural: boolean): string[] {
  const names = Array.from(letters.replaceAll("'", ''), letterName);
  return plural ? [...names.slice(0, -1), `${names.at(-1) ?? ''}'s`] : names;
}

function letterName(letter: string): string {
  return letter === 'a' ? 'ay' : letter;
}

const contractions = new Set(['s', 't', 're', 've', 'll', 'm', 'd', 'clock', 'am', 'all']);

/** `goin'` to `goin`, `rock'n'roll` to `rock n roll`; contractions stay. */
function cleanApostrophes(word: string): string {
  const [head = '', ...rest] = word.split("'").filter(Boolean);
  return rest.reduce(
    (joined, part) => (contractions.has(part) ? `${joined}'${part}` : `${joined} ${part}`),
    head,
  );
}

/** `example.com/a-b?x=1` to `example dot com slash a dash b question mark x equals one`. */
export function addressWords(address: string): string[] {
  return (address.match(/[a-z]+|\d+|[^a-z\d]/giu) ?? []).flatMap((piece) => {
    if (/^\d/u.test(piece)) return piece.length > 4 ? digitWords(piece) : cardinalWords(piece);
    const sign = addressSigns.get(piece);
    if (sign !== undefined) return [sign];
    if (!/^[a-z]/iu.test(piece)) return [];
    const lower = piece.toLowerCase();
    return lower.length < 2 || !/[aeiouy]/u.test(lower) ? spellOut(lower, false) : [lower];
  });
}

const addressSigns = new Map([
  ['.', 'dot'],
  ['/', 'slash'],
  ['-', 'dash'],
  ['_', 'underscore'],
  ['@', 'at'],
  [':', 'colon'],
  ['?', 'question mark'],
  ['=', 'equals'],
  ['&', 'and'],
  ['#', 'hash'],
  ['~', 'tilde'],
  ['+', 'plus'],
  ['%', 'percent'],
]);
