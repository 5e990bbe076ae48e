import { mainLanguage } from '../../generate/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { type Split, splits } from '../record/types.ts';
import type { Population } from '../simulate/population.ts';
import type { Spec } from '../simulate/spec.ts';
import type { SpeakerStock, SplitPool } from './split-pool.ts';

/** The people of a pool. Throws where a part of the corpus would have nobody to talk with. */
export function poolPopulation({ stocks }: SplitPool, spec: Spec): Population {
  const groups = new Map<string, SpeakerStock[]>();
  for (const stock of stocks) {
    const key = `${mainLanguage(stock.speaker.language)}/${stock.split}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(stock);
  }
  const groupOf = (language: string, split: Split): readonly SpeakerStock[] =>
    groups.get(`${mainLanguage(language)}/${split}`) ?? [];
  for (const language of Object.keys(spec.languages)) {
    for (const split of splits) {
      if (spec.split[split] === 0 || groupOf(language, split).length >= 2) continue;
      const spoken = [...new Set(stocks.map(({ speaker }) => mainLanguage(speaker.language)))].join(', ');
      throw new CorpusError(
        `The pool has ${groupOf(language, split).length} speakers of ${language} with something to say for ${split}, and two are needed. It has ${spoken || 'nobody'}.`,
        { field: 'speech.path' },
      );
    }
  }
  return {
    sizes: (language, split) => groupOf(language, split).length,
    person(language, split, index) {
      const stock = groupOf(language, split)[index];
      if (stock === undefined) throw new RangeError(`The pool has no speaker ${index} of ${language}.`);
      const { licence: _, ...person } = stock.speaker;
      return { ...person, nativeLanguage: person.nativeLanguage ?? person.language };
    },
  };
}
