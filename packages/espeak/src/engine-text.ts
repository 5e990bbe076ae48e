/** A text in the form that the engine takes, and where in it the words of the original stand. */
export type EngineText = {
  readonly text: string;
  readonly items: readonly EngineTextItem[];
  /** Parts of the original that cannot be said. */
  readonly unread: readonly string[];
};

/** What the engine gives one time for. */
export type EngineTextItem = {
  /** In characters of the engine's text, from 1. */
  readonly position: number;
  /** Where it comes from, in UTF-16 positions of the original; more than one place shares the time. */
  readonly sources: readonly { readonly from: number; readonly to: number }[];
};

/** Where each word of `splitWords(text)` stands in the text: first and after the last pronounceable unit. */
export type WordPlace = { readonly text: string; readonly from: number; readonly to: number };

const pronounceable = /[\p{L}\p{N}]/u;

/**
 * Words are runs of the text's characters in order, without the white space, so their places follow from their
 * lengths alone.
 */
export function placeWords(text: string, words: readonly string[]): WordPlace[] {
  let position = 0;
  return words.map((word) => {
    let from: number | undefined;
    let to = position;
    for (const character of word) {
      while (position < text.length && !text.startsWith(character, position)) position++;
      if (pronounceable.test(character)) {
        from ??= position;
        to = position + character.length;
      }
      position += character.length;
    }
    return { text: word, from: from ?? to, to };
  });
}

/**
 * For languages that the engine reads by itself: the text with nothing in it that the engine would obey, each
 * word an item.
 */
export function plainEngineText(text: string, places: readonly WordPlace[]): EngineText {
  const items: EngineTextItem[] = [];
  let written = '';
  let length = 0;
  let position = 0;
  let next = 0;
  for (const character of text) {
    while (next < places.length && (places[next]?.from ?? 0) <= position) {
      const place = places[next];
      if (place !== undefined) items.push({ position: length + 1, sources: [place] });
      next++;
    }
    const safe = escapeForEngine(character);
    written += safe;
    length += Array.from(safe).length;
    position += character.length;
  }
  return { text: written, items, unread: [] };
}

/** Mark-up is on, and `[[` begins phonemes; control characters steer old speech devices. */
function escapeForEngine(character: string): string {
  if (character === '<') return ' ';
  if (character === '>') return ' ';
  if (character === '&') return '&amp;';
  if (character === '[' || character === ']') return ' ';
  if (character === '\n') return '\n';
  return /[\p{C}\p{Extended_Pictographic}]/u.test(character) && !/\d/.test(character) ? ' ' : character;
}
