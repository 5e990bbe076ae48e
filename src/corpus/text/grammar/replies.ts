import type { Random } from '../../../dsp/index.ts';
import type { Facts } from './facts.ts';
import type { Floor } from './floor.ts';
import type { Line } from './material.ts';
import type { Phrases } from './phrases.ts';
import type { Traits } from './scene.ts';
import type { Company } from './talker.ts';

export type RepliesOptions = {
  readonly phrases: Phrases;
  readonly floor: Floor;
  readonly random: Random;
  readonly traits: Traits;
};

/** What may be asked back for, being easily misheard. */
const checkable = /^(?:day|time|date|price|he|she|city|month)\d*$/;

/** What listeners say to a line that stands for itself. */
export function createReplies({ phrases, floor, random, traits }: RepliesOptions) {
  const { doubts, agrees, checks } = traits;

  /** A doubt or a word of agreement, after an opinion; a question back, after what is easily misheard. */
  function reply(line: Line, { seat, facts }: Company, slots: readonly string[]): void {
    const speaker = seat[line.side];
    const draw = random.next();
    if (line.mood === 'opinion' && draw < doubts) {
      phrases.utter(1 - speaker, 'doubt', facts, { mood: 'opinion' });
      phrases.utter(speaker, random.next() < 0.6 ? 'defend' : 'concede', facts);
    } else if (line.mood === 'opinion' && draw < doubts + agrees) phrases.utter(1 - speaker, 'agree', facts);
    else if (floor.last()?.question === false) {
      const slot = slots.findLast((name) => checkable.test(name));
      if (slot !== undefined && draw > 1 - checks) check(speaker, facts, slot);
    }
  }

  function check(speaker: number, facts: Facts, slot: string): void {
    const heard = { ...facts, value: (name: string) => facts.value(name === 'value' ? slot : name) };
    const wrong = random.next() < 0.3 ? facts.other(slot) : undefined;
    if (wrong === undefined) {
      phrases.utter(1 - speaker, 'check', heard);
      phrases.utter(speaker, 'confirm', heard);
      return;
    }
    const misheard = { ...facts, value: (name: string) => (name === 'value' ? wrong : facts.value(name)) };
    phrases.utter(1 - speaker, 'check', misheard);
    phrases.utter(speaker, 'put right', heard);
    phrases.utter(1 - speaker, 'understood', heard);
  }

  return { reply };
}
