/** Scripts written without spaces, where each character counts as a word. */
const characterScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const pronounceable = /[\p{L}\p{N}]/u;
const opening = /^[\p{Ps}\p{Pi}¿¡]+$/u;
/** What belongs to the word after it where it begins a token: `"no"`, `-5`, `#5`. */
const leading = /^["'#@&*-]+$/;
/** Full-width punctuation brings its own white space. */
const wideEnd = /[\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]$/u;
const wideStart = new RegExp(`^${wideEnd.source.slice(0, -1)}`, 'u');

/**
 * The words of a text as every part of Duologue counts them: what stands between white space, punctuation
 * kept; in Chinese and Japanese each character. A piece with nothing to pronounce, such as a lone dash,
 * belongs to the word before it (an opening quote or a sign, as in `-5`, to the word after it).
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let lead = '';
  for (const token of text.split(/\s+/u)) {
    const pieces = splitCharacters(token);
    for (const [index, piece] of pieces.entries()) {
      const leads = index === 0 && leading.test(piece) && pronounceable.test(token);
      const opens = leads || opening.test(piece);
      if (pronounceable.test(piece)) {
        words.push(lead + piece);
        lead = '';
      } else if (words.length === 0 || lead !== '' || opens) {
        lead += piece;
      } else {
        words[words.length - 1] += piece;
      }
    }
  }
  if (lead !== '' && words.length > 0) words[words.length - 1] += lead;
  return words;
}

/** The text of words: a space between them, but none between Chinese or Japanese characters or at their punctuation. */
export function joinWords(words: readonly string[]): string {
  let text = '';
  // From the last word with letters on: looking through all of the text would take ever longer.
  let tail = '';
  for (const word of words) {
    const tight =
      text === '' ||
      wideEnd.test(tail) ||
      wideStart.test(word) ||
      (endsWithCharacter(tail) && characterScript.test(word));
    text += tight ? word : ` ${word}`;
    tail = pronounceable.test(word) ? word : tail + word;
  }
  return text;
}

function endsWithCharacter(text: string): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu);
  const last = letters?.at(-1);
  return last !== undefined && characterScript.test(last);
}

/** `"我爱NLP，真的"` to `我 爱 NLP ， 真 的`. */
function splitCharacters(token: string): string[] {
  return (
    token.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{P}]+(?:\p{P}+[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{P}]+)*|\p{P}+/gu,
    ) ?? []
  );
}
