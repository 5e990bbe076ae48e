import { splitWords } from '../timeline/index.ts';
import type { Voice } from './voice.ts';

/** The words of a text that are heard: for a model that reads marks such as `[laughs]` as directions, not those. */
export function wordsToSay({ service }: Pick<Voice, 'service'>, text: string): string[] {
  return splitWords(service?.tags === true ? withoutTags(text) : text);
}

export function withoutTags(text: string): string {
  return text.replaceAll(/\[[^[\]]*\]/g, ' ');
}
