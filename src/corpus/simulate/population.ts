import { type CorpusSpeaker, type Split, splits } from '../record/types.ts';
import { nameAt } from './draw.ts';
import type { Spec } from './spec.ts';

/** A person of the corpus, before they sit down to any dialogue. */
export type Person = Omit<CorpusSpeaker, 'channel' | 'role'>;

/** Those who may talk to each other: of one language and one part of the corpus. */
export interface Population {
  /** Never fewer than two. */
  readonly sizes: (language: string, split: Split) => number;
  readonly person: (language: string, split: Split, index: number) => Person;
}

/** Multiples of these, less their whole part, fill the line evenly: so every share is met by any number of people. */
const evenSteps = { gender: 0.6180339887498949, age: 0.7548776662466927, region: 0.5698402909980532 };

/** Everybody there is. Pure: nothing is drawn, a person follows from the specification and their number. */
export function populationOf(spec: Spec): Population {
  const groups = new Map<string, { readonly first: number; readonly size: number }>();
  const total = Object.values(spec.languages).reduce((sum, weight) => sum + weight, 0);
  for (const [language, weight] of Object.entries(spec.languages)) {
    let first = 0;
    for (const split of splits) {
      const wanted = Math.round((spec.speakers.count * weight * spec.split[split]) / total);
      const size = spec.split[split] === 0 ? 0 : Math.max(2, wanted);
      groups.set(`${language}/${split}`, { first, size });
      first += size;
    }
  }
  const groupOf = (language: string, split: Split) =>
    groups.get(`${language}/${split}`) ?? { first: 0, size: 0 };
  return {
    sizes: (language, split) => groupOf(language, split).size,
    person: (language, split, index) => personOf(spec, language, groupOf(language, split).first + index),
  };
}

function personOf(spec: Spec, language: string, number: number): Person {
  const place = (step: number): number => ((number + 0.5) * step) % 1;
  const { genders, ageBands, regions } = spec.speakers;
  const regional = regions[language];
  const region = regional === undefined ? null : nameAt(regional, place(evenSteps.region));
  return {
    id: `${language.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${String(number).padStart(6, '0')}`,
    language,
    nativeLanguage: language,
    gender: nameAt(genders, place(evenSteps.gender)) === 'female' ? 'female' : 'male',
    ageBand: nameAt(ageBands, place(evenSteps.age)),
    accent: region,
    region,
    voice: null,
    consent: null,
  };
}
