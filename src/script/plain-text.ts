/** Written without spaces between words. */
const character = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;

/** On one line, single spaces, no control characters: what survives being written and read again. */
export function plainText(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** One running text of several pieces: a space between two, but none where Chinese or Japanese meets itself. */
export function joinText(pieces: readonly string[]): string {
  let joined = '';
  let end = '';
  for (const piece of pieces) {
    if (piece === '') continue;
    const tight = joined === '' || (character.test(end) && character.test(firstCharacter(piece)));
    joined += tight ? piece : ` ${piece}`;
    end = lastCharacter(piece);
  }
  return joined;
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

function lastCharacter(text: string): string {
  return /.$/su.exec(text.slice(-2))?.[0] ?? '';
}
