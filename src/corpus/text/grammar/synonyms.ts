import type { Random } from '../../../dsp/index.ts';
import type { Varied } from './language.ts';

/** Words that stand for each other wherever they are. */
export type Synonyms = { readonly pattern: RegExp; readonly words: readonly string[] };

/** Each line: words that mean the same. `pattern` makes what finds one of them. */
export function readSynonyms(source: string, pattern: (word: string) => RegExp): Synonyms[] {
  return source
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((word) => word.trim()))
    .map((words) => ({ words, pattern: pattern(words[0] ?? '') }));
}

export function vary(sentence: string, synonyms: readonly Synonyms[], random: Random): Varied {
  let text = sentence;
  let bits = 0;
  for (const { pattern, words } of synonyms) {
    if (!pattern.test(text)) continue;
    text = text.replace(pattern, words[random.integer(words.length)] ?? '');
    bits += Math.log2(words.length);
  }
  return { text, bits };
}
