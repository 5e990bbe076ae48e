import type { Random } from '../../../dsp/index.ts';
import type { Floor, Remark } from './floor.ts';
import type { Mood } from './material.ts';

export type MirthOptions = {
  readonly random: Random;
  readonly floor: Floor;
  /** Laughs a minute of conversation. */
  readonly laughter: number;
};

/** Where a laugh fits, against elsewhere. */
const fitness: Readonly<Record<Mood, number>> = { funny: 1, good: 0.25, opinion: 0.03, plain: 0.015, bad: 0 };

/** Laughs as many a minute as people do, where there is something to laugh about; sighs, breaths and coughs besides. */
export function createMirth({ random, floor, laughter }: MirthOptions): {
  sounds(remark: Remark): Pick<Remark, 'before' | 'after' | 'heard'>;
} {
  let laughs = 0;
  return {
    sounds(remark) {
      const mood = remark.mood ?? 'plain';
      const owed = laughter * (floor.elapsed() / 60) - laughs + random.next() - 0.5;
      const asked = /[?？]$/u.test(remark.sentences.at(-1) ?? '');
      // The more laughs are owed, the less it takes.
      if (owed > 0 && !asked && random.next() < fitness[mood] * (0.5 + owed)) {
        const both = mood === 'funny' && owed > 1.5;
        laughs += both ? 2 : 1;
        const own = random.next() < 0.5;
        return {
          ...(own || both ? { after: 'laughter' } : {}),
          ...(!own || both ? { heard: 'laughter' } : {}),
        };
      }
      const draw = random.next();
      if (laughter > 0 && mood === 'bad' && draw < 0.15) return { before: 'sigh' };
      if (laughter > 0 && remark.sentences.length > 2 && draw < 0.12) return { before: 'breath' };
      if (laughter > 0 && draw > 0.99) return { before: draw > 0.995 ? 'throat-clear' : 'cough' };
      return {};
    },
  };
}
