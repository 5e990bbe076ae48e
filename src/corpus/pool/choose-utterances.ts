import type { Random } from '../../dsp/index.ts';
import type { PoolUtterance } from './prepared-pool.ts';

/** Utterances that one speaker says in a row: indices of the pool. */
export type ChosenTurn = { readonly speaker: number; readonly utterances: readonly number[] };

export type ChooseOptions = {
  /** What each speaker of the dialogue can say, in order of their channels. */
  readonly stocks: readonly (readonly number[])[];
  readonly utterances: readonly PoolUtterance[];
  readonly register: string;
  /** Seconds of speech, both speakers together. */
  readonly duration: number;
  readonly random: Random;
};

/**
 * How long people hold the floor, seconds of speech: in telephone talk a median of 4.43 and a mean of 9.42 with their
 * pauses, which are a fifth of it. An utterance is never cut, so a turn is as long as the utterances that come nearest.
 */
const turnLength = { median: 3.6, sigma: 1.1, most: 60 };

/** Who says what, in turn, until there is enough of it. Pure. Nothing is said twice before all has been said once. */
export function chooseTurns({ stocks, utterances, register, duration, random }: ChooseOptions): ChosenTurn[] {
  const decks = stocks.map((stock, speaker) =>
    createDeck(fitting(stock, utterances, register), random.fork(`deck/${speaker}`)),
  );
  const lengths = random.fork('turns');
  const turns: ChosenTurn[] = [];
  let speaker = random.integer(stocks.length);
  let spoken = 0;
  while (spoken < duration) {
    const wanted = Math.min(
      turnLength.most,
      turnLength.median * Math.exp(turnLength.sigma * lengths.normal()),
    );
    const said: number[] = [];
    let length = 0;
    for (;;) {
      const next = decks[speaker]?.peek();
      if (next === undefined) break;
      const more = utterances[next]?.duration ?? 0;
      if (said.length > 0 && Math.abs(length + more - wanted) >= Math.abs(length - wanted)) break;
      decks[speaker]?.take();
      said.push(next);
      length += more;
    }
    if (said.length === 0) break;
    turns.push({ speaker, utterances: said });
    spoken += length;
    speaker = (speaker + 1) % stocks.length;
  }
  return turns;
}

/** Utterances of the register where the speaker has some, else of none in particular. */
function fitting(
  stock: readonly number[],
  utterances: readonly PoolUtterance[],
  register: string,
): readonly number[] {
  const own = stock.filter((index) => utterances[index]?.registers.some((name) => name === register));
  if (own.length > 0) return own;
  const open = stock.filter((index) => utterances[index]?.registers.length === 0);
  return open.length > 0 ? open : stock;
}

/** Cards in an order drawn by chance, shuffled again when all have been taken. */
function createDeck(cards: readonly number[], random: Random) {
  const order = [...cards];
  let left = order.length;
  const draw = (): void => {
    const place = random.integer(left);
    const last = left - 1;
    const card = order[place] ?? 0;
    order[place] = order[last] ?? 0;
    order[last] = card;
  };
  if (left > 0) draw();
  return {
    /** None where there never was one. */
    peek: (): number | undefined => order[left - 1],
    take(): void {
      left--;
      if (left === 0) left = order.length;
      draw();
    },
  };
}
