import type { Random } from '../dsp/index.ts';
import type { TurnOnset } from '../script/index.ts';
import { createOffsetDraws } from './incremental-offsets.ts';
import type { PauseDraws } from './incremental-pauses.ts';
import { ownGapStrength } from './pauses.ts';
import type { Timing } from './timing.ts';
import {
  hushEnd,
  hushStart,
  interruption,
  isContested,
  roomAtEnd,
  roomAtStart,
  sequentialTransition,
  type Transition,
  takeLastWords,
  writtenTransition,
} from './transitions.ts';
import type { TurnState } from './turn-state.ts';

/** What is known of a turn before it is rendered. */
export type UpcomingTurn = {
  readonly speaker: string;
  readonly onset: TurnOnset;
  readonly words: number;
};

export type TransitionDrawOptions = {
  readonly style: 'natural' | 'sequential';
  /** Seconds between two turns of the sequential style. */
  readonly gap: number;
  readonly timing: Timing;
  readonly interruptions: 'script' | 'auto' | 'none';
  readonly pauses: PauseDraws;
  readonly random: Random;
  readonly warn: (message: string) => void;
};

/** How each turn follows the one before it, one after another. */
export interface TransitionDraws {
  /** How a turn follows the one before, now that it is rendered. */
  settle(state: TurnState, index: number): Transition;
  /**
   * The least offset of the turn that follows, which is not rendered yet; cuts what it will interrupt, and marks
   * where no pause fits. `time` is how long the conversation is by now.
   */
  expect(next: UpcomingTurn | undefined, index: number, time: number): number;
}

type Expected = Transition & {
  readonly speaker: string;
  /** No later decision makes the offset less. */
  readonly least: number;
};

export function createTransitionDraws(options: TransitionDrawOptions): TransitionDraws {
  return options.style === 'natural' ? naturalDraws(options) : sequentialDraws(options);
}

function sequentialDraws({ gap, warn }: TransitionDrawOptions): TransitionDraws {
  let before: TurnState | undefined;
  return {
    settle(state) {
      const { onset, index } = state.turn;
      if (onset.type === 'overlap' || onset.type === 'interrupt') {
        warn(`Nobody overlaps in the sequential style: turn ${index + 1} waits for the one before it.`);
      }
      const transition = sequentialTransition(state, before, gap);
      before = state;
      return transition;
    },
    expect: () => 0,
  };
}

function naturalDraws(options: TransitionDrawOptions): TransitionDraws {
  const { timing, random, pauses, interruptions } = options;
  const offsets = createOffsetDraws(timing, random.fork('offsets'));
  let before: TurnState | undefined;
  let overlapBefore = 0;
  let expected: Expected | undefined;
  const interruptionsBefore = random.fork('interruptions').next();
  let interrupted = 0;
  let clock = 0;
  const interruptionDue = (): boolean =>
    (timing.interruptionsPerMinute * clock) / 60 + interruptionsBefore >= interrupted + 1;

  const settled = (state: TurnState, index: number): Transition => {
    const draws = random.fork(`written/${index}`);
    const transition = writtenTransition(state, before, overlapBefore, options, draws);
    if (before === undefined || transition.type === 'first') return transition;
    if (transition.type === 'same-speaker') {
      const assign = (duration: number): void => {
        transition.offset = Math.max(timing.ownGap, duration);
      };
      pauses.draw({ strength: ownGapStrength, assign }, random.fork(`own-gap/${index}`));
    }
    if (transition.type !== 'transfer') return transition;
    const room = roomAtStart(state, 0, timing);
    const foreseen = expected?.speaker === state.turn.speaker ? expected : undefined;
    if (foreseen?.type === 'interruption') {
      const offset = -Math.max(0, Math.min(-foreseen.offset, room));
      const { anchor } = foreseen;
      return { type: 'interruption', offset, ...(anchor === undefined ? {} : { anchor }) };
    }
    if (foreseen !== undefined) {
      return { ...transition, offset: offsets.settle(foreseen.offset, room, index) };
    }
    const { speaker } = state.turn;
    const both = Math.min(room, roomAtEnd(before, speaker, overlapBefore, timing));
    const drawn = { index, speaker, afterQuestion: before.question, room: both };
    return { ...transition, offset: offsets.expect(drawn) };
  };

  const foresee = (state: TurnState, next: UpcomingTurn, index: number): Expected => {
    const { speaker, onset } = next;
    const after = state.tight.after;
    const waits = { type: 'written', offset: after, least: after, speaker } as const;
    if (onset.type === 'gap' || speaker === state.turn.speaker) return waits;
    if (onset.type === 'overlap') {
      return { type: 'written', offset: -onset.duration, least: -onset.duration, speaker };
    }
    const room = roomAtEnd(state, speaker, overlapBefore, timing);
    if (onset.type === 'interrupt' && interruptions !== 'none') {
      const drawn = interruption(state, room, timing, random.fork(`written/${index}`));
      return { ...drawn, least: Math.min(0, drawn.offset), speaker };
    }
    if (after > 0) return waits;
    const likely = next.words * likelyWord - timing.turnMargin;
    const { question: afterQuestion } = state;
    const drawn = { index, speaker, afterQuestion, room: Math.min(room, likely) };
    const transition: Transition = { type: 'transfer', offset: offsets.expect(drawn) };
    if (interruptions === 'auto' && isContested(transition, timing) && interruptionDue()) {
      const draws = random.fork(`interruptions/${index}`);
      if (takeLastWords(state, transition, overlapBefore, timing, draws)) interrupted++;
    }
    return { ...transition, least: Math.min(0, transition.offset), speaker };
  };

  return {
    settle(state, index) {
      const transition = settled(state, index);
      if (transition.type === 'interruption' && state.turn.onset.type === 'interrupt') interrupted++;
      if (expected !== undefined) transition.offset = Math.max(transition.offset, expected.least);
      if (transition.offset < 0) hushStart(state, -transition.offset);
      before = state;
      overlapBefore = Math.max(0, -transition.offset);
      return transition;
    },
    expect(next, index, time) {
      clock = time;
      expected = before === undefined || next === undefined ? undefined : foresee(before, next, index);
      if (expected === undefined || before === undefined) return 0;
      if (expected.offset < 0) hushEnd(before, expected.type, -expected.offset, timing);
      return expected.least;
    },
  };
}

/** Seconds. Most are longer, so that an overlap that is expected to fit does. */
const likelyWord = 0.25;
