import { splitWords } from '../../../timeline/index.ts';
import type { CorpusUtterance } from '../../record/types.ts';
import type { PrivateSpan } from '../ingest-parts.ts';
import { privateNumbers } from './private-numbers.ts';

export type FindPrivateOptions = {
  /** Of people and places, in any case: `Ann Miller`, `王小明`. Each is looked for as a whole. Default none. */
  readonly names?: readonly string[];
  /** From how many digits on a number is private, from 1: said or written, one after the other. Default 4. */
  readonly leastDigits?: number;
  /** Whether e-mail addresses are. Default true. */
  readonly emails?: boolean;
};

type Spoken = Pick<CorpusUtterance, 'id' | 'speaker' | 'text' | 'start' | 'words'>;

/** A letter group of a word: `ann`, `marie` of `Ann-Marie’s`. */
type Piece = { readonly text: string; readonly word: number };

/** A word of a speaker: which it is of which utterance. */
type Unit = { readonly utterance: string; readonly index: number; readonly text: string };

const letters = /[\p{L}\p{N}]+/gu;
const written = /[^\s@]+@[^\s@]+\.[^\s@]+/u;
const joint = '(?:dot|point|underscore|dash|hyphen|minus|点|横 杠|下 划 线)';
const endings = 'com|net|org|edu|gov|info|biz|io|ai|co|me|us|uk|de|fr|it|es|nl|ca|au|jp|cn|hk|tw|sg';
/** `ann dot miller at home dot co dot uk`, `w x m 艾特 163 点 com`, on pieces with a space between. */
const spelled = new RegExp(
  `(?<![^ ])(?:[a-z0-9] ){0,40}[^ ]+(?: ${joint} [^ ]+){0,8} (?:at|艾 特|圈 a) (?:[^ ]+ ){1,16}?(?:dot|point|点) (?:${endings})(?: (?:dot|point|点) (?:${endings}))?(?![^ ])`,
  'gu',
);

/**
 * Where the words of a dialogue tell what must not be kept: numbers, e-mail addresses, written or spelled, and the
 * names of a list. Each speaker’s words are read on from one utterance to the next, since who is asked for a number
 * pauses in it; a span ends with its utterance.
 */
export function findPrivate(
  utterances: readonly Spoken[],
  options: FindPrivateOptions = {},
): readonly PrivateSpan[] {
  const { names = [], leastDigits = 4, emails = true } = options;
  const wanted = names.map((name) => piecesOf([name])).filter((pieces) => pieces.length > 0);
  const speakers = new Set(utterances.map(({ speaker }) => speaker));
  return [...speakers].flatMap((speaker) => {
    const units = utterances
      .filter((utterance) => utterance.speaker === speaker)
      .toSorted((a, b) => a.start - b.start)
      .flatMap(unitsOf);
    const what: (PrivateSpan['what'] | undefined)[] = units.map(() => undefined);
    const mark = (kind: PrivateSpan['what'], from: number, to: number): void =>
      void what.fill(kind, from, to);
    for (const [from, to] of privateNumbers(
      units.map(({ text }) => text),
      leastDigits,
    ))
      mark('number', from, to);
    const pieces = piecesOf(units.map(({ text }) => text));
    for (const [from, to] of findNames(pieces, wanted)) mark('name', from, to);
    if (!emails) return spansOf(units, what);
    for (const [from, to] of findSpelled(pieces)) mark('e-mail', from, to);
    for (const [index, { text }] of units.entries()) if (written.test(text)) mark('e-mail', index, index + 1);
    return spansOf(units, what);
  });
}

/** The words of an utterance: its own, or where they are not those of its text, those of the text. */
export function wordsOf({ text, words }: Pick<Spoken, 'text' | 'words'>): readonly string[] {
  const own = splitWords(text);
  return isTimed({ text, words }) ? words.map((word) => word.text) : own;
}

/** Whether each word of the text has a time. */
export function isTimed({ text, words }: Pick<Spoken, 'text' | 'words'>): boolean {
  const own = splitWords(text);
  return own.length === words.length && own.every((word, index) => word === words[index]?.text);
}

function unitsOf(utterance: Spoken): readonly Unit[] {
  return wordsOf(utterance).map((text, index) => ({ utterance: utterance.id, index, text }));
}

function piecesOf(texts: readonly string[]): readonly Piece[] {
  return texts.flatMap((text, word) =>
    splitWords(plain(text)).flatMap((part) =>
      [...part.matchAll(letters)].map(([piece]) => ({ text: piece, word })),
    ),
  );
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

type Range = readonly [number, number];

function findNames(pieces: readonly Piece[], names: readonly (readonly Piece[])[]): readonly Range[] {
  const byFirst = new Map<string, (readonly Piece[])[]>();
  for (const name of names) {
    const first = name[0]?.text ?? '';
    byFirst.set(first, [...(byFirst.get(first) ?? []), name]);
  }
  return pieces.flatMap((piece, at) =>
    (byFirst.get(piece.text) ?? []).flatMap((name): Range[] => {
      const isHere = name.every(({ text }, index) => pieces[at + index]?.text === text);
      const last = pieces[at + name.length - 1];
      return isHere && last !== undefined ? [[piece.word, last.word + 1]] : [];
    }),
  );
}

function findSpelled(pieces: readonly Piece[]): readonly Range[] {
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    starts.push(text.length);
    text += `${piece.text} `;
  }
  return [...text.trimEnd().matchAll(spelled)].flatMap((match): Range[] => {
    const inside = pieces.filter((_, index) => {
      const start = starts[index] ?? 0;
      return start >= match.index && start < match.index + match[0].length;
    });
    const [first, last] = [inside[0], inside.at(-1)];
    return first === undefined || last === undefined ? [] : [[first.word, last.word + 1]];
  });
}

/** Neighbours of one kind in one utterance are one span. */
function spansOf(
  units: readonly Unit[],
  what: readonly (PrivateSpan['what'] | undefined)[],
): readonly PrivateSpan[] {
  const spans: { utterance: string; from: number; to: number; what: PrivateSpan['what'] }[] = [];
  for (const [index, { utterance, index: word }] of units.entries()) {
    const kind = what[index];
    const last = spans.at(-1);
    if (kind === undefined) continue;
    if (last?.utterance === utterance && last.to === word && last.what === kind) last.to = word + 1;
    else spans.push({ utterance, from: word, to: word + 1, what: kind });
  }
  return spans;
}
