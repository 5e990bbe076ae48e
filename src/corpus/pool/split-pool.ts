import { createHash } from 'node:crypto';
import { mainLanguage } from '../../generate/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { type Split, splits } from '../record/types.ts';
import { nameAt } from '../simulate/draw.ts';
import type { Spec } from '../simulate/spec.ts';
import type { PoolSpeaker } from './pool-entry.ts';
import type { PoolKind, PoolUtterance } from './prepared-pool.ts';

/** What a speaker may say in the part of the corpus that they are of: indices of the pool's utterances. */
export type SpeakerStock = {
  readonly speaker: PoolSpeaker;
  readonly split: Split;
} & Readonly<Record<PoolKind, readonly number[]>>;

/** A pool with everybody and every text in one part of the corpus: no speaker and no text is in two. */
export type SplitPool = {
  /** Those who have something to say, in order of the pool. */
  readonly stocks: readonly SpeakerStock[];
};

type PoolContent = {
  readonly about: { readonly speakers: readonly PoolSpeaker[] };
  readonly utterances: readonly PoolUtterance[];
};

/** Nobody talks alone. */
const leastSpeakers = 2;

/** Pure: the same pool and shares give the same parts, whatever else a specification says. */
export function splitPool(
  { about: { speakers }, utterances }: PoolContent,
  shares: Spec['split'],
): SplitPool {
  const speaking = new Set(utterances.flatMap(({ kind, speaker }) => (kind === 'turn' ? [speaker] : [])));
  const splitOf = new Map<number, Split>();
  const languages = new Set([...speaking].map((index) => languageOf(speakers[index])));
  for (const language of languages) {
    const own = [...speaking].filter((index) => languageOf(speakers[index]) === language);
    for (const [index, split] of shareOut(own, speakers, shares, language)) splitOf.set(index, split);
  }
  const textSplit = splitTexts(utterances, splitOf, shares);
  const stocks = new Map<number, Record<PoolKind, number[]>>();
  for (const [index, { speaker, kind, text }] of utterances.entries()) {
    const split = splitOf.get(speaker);
    if (split === undefined || (text !== null && textSplit.get(text) !== split)) continue;
    const stock = stocks.get(speaker) ?? { turn: [], listener: [], laughter: [] };
    stocks.set(speaker, stock);
    stock[kind].push(index);
  }
  return {
    stocks: [...stocks]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([index, stock]): SpeakerStock[] => {
        const [speaker, split] = [speakers[index], splitOf.get(index)];
        if (speaker === undefined || split === undefined || stock.turn.length === 0) return [];
        return [{ speaker, split, ...stock }];
      }),
  };
}

/** Everybody of one language, women and men in each part as in the whole. */
function shareOut(
  own: readonly number[],
  speakers: readonly PoolSpeaker[],
  shares: Spec['split'],
  language: string,
): Map<number, Split> {
  const wanted = splits.filter((split) => shares[split] > 0);
  if (own.length < leastSpeakers * wanted.length) {
    throw new CorpusError(
      `The pool has ${own.length} speakers of ${language}: ${wanted.join(', ')} need ${leastSpeakers} each, ${leastSpeakers * wanted.length} in all. Add speakers, or give shares of 0 under split to parts that you do not need.`,
      { field: 'split' },
    );
  }
  const sizes = new Map(
    wanted.map((split) => [split, Math.max(leastSpeakers, Math.round(own.length * shares[split]))]),
  );
  const largest = wanted.toSorted((a, b) => shares[b] - shares[a])[0] ?? 'train';
  const others = wanted
    .filter((split) => split !== largest)
    .reduce((sum, split) => sum + (sizes.get(split) ?? 0), 0);
  sizes.set(largest, own.length - others);
  const taken = new Map<Split, number>();
  const takenBy = new Map<string, number>();
  const people = new Map<string, number>();
  const result = new Map<number, Split>();
  for (const index of inOrderOfIds(own, speakers)) {
    const gender = speakers[index]?.gender ?? 'unknown';
    const count = (people.get(gender) ?? 0) + 1;
    people.set(gender, count);
    const due = (split: Split): number =>
      ((sizes.get(split) ?? 0) * count) / own.length - (takenBy.get(`${split} ${gender}`) ?? 0);
    const open = wanted.filter((split) => (taken.get(split) ?? 0) < (sizes.get(split) ?? 0));
    const split = open.toSorted((a, b) => due(b) - due(a))[0] ?? largest;
    taken.set(split, (taken.get(split) ?? 0) + 1);
    takenBy.set(`${split} ${gender}`, (takenBy.get(`${split} ${gender}`) ?? 0) + 1);
    result.set(index, split);
  }
  return result;
}

/** In an order that follows from their ids alone, whatever the order of the lists. */
function inOrderOfIds(own: readonly number[], speakers: readonly PoolSpeaker[]): number[] {
  return own
    .map((index) => ({
      index,
      place: createHash('sha256')
        .update(speakers[index]?.id ?? '')
        .digest('hex'),
    }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ index }) => index);
}

/** A text that several people say belongs to one part of theirs, by its words alone. */
function splitTexts(
  utterances: readonly PoolUtterance[],
  splitOf: ReadonlyMap<number, Split>,
  shares: Spec['split'],
): Map<number, Split> {
  const heard = new Map<number, Set<Split>>();
  for (const { text, speaker } of utterances) {
    const split = splitOf.get(speaker);
    if (text === null || split === undefined) continue;
    const known = heard.get(text);
    if (known === undefined) heard.set(text, new Set([split]));
    else known.add(split);
  }
  return new Map(
    [...heard].map(([text, found]): [number, Split] => {
      const candidates = splits.filter((split) => found.has(split));
      const weights = Object.fromEntries(candidates.map((split) => [split, shares[split]]));
      const name = nameAt(weights, text);
      return [text, candidates.find((split) => split === name) ?? candidates[0] ?? 'train'];
    }),
  );
}

function languageOf(speaker: PoolSpeaker | undefined): string {
  return mainLanguage(speaker?.language ?? '');
}
