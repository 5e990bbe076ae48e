import type { Word } from '../../../timeline/index.ts';

/** A text's words with the marks that a text with the same words has; `undefined` where it has others. */
export function punctuateWords(words: readonly Word[], text: string): readonly Word[] | undefined {
  const marked: Word[] = [];
  let at = 0;
  for (const word of words) {
    const found = text.indexOf(word.text, at);
    if (found === -1 || text.slice(at, found).trim() !== '') return undefined;
    const behind = found + word.text.length;
    const marks = /^[,.?!;:，。？！、；：]*/u.exec(text.slice(behind))?.[0] ?? '';
    marked.push({ ...word, text: word.text + marks });
    at = behind + marks.length;
  }
  return text.slice(at).trim() === '' ? marked : undefined;
}
