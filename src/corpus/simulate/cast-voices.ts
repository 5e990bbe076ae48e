import { mainLanguage, sameLanguage } from '../../generate/index.ts';
import type { VoiceDescription } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { type Split, splits } from '../record/types.ts';
import type { Person, Population } from './population.ts';
import type { Spec } from './spec.ts';
import { parseVariant, printVariant } from './voice-variant.ts';

/** Who may be given to somebody: of an embedded voice what it says of itself, of a service's what the user says of it. */
export type CastableVoice = Pick<VoiceDescription, 'id' | 'languages' | 'gender' | 'accent'> & {
  /** Whether other people can be made of it. */
  readonly varies: boolean;
  /** The only part of the corpus in which it is heard. */
  readonly split?: Split;
};

export type VoiceCast = {
  /** The same people, each with a voice. */
  readonly population: Population;
  readonly warnings: readonly string[];
};

/** How far throats and paces of variants are apart: more, and they sound like nobody. */
const scaleReach = 0.08;
const speedReach = 0.1;
/** The old speak more slowly. */
const paceOfAge: Readonly<Record<string, number>> = { '56-65': 0.97, '66-80': 0.92 };

/** See `evenSteps` of the population: these belong to other fields. */
const evenSteps = { scale: 0.733891856627126, speed: 0.6287067210378087 };

type Voices = readonly CastableVoice[];

/**
 * Voices for people: of their gender and language, of their region where there is one, and none in two parts of the
 * corpus where there are enough. Where there are more people than voices, each is a variant of one. Pure.
 */
export function castVoices(spec: Spec, population: Population, voices: Voices): VoiceCast {
  const warnings = new Set<string>();
  const groups = new Map<string, Voices>();
  for (const language of Object.keys(spec.languages)) {
    const able = voices.filter((voice) => speaks(voice, language)).toSorted(byFluency(language));
    if (able.length === 0) {
      throw new CorpusError(`None of the voices speaks ${language}.`, { field: `languages.${language}` });
    }
    for (const gender of Object.keys(spec.speakers.genders)) {
      const fitting = able.filter((voice) => voice.gender === gender);
      const unknown = able.filter((voice) => voice.gender === undefined);
      const own = fitting.length > 0 ? fitting : unknown.length > 0 ? unknown : able;
      if (own === able && fitting.length === 0) {
        warnings.add(`No ${gender} voice speaks ${language}: others speak for these speakers.`);
      }
      for (const [split, part] of shareVoices(own, spec.split)) {
        if (part === own && own.length > 0 && usedSplits(spec).length > 1) {
          warnings.add(
            `${own.length} ${gender} voices of ${language} are too few for ${usedSplits(spec).join(', ')}: every speaker is a variant of one, and a voice is heard in more than one of them.`,
          );
        }
        groups.set(`${language}/${split}/${gender}`, part);
      }
    }
    for (const region of Object.keys(spec.speakers.regions[language] ?? {})) {
      if (!able.some((voice) => isOf(voice, language, region))) {
        warnings.add(
          `No voice of ${language} is from ${region}: its speakers have it in their metadata alone.`,
        );
      }
    }
  }
  const rankOf = createRanks(population);
  return {
    warnings: [...warnings],
    population: {
      sizes: population.sizes,
      person(language, split, index) {
        const person = population.person(language, split, index);
        const group = groups.get(`${language}/${split}/${person.gender}`) ?? [];
        const regional = group.filter((voice) => isOf(voice, language, person.region ?? ''));
        const candidates = regional.length > 0 ? regional : group;
        return dressed(person, candidates, rankOf(language, split, index));
      },
    },
  };
}

/** How many of the same gender come before somebody in their group. */
function createRanks(population: Population): (language: string, split: Split, index: number) => number {
  const known = new Map<string, Uint32Array>();
  return (language, split, index) => {
    const key = `${language}/${split}`;
    const ranks = known.get(key) ?? rankAll(population, language, split);
    known.set(key, ranks);
    return ranks[index] ?? 0;
  };
}

function rankAll(population: Population, language: string, split: Split): Uint32Array {
  const counts = new Map<string | null, number>();
  return Uint32Array.from({ length: population.sizes(language, split) }, (_, index) => {
    const { gender } = population.person(language, split, index);
    const rank = counts.get(gender) ?? 0;
    counts.set(gender, rank + 1);
    return rank;
  });
}

/** The first people get the voices as they are, the best first; those after them variants. */
function dressed(person: Person, voices: Voices, rank: number): Person {
  const voice = voices[rank % voices.length];
  if (voice === undefined) return person;
  const varied = rank >= voices.length && voice.varies;
  const around = (step: number, reach: number): number => (2 * (((rank + 0.5) * step) % 1) - 1) * reach;
  const pace = voice.varies ? (paceOfAge[person.ageBand ?? ''] ?? 1) : 1;
  return {
    ...person,
    accent: voice.accent ?? null,
    voice: printVariant({
      voice: voice.id,
      scale: varied ? 1 + around(evenSteps.scale, scaleReach) : 1,
      speed: varied ? pace * (1 + around(evenSteps.speed, speedReach)) : pace,
    }),
  };
}

/** The voice that two people may both be variants of. */
export function voiceBehind({ voice }: Person): string | null {
  return voice === null ? null : parseVariant(voice).voice;
}

function usedSplits({ split }: Spec): Split[] {
  return splits.filter((name) => split[name] > 0);
}

/**
 * Each part of the corpus its own voices, as many as its share; all of them the same where they are too few. What is
 * kept to one part is nowhere else, and counts towards that part's share.
 */
function shareVoices(voices: Voices, shares: Spec['split']): Map<Split, Voices> {
  const used = splits.filter((split) => shares[split] > 0);
  const free = voices.filter(({ split }) => split === undefined);
  const kept = voices.length - free.length;
  const parts = new Map<Split, CastableVoice[]>(
    used.map((split) => [split, voices.filter((voice) => voice.split === split)]),
  );
  const sizeOf = (split: Split): number => parts.get(split)?.length ?? 0;
  const lacking = used.filter((split) => sizeOf(split) === 0);
  if (free.length < lacking.length) {
    if (kept === 0) return new Map(used.map((split) => [split, voices]));
    throw new CorpusError(`No voice is left for ${lacking.join(' and ')}: name more, or keep fewer apart.`, {
      field: 'speech.voices',
    });
  }
  const small = used.toSorted((a, b) => shares[a] - shares[b]);
  for (const [index, voice] of free.entries()) {
    const left = free.length - index;
    const empty = small.filter((split) => sizeOf(split) === 0);
    const lack = (part: Split): number => shares[part] * (kept + index + 1) - sizeOf(part);
    // The best voices go where most is said, as long as one is left for each of the others.
    const split = left <= empty.length ? empty[0] : used.toSorted((a, b) => lack(b) - lack(a))[0];
    if (split !== undefined) parts.get(split)?.push(voice);
  }
  return parts;
}

function speaks({ languages }: CastableVoice, language: string): boolean {
  return languages.some((known) => known === 'mul' || sameLanguage(known, language));
}

/** Those whose first language it is, before those who also speak it. */
function byFluency(language: string): (a: CastableVoice, b: CastableVoice) => number {
  const rank = ({ languages }: CastableVoice): number => (sameLanguage(languages[0] ?? '', language) ? 0 : 1);
  return (a, b) => rank(a) - rank(b);
}

function isOf({ languages, accent }: CastableVoice, language: string, region: string): boolean {
  const tag = `${mainLanguage(language)}-${region}`.toLowerCase();
  return (
    region !== '' &&
    (accent?.toLowerCase() === region.toLowerCase() || languages.some((known) => known.toLowerCase() === tag))
  );
}
