import type { VoiceDescription } from 'duologue/voices';
import type { DialogueLanguage } from './text/vocabulary.ts';

type KnownSpeaker = Pick<VoiceDescription, 'gender'> & {
  readonly languages: readonly DialogueLanguage[];
  readonly vector: readonly number[];
};

/**
 * How far a voice leans towards one that speaks the language. What makes sound has learnt such voices from recordings
 * that were coloured like them, sounds of their own among them: a tenth makes a quarter fewer of those, and with a fifth
 * it is less the same voice.
 */
const lean = 0.1;

/** The vector of a speaker who says something in these languages, of which some may be foreign to them. */
export function foreignVector(
  speaker: KnownSpeaker,
  spoken: readonly DialogueLanguage[],
  everyone: readonly KnownSpeaker[],
): Float32Array {
  const own = Float32Array.from(speaker.vector);
  const foreign = spoken.find((language) => !speaker.languages.includes(language));
  const able = everyone.filter(({ languages }) => foreign !== undefined && languages.includes(foreign));
  const alike = able.filter(({ gender }) => gender === speaker.gender);
  const [guide] = (alike.length > 0 ? alike : able).toSorted(
    (a, b) => likeness(b.vector, own) - likeness(a.vector, own),
  );
  if (guide === undefined) return own;
  const between = own.map((value, index) => (1 - lean) * value + lean * (guide.vector[index] ?? 0));
  const scale = Math.sqrt(likeness(own, own) / Math.max(1e-12, likeness(between, between)));
  return between.map((value) => value * scale);
}

function likeness(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
