import { abbreviations, currencies, magnitudes, signs, stressedWords, units } from './abbreviations.ts';
import { addressWords, letterWords, type WordContext } from './spoken-letters.ts';
import { numberWords, unitWords } from './spoken-numbers.ts';

/** What is said for one word of a script. */
export type SpokenWord = {
  /** Words of `a` to `z` and apostrophes alone; none for what an English voice cannot say. */
  readonly spoken: readonly string[];
  /** What the voice does after it: goes on, rests, or ends a sentence. */
  readonly break: SpokenBreak;
};

export type SpokenBreak = '' | ',' | ';' | '.' | '?' | '!';

/** Characters of a word that are read; what is longer is no word, but a key or a picture in letters. */
export const longestWord = 200;

/** Letters that flite is given in one piece. */
const breathfuls = /.{1,30}/gu;

/**
 * How an English reader says each word: numbers, amounts, dates, times, addresses and abbreviations written out.
 * Flite could do some of it, but would not say which of its words belong to which of ours.
 */
export function spokenForm(written: readonly string[]): SpokenWord[] {
  const words = written.map((word) => word.slice(0, longestWord));
  const shouting = isShouted(words);
  return words.map((word, index) => {
    const plain = toAscii(word);
    const context: WordContext = {
      before: coreOf(toAscii(words[index - 1] ?? '')).toLowerCase(),
      after: coreOf(toAscii(words[index + 1] ?? '')),
      shouting,
    };
    const spoken = speakWord(plain, context).flatMap((piece) => piece.split(' '));
    return {
      spoken: spoken
        .flatMap((piece) => piece.replace(/[^a-z']/gu, '').match(breathfuls) ?? [])
        .filter((piece) => /[a-z]/u.test(piece)),
      break: spoken.at(-1) === 'minus' ? '' : breakAfter(plain, index === words.length - 1),
    };
  });
}

/** Accents and ligatures taken off, typographic signs made plain, what has no Latin form dropped. */
function toAscii(word: string): string {
  return word
    .normalize('NFKC')
    .replaceAll(/[‘’ʼ＇]/gu, "'")
    .replaceAll(/[“”„«»]/gu, '"')
    .replaceAll(/[–‑‒]/gu, '-')
    .replaceAll(/[—―]/gu, '--')
    .replaceAll('…', '...')
    .replaceAll('−', '-')
    .replaceAll(/[ßæœøłđðþ]/giu, (letter) => ligatures.get(letter.toLowerCase()) ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
}

const ligatures = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'th'],
  ['þ', 'th'],
]);

/** Without the quotes, brackets and stops around it; a point that belongs to an abbreviation stays. */
function coreOf(word: string): string {
  const bare = word.replace(/^["'([{*_]+(?=.)/u, '').replace(/["')\]}*_,;:?!-]+$/u, '');
  if (abbreviations.has(bare.toLowerCase()) || /^(?:[a-z]\.){2,}$/iu.test(bare)) return bare;
  return bare.replace(/\.+$/u, '').replace(/["')\]}]+$/u, '');
}

function breakAfter(word: string, last: boolean): SpokenBreak {
  const bare = word.replace(/["')\]}*_]+$/u, '');
  const core = coreOf(word).toLowerCase();
  if (bare.endsWith('?') || /[?!]+\?|\?[?!]+$/u.test(bare)) return '?';
  if (bare.endsWith('!')) return '!';
  if (/[:;]$/u.test(bare)) return ';';
  if (/(?:,|--|-|\.\.\.?)$/u.test(bare)) return ',';
  if (/["')\]}]$/u.test(word) && !/[.,]["')\]}]*$/u.test(word)) return last ? '.' : '';
  if (!bare.endsWith('.')) return last ? '.' : '';
  return !last && (abbreviations.has(core) || titles.has(core) || /^[a-z]$|^(?:[a-z]\.)+$/u.test(core))
    ? ''
    : '.';
}

/** Titles that depend on what follows; and those that end no sentence though no abbreviation is read out. */
const titles = new Set(['dr', 'dr.', 'st', 'st.', 'no', 'no.', 'mt', 'mt.', 'fig', 'fig.', 'vol', 'vol.']);

function isShouted(words: readonly string[]): boolean {
  const letters = words.map((word) => word.replaceAll(/[^\p{L}]/gu, '')).filter((word) => word.length > 1);
  return letters.length >= 3 && letters.every((word) => word === word.toUpperCase());
}

function speakWord(word: string, context: WordContext): string[] {
  const [head = ''] = word.match(/^.*[\p{L}\p{N}][^&+=<>×÷#@\s]*/u) ?? [word];
  return [
    ...speakCore(coreOf(head), head, context),
    ...trailingSigns(word.slice(head.length), word, context),
  ];
}

/** `splitWords` hangs a sign on the word before it, so that `Tom & Jerry` has two words and `is -5` has `is-`. */
function trailingSigns(rest: string, word: string, { after }: WordContext): string[] {
  const number = /^\d/u.test(after);
  if (number && /[\p{L}\p{N}]-$/u.test(word)) return ['minus'];
  return Array.from(rest).flatMap((sign) => (sign === '#' && !number ? 'hashtag' : (signs.get(sign) ?? [])));
}

function speakCore(core: string, whole: string, context: WordContext): string[] {
  const lower = core.toLowerCase();
  const dotted = titleWords(lower, whole, context);
  if (dotted !== undefined) return dotted;
  const known = abbreviations.get(lower);
  if (known !== undefined) return [known];
  // The word takes the currency of the amount before it: `$5 million`.
  const currency = currencies.get(context.before.charAt(0));
  if (currency !== undefined && magnitudes.has(lower)) return [lower, currency.many];
  if (
    /^(?:https?:\/\/|www\.)|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|io|dev|ai|co|uk|de|eu|info|app)(?:[/?#:].*)?$/iu.test(
      core,
    )
  ) {
    return addressWords(core.replace(/^[a-z]+:\/\//iu, ''));
  }
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/u.test(core)) return addressWords(core);
  if (/\d/u.test(core)) return numberWords(core, context);
  if (/^[#@]/u.test(core)) {
    return [
      core.startsWith('#') ? 'hashtag' : 'at',
      ...core
        .slice(1)
        .split(/[_-]/u)
        .flatMap((piece) => letterWords(piece, context)),
    ];
  }
  return core
    .split(/[^a-z']+/iu)
    .filter(Boolean)
    .flatMap((piece) => letterWords(piece, context));
}

function titleWords(lower: string, whole: string, { after, before }: WordContext): string[] | undefined {
  const pointed = whole.includes('.');
  const named = /^[A-Z]/u.test(after);
  if (lower === 'dr' && (pointed || named)) return [named ? 'doctor' : 'drive'];
  if (lower === 'st' && pointed) return [named ? 'saint' : 'street'];
  if (lower === 'no' && pointed && /^\d/u.test(after)) return ['number'];
  if (lower === 'fig' && pointed) return ['figure'];
  if (lower === 'vol' && pointed) return ['volume'];
  if (/^\d[\d.,:]*$/u.test(before) && units.has(lower) && !stressedWords.has(lower)) {
    return [unitWords(lower, before === '1')];
  }
  return undefined;
}
