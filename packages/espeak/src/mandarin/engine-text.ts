import type { EngineText, EngineTextItem } from '../engine-text.ts';
import { toPlainCharacters } from './characters.ts';
import { normalise, type SpokenPiece } from './normalise.ts';
import { type Reading, readCalledDigit, readCharacters } from './readings.ts';

/** A character on its way to the engine, and the piece of text that it speaks. */
type Syllable = { readonly piece: SpokenPiece; readonly reading: Reading | undefined };

const acronymsReadAsWords = new Set([
  'NASA',
  'NATO',
  'SARS',
  'COVID',
  'LASER',
  'RAM',
  'ROM',
  'ASCII',
  'JAVA',
]);

/**
 * Mandarin as the engine reads it best: pinyin with tones, syllable by syllable, which leaves it no character to
 * misread and gives each its own time. Latin words stay as they are: the engine turns to its English for them.
 */
export function mandarinEngineText(text: string, speed = 1): EngineText {
  const pieces = normalise(toPlainCharacters(text));
  const items: EngineTextItem[] = [];
  const unread = findUnspoken(text, pieces);
  let written = '';
  const write = (word: string, sources: readonly SpokenPiece[]): void => {
    if (written !== '') written += ' ';
    items.push({
      position: written.length + 1,
      sources: sources.map(({ from, to }) => ({ from, to })),
    });
    written += word;
  };

  for (const group of groupPieces(pieces)) {
    const [first] = group;
    if (first === undefined) continue;
    if (first.kind === 'pause') {
      written += pauseFor(group, written, speed);
    } else if (first.kind === 'latin') {
      for (const piece of group) write(spellLatin(piece.text), [piece]);
    } else {
      const syllables = readSyllables(group);
      for (const [index, syllable] of syllables.entries()) {
        const { reading, piece } = syllable;
        if (reading === undefined) unread.push(text.slice(piece.from, piece.to));
        if (reading === undefined || reading.syllable === 'r') continue;
        const next = syllables[index + 1];
        const coloured = next?.reading?.syllable === 'r';
        write(
          coloured ? colouredSyllable(reading) : plainSyllable(reading),
          coloured ? [piece, next.piece] : [piece],
        );
      }
    }
  }
  return { text: written, items, unread };
}

/** Letters and digits of other writing that no piece speaks. */
function findUnspoken(text: string, pieces: readonly SpokenPiece[]): string[] {
  const gaps: string[] = [];
  let position = 0;
  for (const { from, to } of pieces) {
    gaps.push(text.slice(position, from));
    position = to;
  }
  gaps.push(text.slice(position));
  return gaps.flatMap((gap) => gap.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Runs of one kind: a run of characters is read as a whole. */
function groupPieces(pieces: readonly SpokenPiece[]): SpokenPiece[][] {
  const groups: SpokenPiece[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last?.[0]?.kind === piece.kind) last.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function readSyllables(group: readonly SpokenPiece[]): Syllable[] {
  const characters = group.flatMap((piece) =>
    Array.from(piece.text).map((character) => ({ piece, character })),
  );
  const readings = readCharacters(characters.map(({ character }) => character).join(''));
  return characters.map(({ piece, character }, index) => ({
    piece,
    reading: piece.calledDigits === true ? readCalledDigit(character) : readings[index],
  }));
}

/** The engine has no pinyin for these; they are given in its own phonemes. */
const phonemes: Readonly<Record<string, string>> = {
  xiong: "S;j'ong",
  qiong: "tS;hj'ong",
  jiong: "tS;j'ong",
};

/** The engine's name for the course of each tone. */
const contours = ['', '55', '35', '214', '51', '11'] as const;

function plainSyllable({ syllable, tone }: Reading): string {
  const spelled = phonemes[syllable];
  if (spelled !== undefined) return `[[${spelled}${contours[tone] ?? '55'}]]`;
  if (syllable === 'm' || syllable === 'n' || syllable === 'hm' || syllable === 'hng') return `ng${tone}`;
  return `${syllable}${tone}`;
}

const initials: Readonly<Record<string, string>> = {
  b: 'p',
  p: 'ph',
  m: 'm',
  f: 'f',
  d: 't',
  t: 'th',
  n: 'n',
  l: 'l',
  g: 'k',
  k: 'kh',
  h: 'X',
  j: 'tS;',
  q: 'tS;h',
  x: 'S;',
  zh: 'ts.',
  ch: 'ts.h',
  sh: 's.',
  r: 'z.',
  z: 'ts',
  c: 'tsh',
  s: 's',
  y: 'j',
  w: 'w',
};

/**
 * 儿 after a syllable: the vowel turns to ər behind the glide that led to it. Syllables in o, u and ng keep
 * theirs, where the colour is slight.
 */
function colouredSyllable(reading: Reading): string {
  const parts = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(i?|u?)(a|ai|an|e|ei|en|in|i|n)?$/u.exec(
    reading.syllable,
  );
  if (parts === null) return plainSyllable(reading);
  const [, initial = '', glide = ''] = parts;
  const onset = initials[initial] ?? '';
  const bare = /^(?:zh|ch|sh|r|z|c|s|y|w)$/u.test(initial) && glide === 'i';
  const link = bare ? '' : ({ i: 'j', u: 'w' }[glide] ?? '');
  if (glide === 'u' && parts[3] === undefined) return plainSyllable(reading);
  return `[[${onset}${link}'@r${contours[reading.tone] ?? '55'}]]`;
}

/** Seconds, as people pause who talk rather than read; the engine's own pauses are half of that. */
const pauses = { clause: 0.22, sentence: 0.42 };

function pauseFor(group: readonly SpokenPiece[], written: string, speed: number): string {
  if (written === '' || written.endsWith('>')) return '';
  const marks = group.map(({ text }) => text).join('');
  const mark = engineMark(marks);
  const duration = (mark === '，' ? pauses.clause : pauses.sentence) / speed;
  return `${mark}<break time="${Math.round(1000 * duration)}ms"/>`;
}

function engineMark(marks: string): string {
  if (/[?？]/u.test(marks)) return '？';
  if (/[!！]/u.test(marks)) return '！';
  return /[。．.…\n]/u.test(marks) ? '。' : '，';
}

/** Accents would be taken for tones; capitals that make no word are spelled. */
function spellLatin(word: string): string {
  const plain = word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/’/gu, "'")
    .replace(/[^A-Za-z']/gu, '');
  const spelled = /^[A-Z]{1,5}$/u.test(plain) && !acronymsReadAsWords.has(plain);
  // A lone A would be the article.
  return spelled
    ? Array.from(plain)
        .map((letter) => (letter === 'A' ? 'ay' : letter))
        .join(' ')
    : plain;
}
