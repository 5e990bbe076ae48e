import type { SpeechRequest } from '../voice.ts';
import { withoutTags } from '../words-to-say.ts';
import type { AdapterModel, SpeechAsk } from './adapter.ts';

/** What of a request the vendor is asked for, what is done here, and what cannot be done. */
export type PlannedRequest = {
  readonly ask: Pick<SpeechAsk, 'language' | 'speed' | 'seed' | 'instructions' | 'providerOptions'>;
  /** Rate by which the answer is stretched; 1 leaves it. */
  readonly stretch: number;
  readonly warnings: readonly string[];
};

export function planRequest(title: string, model: AdapterModel, request: SpeechRequest): PlannedRequest {
  const warnings: string[] = [];
  const { language, instructions, seed, speed = 1, providerOptions = {} } = request;
  const spoken = language === undefined || speaks(model, language);
  if (!spoken) {
    warnings.push(
      `${title}’s ${model.id} does not list ${language} among its languages: it is left to guess.`,
    );
  }
  if (instructions !== undefined && model.instructions !== true) {
    warnings.push(
      `${title}’s ${model.id} takes no instructions: ${JSON.stringify(instructions)} is left out.`,
    );
  }
  const rate = Number.isNaN(speed) ? 1 : Math.min(2, Math.max(0.5, speed));
  if (rate !== speed) warnings.push(`A speed of ${speed} is out of reach; ${rate} is used. Give .5 to 2.`);
  const [slowest, fastest] = model.speeds ?? [1, 1];
  const native = rate >= slowest && rate <= fastest;
  return {
    ask: {
      ...(language !== undefined && spoken ? { language } : {}),
      ...(native && rate !== 1 ? { speed: rate } : {}),
      ...(seed === undefined ? {} : { seed: seedNumber(seed) }),
      ...(instructions !== undefined && model.instructions === true ? { instructions } : {}),
      providerOptions,
    },
    stretch: native ? 1 : rate,
    warnings,
  };
}

export function speaks({ languages }: Pick<AdapterModel, 'languages'>, language: string): boolean {
  return languages.some((known) => known === 'mul' || mainTag(known) === mainTag(language));
}

/** `en` of `en-GB`. */
export function mainTag(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** A number for vendors that take one: FNV-1a, 31 bits. */
export function seedNumber(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  return hash >>> 1;
}

/** Characters a second beyond which nobody speaks: letters and digits, and characters of Chinese and Japanese. */
const fastestLetters = 32;
const fastestCharacters = 13;

/** The text that is heard: marks that the model reads as directions are not. */
export function heardText({ tags = false }: Pick<AdapterModel, 'tags'>, text: string): string {
  return tags ? withoutTags(text) : text;
}

/** Whether audio is too short for its text: it was cut off, or something was left out. Seconds. */
export function isTooShort(text: string, duration: number, speed = 1): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu) ?? [];
  const dense = letters.filter((letter) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter),
  );
  const least = (letters.length - dense.length) / fastestLetters + dense.length / fastestCharacters;
  return least > 0.5 && duration * speed < least;
}
