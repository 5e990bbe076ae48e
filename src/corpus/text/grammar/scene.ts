import { createRandom, type Random } from '../../../dsp/index.ts';
import type { CorpusSpeaker } from '../../record/types.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import { ageBands } from '../../simulate/spec.ts';
import type { GrammarLanguage, Habits } from './language.ts';
import type { Side } from './material.ts';
import { expand } from './template.ts';

/** Who talks, and what they are to each other. */
export type Scene = {
  /** What each is called by the other. */
  readonly called: readonly [string, string];
  readonly habits: readonly [Habits, Habits];
  /** Who is A in a topic: the same one throughout where the register says so. */
  readonly seat: (random: Random) => Readonly<Record<Side, number>>;
  /** Who may turn to somebody else: a machine does not. */
  readonly distractable: readonly number[];
  /** What the conversation opens and closes with, the most special first. */
  readonly manners: readonly string[];
  readonly traits: Traits;
  /** What each is in the conversation, where that is not the same. */
  readonly roles: readonly [string | null, string | null];
};

/** How often things are done, from 0 to 1. */
export type Traits = {
  readonly reacts: number;
  readonly doubts: number;
  readonly agrees: number;
  readonly checks: number;
};

const usual: Traits = { reacts: 0.5, doubts: 0.15, agrees: 0.3, checks: 0.05 };

const traitsOf: Readonly<Record<string, Traits>> = {
  argument: { ...usual, doubts: 0.6, agrees: 0.1 },
  collaboration: { ...usual, agrees: 0.45, checks: 0.07 },
  instruction: { ...usual, checks: 0.12 },
  task: { ...usual, checks: 0.12 },
  narrative: { ...usual, reacts: 0.65 },
  interview: { ...usual, reacts: 0.35, doubts: 0.05 },
};

/** In these, one asks and the other knows. */
const oneAsks = new Set(['interview', 'podcast', 'instruction', 'narrative', 'task']);

/** Who asks, and who knows. */
const rolesOf: Readonly<Record<string, readonly [string, string]>> = {
  interview: ['interviewer', 'interviewee'],
  podcast: ['host', 'guest'],
  instruction: ['learner', 'instructor'],
  narrative: ['listener', 'narrator'],
  task: ['follower', 'guide'],
};

export function arrangeScene(plan: DialoguePlan, language: GrammarLanguage): Scene {
  const { register, domain, seed, speakers } = plan;
  const [first, second] = speakers;
  if (first === undefined || second === undefined) throw new RangeError(`${plan.id} needs two speakers.`);
  const random = createRandom(`${seed}/scene`);
  const assistant = domain === 'assistant';
  const asker = random.integer(2);
  const habits = (speaker: CorpusSpeaker, index: number): Habits =>
    assistant && index !== asker ? wellSpoken : habitsOf(speaker, language, domain);
  const fixed = assistant || oneAsks.has(register);
  return {
    called: addressOf(first, second, domain, language),
    habits: [habits(first, 0), habits(second, 1)],
    seat: (draws) => {
      const a = fixed ? asker : draws.integer(2);
      return { A: a, B: 1 - a };
    },
    distractable: assistant ? [asker] : [0, 1],
    manners: assistant ? ['assistant'] : [`${register} ${domain}`, register, domain, 'conversation'],
    roles: seated(assistant ? ['user', 'assistant'] : (rolesOf[register] ?? [null, null]), asker),
    traits: assistant ? { reacts: 0.15, doubts: 0, agrees: 0, checks: 0.04 } : (traitsOf[register] ?? usual),
  };
}

/** Of who asks and who knows, in order of channels. */
function seated(
  [asks, knows]: readonly [string | null, string | null],
  asker: number,
): [string | null, string | null] {
  return asker === 0 ? [asks, knows] : [knows, asks];
}

/** A machine does not stumble. */
const wellSpoken: Habits = { fillers: [], hesitation: 0 };

/** The same person talks the same way in every conversation. */
function habitsOf({ id }: CorpusSpeaker, { frames }: GrammarLanguage, domain: string): Habits {
  const random = createRandom(`${id}/habits`);
  const fillers = frames.facts
    .filter(({ names }) => names.includes('filler'))
    .flatMap(({ values }) => values.map(([first]) => expand(first ?? [], random, () => '')))
    .map((filler) => ({ filler, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ filler }) => filler);
  const formal = domain === 'business' ? 0.7 : 1;
  return {
    fillers,
    hesitation: formal * Math.min(0.3, 0.09 * Math.exp(0.5 * random.normal())),
  };
}

function addressOf(
  first: CorpusSpeaker,
  second: CorpusSpeaker,
  domain: string,
  language: GrammarLanguage,
): [string, string] {
  const call = (person: CorpusSpeaker, by: CorpusSpeaker): string =>
    (domain === 'family' ? kinTerm(person, by, language) : undefined) ??
    poolName(person, domain === 'business' ? 'colleague' : 'own', language);
  return [call(first, second), call(second, first)];
}

/** A generation older: a parent. */
function kinTerm(person: CorpusSpeaker, by: CorpusSpeaker, language: GrammarLanguage): string | undefined {
  if (bandOf(person) - bandOf(by) < 2 || bandOf(by) < 0) return undefined;
  return poolName(person, 'parent', language);
}

function bandOf({ ageBand }: CorpusSpeaker): number {
  return ageBands.findIndex((band) => band === ageBand);
}

/** Always the same for a person. */
function poolName({ id, gender }: CorpusSpeaker, kind: string, { pools }: GrammarLanguage): string {
  const sex = gender === 'female' ? 'she' : 'he';
  const wanted = [`${kind}-${sex}`, sex];
  const fact = wanted
    .map((name) => pools.facts.find(({ names }) => names.includes(name)))
    .find((found) => found !== undefined);
  const random = createRandom(`${id}/name`);
  return expand(fact?.values[random.integer(fact.values.length)]?.[0] ?? [], random, () => '');
}
