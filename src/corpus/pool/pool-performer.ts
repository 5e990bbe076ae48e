import { createRandom, type Random } from '../../dsp/index.ts';
import { type ConversationMaterial, evenTakes, planTimeline, speechLevels } from '../../generate/index.ts';
import { findReference } from '../../timeline/index.ts';
import { CorpusError } from '../corpus-error.ts';
import type { DialoguePlan } from '../simulate/dialogue-plan.ts';
import { dialogueTiming } from '../simulate/dialogue-timing.ts';
import type { Performer } from '../simulate/performance.ts';
import { chooseTurns } from './choose-utterances.ts';
import type { Pool } from './open-pool.ts';
import { poolMaterial } from './pool-material.ts';
import type { SpeakerStock, SplitPool } from './split-pool.ts';

export type PoolPerformerOptions = {
  /** It stays the caller's. */
  readonly pool: Pool;
  readonly parts: SplitPool;
  /** What the pool is called in a record. */
  readonly name: string;
};

/** Speech to choose from, as a share of what a dialogue is to last: some of its time is silence, some is pauses. */
const speechShare = 1.25;
/** Of short words and laughs, how many a speaker uses in one dialogue: people have their habits. */
const mostHabits = 16;

/** Composes dialogues out of recorded utterances. */
export function createPoolPerformer({ pool, parts, name }: PoolPerformerOptions): Performer {
  const stocks = new Map(parts.stocks.map((stock) => [stock.speaker.id, stock]));
  return {
    async perform(plan, { signal } = {}) {
      signal?.throwIfAborted();
      const random = createRandom(`${plan.seed}/pool`);
      const own = plan.speakers.map(({ id }) => findStock(stocks, id, plan));
      const turns = chooseTurns({
        stocks: own.map(({ turn }) => turn),
        utterances: pool.utterances,
        register: plan.register,
        duration: speechShare * plan.duration,
        random: random.fork('turns'),
      });
      const habits = (kind: 'listener' | 'laughter') =>
        own.map((stock, index) => someOf(stock[kind], mostHabits, random.fork(`${kind}/${index}`)));
      const [listeners, laughter] = [habits('listener'), habits('laughter')];
      const { takes, sounds } = await pool.load([
        ...turns.flatMap(({ utterances }) => utterances),
        ...listeners.flat(),
        ...laughter.flat(),
      ]);
      const timing = dialogueTiming(plan);
      const material = asRecorded(
        evenTakes(
          poolMaterial({
            plan,
            timing,
            turns,
            takes,
            listeners,
            laughter,
            laughterPerMinute: findReference(plan.register).laughterPerMinute * plan.rates.laughter,
            random: random.fork('material'),
          }),
          timing.backchannelDrop,
          'natural',
        ),
      );
      const licences = [...new Set(own.map(({ speaker }) => speaker.licence))];
      return {
        plan: planTimeline(material, {
          style: 'natural',
          gap: 0,
          timing,
          backchannels: 'auto',
          interruptions: 'auto',
          seed: plan.seed,
        }),
        sounds,
        speechLevels: speechLevels(material),
        origin: own.every(({ speaker }) => speaker.voice !== null) ? 'synthesised' : 'mixed',
        text: {
          source: name,
          licence: licences.every((licence) => licence !== null) ? licences.join(' AND ') : null,
          topic: null,
          roles: [],
          style: 'spontaneous',
          asides: [],
        },
        warnings: [],
        async [Symbol.asyncDispose]() {},
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function findStock(
  stocks: ReadonlyMap<string, SpeakerStock>,
  speaker: string,
  { id }: DialoguePlan,
): SpeakerStock {
  const stock = stocks.get(speaker);
  if (stock === undefined) throw new CorpusError(`The pool has no speaker ${speaker}.`, { item: id });
  return stock;
}

function someOf(stock: readonly number[], most: number, random: Random): number[] {
  return stock
    .map((index) => ({ index, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, most)
    .map(({ index }) => index);
}

/** A laugh was recorded beside its speaker's speech: it is as loud as it was, unlike those that are made here. */
function asRecorded(material: ConversationMaterial): ConversationMaterial {
  return {
    ...material,
    turns: material.turns.map((turn) => ({
      ...turn,
      insertions: turn.insertions.map((insertion) =>
        insertion.type === 'event' || insertion.type === 'listener-event'
          ? { ...insertion, take: { ...insertion.take, gain: 0 } }
          : insertion,
      ),
    })),
  };
}
