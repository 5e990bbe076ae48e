import { joinWords } from '../../../timeline/index.ts';
import type { CorpusUtterance, CorpusWord, DialogueRecord } from '../../record/types.ts';
import { middleOf, type PlacedEvent, placeEvents, timedWords, wordsBefore } from './place-events.ts';
import type { Brackets, TagDialect, TagDialectName } from './tag-dialect.ts';
import { tagDialects } from './tag-dialects.ts';

/** Writes the texts of a dialogue with what is heard besides their words. */
export interface Tagger {
  /** An utterance as people read it. */
  text(utterance: CorpusUtterance): string;
  /** Word by word, each tag a word of its own, the words made plain by `clean`; what it leaves nothing of is left out. */
  words(utterance: CorpusUtterance, clean: (word: string) => string): readonly string[];
  /** Events that no words are near. */
  readonly homeless: number;
}

/** A word, and what is true of it; or a tag between words. */
type Piece = {
  readonly text: string;
  /** What stands right before and behind it. */
  readonly open: string;
  readonly close: string;
  readonly tag: boolean;
  readonly overlapped: boolean;
  readonly uncertain: boolean;
  readonly laughing: boolean;
};

/** Confidence below which a word may have been another. */
const doubtful = 0.5;
/** What stands in a record for what was taken out of it. */
const takenOut = /^\[PII\]/;

export function createTagger(record: DialogueRecord, name: TagDialectName): Tagger {
  const dialect = tagDialects[name];
  const placed = placeEvents(record);
  const piecesOf = (utterance: CorpusUtterance, clean: (word: string) => string): readonly Piece[] =>
    pieces(record, utterance, { dialect, clean, placed: placed.in.get(utterance.id) ?? [] });
  return {
    homeless: placed.homeless,
    words: (utterance, clean) => piecesOf(utterance, clean).map(printPiece),
    text: (utterance) =>
      joinPieces(
        piecesOf(utterance, (word) => word),
        dialect.spaced,
      ),
  };
}

function pieces(
  record: DialogueRecord,
  utterance: CorpusUtterance,
  how: {
    readonly dialect: TagDialect;
    readonly placed: readonly PlacedEvent[];
    readonly clean: (word: string) => string;
  },
): readonly Piece[] {
  const { dialect, placed, clean } = how;
  const words = timedWords(utterance);
  const others = record.utterances.filter(
    ({ speaker, start, end }) =>
      speaker !== utterance.speaker && start < utterance.end && end > utterance.start,
  );
  const laughs = placed.filter(({ event }) => event.type === 'laughter').map(({ event }) => event);
  const tagsBefore = tagsByWord(record, utterance, { dialect, placed, words, others });
  const last = words.findLastIndex(({ text }) => text !== '');
  const all = words.flatMap((word, index): Piece[] => {
    const overlapped = others.some(({ start, end }) => start < word.end && end > word.start);
    const laughing =
      dialect.laughing !== null &&
      laughs.some(({ start, end }) => start < middleOf(word) && middleOf(word) < end);
    const uncertain = word.confidence !== null && word.confidence < doubtful;
    const before = (tagsBefore[index] ?? []).map(tagPiece);
    if (takenOut.test(word.text)) return [...before, tagPiece(dialect.redacted)];
    const kept = index === last && dialect.end !== null ? dialect.end(word.text, utterance)[0] : word.text;
    const text = clean(kept.replaceAll(dialect.reserved, ''));
    return text === ''
      ? before
      : [...before, { text, open: '', close: '', tag: false, overlapped, uncertain, laughing }];
  });
  const behind = (tagsBefore[words.length] ?? []).map(tagPiece);
  const marked = mark(mark(all, 'overlapped', dialect.overlap), 'uncertain', dialect.doubt);
  const bracketed = bracket(bracket(marked, 'uncertain', dialect.uncertain), 'laughing', dialect.laughing);
  const starts = dialect.startsInOverlap !== null && others.some(({ start }) => start < utterance.start);
  const end = last < 0 ? undefined : dialect.end?.(words[last]?.text ?? '', utterance)[1];
  return [
    ...(starts ? [tagPiece(dialect.startsInOverlap)] : []),
    ...bracketed,
    ...behind,
    ...(end === undefined ? [] : [tagPiece(end)]),
  ];
}

/** What stands before each word, and behind the last. */
function tagsByWord(
  { speakers }: DialogueRecord,
  utterance: CorpusUtterance,
  how: {
    readonly dialect: TagDialect;
    readonly placed: readonly PlacedEvent[];
    readonly words: readonly CorpusWord[];
    readonly others: readonly CorpusUtterance[];
  },
): readonly (readonly string[])[] {
  const { dialect, placed, words, others } = how;
  const tags: string[][] = Array.from({ length: words.length + 1 }, () => []);
  for (const { event, word } of placed) {
    const within = words.some((one) => event.start < middleOf(one) && middleOf(one) < event.end);
    // Such a laugh stands round its words, and such a filler is one of them.
    if (within && event.type === 'laughter' && dialect.laughing !== null) continue;
    if (within && event.type === 'filler') continue;
    const tag = dialect.event(event);
    if (tag !== null) tags[word]?.push(tag);
  }
  if (dialect.listener === null || utterance.kind === 'backchannel') return tags;
  for (const other of others) {
    if (other.kind !== 'backchannel' || other.start < utterance.start) continue;
    const channel = speakers.find(({ id }) => id === other.speaker)?.channel ?? 0;
    const said = timedWords(other).map(({ text }) => text);
    tags[wordsBefore(words, other.start)]?.push(dialect.listener(channel, said));
  }
  return tags;
}

function tagPiece(text: string): Piece {
  return { text, open: '', close: '', tag: true, overlapped: false, uncertain: false, laughing: false };
}

function printPiece({ open, text, close }: Piece): string {
  return `${open}${text}${close}`;
}

/** A tag before each stretch of words of which something is true. */
function mark(all: readonly Piece[], what: 'overlapped' | 'uncertain', tag: string | null): readonly Piece[] {
  if (tag === null) return all;
  let within = false;
  return all.flatMap((piece) => {
    if (piece.tag) return [piece];
    const begins = piece[what] && !within;
    within = piece[what];
    return begins ? [tagPiece(tag), piece] : [piece];
  });
}

/** Brackets round each stretch of words of which something is true; a tag among them stays within. */
function bracket(
  all: readonly Piece[],
  what: 'uncertain' | 'laughing',
  brackets: Brackets | null,
): readonly Piece[] {
  if (brackets === null) return all;
  const [open, close] = brackets;
  const words = all.flatMap((piece, index) => (piece.tag ? [] : [index]));
  const marked = [...all];
  for (const [place, index] of words.entries()) {
    const piece = all[index];
    if (piece === undefined || !piece[what]) continue;
    const begins = !all[words[place - 1] ?? -1]?.[what];
    const ends = !all[words[place + 1] ?? -1]?.[what];
    marked[index] = {
      ...piece,
      open: `${begins ? open : ''}${piece.open}`,
      close: `${piece.close}${ends ? close : ''}`,
    };
  }
  return marked;
}

/** Tags stand as far from words as the words would from each other. */
function joinPieces(all: readonly Piece[], spaced: boolean): string {
  if (spaced) return all.map(printPiece).join(' ');
  let text = '';
  for (const [index, piece] of all.entries()) {
    const before = all.slice(0, index).findLast(({ tag }) => !tag)?.text;
    const after = all.slice(index).find(({ tag }) => !tag)?.text;
    const [left, right] = [before ?? after ?? '', after ?? before ?? ''];
    const apart = joinWords([left, right]).length > left.length + right.length || left === '';
    text += `${index > 0 && apart ? ' ' : ''}${printPiece(piece)}`;
  }
  return text;
}
