import { joinWords, type Word } from '../../timeline/index.ts';
import type { HeardParts } from '../../voices/index.ts';
import type { LinkHeard } from './link.ts';
import { placeWords } from './place-words.ts';

/** What has been understood of the utterance that is not over: segments that stand, and what may still change. */
export interface WordsSoFar {
  /** Words on the session's clock. `now`: seconds of sound so far. */
  add(heard: LinkHeard, now: number): void;
  /** They are final. Where there are none, nothing is said if `quiet`. */
  finish(now: number, options?: { readonly quiet?: boolean }): void;
  /** What lies after this time will be heard again. */
  forgetAfter(time: number): void;
}

export function createWordsSoFar(
  { partial, timed }: { readonly partial: boolean; readonly timed: boolean },
  parts: Pick<HeardParts, 'say'>,
): WordsSoFar {
  let segments: LinkHeard[] = [];
  let told = '';
  /** Seconds: where the last utterance's words ended. */
  let earliest = 0;

  const say = (final: boolean, now: number): readonly Word[] => {
    const texts = segments.map(({ text }) => text.trim()).filter((text) => text !== '');
    const text = joinWords(texts);
    const spoken = segments.flatMap(({ words }) => words);
    const words = timed ? placeWords(spoken, earliest, now) : [];
    const language = segments.findLast((segment) => segment.language !== undefined)?.language;
    const spelt = language === undefined ? {} : { language };
    if (final || (partial && text !== '' && text !== told)) {
      parts.say({ type: 'words-heard', text, words, final, ...spelt });
    }
    told = text;
    return words;
  };

  return {
    add(heard, now) {
      segments = [...segments.filter(({ kind }) => kind !== 'partial'), heard];
      if (heard.kind !== 'utterance') say(false, now);
    },
    finish(now, { quiet = false } = {}) {
      // What was told and then forgotten is taken back by a last word too.
      const empty = told === '' && segments.every(({ text }) => text.trim() === '');
      if (!(quiet && empty)) earliest = say(true, now).at(-1)?.end ?? earliest;
      segments = [];
      told = '';
    },
    forgetAfter(time) {
      segments = segments.filter(
        ({ kind, words }) => kind !== 'partial' && words.length > 0 && words.every(({ end }) => end <= time),
      );
    },
  };
}
