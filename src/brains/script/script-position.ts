import { type Script, speakerLanguage, turnText } from '../../script/index.ts';
import type { BrainTurn } from '../../voices/index.ts';
import { coverage, type LetterPairs, letterPairs, likeness } from './likeness.ts';

/** What one side says before the other does: the neighbouring turns of a script. */
export type Passage = {
  readonly ours: boolean;
  readonly text: string;
  readonly pairs: LetterPairs;
  /** In order; neighbours of one language are one. */
  readonly pieces: readonly { readonly text: string; readonly language: string }[];
};

export type ScriptPosition = {
  /** Index of the passage that is due. */
  readonly next: number;
  /** What the user has said in its place, or the agent to help them: turns since it is due. */
  readonly misses: number;
  readonly prompts: number;
};

export type PositionOptions = {
  /** 0 to 1: from which likeness on a line counts as said. */
  readonly likeness: number;
  readonly offScript: 'prompt' | 'go-on';
};

/** Passages ahead among which a line is looked for, where somebody has skipped some. */
const lookAhead = 5;

/** A line of the agent that was cut short counts as said once so much of it was heard. */
const heardEnough = 0.6;

/** Letters of what was said in place of a line that are kept in mind. */
const longestHeard = 1000;

/** A skipped line has to be recognised more surely than one that is due. */
const surePenalty = 0.15;

export function passagesOf(script: Script, part: string): readonly Passage[] {
  const passages: Passage[] = [];
  for (const turn of script.turns) {
    if (turnText(turn) === '') continue;
    const ours = turn.speaker === part;
    const usual = speakerLanguage(script, turn.speaker);
    const pieces = turn.parts.flatMap((each) =>
      each.type === 'speech' ? [{ text: each.text, language: each.language ?? usual }] : [],
    );
    const last = passages.at(-1);
    const joined = last?.ours === ours ? [...last.pieces, ...pieces] : pieces;
    if (last?.ours === ours) passages.pop();
    const text = joined.map((piece) => piece.text).join(' ');
    passages.push({ ours, pieces: joinPieces(joined), text, pairs: letterPairs(text) });
  }
  return passages;
}

function joinPieces(pieces: Passage['pieces']): Passage['pieces'] {
  return pieces.reduce<{ text: string; language: string }[]>((joined, { text, language }) => {
    const last = joined.at(-1);
    if (last?.language === language) last.text += ` ${text}`;
    else joined.push({ text, language });
    return joined;
  }, []);
}

type State = { next: number; misses: number; prompts: number; heard: string; cut: boolean };

/** Where in a script a conversation is: read off its turns alone, so that it may be asked as often as anybody likes. */
export function positionIn(
  passages: readonly Passage[],
  turns: readonly BrainTurn[],
  options: PositionOptions,
): ScriptPosition {
  const state: State = { next: 0, misses: 0, prompts: 0, heard: '', cut: false };
  const moveTo = (next: number, cut = false): void =>
    void Object.assign(state, { next, misses: 0, prompts: 0, heard: '', cut });
  for (const turn of turns) {
    if (turn.type === 'agent') hearAgent(passages, turn.text, turn.cutShort, state, moveTo);
    if (turn.type === 'user') hearUser(passages, turn.text, state, moveTo, options);
  }
  return { next: state.next, misses: state.misses, prompts: state.prompts };
}

type Move = (next: number, cut?: boolean) => void;

function hearAgent(
  passages: readonly Passage[],
  text: string,
  cutShort: boolean,
  state: State,
  moveTo: Move,
): void {
  const pairs = letterPairs(text);
  for (let index = state.next; index < Math.min(passages.length, state.next + lookAhead); index++) {
    const passage = passages[index];
    if (passage?.ours !== true) continue;
    const isSaid =
      likeness(pairs, passage.pairs) >= 0.7 || (cutShort && coverage(pairs, passage.pairs) >= 0.8);
    // Cut off before a word was heard, it was said to nobody.
    if (isSaid) moveTo(index + 1, cutShort && coverage(passage.pairs, pairs) < heardEnough);
    if (isSaid) return;
  }
  state.prompts++;
}

function hearUser(
  passages: readonly Passage[],
  text: string,
  state: State,
  moveTo: Move,
  { likeness: least, offScript }: PositionOptions,
): void {
  const due = passages[state.next];
  if (text.trim() === '') {
    if (due?.ours === false) moveTo(state.next + 1);
    return;
  }
  const pairs = letterPairs(text);
  state.heard = `${state.heard} ${text}`.slice(-longestHeard);
  if (
    due?.ours === false &&
    Math.max(likeness(pairs, due.pairs), likeness(letterPairs(state.heard), due.pairs)) >= least
  ) {
    moveTo(state.next + 1);
    return;
  }
  for (let index = state.next + 1; index < Math.min(passages.length, state.next + lookAhead); index++) {
    const passage = passages[index];
    if (passage?.ours !== false || likeness(pairs, passage.pairs) < Math.min(1, least + surePenalty))
      continue;
    moveTo(index + 1);
    return;
  }
  if (offScript === 'go-on') {
    if (due?.ours === false) moveTo(state.next + 1);
  } else if (state.cut) {
    // They asked for what they had not let the agent say.
    moveTo(state.next - 1);
  } else {
    state.misses++;
  }
}
