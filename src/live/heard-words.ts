import { joinWords, type Word } from '../timeline/index.ts';
import type { WordsEvent } from './live-event.ts';
import type { HeardWords } from './live-state.ts';

export const noWords: HeardWords = {
  finalText: '',
  final: [],
  partialText: '',
  partial: [],
  at: 0,
  since: 0,
  passed: [],
};

/** Words kept of what found its place, and of what has not: a recogniser that never rests must not fill the memory. */
const mostPassed = 12;
const mostWords = 4000;

/** A recogniser's partial words take the place of the last ones; final ones are added for good. */
export function hearWords(heard: HeardWords, event: WordsEvent & { readonly at: number }): HeardWords {
  const language = event.language ?? heard.language;
  const late = event.words.filter((word) => word.start >= heard.since);
  const { words, text } =
    late.length === event.words.length ? event : { words: late, text: textOfWords(late) };
  const early = event.words.filter((word) => word.start < heard.since);
  const common = {
    at: event.at,
    since: heard.since,
    passed: passWords(heard.passed, early),
    ...(language === undefined ? {} : { language }),
  };
  return event.final
    ? {
        ...common,
        finalText: joinTexts(heard.finalText, text),
        final: [...heard.final, ...words].slice(-mostWords),
        partialText: '',
        partial: [],
      }
    : { ...heard, ...common, partialText: text, partial: words };
}

export function wordsOf(heard: HeardWords): readonly Word[] {
  return heard.partial.length === 0 ? heard.final : [...heard.final, ...heard.partial];
}

export function textOf(heard: HeardWords): string {
  return joinTexts(heard.finalText, heard.partialText);
}

/** Those that begin in a stretch of time: words over the agent's own are told apart from those before and after. */
export function wordsWithin(heard: HeardWords, start: number, end: number): { text: string; words: Word[] } {
  const words = wordsOf(heard).filter((word) => word.end > start && word.start < end);
  return { words, text: textOfWords(words) };
}

/** What was heard before a time has found its place. */
export function forgetWords(heard: HeardWords, before: number): HeardWords {
  const late = (word: Word): boolean => word.start >= before;
  const final = heard.final.filter(late);
  const partial = heard.partial.filter(late);
  return {
    ...heard,
    final,
    partial,
    finalText: textOfWords(final),
    partialText: textOfWords(partial),
    since: Math.max(heard.since, before),
    passed: passWords(
      heard.passed,
      wordsOf(heard).filter((word) => word.start < before),
    ),
  };
}

/** A recogniser repeats itself: what it wrote down last counts. */
function passWords(passed: readonly Word[], words: readonly Word[]): readonly Word[] {
  const first = words[0];
  return first === undefined
    ? passed
    : [...passed.filter((word) => word.start < first.start), ...words].slice(-mostPassed);
}

/** Seconds for which words belong to what is said next, if only by whom they are for. */
const sameBreath = 2;

/** What was said just before a time, in a piece that was let pass. */
export function wordsPassed({ passed }: HeardWords, before: number): string {
  return textOfWords(passed.filter((word) => word.end > before - sameBreath && word.start < before));
}

function textOfWords(words: readonly Word[]): string {
  return joinWords(words.map(({ text }) => text));
}

function joinTexts(first: string, second: string): string {
  return joinWords([first.trim(), second.trim()].filter((text) => text !== ''));
}
