import { endsClause, endsSentence, joinWords, splitWords } from '../../timeline/index.ts';

/**
 * A text in pieces of at most so many characters, cut at the ends of sentences, else of clauses, else between words;
 * a word longer than that is cut inside. The pieces have the words of the text, in order.
 */
export function splitText(text: string, mostCharacters: number | undefined): string[] {
  if (mostCharacters === undefined || text.length <= mostCharacters) return [text];
  const words = splitWords(text);
  const pieces: string[] = [];
  let first = 0;
  while (first < words.length) {
    const count = fitting(words, first, mostCharacters);
    if (count === 0) {
      pieces.push(...cutWord(words[first] ?? '', mostCharacters));
      first++;
      continue;
    }
    const end = first + count === words.length ? first + count : bestEnd(words, first, first + count);
    pieces.push(joinWords(words.slice(first, end)));
    first = end;
  }
  return pieces;
}

/** How many words from `first` on make a text that is short enough. */
function fitting(words: readonly string[], first: number, most: number): number {
  let length = 0;
  let count = 0;
  for (let index = first; index < words.length; index++) {
    // With a space before it, which the text may not need.
    length += (words[index]?.length ?? 0) + (count === 0 ? 0 : 1);
    if (length > most) break;
    count++;
  }
  return count;
}

/** The last end of a sentence in the later half, else of a clause, else the last word. */
function bestEnd(words: readonly string[], first: number, most: number): number {
  const least = first + Math.ceil((most - first) / 3);
  for (let end = most; end >= least; end--) {
    if (endsSentence(words[end - 1] ?? '', words[end])) return end;
  }
  for (let end = most; end >= least; end--) if (endsClause(words[end - 1] ?? '')) return end;
  return most;
}

/** Never inside a character, though it may count as two. */
function cutWord(word: string, most: number): string[] {
  const pieces: string[] = [];
  for (const character of word) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + character.length > most) pieces.push(character);
    else pieces[pieces.length - 1] = last + character;
  }
  return pieces;
}
