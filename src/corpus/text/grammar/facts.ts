import type { Random } from '../../../dsp/index.ts';
import type { Topic } from './material.ts';
import { expand } from './template.ts';

/**
 * What is true in one conversation about one topic. What the topic itself names, people, and what it is told to keep
 * stay as they were first drawn; days, prices and the like hold for a beat.
 */
export interface Facts {
  value(slot: string): string;
  /** Of how many it was drawn, as a logarithm. */
  bits(slot: string): number;
  /** A new beat: what was only said in passing is forgotten. */
  turnOver(): void;
  /** Another that could have stood there, for who says it wrong first; none of what only the topic knows. */
  other(slot: string): string | undefined;
}

/** A slot of a pool may carry a digit: `{day}` and `{day2}` are two days. */
export function drawFacts(topic: Topic, pools: Topic, random: Random): Facts {
  const known = new Map<string, string>();
  const passing = new Map<string, string>();
  const draw = (source: Topic, name: string): boolean => {
    const fact = factOf(source, name);
    if (fact === undefined) return false;
    const values = fact.values[random.integer(fact.values.length)] ?? [];
    for (const [index, each] of fact.names.entries())
      known.set(each, expand(values[index] ?? [], random, value));
    return true;
  };
  const fromPool = (slot: string): string | undefined => {
    const name = slot.replace(/\d+$/, '');
    const fact = factOf(pools, name);
    if (fact === undefined) return undefined;
    const taken = new Set([...known.values(), ...passing.values()]);
    for (let attempt = 0; attempt < 20; attempt++) {
      const drawn = expand(fact.values[random.integer(fact.values.length)]?.[0] ?? [], random, value);
      if (!taken.has(drawn)) return drawn;
    }
    return undefined;
  };

  function value(slot: string): string {
    const before = known.get(slot) ?? passing.get(slot);
    if (before !== undefined) return before;
    if (draw(topic, slot)) return known.get(slot) ?? '';
    const drawn = fromPool(slot);
    if (drawn === undefined) throw new RangeError(`Nothing fills {${slot}} of ${topic.name}.`);
    (people.test(slot) || topic.keeps.has(slot) ? known : passing).set(slot, drawn);
    return drawn;
  }

  return {
    value,
    bits: (slot) =>
      Math.log2((factOf(topic, slot) ?? factOf(pools, slot.replace(/\d+$/, '')))?.values.length ?? 1),
    turnOver: () => passing.clear(),
    other: (slot) => (topic.facts.some(({ names }) => names.includes(slot)) ? undefined : fromPool(slot)),
  };
}

const people = /^(?:he|she)\d*$/;

function factOf({ facts }: Topic, slot: string): Topic['facts'][number] | undefined {
  return facts.find(({ names }) => names.includes(slot));
}
