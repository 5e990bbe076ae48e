import { type EspeakLanguage, mandarin } from './languages.ts';
import type { Speaker } from './speakers.ts';

/** The engine's own default, words per minute. */
const defaultRate = 175;
/** The rate of a speaker of middling pace in Mandarin. */
const middlingRate = 210;

/** Words per minute in the engine's count; people are as quick in one language as in another. */
export function engineWordsPerMinute(speaker: Speaker, language: EspeakLanguage): number {
  return language === mandarin ? speaker.rate : (defaultRate * speaker.rate) / middlingRate;
}

/** The factor that brings this speaker in this language to -23 LUFS. */
export function engineGain(speaker: Speaker, language: EspeakLanguage): number {
  return 10 ** ((speaker.gain + language.gain) / 20);
}
