import * as z from 'zod';
import type { Word } from '../../timeline/index.ts';

/** What sherpa-onnx says of a recording. Tokens are pieces of words; not every model times them. */
export const heardSchema = z.object({
  text: z.string(),
  tokens: z.array(z.string()).default([]),
  timestamps: z.array(z.number()).default([]),
  lang: z.string().default(''),
});

export type Heard = z.infer<typeof heardSchema>;

/** What a token lasts where no other follows it at once: about a syllable. */
const syllable = 0.3;
const alone = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const sounding = /[\p{L}\p{N}]/u;

/** The words of what was heard, with times where the tokens have them: a space begins a word, as each character does in Chinese. */
export function wordsOf({ tokens, timestamps }: Heard, offset: number, duration: number): Word[] {
  if (timestamps.length < tokens.length || tokens.length === 0) return [];
  const words: { text: string; start: number; last: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    const piece = token.replaceAll('▁', ' ');
    const text = piece.trim();
    const time = timestamps[index] ?? 0;
    const before = words.at(-1);
    const begins =
      before === undefined ||
      piece.startsWith(' ') ||
      alone.test(text) ||
      /\p{Script=Han}$/u.test(before.text);
    if (sounding.test(text) && begins) {
      words.push({ text, start: time, last: time });
    } else if (before !== undefined) {
      before.text += text;
      if (sounding.test(text)) before.last = time;
    }
  }
  return words.map(({ text, start, last }, index) => {
    const next = words[index + 1]?.start ?? duration;
    return {
      text,
      start: offset + start,
      end: offset + Math.max(start, Math.min(next, last + syllable, duration)),
    };
  });
}

/** `<|zh|>` and `zh` to `zh`; undefined where nothing was said of it. */
export function languageHeard({ lang }: Heard): string | undefined {
  return /^(?:<\|)?([a-z]{2,3})(?:\|>)?$/.exec(lang)?.[1];
}
