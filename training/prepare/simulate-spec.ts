import type { SpecInput } from 'duologue/corpus';
import type { PrepareSpec } from './prepare-spec.ts';
import type { Language, Throat } from './throats.ts';

const tags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** The dialogues of one language as `duologue corpus simulate` makes them: clean, and every throat in its own part. */
export function simulateSpec(spec: PrepareSpec, language: Language, throats: readonly Throat[]): SpecInput {
  const voices = throats.flatMap(({ voices: { [language]: id }, gender, split }) =>
    id === undefined ? [] : [{ id, gender, split, languages: [tags[language]] }],
  );
  return {
    name: `${spec.name}-${language}`,
    seed: `${spec.seed}/${language}`,
    hours: spec.languages[language]?.dialogue ?? 0,
    hoursPerShard: spec.hoursPerPack,
    languages: tags[language],
    registers: spec.register,
    duration: spec.duration,
    // So many that each voice is somebody's in every part.
    speakers: { count: voices.length * 2 },
    split: spec.split,
    speech: { from: 'voices', voices },
    rates: { ...spec.rates, laughter: 0, sideTalk: 0 },
    conditions: { dry: 1, levelDeviation: 0, noise: { steady: 0, bursts: 0 } },
    audio: { sampleRate: 16_000 },
  };
}
