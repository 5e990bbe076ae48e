import { wordsOf } from './speech.ts';
import { cutToWidth, textWidth } from './text-width.ts';
import type { Utterance } from './types.ts';

/** What a caption never breaks: a word, or a piece of one that is wider than a line. */
export type CaptionWord = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A space stands before it where it is not first in its line. */
  readonly spaced: boolean;
};

const pronounceable = /[\p{L}\p{N}]/u;
const opens = /^[\p{Ps}\p{Pi}¿¡]+$/u;
const character = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * The words of an utterance for captions: white space and control characters gone, punctuation that stands
 * alone joined to the word it belongs to, so that no line starts with it.
 */
export function captionWords(utterance: Utterance, maxWidth: number): CaptionWord[] {
  return attachPunctuation(utterance).flatMap((word) => {
    if (textWidth(word.text) <= maxWidth) return [word];
    const pieces = cutToWidth(word.text, maxWidth);
    const step = (word.end - word.start) / pieces.length;
    return pieces.map((text, index) => {
      const start = word.start + index * step;
      return { text, start, end: start + step, spaced: index === 0 && word.spaced };
    });
  });
}

function attachPunctuation(utterance: Utterance): CaptionWord[] {
  const words: { text: string; start: number; end: number; spaced: boolean }[] = [];
  let lead = '';
  let leadSpaced = false;
  for (const { text, start, end, spaced } of tokensOf(utterance)) {
    const last = words.at(-1);
    if (pronounceable.test(text)) {
      words.push({ text: lead + text, start, end, spaced: lead === '' ? spaced : leadSpaced });
      lead = '';
    } else if (last === undefined || opens.test(text)) {
      if (lead === '') leadSpaced = spaced;
      lead += text;
    } else {
      last.text += spaced ? ` ${text}` : text;
      last.end = Math.max(last.end, end);
    }
  }
  const last = words.at(-1);
  if (last !== undefined) last.text += lead;
  else if (lead !== '') words.push({ text: lead, start: utterance.start, end: utterance.end, spaced: false });
  return words;
}

/** What stands between white space in each word, with the spaces of the utterance's text. */
function tokensOf(utterance: Utterance): CaptionWord[] {
  const words = wordsOf(utterance);
  const written = spacedAsWritten(
    utterance.text,
    words.map(({ text }) => text),
  );
  let before = '';
  return words.flatMap((word, index) => {
    const { text, spaced } = written?.[index] ?? { text: word.text, spaced: !isTight(before, word.text) };
    before = word.text;
    return cleanText(text)
      .split(' ')
      .filter((part) => part !== '')
      .map((part, position) => ({
        text: part,
        start: word.start,
        end: word.end,
        spaced: position > 0 || spaced,
      }));
  });
}

/**
 * Words keep no white space: `Tom & Jerry` has the words `Tom&` and `Jerry`. Here are the stretches of the
 * text that they stand for, or nothing where words and text are not the same.
 */
function spacedAsWritten(
  text: string,
  words: readonly string[],
): readonly { text: string; spaced: boolean }[] | undefined {
  const stretches: { text: string; spaced: boolean }[] = [];
  let position = 0;
  for (const word of words) {
    const from = skipSpace(text, position);
    let end = from;
    for (const letter of word.replaceAll(/\s/gu, '')) {
      end = skipSpace(text, end);
      if (!text.startsWith(letter, end)) return undefined;
      end += letter.length;
    }
    stretches.push({ text: text.slice(from, end), spaced: from > position });
    position = end;
  }
  return skipSpace(text, position) === text.length ? stretches : undefined;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && /\s/u.test(text.charAt(position))) position += 1;
  return position;
}

/** White space runs to one space, what cannot be shown to nothing. */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .trim();
}

/** Between two Chinese or Japanese characters, or before punctuation, stands no space. */
function isTight(one: string, other: string): boolean {
  if (!pronounceable.test(other) && !opens.test(other)) return true;
  return (
    character.test(one.match(/[\p{L}\p{N}]/gu)?.at(-1) ?? '') &&
    character.test(other.match(/[\p{L}\p{N}]/u)?.[0] ?? '')
  );
}
