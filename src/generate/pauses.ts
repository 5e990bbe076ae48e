import type { Random } from '../dsp/index.ts';
import { quantile } from '../timeline/index.ts';
import type { Joint } from './joints.ts';
import type { Timing } from './timing.ts';
import { isHushed, type TurnState } from './turn-state.ts';

/** A place that gets a pause of the reference's. */
export type PausePlace = {
  readonly strength: number;
  readonly assign: (duration: number) => void;
};

/** The rarest pauses of the references, up to 7 s, are calls on hold rather than people who talk: drawn as this quantile. */
const longestDrawn = 0.995;

/**
 * As many values of the reference as there are places, the longer ones to the ends of sentences rather than to
 * commas and hesitations, and between long phrases rather than short ones. Sorting draws against places leaves their
 * distribution as it was.
 */
export function drawPauses(places: readonly PausePlace[], timing: Timing, random: Random): void {
  const values = places.map(() => pauseAt(random.next(), timing)).toSorted((a, b) => a - b);
  const ranked = places
    .map((place) => ({ place, score: scoreOf(place, random) }))
    .toSorted((a, b) => a.score - b.score);
  for (const [rank, { place }] of ranked.entries()) place.assign(values[rank] ?? 0);
}

export function pauseAt(probability: number, timing: Timing): number {
  return quantile(timing.pause, Math.min(longestDrawn, probability));
}

/** Places with higher scores get longer pauses. */
export function scoreOf({ strength }: PausePlace, random: Random): number {
  return strength + 0.7 * random.normal();
}

/** How well the silence between two turns of one speaker bears being long: better than any inside a turn. */
export const ownGapStrength = 5.5;

/** Where a turn pauses: where its voice did, and where its speaker hesitates, but not where somebody else talks. */
export function pausePlaces(state: TurnState, timing: Timing, random: Random): PausePlace[] {
  const hushed = (joint: number): boolean => isHushed(state, joint);
  const hesitations = new Set(findHesitations(state.joints, hushed, timing, random));
  const places: PausePlace[] = [];
  for (const [joint, { kind, strength }] of state.joints.entries()) {
    if (joint >= state.said - 1 || hushed(joint)) continue;
    if (kind !== 'pause' && !hesitations.has(joint)) continue;
    const assign = (duration: number): void => {
      state.silences[joint] = duration;
    };
    places.push({ strength: strength + phraseRoom(state.joints, joint), assign });
  }
  return places;
}

/** Beside the whole, dB. A pause in louder sound is heard as a cut: one vowel runs on into the next word. */
const loudestCut = -12;

/**
 * How well a pause after joint `joint` bears being long, from .4 to 3: nobody stops for seconds after "Ben," or before
 * a last word, and who has more to say plans longer. Counts words of the phrases on both sides, the shorter one.
 */
function phraseRoom(joints: readonly Joint[], joint: number): number {
  const fluent = (step: 1 | -1): number => {
    let count = 1;
    while (count < phraseWords && joints[joint + step * count]?.kind === 'fluent') count++;
    return count;
  };
  return (3 * Math.min(fluent(-1), fluent(1))) / phraseWords;
}

/** Phrases of so many words are long. */
const phraseWords = 8;

/** Where a speaker who has run on for long stops to think: indices of fluent joints. */
function findHesitations(
  joints: readonly Joint[],
  hushed: (joint: number) => boolean,
  timing: Timing,
  random: Random,
): number[] {
  const found: number[] = [];
  let since = 0;
  const lastPlace = joints.length - 3;
  for (const [index, joint] of joints.entries()) {
    since += 1;
    if (joint.kind !== 'fluent') {
      since = 0;
      continue;
    }
    if (since < timing.hesitationAfter || index > lastPlace) continue;
    const place = bestPlace(joints, index, Math.min(lastPlace, index + 4));
    if (place !== index || joint.loudness > loudestCut) continue;
    since = 0;
    if (random.next() < timing.hesitationShare && !hushed(index)) found.push(index);
  }
  return found;
}

/** The strongest of the quiet fluent joints from `from` to `to`; the first of equals; `from` where none is. */
function bestPlace(joints: readonly Joint[], from: number, to: number): number {
  let best = from;
  let strongest = Number.NEGATIVE_INFINITY;
  for (let index = from; index <= to; index++) {
    const joint = joints[index];
    if (joint === undefined || joint.kind !== 'fluent') break;
    if (joint.loudness > loudestCut) continue;
    if (joint.strength <= strongest) continue;
    best = index;
    strongest = joint.strength;
  }
  return best;
}
