import type { Random } from '../dsp/index.ts';
import type { BackchannelTake, ConversationMaterial, Take } from './material.ts';
import { isMandarin, sameLanguage } from './same-language.ts';
import type { Timing } from './timing.ts';

/** A turn that has its place on the clock. Seconds. */
export type PlacedTurn = {
  readonly speaker: string;
  readonly language: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  /** How much a phrase ends at each word; one for each word but the last. */
  readonly strengths: readonly number[];
};

/** A backchannel that has its place. */
export type PlacedBackchannel = {
  readonly speaker: string;
  readonly language: string;
  readonly take: Take;
  readonly start: number;
  readonly end: number;
  /** What it answers: the turn, by its index in the plan, and the word. */
  readonly turn: number;
  readonly word: number;
};

export type ListeningOptions = {
  readonly material: ConversationMaterial;
  readonly turns: readonly PlacedTurn[];
  /** Those that the writer placed. */
  readonly written: readonly PlacedBackchannel[];
  /** When each speaker sounds, turns and all else, in order of `start`. */
  readonly busy: ReadonlyMap<string, Span[]>;
  readonly duration: number;
  readonly timing: Timing;
  readonly random: Random;
};

export type Span = { readonly start: number; readonly end: number };

/** A word that may be answered. */
type Candidate = {
  readonly turn: number;
  readonly word: number;
  readonly end: number;
  readonly weight: number;
};

/** Backchannels for a whole conversation: at the ends of phrases, as many as the register and the pair have. */
export function placeBackchannels(options: ListeningOptions): PlacedBackchannel[] {
  const { material, turns, written, busy, duration, timing, random } = options;
  const pair = pairRate(timing, random);
  const expected = countScale(turns, timing) * timing.backchannelsPerMinute * (duration / 60) * pair;
  let left = Math.floor(expected + random.fork('count').next()) - written.length;
  const draws = random.fork('places');
  const keyed = rankCandidates(
    turns.flatMap((turn, index) => findCandidates(turn, index)),
    draws,
  );
  const listeners = createListeners({
    speakers: material.speakers.map(({ id }) => id),
    busy,
    timing,
    random,
  });
  for (const { start } of written) listeners.hear(start);
  const placed: PlacedBackchannel[] = [];
  const choose = random.fork('takes');
  for (const candidate of keyed) {
    if (left <= 0) break;
    const turn = turns[candidate.turn];
    if (turn === undefined) continue;
    // The other goes on: something of the turn is still to come when the listener is done.
    const given = listeners.answer(turn, candidate, material.backchannels, choose, () => turn.end - 0.1);
    if (given === undefined) continue;
    placed.push(given);
    left--;
  }
  return placed;
}

/** Those who are silent, and answer whoever talks. */
export interface Listeners {
  /** Counts a backchannel that was placed by others. */
  hear(onset: number): void;
  /** A backchannel of whoever can give one, over by `latestEnd` of them; it is entered into `busy`. */
  answer(
    turn: PlacedTurn,
    candidate: Candidate,
    takes: ConversationMaterial['backchannels'],
    choose: Random,
    latestEnd: (listener: string) => number,
  ): PlacedBackchannel | undefined;
}

export type ListenersOptions = {
  readonly speakers: readonly string[];
  readonly busy: ReadonlyMap<string, Span[]>;
  readonly timing: Timing;
  readonly random: Random;
};

export function createListeners({ speakers, busy, timing, random }: ListenersOptions): Listeners {
  const eagerness = new Map(
    speakers.map((id) => [id, Math.exp(0.5 * random.fork(`listener/${id}`).normal())]),
  );
  const lastTake = new Map<string, Take>();
  const onsets: number[] = [];
  return {
    hear: (onset) => void onsets.push(onset),
    answer(turn, candidate, takes, choose, latestEnd) {
      const [least, most] = timing.backchannelDelay;
      const start = candidate.end + least + (most - least) * choose.next();
      if (onsets.some((onset) => Math.abs(onset - start) < timing.backchannelSpacing)) return undefined;
      const listeners = speakers
        .filter((id) => id !== turn.speaker && (takes[id]?.length ?? 0) > 0)
        .map((id) => ({ id, key: -Math.log(1 - choose.next()) / (eagerness.get(id) ?? 1) }))
        .toSorted((a, b) => a.key - b.key);
      for (const { id } of listeners) {
        const take = chooseTake(takes[id] ?? [], turn.language, lastTake.get(id), choose);
        if (take === undefined) continue;
        const end = start + take.take.end - take.take.start;
        if (end > latestEnd(id) || !isFree(busy.get(id) ?? [], start, end, timing)) continue;
        insertSpan(busy.get(id) ?? [], { start, end });
        onsets.push(start);
        lastTake.set(id, take.take);
        const { language } = take;
        const { turn: index, word } = candidate;
        return { speaker: id, language, take: take.take, start, end, turn: index, word };
      }
      return undefined;
    },
  };
}

/** The best first: the smallest of exponential draws divided by weights, which samples by weight, none twice. */
export function rankCandidates(candidates: readonly Candidate[], draws: Random): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, key: -Math.log(1 - draws.next()) / candidate.weight }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ candidate }) => candidate);
}

/** How much a pair is given to backchannels, beside the register; 1 on average. */
export function pairRate({ backchannelSpread: spread }: Timing, random: Random): number {
  return Math.exp(spread * random.fork('pair').normal() - (spread * spread) / 2);
}

/** Mandarin listeners say less. */
export function countScale(turns: readonly PlacedTurn[], timing: Timing): number {
  let [all, mandarin] = [0, 0];
  for (const turn of turns) {
    const length = turn.end - turn.start;
    all += length;
    if (isMandarin(turn.language)) mandarin += length;
  }
  return all === 0 ? 1 : 1 - (1 - timing.mandarinBackchannels) * (mandarin / all);
}

export function findCandidates(turn: PlacedTurn, turnIndex: number): Candidate[] {
  const candidates: Candidate[] = [];
  const mandarin = isMandarin(turn.language);
  const asked = questionWords(turn.words);
  for (const [index, word] of turn.words.slice(0, -1).entries()) {
    if (index + 1 < wordsToAnswer || word.end - turn.start < 0.6 || asked.has(index)) continue;
    const next = turn.words[index + 1];
    const silence = next === undefined ? 0 : next.start - word.end;
    const weight = listeningWeight(turn.strengths[index] ?? 0, silence, mandarin);
    if (weight > 0) candidates.push({ turn: turnIndex, word: index, end: word.end, weight });
  }
  return candidates;
}

/** Words of a turn before there is something to answer: nobody says "yeah" to "Okay," or to "Ben,". */
const wordsToAnswer = 4;

/** Where the words of questions are: a "yeah" in the middle of one would answer it. */
function questionWords(words: PlacedTurn['words']): ReadonlySet<number> {
  const found = new Set<number>();
  let asked = false;
  for (const [index, { text }] of [...words.entries()].toReversed()) {
    const end = /[.!…。！?？]["'”’)\]）」』]*$/u.exec(text)?.[0];
    if (end !== undefined) asked = /[?？]/u.test(end);
    if (asked) found.add(index);
  }
  return found;
}

/**
 * English listeners answer where a phrase ends, Mandarin ones inside the turn rather than at its points of rest;
 * both rather while the speaker goes on than into a silence that is long enough to be theirs.
 */
function listeningWeight(strength: number, silence: number, mandarin: boolean): number {
  const goesOn = silence > longSilence ? 0.2 : 1;
  if (strength >= 3) return goesOn * (mandarin ? 0.2 : 1);
  if (strength >= 1.5) return goesOn * 0.8;
  return silence >= 0.15 ? goesOn * 0.4 : strength >= 0.6 ? 0.02 : 0;
}

/** A pause from here on would hold most of a backchannel. Seconds. */
const longSilence = 0.4;

/** By weight among those of the turn's language (of any, where there are none), not the same twice in a row. */
function chooseTake(
  takes: readonly BackchannelTake[],
  language: string,
  last: Take | undefined,
  random: Random,
): BackchannelTake | undefined {
  const own = takes.filter((take) => sameLanguage(take.language, language));
  const fitting = own.length > 0 ? own : takes;
  const fresh = fitting.filter((take) => take.take !== last);
  const pool = fresh.length > 0 ? fresh : fitting;
  let mark = random.next() * pool.reduce((sum, take) => sum + take.weight, 0);
  for (const take of pool) {
    mark -= take.weight;
    if (mark <= 0) return take;
  }
  return pool.at(-1);
}

function isFree(busy: readonly Span[], start: number, end: number, timing: Timing): boolean {
  let low = 0;
  let high = busy.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((busy[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [busy[low - 1], busy[low]];
  return (
    (before === undefined || before.end + timing.backchannelClearance <= start) &&
    (after === undefined ||
      end + Math.max(timing.backchannelClearance, timing.backchannelBeforeTurn) <= after.start)
  );
}

/** Keeps the order by `start`. */
export function insertSpan(spans: Span[], span: Span): void {
  spans.splice(spans.findLastIndex((other) => other.start <= span.start) + 1, 0, span);
}
