import { createRandom } from '../dsp/index.ts';
import { isMandarin, sameLanguage } from './same-language.ts';

export type BackchannelForm = { readonly text: string; readonly weight: number };

/** How often each is said, as in telephone talk: mostly `yeah`, `uh-huh` and `mm-hm`. */
const english: readonly BackchannelForm[] = [
  { text: 'Yeah.', weight: 26 },
  { text: 'Uh-huh.', weight: 22 },
  { text: 'Mm-hm.', weight: 18 },
  { text: 'Right.', weight: 10 },
  { text: 'Okay.', weight: 5 },
  { text: 'Hmm.', weight: 3 },
  { text: 'Oh.', weight: 3 },
  { text: 'I see.', weight: 2 },
  { text: 'Sure.', weight: 2 },
  { text: 'Exactly.', weight: 2 },
  { text: 'Wow.', weight: 1 },
  { text: 'Really?', weight: 1 },
];

const mandarin: readonly BackchannelForm[] = [
  { text: '嗯。', weight: 40 },
  { text: '嗯嗯。', weight: 12 },
  { text: '对。', weight: 16 },
  { text: '对对对。', weight: 5 },
  { text: '哦。', weight: 9 },
  { text: '啊。', weight: 5 },
  { text: '是。', weight: 5 },
  { text: '是的。', weight: 3 },
  { text: '好。', weight: 3 },
  { text: '行。', weight: 2 },
];

/** Closed lips say the same in most languages. */
const elsewhere: readonly BackchannelForm[] = [
  { text: 'Mm-hm.', weight: 3 },
  { text: 'Mm.', weight: 2 },
];

/**
 * A listener's own few: drawn by weight, the habits of one person rather than of a whole language. `count` is of
 * takes; a form that comes up again is another take of it.
 */
export function listenerForms(language: string, count: number, seed: string): BackchannelForm[] {
  const forms = isMandarin(language) ? mandarin : sameLanguage(language, 'en') ? english : elsewhere;
  const random = createRandom(seed);
  const habits = forms.map(({ text, weight }) => ({
    text,
    weight: weight * Math.exp(0.6 * random.normal()),
  }));
  const ranked = habits.toSorted((a, b) => b.weight - a.weight);
  return Array.from({ length: count }, (_, index) => ranked[index % ranked.length]).filter(
    (form) => form !== undefined,
  );
}
