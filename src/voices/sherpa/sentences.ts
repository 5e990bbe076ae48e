import { endsClause, endsSentence, joinWords } from '../../timeline/index.ts';

/** Words after which a sentence is parted at the next comma, and at last anywhere: what a model reads well at once. */
const [long, longest] = [40, 60];

/** What is spoken in one go: sentences, so that the first is heard while the second is being made. */
export function splitSentences(words: readonly string[]): string[] {
  const sentences: string[] = [];
  let current: string[] = [];
  for (const [index, word] of words.entries()) {
    current.push(word);
    const parts = current.length >= longest || (current.length >= long && endsClause(word));
    if (!parts && !endsSentence(word, words[index + 1]) && index < words.length - 1) continue;
    sentences.push(joinWords(current));
    current = [];
  }
  return sentences;
}
