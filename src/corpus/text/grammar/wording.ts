import type { Random } from '../../../dsp/index.ts';
import type { Facts } from './facts.ts';
import type { GrammarLanguage, Habits } from './language.ts';
import { draw, type Template } from './template.ts';

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
  /** What fills `{you}` and `{me}`; an empty name is not said. */
  readonly people: Readonly<Record<'you' | 'me', string>>;
  /** May be given small words before and behind it. Default true. */
  readonly loose?: boolean;
};

/** Share of values that are said wrong first. */
const slips = 0.02;
/** Draws for a wording that belongs to the split; from the first of these on, small words are put in only for that. */
const [freeDraws, mostDraws] = [120, 1200];
/**
 * Bits that two and three sentences in a row are to be drawn with. What has few wordings is given small words, as people
 * do: so a hundred hours hold no three sentences twice.
 */
const [pairBits, tripleBits] = [10, 25];
/** Below these, three sentences get somebody's name too. */
const bareBits = 22;

type Draft = { text: string; bits: number };

export function createWording({ language, fits: belongs, random }: WordingOptions): Wording {
  const small = smallWords(language);
  const fits = (sentence: string): boolean => language.length(sentence) <= language.free || belongs(sentence);
  let [before, last] = [tripleBits, tripleBits];
  const isThin = (bits: number): boolean => last + bits < pairBits || before + last + bits < tripleBits;

  const isBare = (bits: number): boolean => before + last + bits < bareBits;

  function dress(draft: Draft, { habits, people }: Manner, forced: boolean): void {
    const smooth = habits.hesitation === 0;
    const question = /[?？]$/u.test(draft.text);
    const opens = language.reacts.test(draft.text);
    const long = language.length(draft.text) > language.free;
    let most = long ? 3 : 2;
    for (const kind of shuffle(smooth ? smoothKinds : long ? kinds : shortKinds, random)) {
      if (most === 0 || !(forced || isThin(draft.bits))) return;
      if ((kind === 'before' && opens && long && !smooth && !forced) || (kind === 'tail' && question))
        continue;
      if (kind === 'name' && people.you === '') continue;
      if (kind === 'name' && !isBare(draft.bits) && random.next() < 0.7) continue;
      most--;
      if (kind === 'hesitate') {
        draft.text = language.hesitate(draft.text, habits, random);
        draft.bits += 5;
      } else if (kind === 'name') {
        draft.text = language.append(draft.text, people.you);
        draft.bits += 5;
      } else {
        const words =
          small[
            kind === 'tail' ? 'tail' : smooth ? 'polite' : !long ? 'light' : question ? 'asker' : 'marker'
          ];
        const word = words[random.integer(words.length)] ?? '';
        draft.bits += 1 + Math.log2(words.length);
        draft.text =
          kind === 'tail' ? language.append(draft.text, word) : `${word}${language.space}${draft.text}`;
      }
    }
  }

  function attempt(template: Template, facts: Facts, manner: Manner, forced: boolean): Said & Draft {
    const { habits, people, loose = true } = manner;
    const slots: string[] = [];
    let bits = 0;
    const valueOf = (slot: string): string => {
      if (slot === 'you' || slot === 'me') {
        bits += 4;
        return people[slot];
      }
      const value = facts.value(slot);
      if (!slots.includes(slot)) bits += facts.bits(slot);
      slots.push(slot);
      const wrong = habits.hesitation > 0 && random.next() < slips ? facts.other(slot) : undefined;
      return wrong === undefined ? value : language.correct(wrong, value, random);
    };
    const drawn = draw(template, random, valueOf);
    const varied = language.vary(drawn.text, random);
    const made = { text: varied.text, bits: drawn.bits + bits + varied.bits };
    const long = language.length(made.text) > language.free;
    if (loose && long && random.next() < habits.hesitation) {
      made.text = language.hesitate(made.text, habits, random);
      made.bits += 4;
    }
    if (forced || (loose && isThin(made.bits))) dress(made, manner, forced && long);
    return { text: language.finish(made.text), slots, bits: made.bits };
  }

  return {
    fits,
    say(template, facts, manner) {
      for (let count = 0; count < mostDraws; count++) {
        const said = attempt(template, facts, manner, count >= freeDraws);
        if (!fits(said.text)) continue;
        [before, last] = [last, said.bits];
        return said;
      }
      return undefined;
    },
  };
}

type SmallKind = 'before' | 'tail' | 'hesitate' | 'name';
const kinds: readonly SmallKind[] = ['before', 'tail', 'hesitate', 'hesitate', 'name'];
const shortKinds: readonly SmallKind[] = ['before', 'before', 'name'];
const smoothKinds: readonly SmallKind[] = ['before', 'before'];

function smallWords({ frames }: GrammarLanguage) {
  const wordsOf = (name: string): readonly string[] =>
    frames.facts
      .filter(({ names }) => names.includes(name))
      .flatMap(({ values }) => values.map(([first]) => (typeof first?.[0] === 'string' ? first[0] : '')));
  return {
    marker: wordsOf('marker'),
    asker: wordsOf('asker'),
    polite: wordsOf('polite'),
    light: wordsOf('light'),
    tail: wordsOf('tail'),
  };
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
