import { createRandom, type Random } from '../../../dsp/index.ts';
import type { ScriptTurn } from '../../../script/index.ts';
import { findReference } from '../../../timeline/index.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import { type DomainName, domainNames } from '../../simulate/spec.ts';
import { drawFacts } from './facts.ts';
import { createFloor, type Floor } from './floor.ts';
import type { GrammarLanguage } from './language.ts';
import type { Topic } from './material.ts';
import { type RegisterShape, shapeOf } from './register-shape.ts';
import { arrangeScene } from './scene.ts';
import { type Company, createTalker, type Talker } from './talker.ts';
import { createWording } from './wording.ts';

export type WrittenDialogue = {
  readonly turns: readonly ScriptTurn[];
  readonly asides: readonly number[];
  /** Names of what is talked about, in order. */
  readonly topics: readonly string[];
  /** Of the speakers, in order of their channels. */
  readonly roles: readonly (string | null)[];
};

/** Greetings, topics one after another, goodbyes: as long as the plan says. `fits` tells who may say a sentence. */
export function writeDialogue(
  plan: DialoguePlan,
  language: GrammarLanguage,
  fits: (sentence: string) => boolean,
): WrittenDialogue {
  const random = createRandom(`${plan.seed}/grammar`);
  const scene = arrangeScene(plan, language);
  const shape = shapeOf(plan);
  const floor = createFloor({
    language,
    register: plan.register,
    ids: plan.speakers.map(({ id }) => id),
  });
  const talker = createTalker({
    language,
    scene,
    floor,
    wording: createWording({ language, fits, random: random.fork('wording') }),
    random: random.fork('talk'),
    rates: plan.rates,
    shape,
    laughter:
      findReference(plan.register).laughterPerMinute *
      plan.rates.laughter *
      (plan.domain === 'assistant' ? 0.2 : 1),
  });
  const draws = random.fork('topics');
  const frameCompany: Company = {
    seat: scene.seat(draws),
    facts: drawFacts(language.frames, language.pools, draws.fork('frames')),
  };
  const remaining = (): number => plan.duration - language.goodbyes - floor.elapsed();
  const said: Visit[] = [];
  talker.frame(
    scene.manners.map((manner) => `open ${manner}`),
    frameCompany,
  );
  const sideTalk = createSideTalk(plan, {
    language,
    talker,
    floor,
    speakers: scene.distractable,
    random: random.fork('side-talk'),
  });
  const glitches = random.fork('glitches');
  const betweenBeats = (): void => {
    sideTalk();
    if (shape.glitches > 0 && glitches.next() < shape.glitches)
      talker.frame([`glitch ${plan.register}`], { ...frameCompany, seat: scene.seat(glitches) });
  };
  for (const topic of topicsFor(plan, shape, language, draws)) {
    const seat = scene.seat(draws);
    const visit = {
      topic,
      company: { seat, facts: drawFacts(topic, language.pools, draws.fork(said.length)) },
    };
    discuss(visit, said, { talker, language, shape, random: draws, remaining, betweenBeats, floor });
    said.push(visit);
    if (remaining() < 0.5 * secondsOf(4, floor)) break;
  }
  talker.frame(
    scene.manners.map((manner) => `close ${manner}`),
    frameCompany,
  );
  return { ...floor.finish(), topics: said.map(({ topic }) => topic.name), roles: scene.roles };
}

type Visit = { readonly topic: Topic; readonly company: Company };

type Discussion = {
  readonly talker: Talker;
  readonly language: GrammarLanguage;
  readonly random: Random;
  readonly floor: Floor;
  readonly remaining: () => number;
  readonly betweenBeats: () => void;
  readonly shape: RegisterShape;
};

/** One topic: how it comes up, some of what there is to it, and how it ends where there is time. */
function discuss({ topic, company }: Visit, before: readonly Visit[], at: Discussion): void {
  const { talker, language, shape, random, remaining, betweenBeats, floor } = at;
  const recalled = before[random.integer(before.length)];
  const later = recalled?.topic.sections.get('later') ?? [];
  const recall = later[random.integer(later.length)];
  if (recalled !== undefined && recall !== undefined && random.next() < 0.4)
    talker.play(recall, recalled.company, { lead: frameLead(language, 'recall', random) });
  const opens = topic.sections.get('open') ?? [];
  const open = opens[random.integer(opens.length)] ?? [];
  talker.play(open, company, { lead: before.length === 0 ? [] : frameLead(language, shape.drift, random) });
  for (const beat of topic.sections.get('steps') ?? []) {
    if (remaining() < 0.5 * secondsOf(beat.length, floor)) return;
    talker.play(beat, company);
    betweenBeats();
  }
  for (const beat of shuffled(topic.sections.get('talk') ?? [], random)) {
    if (remaining() < 0.5 * secondsOf(beat.length, floor)) return;
    if (random.next() < 0.12) continue;
    talker.play(beat, company);
    betweenBeats();
  }
  const ends = topic.sections.get('end') ?? [];
  const end = ends[random.integer(ends.length)] ?? [];
  if (remaining() > 0.5 * secondsOf(end.length, floor)) talker.play(end, company);
}

function frameLead(language: GrammarLanguage, section: string, random: Random) {
  const beats = language.frames.sections.get(section) ?? [];
  return beats[random.integer(beats.length)]?.[0]?.sentences ?? [];
}

/** About how long so many lines take. */
function secondsOf(lines: number, floor: Floor): number {
  return (lines * floor.elapsed()) / Math.max(4, floor.lines());
}

/** Where something is to be done, that; then those of the domain, none twice; then what anybody talks about. */
function* topicsFor(
  { domain }: DialoguePlan,
  { hasProcedure }: RegisterShape,
  language: GrammarLanguage,
  random: Random,
): Generator<Topic> {
  const own: DomainName = domainNames.find((name) => name === domain) ?? 'casual';
  const others = own === 'assistant' ? [] : domainNames.filter((name) => name !== own && drifts.has(name));
  if (hasProcedure) yield* shuffled(language.procedures, random).slice(0, mostProcedures);
  for (;;) {
    yield* shuffled(language.topics[own], random);
    for (const name of shuffled(others, random)) yield* shuffled(language.topics[name], random);
  }
}

/** Of a sitting. */
const mostProcedures = 2;

/** What any two people may come to talk about. */
const drifts: ReadonlySet<DomainName> = new Set<DomainName>(['casual', 'friends', 'new-energy']);

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

type SideTalkOptions = {
  readonly language: GrammarLanguage;
  readonly talker: Talker;
  readonly floor: Floor;
  /** Who turns to somebody else. */
  readonly speakers: readonly number[];
  readonly random: Random;
};

/** As many sentences a minute as the plan wants, at the ends of beats. */
function createSideTalk({ rates }: DialoguePlan, options: SideTalkOptions): () => void {
  const { language, talker, floor, speakers, random } = options;
  const facts = drawFacts(language.frames, language.pools, random.fork('facts'));
  let owedFrom = random.next();
  return () => {
    if (rates.sideTalk * (floor.elapsed() / 60) + owedFrom < 1) return;
    facts.turnOver();
    owedFrom -= talker.aside(speakers[random.integer(speakers.length)] ?? 0, facts);
  };
}
