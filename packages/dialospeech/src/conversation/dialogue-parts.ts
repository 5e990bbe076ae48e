import { joinWords, type Word } from 'duologue/timeline';
import type { DialoguePart } from 'duologue/voices';
import type { SaidUnit } from '../language/decoder.ts';
import type { DialogueScript } from './dialogue-script.ts';
import { type UnitWord, wordTimes } from './word-times.ts';

/** A backchannel that the model may say by itself. */
export type OwnBackchannel = { readonly text: string; readonly words: readonly UnitWord[] };

type TurnTimes = { readonly start: number; readonly end: number; readonly words: readonly Word[] };

/**
 * Tells of turns in the order of the script when they have been said, and of backchannels of the model's own at once.
 * A turn that ends while an earlier one goes on waits for that.
 */
export function createPartTeller(
  script: DialogueScript,
  backchannels: readonly (OwnBackchannel | undefined)[],
  stepDuration: number,
): (said: SaidUnit) => DialoguePart[] {
  const begun = new Map<number, TurnTimes>();
  const done = new Map<number, TurnTimes>();
  let next = 0;
  return ({ stream, unit, backchannel, onsets }) => {
    const start = (onsets[1] ?? 0) * stepDuration;
    const end = (onsets.at(-1) ?? 0) * stepDuration;
    if (unit < 0) {
      const own = backchannels[backchannel];
      if (own === undefined) return [];
      const words = wordTimes(own.words, onsets, stepDuration);
      const text = joinWords(words.map((word) => word.text));
      return [
        {
          type: 'backchannel-added',
          channel: stream,
          text,
          words,
          start,
          end: Math.max(end, words.at(-1)?.end ?? end),
        },
      ];
    }
    const said = script.units[unit];
    if (said === undefined) return [];
    const words = wordTimes(said.words, onsets, stepDuration);
    const before = begun.get(said.turn);
    const whole: TurnTimes = {
      start: before?.start ?? Math.min(start, words[0]?.start ?? start),
      end: Math.max(end, words.at(-1)?.end ?? end),
      words: [...(before?.words ?? []), ...words],
    };
    begun.set(said.turn, whole);
    if (!said.isLast) return [];
    begun.delete(said.turn);
    done.set(said.turn, whole);
    const parts: DialoguePart[] = [];
    for (let ready = done.get(next); ready !== undefined; ready = done.get(++next)) {
      const turn = next;
      done.delete(turn);
      parts.push({ type: 'turn-timed', turn, start: ready.start, end: ready.end });
      parts.push(...ready.words.map((word) => ({ type: 'word-timed' as const, turn, word })));
    }
    return parts;
  };
}
