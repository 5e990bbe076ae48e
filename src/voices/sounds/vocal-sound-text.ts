import { splitWords } from '../../timeline/index.ts';
import type { VocalSoundName } from './vocal-sound.ts';

/** A stretch of a text that is one sound. */
export type SpokenSound = {
  readonly sound: VocalSoundName;
  /** The words it is the sound of, in order, each with its share of the sound's syllables. */
  readonly words: readonly { readonly text: string; readonly syllables: number }[];
  /** Calls of a laugh. */
  readonly calls?: number;
};

/**
 * The sound that a text asks for, or none where it says anything else: `mm-hm`, `Mhm.`, `uh huh`, `haha`,
 * `嗯嗯`. A text that repeats itself is its one sound; one of several different sounds is none.
 */
export function vocalSoundFor(text: string, language?: string): VocalSoundName | undefined {
  const sounds = vocalSoundsFor(text, language);
  const [first] = sounds ?? [];
  return sounds?.every(({ sound }) => sound === first?.sound) === true ? first?.sound : undefined;
}

/** All sounds of a text that consists of nothing else; otherwise undefined. */
export function vocalSoundsFor(text: string, language?: string): readonly SpokenSound[] | undefined {
  const words = splitWords(text);
  if (words.length === 0) return undefined;
  const sounds: SpokenSound[] = [];
  for (let index = 0; index < words.length; ) {
    const pair = soundOfPair(words[index] ?? '', words[index + 1], language);
    const found = pair ?? soundOfWord(words[index] ?? '', language);
    if (found === undefined) return undefined;
    index += found.words.length;
    const laugh = joinLaughs(sounds.at(-1), found);
    if (laugh === undefined) sounds.push(found);
    else sounds[sounds.length - 1] = laugh;
  }
  return sounds;
}

type Form = {
  readonly pattern: RegExp;
  readonly sound: VocalSoundName;
  /** What it becomes before a question mark. */
  readonly asked?: VocalSoundName;
  readonly syllables?: number;
};

/** Closed-mouth sounds that mean the same wherever Latin letters are written. */
const hummed: readonly Form[] = [
  { pattern: /^(?:m+-?h+m+|h+m+-h+m+)$/u, sound: 'mm-hm', syllables: 2 },
  { pattern: /^u+h+-?h+u+h+$/u, sound: 'uh-huh', syllables: 2 },
  { pattern: /^m{2,}-m{2,}$/u, sound: 'mm-mm', syllables: 2 },
  { pattern: /^m{2,}$/u, sound: 'mm', asked: 'mm-question' },
  { pattern: /^h+m+$/u, sound: 'hmm', asked: 'mm-question' },
];

/** These are words in other languages: `er` is he in German, `um` one in Portuguese. */
const english: readonly Form[] = [
  { pattern: /^u+h+-u+h+$/u, sound: 'uh-uh', syllables: 2 },
  { pattern: /^u+h+$/u, sound: 'uh' },
  { pattern: /^u+m+$/u, sound: 'um' },
  { pattern: /^e+r+$/u, sound: 'er' },
  { pattern: /^e+r+m+$/u, sound: 'erm' },
  { pattern: /^h+u+h+$/u, sound: 'huh' },
  { pattern: /^a+h+$/u, sound: 'ah', asked: 'a-question' },
  { pattern: /^o+h+$/u, sound: 'oh', asked: 'o-question' },
  { pattern: /^ahem$/u, sound: 'throat-clear', syllables: 2 },
];

const characters: readonly Form[] = [
  { pattern: /^[嗯唔]$/u, sound: 'en-agree', asked: 'en-question' },
  { pattern: /^[哦噢喔]$/u, sound: 'o-agree', asked: 'o-question' },
  { pattern: /^啊$/u, sound: 'a-agree', asked: 'a-question' },
  { pattern: /^[呃额]$/u, sound: 'e-filler' },
  { pattern: /^[诶欸]$/u, sound: 'ei-question' },
];

const englishLaugh = /^(?:h+[ae]+h*-?)+$/u;
const characterLaugh = /^[哈呵嘻]$/u;
/** Longer laughs are several. */
const mostCalls = 12;

function soundOfWord(word: string, language: string | undefined): SpokenSound | undefined {
  const letters = lettersOf(word);
  const forms = [...hummed, ...(readsEnglish(language) ? english : []), ...characters];
  const form = forms.find(({ pattern }) => pattern.test(letters));
  if (form !== undefined) {
    const sound = soundAsWritten(form, word);
    return { sound, words: [{ text: word, syllables: form.syllables ?? 1 }] };
  }
  const laughs = characterLaugh.test(letters) || (readsEnglish(language) && isWrittenLaugh(letters));
  if (!laughs) return undefined;
  const calls = Math.min(mostCalls, letters.match(/[ae]+|[哈呵嘻]/gu)?.length ?? 1);
  return laughOf([{ text: word, syllables: calls }], letters);
}

/** `he` alone is a pronoun. */
function isWrittenLaugh(letters: string): boolean {
  return letters.length <= 200 && letters !== 'he' && englishLaugh.test(letters);
}

/** `mm hm` and `uh huh`, written apart. */
function soundOfPair(first: string, second: string | undefined, language?: string): SpokenSound | undefined {
  if (second === undefined || /\P{L}$/u.test(first)) return undefined;
  const joined = soundOfWord(`${first}-${second}`, language);
  const written = joined?.sound === 'mm-hm' || joined?.sound === 'uh-huh';
  if (!written || lettersOf(first).startsWith('h')) return undefined;
  return { sound: joined.sound, words: [first, second].map((text) => ({ text, syllables: 1 })) };
}

function soundAsWritten({ sound, asked }: Form, word: string): VocalSoundName {
  if (asked !== undefined && /[?？]/u.test(word)) return asked;
  return sound === 'en-agree' && /…|\.\.|⋯/u.test(word) ? 'en-filler' : sound;
}

function joinLaughs(last: SpokenSound | undefined, next: SpokenSound): SpokenSound | undefined {
  if (last?.calls === undefined || next.calls === undefined || last.calls + next.calls > mostCalls) {
    return undefined;
  }
  if (/[.!?。！？]$/u.test(last.words.at(-1)?.text ?? '')) return undefined;
  const first = lettersOf(last.words[0]?.text ?? '');
  return laughOf([...last.words, ...next.words], first);
}

function laughOf(words: SpokenSound['words'], letters: string): SpokenSound {
  const calls = words.reduce((sum, { syllables }) => sum + syllables, 0);
  const hearty = calls >= 5 && /[a哈]/u.test(letters);
  return { sound: hearty ? 'hearty-laugh' : 'chuckle', words, calls };
}

function lettersOf(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015]/gu, '-')
    .replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** In Chinese speech, too, English interjections are written in Latin letters. */
function readsEnglish(language: string | undefined): boolean {
  return language === undefined || /^(?:en|zh|cmn|yue)(?:-|$)/iu.test(language);
}
