import type { Random } from '../dsp/index.ts';
import { cumulative } from '../timeline/index.ts';
import { drawLogNormal, drawOffsets, type Transfer } from './offsets.ts';
import type { Timing } from './timing.ts';
import { cutTurn, lengthAfterCut, type TurnState } from './turn-state.ts';

/** How a turn follows the one before it. Offsets in seconds: positive is silence, negative overlap. */
export type Transition = {
  readonly type: 'first' | 'same-speaker' | 'transfer' | 'written' | 'interruption';
  offset: number;
  /** The word of the turn before that provoked an interruption. */
  anchor?: number;
};

export type TransitionOptions = {
  readonly timing: Timing;
  readonly interruptions: 'script' | 'auto' | 'none';
  readonly random: Random;
  readonly warn: (message: string) => void;
};

/** A fixed gap, and what the writer asked for. */
export function sequentialTransition(
  state: TurnState,
  before: TurnState | undefined,
  gap: number,
): Transition {
  const silence = state.tight.before + (before?.tight.after ?? 0);
  const { onset } = state.turn;
  if (before === undefined) {
    return { type: 'first', offset: silence + (onset.type === 'gap' ? onset.duration : 0) };
  }
  return { type: 'written', offset: (onset.type === 'gap' ? onset.duration : gap) + silence };
}

/** Decides how each turn follows the one before it, cuts what is interrupted, and marks where no pause fits. */
export function drawTransitions(states: readonly TurnState[], options: TransitionOptions): Transition[] {
  const { timing, random } = options;
  const transitions: Transition[] = [];
  for (const [index, state] of states.entries()) {
    const overlapBefore = Math.max(0, -(transitions[index - 1]?.offset ?? 0));
    const draws = random.fork(`written/${index}`);
    transitions.push(writtenTransition(state, states[index - 1], overlapBefore, options, draws));
  }
  const drawn: number[] = [];
  for (const [index, transition] of transitions.entries()) {
    if (transition.type === 'transfer') drawn.push(index);
  }
  const slotOf = new Map(drawn.map((index, slot) => [index, slot]));
  const overlapInto = (index: number, given: ReadonlyMap<number, number>): number => {
    const slot = slotOf.get(index);
    if (slot !== undefined) return given.get(slot) ?? 0;
    return Math.max(0, -(transitions[index]?.offset ?? 0));
  };
  const transfers = drawn.map((index): Transfer => {
    const [before, state] = [states[index - 1], states[index]];
    const most = before && state ? overlapRoom(before, state, 0, 0, timing) : 0;
    return {
      speaker: state?.turn.speaker ?? '',
      afterQuestion: before?.question ?? false,
      room: (given) =>
        Math.min(
          most,
          roomBeside(before, overlapInto(index - 1, given), timing),
          roomBeside(state, overlapInto(index + 1, given), timing),
        ),
    };
  });
  for (const [slot, offset] of drawOffsets(transfers, timing, random.fork('offsets')).entries()) {
    const transition = transitions[drawn[slot] ?? -1];
    if (transition !== undefined) transition.offset = offset;
  }
  if (options.interruptions === 'auto') addInterruptions(states, transitions, options);
  markHushed(states, transitions, timing);
  return transitions;
}

/**
 * The most overlap that leaves each turn a beginning and an end of its own, and never three at once:
 * neither turn lies inside the other, and the overlaps at a turn's two ends do not meet.
 */
function overlapRoom(
  before: TurnState,
  state: TurnState,
  overlapBefore: number,
  overlapAfter: number,
  timing: Timing,
): number {
  return Math.min(
    roomAtEnd(before, state.turn.speaker, overlapBefore, timing),
    roomAtStart(state, overlapAfter, timing),
  );
}

/** What a turn itself allows of the overlap with the one after it, which is `speaker`'s. */
export function roomAtEnd(before: TurnState, speaker: string, overlapBefore: number, timing: Timing): number {
  return Math.min(
    before.tail - timing.turnMargin,
    roomBeside(before, overlapBefore, timing),
    listenerRoom(before, speaker, timing),
  );
}

/** What a turn itself allows of the overlap with the one before it. */
export function roomAtStart(state: TurnState, overlapAfter: number, timing: Timing): number {
  return Math.min(state.head - timing.turnMargin, roomBeside(state, overlapAfter, timing));
}

/** What an overlap at one end of a turn leaves for one at its other end. */
function roomBeside(state: TurnState | undefined, overlap: number, { turnMargin, ownGap }: Timing): number {
  const margin = overlap > 0 ? overlap + Math.max(turnMargin, ownGap) : turnMargin;
  return (state?.tight.duration ?? 0) - margin;
}

/** A listener who takes the floor has to have finished their last backchannel: an estimate of its end. */
function listenerRoom(before: TurnState, speaker: string, { ownGap, backchannelDelay }: Timing): number {
  let room = Number.POSITIVE_INFINITY;
  for (const insertion of before.turn.insertions) {
    if (insertion.type !== 'backchannel' && insertion.type !== 'listener-event') continue;
    if (insertion.speaker !== speaker) continue;
    const anchorEnd = before.tight.words[insertion.after - 1]?.end ?? 0;
    const latestEnd = anchorEnd + backchannelDelay[1] + insertion.take.end - insertion.take.start;
    room = Math.max(0, before.tight.duration - latestEnd - ownGap);
  }
  return room;
}

export function writtenTransition(
  state: TurnState,
  before: TurnState | undefined,
  overlapBefore: number,
  options: TransitionOptions,
  random: Random,
): Transition {
  const { onset, index } = state.turn;
  const silence = state.tight.before + (before?.tight.after ?? 0);
  if (before === undefined) {
    if (onset.type === 'overlap' || onset.type === 'interrupt') {
      options.warn(`Turn ${index + 1} has no turn before it to ${onset.type}: it opens the conversation.`);
    }
    return { type: 'first', offset: (onset.type === 'gap' ? onset.duration : 0) + silence };
  }
  const sameSpeaker = before.turn.speaker === state.turn.speaker;
  if (onset.type === 'gap') return { type: 'written', offset: onset.duration + silence };
  if (sameSpeaker) {
    if (onset.type !== 'auto') {
      options.warn(`Turn ${index + 1} follows a turn of the same speaker, who cannot ${onset.type} it.`);
    }
    return silence > 0 ? { type: 'written', offset: silence } : { type: 'same-speaker', offset: 0 };
  }
  if (onset.type === 'overlap') return { type: 'written', offset: -onset.duration };
  if (onset.type === 'interrupt' && options.interruptions !== 'none') {
    const longest = overlapRoom(before, state, overlapBefore, 0, options.timing);
    return interruption(before, longest, options.timing, random);
  }
  if (silence > 0) return { type: 'written', offset: silence };
  return { type: 'transfer', offset: 0 };
}

/**
 * The interrupter reacts to a word, the interrupted speaker talks on for as long as people do before they
 * yield; where the turn before ends is written, so the word is the one that makes both come out. The overlap is
 * `longest` at most.
 */
export function interruption(before: TurnState, longest: number, timing: Timing, random: Random): Transition {
  const yielding = drawLogNormal(timing.yield, random);
  const reaction = drawLogNormal(timing.reaction, random);
  const length = before.tight.duration;
  const wanted = length - Math.max(0.1, Math.min(yielding, longest));
  let anchor = -1;
  let onset = wanted;
  for (const [index, word] of before.tight.words.entries()) {
    const here = word.end + reaction;
    if (length - here > Math.max(0.1, longest) || here > length - 0.05) continue;
    if (anchor === -1 || Math.abs(here - wanted) < Math.abs(onset - wanted)) {
      anchor = index;
      onset = here;
    }
  }
  return anchor === -1
    ? { type: 'interruption', offset: wanted - length }
    : { type: 'interruption', offset: onset - length, anchor };
}

/** Makes interruptions of as many overlaps as the register has: the speaker loses their last words to most of them. */
function addInterruptions(
  states: readonly TurnState[],
  transitions: readonly Transition[],
  { timing, random: source }: TransitionOptions,
): void {
  const random = source.fork('interruptions');
  let seconds = 0;
  let written = 0;
  const candidates: { index: number; order: number }[] = [];
  for (const [index, transition] of transitions.entries()) {
    seconds += expectedLength(states[index], timing) + expectedOffset(transition, timing);
    if (transition.type === 'interruption') written++;
    if (isContested(transition, timing)) candidates.push({ index, order: random.next() });
  }
  const transfers = transitions.filter(({ type }) => type === 'transfer').length;
  const usual = transfers * contestedShare(timing);
  // Who talks at once more than others interrupts more than they do, too.
  const eager = usual === 0 ? 0 : candidates.length / usual;
  const expected = (eager * timing.interruptionsPerMinute * seconds) / 60 - written;
  let left = Math.floor(expected + random.next());
  const ordered = candidates.toSorted((a, b) => a.order - b.order);
  // Where too few can lose words, others are talked over to their last one.
  for (const cutWords of [timing.cutWords, 0]) {
    for (const { index } of ordered) {
      if (left <= 0) return;
      const [state, before, transition] = [states[index], states[index - 1], transitions[index]];
      if (state === undefined || before === undefined || transition?.type !== 'transfer' || before.taken)
        continue;
      const overlapBefore = Math.max(0, -(transitions[index - 1]?.offset ?? 0));
      if (takeLastWords(before, transition, overlapBefore, { ...timing, cutWords }, random)) left--;
    }
  }
}

/** Seconds of overlap from which on the first may give up. */
const leastContest = 0.3;

/** Whether two talk long enough at once that the first may give up. */
export function isContested({ type, offset }: Transition, timing: Timing): boolean {
  return type === 'transfer' && offset <= -leastContest && offset >= -timing.yield.maximum;
}

/** How many of its transfers the register has contested. */
function contestedShare({ overlap, overlappedStarts, yield: { maximum } }: Timing): number {
  return overlappedStarts * (cumulative(overlap, maximum) - cumulative(overlap, leastContest));
}

/** Makes an interruption of a transfer, which takes the last words of the turn before: false where it cannot. */
export function takeLastWords(
  before: TurnState,
  transition: Transition,
  overlapBefore: number,
  timing: Timing,
  random: Random,
): boolean {
  const most = timing.cutWords === 0 ? 0 : 1 + random.integer(timing.cutWords);
  const said = wordsLeft(before, most, transition.offset, overlapBefore, timing);
  if (said === undefined) return false;
  if (said < before.said) cutTurn(before, said);
  const onset = before.tight.duration + transition.offset;
  const anchor = before.tight.words.findLastIndex((word) => word.end <= onset - timing.reaction.minimum);
  Object.assign(transition, { type: 'interruption' }, anchor === -1 ? {} : { anchor });
  return true;
}

/** Words that are said of a turn that loses `most` words at its end, or as many fewer as leave room for the overlap. */
function wordsLeft(
  before: TurnState,
  most: number,
  offset: number,
  overlapBefore: number,
  timing: Timing,
): number | undefined {
  for (let cut = most; cut >= Math.min(1, most); cut--) {
    const said = before.said - cut;
    const length = cut === 0 ? before.tight.duration : lengthAfterCut(before, said);
    if (length === undefined || said < before.said / 2) continue;
    const lost = before.tight.duration - length;
    if (before.tail - lost + offset < timing.turnMargin) continue;
    if (length - overlapBefore + offset < Math.max(timing.turnMargin, timing.ownGap)) continue;
    return said;
  }
  return undefined;
}

/** Two turns of one speaker are parted by a pause, which is not drawn yet. */
function expectedOffset({ type, offset }: Transition, { pause }: Timing): number {
  return type === 'same-speaker' ? pause.mean : offset;
}

/** A turn's length with the pauses that it is still to get. */
function expectedLength(state: TurnState | undefined, timing: Timing): number {
  const pauses = state?.joints.filter(({ kind }) => kind === 'pause').length ?? 0;
  return (state?.tight.duration ?? 0) + pauses * timing.pause.mean;
}

/** Around an overlap both go on without pauses: a little wider than the overlap, so that none touches it. */
function markHushed(states: readonly TurnState[], transitions: readonly Transition[], timing: Timing): void {
  for (const [index, { type, offset }] of transitions.entries()) {
    const [before, state] = [states[index - 1], states[index]];
    if (offset >= 0 || before === undefined || state === undefined) continue;
    hushEnd(before, type, -offset, timing);
    hushStart(state, -offset);
  }
}

export function hushEnd(before: TurnState, type: Transition['type'], overlap: number, timing: Timing): void {
  before.hushedTail = overlap + (type === 'interruption' ? timing.reaction.maximum : 0.3);
}

export function hushStart(state: TurnState, overlap: number): void {
  state.hushedHead = overlap + 0.1;
}
