import { findJoints, isQuestion, type Joint } from './joints.ts';
import type { TurnMaterial } from './material.ts';
import { layOutTurn, type TurnLayout } from './turn-layout.ts';

/** A turn while it is being planned. */
export type TurnState = {
  readonly turn: TurnMaterial;
  readonly joints: readonly Joint[];
  readonly question: boolean;
  /** The silence after each word that the plan has decided; by the word's index. */
  readonly silences: (number | undefined)[];
  /** Words that are said. */
  said: number;
  /** The last words were taken by an interruption. */
  taken: boolean;
  /** With every pause of the voice as short as `tightPause`: what the overlaps are measured against. */
  tight: TurnLayout;
  /** Seconds of `tight` from its start, and to its end, without a silence that the writer asked for. */
  head: number;
  tail: number;
  /** Seconds of `tight`, from its start and to its end, in which no pause may come. */
  hushedHead: number;
  hushedTail: number;
};

/** What is left of a voice's pause where somebody else is talking: short enough to be one stretch of speech. */
const tightPause = 0.1;

/** A silence from this length parts two stretches of speech. */
const partingSilence = 0.2;

export function createTurnState(turn: TurnMaterial): TurnState {
  const joints = findJoints(turn);
  const said = turn.takes.reduce((sum, take) => sum + take.words.length, 0);
  const state = {
    turn,
    joints,
    question: isQuestion(turn),
    silences: [],
    said,
    taken: false,
    hushedHead: 0,
    hushedTail: 0,
  };
  return { ...state, ...tightLayout(turn, joints, said, turn.cutShort) };
}

/** The turn without its last words. */
export function cutTurn(state: TurnState, said: number): void {
  Object.assign(state, tightLayout(state.turn, state.joints, said, true), { said, taken: true });
}

/** What `cutTurn` would leave of a turn's length. Undefined where the writer's own timing would be lost. */
export function lengthAfterCut(state: TurnState, said: number): number | undefined {
  if (said < 2 || state.turn.insertions.some((insertion) => insertion.after >= said)) return undefined;
  return tightLayout(state.turn, state.joints, said, true).tight.duration;
}

function tightLayout(
  turn: TurnMaterial,
  joints: readonly Joint[],
  said: number,
  cut: boolean,
): Pick<TurnState, 'tight' | 'head' | 'tail'> {
  const tight = layOutTurn(turn, joints, { silences: joints.map((joint) => tightSilence(joint)), said, cut });
  let head = tight.duration;
  let tail = tight.duration;
  for (const [index, word] of tight.words.entries()) {
    const next = tight.words[index + 1];
    if (next === undefined || next.start - word.end < partingSilence) continue;
    head = Math.min(head, word.end);
    tail = tight.duration - next.start;
  }
  return { tight, head, tail };
}

/** Undefined where the voice ran on, and still does. */
function tightSilence(joint: Joint): number | undefined {
  return joint.kind === 'pause' && joint.silence > tightPause ? tightPause : undefined;
}

/** Whether somebody else talks at a joint, so that a pause would be no pause. */
export function isHushed(state: TurnState, joint: number): boolean {
  const end = state.tight.words[joint]?.end ?? 0;
  return end < state.hushedHead || end > state.tight.duration - state.hushedTail;
}

/** Gives every pause of the voice that somebody else talks into its tight length. */
export function tightenHushed(state: TurnState): void {
  for (const [index, joint] of state.joints.entries()) {
    const silence = tightSilence(joint);
    if (silence !== undefined && isHushed(state, index)) state.silences[index] = silence;
  }
}

/** The turn as it will be. */
export function finalLayout(state: TurnState): TurnLayout {
  return layOutTurn(state.turn, state.joints, {
    silences: state.silences,
    said: state.said,
    cut: state.taken || state.turn.cutShort,
  });
}
