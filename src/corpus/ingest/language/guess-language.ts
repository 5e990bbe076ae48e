import { splitWords } from '../../../timeline/index.ts';

export type LanguageGuess = {
  /** `null` where there is too little to tell. */
  readonly language: 'en' | 'zh' | 'other' | null;
  /** Share of the words that speak for it, 0 to 1: the value of a filter. */
  readonly confidence: number;
};

/** The commonest words of English: about half of what anybody says. */
const english = new Set(
  'the be is are was were am been a an i you he she it we they me him her us them my your his its our their this that these those and or but so if of to in on at for with from by about as up out not no yes yeah do does did done don’t doesn’t didn’t have has had will would can could should what who how when where why there here all just like know think get got go going good well really right okay ok oh um uh it’s i’m that’s you’re one some more very then than now'.split(
    ' ',
  ),
);
/** Words that others who write the same letters have in common with English, or nearly. */
const leastWords = 3;
/** English text has about half of its words in the list; from this share on it is taken for English. */
const [fewCommon, manyCommon] = [0.15, 0.4];

/** What language a text is in, by its script and its commonest words: English, Mandarin, another, or too little. */
export function guessLanguage(text: string): LanguageGuess {
  const words = splitWords(text.normalize('NFKC').toLowerCase());
  const han = words.filter((word) => /\p{Script=Han}/u.test(word)).length;
  const kana = words.filter((word) => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)).length;
  const latin = words.filter((word) => /^[^\p{L}]*\p{Script=Latin}/u.test(word));
  const lettered = words.filter((word) => /\p{L}/u.test(word)).length;
  if (lettered === 0) return { language: null, confidence: 0 };
  if (kana * 5 > lettered) return { language: 'other', confidence: (kana + han) / lettered };
  if (han * 2 >= lettered) return { language: 'zh', confidence: (han + latin.length / 2) / lettered };
  if (latin.length * 2 < lettered)
    return { language: 'other', confidence: 1 - (latin.length + han) / lettered };
  const known = latin.filter((word) =>
    english.has(word.replaceAll("'", '’').replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')),
  );
  const share = known.length / latin.length;
  const foreign = latin.filter((word) => /[^\p{P}\p{N}a-zéïö]/u.test(word)).length / latin.length;
  const likely = Math.min(1, Math.max(0, (share - foreign - fewCommon) / (manyCommon - fewCommon)));
  if (likely >= 0.5) return { language: 'en', confidence: likely };
  return latin.length < leastWords
    ? { language: null, confidence: 0 }
    : { language: 'other', confidence: 1 - likely };
}
