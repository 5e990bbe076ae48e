import { pinyin } from 'pinyin-pro';
import { parseSyllable, type Syllable } from './mandarin-syllable.ts';

/** Han characters without a pause in between, to a syllable each; undefined for one that nobody can read. */
export function readCharacters(characters: readonly string[]): (Syllable | undefined)[] {
  const text = characters.join('');
  const read = pinyin(text, { type: 'all', toneType: 'num', toneSandhi: true, v: true });
  // Were they not one for one, no character could be told its sound.
  const spoken = read.length === characters.length ? read.map((each) => each.pinyin) : characters.map(alone);
  const syllables = spoken.map((each, index) => {
    const before = characters[index - 1];
    const after = characters[index + 1] ?? '';
    if (characters[index] === '儿' && before !== undefined && isColour(before, after)) return colour;
    return parseSyllable(readings[characters[index] ?? ''] ?? each);
  });
  return syllables.map((syllable, index) => {
    const next = syllables[index + 1];
    // A third tone is said as a second before another, as in 你好.
    return syllable?.tone === 3 && next?.tone === 3 ? { ...syllable, tone: 2 } : syllable;
  });
}

function alone(character: string): string {
  return pinyin(character, { toneType: 'num', v: true });
}

/** Interjections as they sound; dictionaries have spellings that nobody says. */
const readings: Readonly<Record<string, string>> = {
  嗯: 'ng4',
  唔: 'ng4',
  呣: 'ng4',
  哦: 'o4',
  噢: 'o4',
  喔: 'o4',
  诶: 'ei2',
  欸: 'ei2',
  啊: 'a5',
  嘞: 'lei5',
};

const colour: Syllable = { symbols: ['zh_rr'], tone: 0 };

/** 儿 colours the vowel before it, unless it is a child. */
function isColour(before: string, after: string): boolean {
  return !'女男幼婴孤少胎健宠生育小'.includes(before) && !'子童女媳歌科孙'.includes(after.slice(0, 1) || '.');
}
