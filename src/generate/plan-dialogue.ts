import { joinWords, type Utterance } from '../timeline/index.ts';
import { assembleTimeline } from './assemble-timeline.ts';
import type { Clip, ConversationMaterial, Take, TurnMaterial } from './material.ts';
import type { Plan } from './plan-timeline.ts';
import type { SpokenBlock } from './render-dialogue.ts';

export type DialoguePlanOptions = {
  /** Seconds between two stretches. */
  readonly gap: number;
  /** Seconds of silence after the last. */
  readonly leadOut: number;
  readonly seed: string;
};

/** Where one turn's sound passes into the next: short enough for what runs on, long enough not to click. Seconds. */
const seamFade = 0.003;

/**
 * The timing of a dialogue that a model spoke is the model's own: every turn stays where it is, on its speaker's
 * track, so that speakers can be made equally loud and heard alone. Pure.
 */
export function planDialogue(
  material: ConversationMaterial,
  blocks: readonly SpokenBlock[],
  { gap, leadOut, seed }: DialoguePlanOptions,
): Plan {
  const turns = new Map(material.turns.map((turn) => [turn.index, turn]));
  const utterances: Utterance[] = [];
  const clips: Clip[] = [];
  let start = 0;
  let end = 0;
  for (const block of blocks) {
    for (const { index, at } of block.turns) {
      const turn = turns.get(index);
      // With the gain that evens it.
      const [take] = turn?.takes ?? [];
      if (turn === undefined || take === undefined) continue;
      clips.push(clipOf(turn, take, start + at));
      utterances.push(utteranceOf(turn, take, start + at));
      end = Math.max(end, start + at + take.end);
    }
    start += block.duration + gap;
  }
  const timeline = assembleTimeline(material, { utterances, events: [], duration: end + leadOut, seed });
  return { timeline, clips, warnings: [] };
}

function clipOf({ speaker }: TurnMaterial, { source, duration, gain }: Take, at: number): Clip {
  const fade = Math.min(seamFade, duration / 2);
  return { speaker, kind: 'speech', source, from: 0, to: duration, at, gain, fadeIn: fade, fadeOut: fade };
}

function utteranceOf(turn: TurnMaterial, take: Take, at: number): Utterance {
  const words = take.words.map((word) => ({ ...word, start: word.start + at, end: word.end + at }));
  return {
    id: `t${turn.index + 1}`,
    speaker: turn.speaker,
    kind: 'turn',
    text: joinWords(words.map(({ text }) => text)),
    start: words[0]?.start ?? at + take.start,
    end: words.at(-1)?.end ?? at + take.end,
    words,
    language: turn.language,
    turnIndex: turn.index,
  };
}
