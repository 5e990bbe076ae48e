import type { Interval } from '../../../dsp/index.ts';
import { endsSentence, isBackchannelText, splitWords, type UtteranceKind } from '../../../timeline/index.ts';
import type { CorpusUtterance } from '../../record/types.ts';
import { contestWeights, type LabelWeights, listenerWeights } from './label-weights.ts';
import { contestContext, findHeld, listenerContext } from './unit-context.ts';

/** A stretch of one speaker's speech, and what is said in it where that is known. */
type SpokenUnit = Interval & { readonly text?: string };

type LabelSpeechOptions = {
  /** Inter-pausal units of each speaker. */
  readonly units: readonly (readonly SpokenUnit[])[];
  /** Ids, in order of their channels. */
  readonly speakers: readonly string[];
  readonly language: string | null;
};

/** Seconds after which a turn that was silent begins anew. */
const longestPause = 2;
/** Seconds that a backchannel lasts at most. */
const longestBackchannel = 1.5;
/** Odds from which on a unit is a backchannel or an interruption, as logarithms: where most of both are told right. */
const leastOdds = { backchannel: 0, interruption: -1.1 };
/** What words add to these odds: such as listeners say, and others; a sentence that is left hanging, and a whole one. */
const odds = { listenerWords: 1, otherWords: -6, hanging: 2.5, whole: -4 };
/** Share of the units that end a sentence by their punctuation, in a transcript that has any. */
const punctuated = 0.25;

type Unit = SpokenUnit & { readonly channel: number };

/**
 * What was heard as utterances: each inter-pausal unit is one, of a turn, a backchannel, an interruption, by where it
 * stands among the others and by its words where they are known. The words are for others to put in.
 */
export function labelSpeech({ units, speakers, language }: LabelSpeechOptions): readonly CorpusUtterance[] {
  const spoken = units.map((own, channel) =>
    own.map((unit): Unit => ({ ...unit, channel })).toSorted((a, b) => a.start - b.start || a.end - b.end),
  );
  const backchannels = new Set(
    spoken.flatMap((own) => {
      const others = othersOf(spoken, own);
      return own.filter((_, index) => isBackchannel(own, others, index));
    }),
  );
  const floor = spoken.map((own) => own.filter((unit) => !backchannels.has(unit)));
  const heldBy = findInterruptions(floor);
  const cut = new Map([...heldBy].map(([unit, held]) => [held, held.end - unit.start]));
  const turns = turnsOf(inOrder(floor));
  return inOrder(spoken).map((unit, index) => {
    const kind: UtteranceKind = backchannels.has(unit)
      ? 'backchannel'
      : heldBy.has(unit)
        ? 'interruption'
        : 'turn';
    return {
      id: `u${String(index + 1).padStart(5, '0')}`,
      speaker: speakers[unit.channel] ?? '',
      kind,
      text: '',
      start: unit.start,
      end: unit.end,
      language,
      words: [],
      turnIndex: turns.get(unit) ?? null,
      anchor: null,
      cutShort: cut.has(unit),
      yieldAfter: cut.get(unit) ?? null,
      aside: false,
      source: 'detected',
    };
  });
}

function isBackchannel(own: readonly Unit[], others: readonly Unit[], index: number): boolean {
  const unit = own[index];
  if (unit === undefined || unit.end - unit.start > longestBackchannel) return false;
  const words =
    unit.text === undefined || unit.text === ''
      ? 0
      : isBackchannelText(unit.text)
        ? odds.listenerWords
        : odds.otherWords;
  return oddsOf(listenerWeights, listenerContext(own, others, index)) + words >= leastOdds.backchannel;
}

/** Who comes into another's speech so that the other stops, and that other's unit. */
function findInterruptions(floor: readonly (readonly Unit[])[]): ReadonlyMap<Unit, Unit> {
  const sentences = floor.flat().filter((unit) => endsWhole(unit)).length;
  const isPunctuated = sentences > 0 && sentences >= punctuated * floor.flat().length;
  const found = new Map<Unit, Unit>();
  for (const own of floor) {
    const others = othersOf(floor, own);
    for (const [index, unit] of own.entries()) {
      const held = others[findHeld(unit, others)];
      if (held === undefined) continue;
      const words = isPunctuated && held.text ? (endsWhole(held) ? odds.whole : odds.hanging) : 0;
      const context = contestContext(own, others, index);
      if (oddsOf(contestWeights, context) + words >= leastOdds.interruption) found.set(unit, held);
    }
  }
  return found;
}

function endsWhole({ text = '' }: Unit): boolean {
  const last = splitWords(text).at(-1);
  return last !== undefined && endsSentence(last, undefined) && !/(?:…|\.{2,}|[-–—])$/u.test(last);
}

function oddsOf({ bias, weights }: LabelWeights, context: readonly number[]): number {
  return context.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), bias);
}

/** What everybody else says; two who speak at once are one. */
function othersOf(spoken: readonly (readonly Unit[])[], own: readonly Unit[]): readonly Unit[] {
  const joined: Unit[] = [];
  for (const unit of inOrder(spoken.filter((each) => each !== own))) {
    const last = joined.at(-1);
    if (last === undefined || unit.start >= last.end) joined.push(unit);
    else if (unit.end > last.end) joined[joined.length - 1] = { ...unit, start: last.start };
  }
  return joined;
}

function inOrder(spoken: readonly (readonly Unit[])[]): readonly Unit[] {
  return spoken.flat().toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Which turn each unit is of: all that one says until another takes the floor, or until a long silence. */
function turnsOf(floor: readonly Unit[]): ReadonlyMap<Unit, number> {
  const turns = new Map<Unit, number>();
  let index = -1;
  let last: Unit | undefined;
  for (const unit of floor) {
    const goesOn = last?.channel === unit.channel && unit.start - last.end < longestPause;
    if (!goesOn) index += 1;
    turns.set(unit, index);
    last = unit;
  }
  return turns;
}
