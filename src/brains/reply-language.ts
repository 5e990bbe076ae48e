import type { BrainPart } from '../voices/index.ts';

type Said = Extract<BrainPart, { type: 'text-said' | 'language-chosen' }>;

export interface LanguageFinder {
  push(text: string): Said[];
  end(): Said[];
}

/** Letters of a Latin beginning after which an answer is taken to be in a Latin language: a brand name is shorter. */
const latinLetters = 16;

/** A text with no letter of any kind is held back no longer than this. */
const longestWait = 80;

/**
 * Passes an answer on, and says before its first word where its writing shows that it is not in the language of the
 * user: Chinese to somebody who speaks English asks for another voice.
 */
export function createLanguageFinder(language: string): LanguageFinder {
  const expected = scriptOf(language);
  let held: string | undefined = '';
  const decide = (final: boolean): Said[] => {
    const text = held ?? '';
    const found = writtenScript(text);
    const isShort = (text.match(/\p{Script=Latin}/gu)?.length ?? 0) < latinLetters;
    const undecided =
      expected !== undefined &&
      (found === undefined || (found === 'Latin' && expected !== 'Latin' && isShort));
    if (undecided && !final && text.length < longestWait) return [];
    held = undefined;
    const other = expected === undefined ? undefined : otherLanguage(found, expected, isShort);
    return [
      ...(other === undefined ? [] : [{ type: 'language-chosen', language: other } as const]),
      ...(text === '' ? [] : [{ type: 'text-said', text } as const]),
    ];
  };
  return {
    push(text) {
      if (text === '') return [];
      if (held === undefined) return [{ type: 'text-said', text }];
      held += text;
      return decide(false);
    },
    end: () => (held === undefined ? [] : decide(true)),
  };
}

/** Which language each writing is taken for; Japanese is told by its kana. */
const languages: Readonly<Record<string, string>> = {
  Latin: 'en',
  Han: 'zh',
  Kana: 'ja',
  Hangul: 'ko',
  Cyrillic: 'ru',
  Arabic: 'ar',
  Devanagari: 'hi',
  Greek: 'el',
  Hebrew: 'he',
  Thai: 'th',
};

const patterns: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['Han', /\p{Script=Han}/u],
  ['Hangul', /\p{Script=Hangul}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Devanagari', /\p{Script=Devanagari}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Thai', /\p{Script=Thai}/u],
];

/** Any letter that is not Latin counts more: `iPhone 很好` is Chinese. */
function writtenScript(text: string): string | undefined {
  const other = patterns.find(([, pattern]) => pattern.test(text))?.[0];
  return other ?? (/\p{Script=Latin}/u.test(text) ? 'Latin' : undefined);
}

/** Which writing is to be expected of a language; nothing of those that have several. */
function scriptOf(language: string): string | undefined {
  const main = language.toLowerCase().split('-')[0] ?? '';
  if (['sr', 'kk', 'uz', 'az', 'mn', 'ku', 'pa', 'sd', 'mul', 'und', ''].includes(main)) return undefined;
  if (['zh', 'cmn', 'yue', 'wuu', 'nan'].includes(main)) return 'Han';
  if (['uk', 'be', 'bg', 'mk', 'ky', 'tg'].includes(main)) return 'Cyrillic';
  if (['fa', 'ur', 'ps'].includes(main)) return 'Arabic';
  if (['mr', 'ne'].includes(main)) return 'Devanagari';
  if (main === 'yi') return 'Hebrew';
  return Object.entries(languages).find(([, tag]) => tag === main)?.[0] ?? 'Latin';
}

function otherLanguage(found: string | undefined, expected: string, isShort: boolean): string | undefined {
  if (found === undefined || found === expected) return undefined;
  // Japanese may begin with characters alone; a short beginning such as `OK` belongs to every language.
  if ((expected === 'Kana' && found === 'Han') || (found === 'Latin' && isShort)) return undefined;
  return languages[found];
}
