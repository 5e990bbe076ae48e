import type { Voice } from '../../voices/index.ts';
import { primaryLanguage } from '../language.ts';
import { LiveError } from '../live-error.ts';

/** The first whose languages hold it, else the first that speaks many, else the first. */
export function chooseVoice(voices: readonly Voice[], language: string): Voice {
  const fits = (tag: string): boolean => primaryLanguage(tag) === primaryLanguage(language);
  const chosen =
    voices.find((voice) => voice.languages.some(fits)) ??
    voices.find((voice) => voice.languages.includes('mul')) ??
    voices[0];
  if (chosen === undefined) throw new LiveError('voices', 'A session needs a voice: give at least one.');
  return chosen;
}
