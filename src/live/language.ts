import type { WordsEvent } from './live-event.ts';
import type { LiveState } from './live-state.ts';
import { type Outcome, outcome, tell } from './outcome.ts';

/** Words of another language than the one spoken, of which so many make a switch. */
const switchWords = 2;

/** The user speaks another language of those allowed: so does the agent from now on. */
export function switchLanguage(state: LiveState, event: WordsEvent): Outcome {
  const spoken = event.language ?? writtenLanguage(event.text);
  if (spoken === undefined || event.words.length < switchWords) return outcome(state);
  const language = state.policy.languages.find(
    (allowed) => primaryLanguage(allowed) === primaryLanguage(spoken),
  );
  if (language === undefined || primaryLanguage(language) === primaryLanguage(state.language))
    return outcome(state);
  return outcome({ ...state, language }, tell({ type: 'language-switched', at: state.at, language }));
}

export function primaryLanguage(language: string): string {
  return language.toLowerCase().split('-')[0]?.replace('cmn', 'zh') ?? '';
}

/** By its letters, where the recogniser does not say. Latin ones are of too many languages to tell. */
function writtenLanguage(text: string): string | undefined {
  if (/[\u3040-\u30FF]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return han > latin ? 'zh' : undefined;
}
