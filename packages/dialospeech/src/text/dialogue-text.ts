import { splitWords } from 'duologue/timeline';
import type { PronouncedWord, Pronouncer } from 'duologue/voices/flite';
import { interjectionPhones } from './english-sounds.ts';
import { readNumberWord } from './mandarin-numbers.ts';
import { readCharacters } from './read-mandarin.ts';
import { buildUnits, longestWord, type SoundedWord, type TextUnit } from './text-units.ts';
import type { DialogueLanguage, PunctuationSymbol, UnitRole } from './vocabulary.ts';

export type ReadOptions = {
  /** In which numbers and signs are read; words are read in the language of their script. */
  readonly language: DialogueLanguage;
  /** How it begins. A turn where left out. */
  readonly role?: Exclude<UnitRole, 'continue'>;
  /** Whether the speaker is cut off. Default: what ends in a dash is. */
  readonly cut?: boolean;
};

export type ReadText = {
  /** One, or more where the text is long. */
  readonly units: readonly TextUnit[];
  /** What was left out, and why. */
  readonly warnings: readonly string[];
};

/** The texts of a dialogue, to the symbols that the model speaks. */
export interface DialogueText {
  /** Throws a `RangeError` where a text has nothing that can be said. */
  read(text: string, options: ReadOptions): ReadText;
}

/** With whatever says how English is pronounced. */
export function dialogueTextWith(pronounce: Pronouncer): DialogueText {
  // Tables are built and words looked up when they are first asked for: not in the turn that somebody waits for.
  pronounce(commonWords.split(' '));
  readCharacters(['一']);
  return {
    read(text, { language, role = 'turn', cut = cutPattern.test(text) }) {
      const words = splitWords(text);
      const sounded = soundWords(words, language, pronounce);
      if (sounded.every(({ sounds }) => sounds.length === 0)) {
        const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
        throw new RangeError(`There is nothing to say in ${shown}: write words of English or Mandarin.`);
      }
      return { units: buildUnits(sounded, { role, cut }), warnings: warningsFor(sounded) };
    },
  };
}

/** What is in most turns. */
const commonWords =
  'the a to of and I you it is that in for on we with was so do have but not be are at this what like just know can they if ' +
  "my me go get think about well no up or as it's don't I'm that's all one out there how when right time really some want";

/** A dash at the end, whatever quotes or spaces follow it. */
const cutPattern = /(?:[–—―⸺]|--)["'”’»」』\s]*$/u;

const han = /^\p{P}*\p{Script=Han}/u;
const digit = /\p{Nd}/u;
const latin = /\p{Script=Latin}/u;

type Manner = 'characters' | 'number' | 'english';

function mannerOf(word: string, language: DialogueLanguage): Manner {
  if (han.test(word)) return 'characters';
  return language === 'zh' && digit.test(word) && !latin.test(word) ? 'number' : 'english';
}

/** Words that are read together: a run of one language. */
function soundWords(
  words: readonly string[],
  language: DialogueLanguage,
  pronounce: Pronouncer,
): SoundedWord[] {
  const manners = words.map((word) => mannerOf(word, language));
  // All at once: asking costs more than the words do, and flite passes over what is not English.
  const pronounced = manners.includes('english') ? pronounce(words) : [];
  const sounded: SoundedWord[] = [];
  for (let from = 0; from < words.length; ) {
    const isEnglish = manners[from] === 'english';
    let to = from + 1;
    while (to < words.length && (manners[to] === 'english') === isEnglish) to++;
    const run = words.slice(from, to);
    sounded.push(
      ...(isEnglish
        ? soundEnglish(run, pronounced.slice(from, to))
        : soundMandarin(run, manners.slice(from, to))),
    );
    from = to;
  }
  return sounded;
}

function soundEnglish(words: readonly string[], pronounced: readonly PronouncedWord[]): SoundedWord[] {
  return words.map((text, index) => {
    const { phones = [], break: rest = '' } = pronounced[index] ?? {};
    const interjection = interjectionPhones(text);
    const bySigns = interjection !== undefined || index === words.length - 1;
    return {
      text,
      sounds: (interjection ?? phones).map((phone) => ({ symbol: `en_${phone}`, tone: 0 })),
      // Flite knows the points of abbreviations, and takes those of interjections for such.
      after: bySigns ? punctuationOf(text) : breakSymbol(rest, text),
    };
  });
}

function breakSymbol(rest: string, word: string): PunctuationSymbol | undefined {
  if (/(?:\.{3}|…)\P{L}*$/u.test(word.slice(-mostSigns))) return '<…>';
  if (rest === '.' || rest === '?' || rest === '!') return `<${rest}>`;
  return rest === '' ? undefined : '<,>';
}

/** Characters at the end of a word that are looked at: more is a picture in signs. */
const mostSigns = 40;

/** What the signs at the end of a word are heard as, in either script. */
function punctuationOf(word: string): PunctuationSymbol | undefined {
  const signs = /[^\p{L}\p{N}]*$/u.exec(word.slice(-mostSigns))?.[0] ?? '';
  if (/[?？]/u.test(signs)) return '<?>';
  if (/[!！]/u.test(signs)) return '<!>';
  if (/\.{3}|…|⋯/u.test(signs)) return '<…>';
  if (/[.。．｡]/u.test(signs)) return '<.>';
  return /[,，、;；:：–—―-]/u.test(signs) ? '<,>' : undefined;
}

type Piece = { readonly characters: readonly string[]; readonly after: PunctuationSymbol | undefined };

/** Characters between two pauses are read together: tones change with their neighbours. */
function soundMandarin(words: readonly string[], manners: readonly Manner[]): SoundedWord[] {
  const pieces = words.map((word, index): Piece => {
    const next = Array.from(words[index + 1] ?? '').find((each) => han.test(each)) ?? '';
    const text = manners[index] === 'number' ? readNumberWord(word, next) : word;
    return {
      characters: Array.from(text).filter((each) => han.test(each)),
      after: punctuationOf(word),
    };
  });
  const syllables: ReturnType<typeof readCharacters> = [];
  for (let from = 0; from < pieces.length; ) {
    let to = from + 1;
    while (to < pieces.length && pieces[to - 1]?.after === undefined) to++;
    syllables.push(...readCharacters(pieces.slice(from, to).flatMap(({ characters }) => characters)));
    from = to;
  }
  let first = 0;
  return pieces.map(({ characters, after }, index) => {
    const own = syllables.slice(first, first + characters.length);
    first += characters.length;
    const sounds = own.flatMap((syllable) =>
      (syllable?.symbols ?? []).map((symbol, part, all) => ({
        symbol,
        // The tone is the final's.
        tone: part === all.length - 1 ? (syllable?.tone ?? 0) : 0,
      })),
    );
    return { text: words[index] ?? '', sounds, after };
  });
}

function warningsFor(words: readonly SoundedWord[]): string[] {
  const silent = words.filter(({ sounds }) => sounds.length === 0);
  const long = words.filter(({ sounds }) => sounds.length > longestWord);
  return [
    ...(silent.length === 0 ? [] : [`The model has no sounds for ${shownWords(silent)}: left out.`]),
    ...(long.length === 0 ? [] : [`Of ${shownWords(long)} only the beginning is said: write shorter words.`]),
  ];
}

function shownWords(words: readonly SoundedWord[]): string {
  const shown = words.slice(0, 5).map(({ text }) => (text.length > 20 ? `${text.slice(0, 20)}…` : text));
  return shown.join(' ') + (words.length > 5 ? ' …' : '');
}
