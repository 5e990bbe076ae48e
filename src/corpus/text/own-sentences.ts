import { endsSentence, joinWords } from '../../timeline/index.ts';
import { spokenText } from './text-place.ts';

/** Sentences of fewer words, or characters of Chinese and the like, are anybody's: `Yes, I think so.` */
const shortestText = { words: 5, characters: 7 };

/** Words, sentence by sentence. */
export function cutSentences(words: readonly string[]): string[][] {
  const sentences: string[][] = [];
  let current: string[] = [];
  for (const [index, word] of words.entries()) {
    current.push(word);
    if (index < words.length - 1 && !endsSentence(word, words[index + 1])) continue;
    sentences.push(current);
    current = [];
  }
  return sentences;
}

/** A sentence without what is only written, where it is long enough to be somebody's. */
export function ownSentence(words: readonly string[]): string | undefined {
  const characters = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(words.join(''));
  const isOwn = words.length >= (characters ? shortestText.characters : shortestText.words);
  return isOwn ? spokenText(joinWords(words)) : undefined;
}
