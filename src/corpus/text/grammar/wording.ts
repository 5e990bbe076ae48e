import type { Random } from '../../../dsp/index.ts';
import type { Facts } from './facts.ts';
import type { GrammarLanguage, Habits } from './language.ts';
import { expand, type Template } from './template.ts';

export type WordingOptions = {
  readonly language: GrammarLanguage;
  /** Whether a sentence may be said in this split. */
  readonly fits: (sentence: string) => boolean;
  readonly random: Random;
};

export type Said = { readonly text: string; readonly slots: readonly string[] };

/** Finds words for sentences. */
export interface Wording {
  /** `undefined` where no wording of it belongs to the split. */
  say(template: Template, facts: Facts, manner: Manner): Said | undefined;
  fits(sentence: string): boolean;
}

export type Manner = {
  readonly habits: Habits;
  /** May begin with a small word: it is no question, no answer and no reaction. */
  readonly marked: boolean;
  /** What fills `{you}` and `{me}`. */
  readonly people: Readonly<Record<'you' | 'me', string>>;
};

/** Share of values that are said wrong first. */
const slips = 0.02;
/** Draws before hesitations are put in only to find a wording that fits, and at most. */
const [freeDraws, mostDraws] = [120, 1200];

export function createWording({ language, fits: belongs, random }: WordingOptions): Wording {
  const wordsOf = (name: string): readonly Template[] =>
    language.frames.facts
      .filter(({ names }) => names.includes(name))
      .flatMap(({ values }) => values.map(([first]) => first ?? []));
  const markers = { statement: wordsOf('marker'), question: wordsOf('asker'), smooth: wordsOf('polite') };
  const fits = (sentence: string): boolean => language.length(sentence) <= language.free || belongs(sentence);

  function draw(template: Template, facts: Facts, { habits, marked, people }: Manner, forced: boolean): Said {
    const slots: string[] = [];
    const valueOf = (slot: string): string => {
      if (slot === 'you' || slot === 'me') return people[slot];
      const value = facts.value(slot);
      slots.push(slot);
      const wrong = habits.hesitation > 0 && random.next() < slips ? facts.other(slot) : undefined;
      return wrong === undefined ? value : language.correct(wrong, value, random);
    };
    let text = expand(template, random, valueOf);
    const smooth = habits.hesitation === 0;
    const kind = smooth ? 'smooth' : /[?？]$/u.test(text) ? 'question' : 'statement';
    const before = forced ? random.integer(smooth ? 3 : 2) : Number(marked && random.next() < habits.markers);
    for (let count = 0; count < before && (forced || !language.reacts.test(text)); count++) {
      const marker = markers[kind][random.integer(markers[kind].length)] ?? [];
      text = expand([...marker, language.space, text], random, valueOf);
    }
    const long = language.length(text) > language.free;
    if (long && (random.next() < habits.hesitation || (forced && !smooth)))
      text = language.hesitate(text, habits, random);
    return { text: language.finish(text), slots };
  }

  return {
    fits,
    say(template, facts, manner) {
      for (let count = 0; count < mostDraws; count++) {
        const said = draw(template, facts, manner, count >= freeDraws);
        if (fits(said.text)) return said;
      }
      return undefined;
    },
  };
}
