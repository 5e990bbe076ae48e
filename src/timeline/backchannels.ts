import { backchannelForms, phraseStarters } from './backchannel-lexicon.ts';
import { groupBy } from './group-by.ts';
import { countBelow } from './intervals.ts';
import { type JoinedSpeech, type JoinOptions, joinPieces, utteranceIds } from './join-pieces.ts';
import { speechPieces } from './speech.ts';
import type { Timeline, Utterance } from './types.ts';
import { splitWords } from './words.ts';

export type SoundedBackchannel = {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
  /** The ids of the utterances it has words of. */
  readonly utterances: readonly string[];
};

export type SoundOptions = JoinOptions & {
  /** Seconds a backchannel may last. Default 1.2. */
  readonly longest?: number;
  /** Share of it, 0 to 1, that must lie inside one other speaker's speech. Default .5. */
  readonly inside?: number;
};

/**
 * Short units of sound inside another's speech, after which that other goes on: the definition that needs no
 * transcript. In order of start.
 */
export function backchannelsBySound(
  timeline: Timeline,
  { longest = 1.2, inside = 0.5, joinBelow = 0.2, dropBelow = 0.08 }: SoundOptions = {},
): readonly SoundedBackchannel[] {
  const units = joinPieces(speechPieces(timeline.utterances), { joinBelow, dropBelow });
  const bySpeaker = groupBy(units, (unit) => unit.speaker);
  const found = units.filter((unit) => {
    const length = unit.end - unit.start;
    if (length > longest) return false;
    const ownNext = nextStart(bySpeaker.get(unit.speaker) ?? [], unit.end);
    return [...bySpeaker].some(
      ([speaker, others]) =>
        speaker !== unit.speaker && isHost(others, unit, length * inside) && goesOn(others, unit, ownNext),
    );
  });
  return found.map(({ speaker, start, end, pieces }) => {
    return { speaker, start, end, utterances: utteranceIds(pieces) };
  });
}

function isHost(others: readonly JoinedSpeech[], unit: JoinedSpeech, needed: number): boolean {
  let covered = 0;
  const from = Math.max(0, countBelow(others, unit.start, (other) => other.start) - 1);
  for (let index = from; index < others.length; index++) {
    const other = others[index];
    if (other === undefined || other.start >= unit.end) break;
    covered += Math.max(0, Math.min(other.end, unit.end) - Math.max(other.start, unit.start));
  }
  return covered > 0 && covered >= needed - 1e-9;
}

/** Whether the others' speech lasts past the unit, or comes back before its speaker says anything more. */
function goesOn(others: readonly JoinedSpeech[], unit: JoinedSpeech, ownNext: number): boolean {
  const during = others[countBelow(others, unit.end, (other) => other.start) - 1];
  if (during !== undefined && during.end > unit.end) return true;
  const next = nextStart(others, unit.end);
  return Number.isFinite(next) && next < ownNext;
}

function nextStart(units: readonly JoinedSpeech[], time: number): number {
  return units[countBelow(units, time, (unit) => unit.start)]?.start ?? Number.POSITIVE_INFINITY;
}

export type WordsOptions = {
  /** How many words a backchannel may have; a form such as `i see` or `对对对` is one. Default 3. */
  readonly longest?: number;
};

/** Utterances that say nothing but `mm-hm`, `yeah right`, `嗯`, whatever kind they are marked as. */
export function backchannelsByWords(timeline: Timeline, options: WordsOptions = {}): readonly Utterance[] {
  return timeline.utterances.filter((utterance) => isBackchannelText(utterance.text, options));
}

/**
 * At most three words, at least half of them in the lexicon, and not begun like a phrase (`and …`, `but …`):
 * the rule of the CANDOR corpus (Reece et al. 2023, Science Advances 9, eadf3197) with a lexicon of
 * English and Mandarin.
 */
export function isBackchannelText(text: string, { longest = 3 }: WordsOptions = {}): boolean {
  // Nothing this long is one, and hostile text need not be read to its end.
  if (text.length > 40 * longest) return false;
  const words = splitWords(text).map(bareWord);
  let index = 0;
  let known = 0;
  let count = 0;
  while (index < words.length) {
    const length = formLength(words, index);
    if (count === 0 && length === 0 && phraseStarters.has(words[index] ?? '')) return false;
    if (length > 0) known += 1;
    count += 1;
    index += Math.max(1, length);
  }
  return count > 0 && count <= longest && known * 2 >= count;
}

/** How many words from `index` on are one form of the lexicon; the most that fit, 0 for none. */
function formLength(words: readonly string[], index: number): number {
  for (let length = Math.min(4, words.length - index); length > 0; length--) {
    if (backchannelForms.has(words.slice(index, index + length).join(''))) return length;
  }
  return 0;
}

/** `"Mm-hmm,"` to `mmhm`, `yeahhh` to `yeah`, `嗯。` to `嗯`. */
function bareWord(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}']/gu, '')
    .replaceAll(/(\p{L})\1+/gu, (run: string, letter: string) =>
      run.length > 2 || letter === 'm' ? letter : run,
    );
}
