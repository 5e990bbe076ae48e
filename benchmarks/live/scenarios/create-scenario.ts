import { createRandom, type Random } from '../../../src/dsp/index.ts';
import type { NoiseHalf } from '../noises.ts';
import { createNoise, createRoom, playTelevision } from '../noises.ts';
import { activeLevel, convolve, filtered, noiseRate } from '../sound-making.ts';
import { type Actors, chooseActors, chooseHead } from './cast.ts';
import {
  type DrySpeech,
  drySpeech,
  type Place,
  placed,
  roomNoise,
  spanOf,
  speechPart,
  withHead,
  withPause,
} from './place-sound.ts';
import type { Scenario, ScenarioKind, UserPart } from './scenario.ts';
import type { SpokenCache } from './spoken-cache.ts';
import { type ScenarioBatch, type ScenarioLanguage, type ScenarioTexts, scenarioTexts } from './texts.ts';

export type ScenarioWish = {
  readonly half: ScenarioBatch;
  readonly kind: ScenarioKind;
  /** From 0; variants and levels follow each other in turn. */
  readonly index: number;
  /** The agent has a voice of the half's users, another in each: voices that no echo was tuned on. Default false. */
  readonly recast?: boolean;
};

/** Drawn for one scenario, before its sounds are made. */
type Draft = Omit<ScenarioWish, 'half' | 'recast'> & {
  readonly half: NoiseHalf;
  readonly id: string;
  readonly language: ScenarioLanguage;
  readonly texts: ScenarioTexts;
  readonly actors: Actors;
  readonly head: number;
  readonly userLevel: number;
  readonly random: Random;
  readonly cache: SpokenCache;
};

type Story = Pick<Scenario, 'variant' | 'parts' | 'replies' | 'until'> &
  Partial<Pick<Scenario, 'snr' | 'thinking' | 'echo' | 'longest'>>;

/** dB of the user's speech over the noise of the room, where that is what is varied. */
const roomRatios = [10, 20, 30];
const eventRatios = [5, 10, 15, 20];
const noiseVariants = ['cough', 'knock', 'noise', 'television'] as const;

const stories: Readonly<Record<ScenarioKind, (draft: Draft) => Promise<Story>>> = {
  interruption: tellInterruption,
  backchannel: tellBackchannel,
  noise: tellNoise,
  background: tellBackground,
  'side-talk': tellSideTalk,
  pause: tellPause,
  turn: tellTurns,
  echo: tellEcho,
  control: tellControl,
};

/** The same wish gives the same scenario. */
export async function createScenario(wish: ScenarioWish, cache: SpokenCache): Promise<Scenario> {
  const { half: batch, kind, index, recast = false } = wish;
  const half: NoiseHalf = batch === 'report' ? 'report' : 'tuning';
  const id = batch === half ? `${kind}-${index}` : `${batch}-${kind}-${index}`;
  const random = createRandom(`scenario/${half}/${id}`);
  // One in four speaks Mandarin.
  const language = random.next() < 0.25 ? 'zh' : 'en';
  const texts = scenarioTexts[batch][language];
  const cast = chooseActors(batch, language, random.fork('actors'));
  const actors = recast ? { ...cast, agent: cast.other } : cast;
  const head = chooseHead(batch, language, random.fork('head'));
  const userLevel = -26 + 12 * (random.next() - 0.5);
  const story = await stories[kind]({
    kind,
    index,
    half,
    id,
    language,
    texts,
    actors,
    head,
    userLevel,
    random,
    cache,
  });
  const { variant, snr, parts, replies, until, echo } = story;
  const ratio = kind === 'noise' || snr === undefined ? 28 + 14 * random.next() : snr;
  return {
    id,
    kind,
    variant,
    half,
    language,
    ...(snr === undefined ? {} : { snr }),
    userLevel,
    floor: roomNoise(Math.max(-78, userLevel - ratio), `${half}/${id}`),
    parts,
    replies,
    thinking: story.thinking ?? [0.15],
    agentVoice: actors.agent,
    ...(echo === undefined ? {} : { echo }),
    until,
    longest: story.longest ?? 40,
  };
}

async function tellInterruption(draft: Draft): Promise<Story> {
  const text = pick(draft.texts.interruptions, draft);
  const dry = await say(draft, draft.actors.user, text);
  const parts = [
    await firstTurn(draft),
    speechPart(dry, near(draft), { role: 'event', when: whileAgentSpeaks(draft) }),
  ];
  return {
    variant: dry.samples.length < 1.1 * noiseRate ? 'short' : 'sentence',
    snr: roomRatio(draft),
    parts,
    replies: [pick(draft.texts.answers, draft), pick(draft.texts.shortAnswers, draft)],
    // So long that its answer to the interruption is told from speaking on.
    thinking: [0.15, 1.5],
    until: { type: 'parts-played', after: 3 },
  };
}

async function tellBackchannel(draft: Draft): Promise<Story> {
  const dry = await say(draft, draft.actors.user, pick(draft.texts.backchannels, draft));
  const level = draft.userLevel - 8 * draft.random.next();
  const part = speechPart(dry, { ...near(draft), level }, { role: 'event', when: whileAgentSpeaks(draft) });
  return { ...(await overAnswer(draft, [part])), variant: draft.language, snr: roomRatio(draft) };
}

async function tellNoise(draft: Draft): Promise<Story> {
  const { index, half, id, userLevel } = draft;
  const snr = at(eventRatios, index);
  const variant = at(noiseVariants, Math.floor(index / eventRatios.length));
  const { samples, from } = await noiseOf(draft, variant);
  const part: UserPart = {
    role: 'event',
    when: whileAgentSpeaks(draft),
    samples: placed(samples, { half, seed: id, level: userLevel - snr, from }),
    ...spanOf(samples),
    words: [],
    missed: 0,
  };
  // In every other one the same again while nobody speaks: it is not answered.
  const again: UserPart = { ...part, role: 'silent-event', when: whileNobodySpeaks(draft) };
  const parts = Math.floor(index / 16) % 2 === 0 ? [part, again] : [part];
  return { ...(await overAnswer(draft, parts)), variant, snr };
}

async function noiseOf(
  draft: Draft,
  variant: (typeof noiseVariants)[number],
): Promise<{ samples: Float32Array; from: Place['from'] }> {
  const { half, id, random, texts, actors } = draft;
  if (variant === 'television') {
    const { samples } = await say(draft, actors.other, pick(texts.background, draft));
    const cut = samples.slice(0, Math.round((1.5 + 1.5 * random.next()) * noiseRate));
    return {
      samples: playTelevision({ samples: cut, sampleRate: noiseRate }, half, `live/${id}`).samples,
      from: 'dry',
    };
  }
  const duration = variant === 'noise' ? 0.3 + 1.7 * random.next() : 1;
  const { samples } = createNoise({ kind: variant, half, seed: `live/${id}`, duration });
  return { samples, from: variant === 'cough' ? 'near' : 'dry' };
}

async function tellBackground(draft: Draft): Promise<Story> {
  const { userLevel, half, id, texts, actors, random } = draft;
  const place: Place = { half, seed: id, level: userLevel - 12, from: 'far' };
  const parts: UserPart[] = [];
  for (const role of ['event', 'silent-event'] as const) {
    const dry = await say(draft, actors.other, pick(texts.background, draft));
    const when = role === 'event' ? whileAgentSpeaks(draft) : whileNobodySpeaks(draft);
    parts.push(speechPart(shortened(dry, 1.5 + 1.5 * random.next()), place, { role, when, missed: 0.3 }));
  }
  return { ...(await overAnswer(draft, parts)), variant: draft.language, snr: roomRatio(draft) };
}

async function tellSideTalk(draft: Draft): Promise<Story> {
  const { userLevel, half, id, texts, actors, random } = draft;
  const place: Place = { half, seed: id, level: userLevel - 4 - 6 * random.next(), from: 'turned' };
  const parts: UserPart[] = [];
  for (const role of ['event', 'silent-event'] as const) {
    const dry = await say(draft, actors.user, pick(texts.sideTalk, draft));
    const when = role === 'event' ? whileAgentSpeaks(draft) : whileNobodySpeaks(draft);
    parts.push(speechPart(dry, place, { role, when, missed: 0.1 }));
  }
  return { ...(await overAnswer(draft, parts)), variant: draft.language, snr: roomRatio(draft) };
}

async function tellPause(draft: Draft): Promise<Story> {
  const { random, texts, actors, index } = draft;
  const text = pick(texts.long, draft);
  const dry = await say(draft, actors.user, text);
  const wanted = Math.floor(index / roomRatios.length) % 2 === 0 ? 'cut' : 'phrase';
  const boundaries = dry.words.flatMap((word, place) => {
    const next = dry.words[place + 1];
    const phrase = /[,，]/.test(word.text);
    const inside = next !== undefined && word.end > 0.7 && place < dry.words.length - 2;
    return inside && phrase === (wanted === 'phrase') ? [{ end: word.end, start: next.start }] : [];
  });
  const boundary = boundaries[random.integer(Math.max(1, boundaries.length))] ?? { end: 1, start: 1 };
  const length = 0.4 + 0.8 * random.next();
  const inserted = Math.max(0.05, length - (boundary.start - boundary.end));
  const paused = withPause(dry, (boundary.end + boundary.start) / 2, inserted);
  const part = speechPart(paused, near(draft), {
    role: 'turn',
    when: { type: 'time-reached', at: 0.8 },
    pause: { start: boundary.end, end: boundary.start + inserted },
  });
  return {
    variant: wanted,
    snr: roomRatio(draft),
    parts: [part],
    replies: [pick(texts.shortAnswers, draft)],
    until: { type: 'answer-ended', after: 2.5 },
    longest: 20,
  };
}

async function tellTurns(draft: Draft): Promise<Story> {
  const { random, texts, actors } = draft;
  const parts: UserPart[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const dry = await say(draft, actors.user, pick(texts.turns, draft));
    const when =
      turn === 0
        ? ({ type: 'time-reached', at: 0.8 } as const)
        : ({ type: 'agent-ended', after: 0.6 + 0.8 * random.next() } as const);
    parts.push(speechPart(dry, near(draft), { role: 'turn', when }));
  }
  return {
    variant: draft.language,
    snr: roomRatio(draft),
    parts,
    replies: [pick(texts.shortAnswers, draft), pick(texts.shortAnswers, draft)],
    until: { type: 'answer-ended', after: 2.5 },
    longest: 25,
  };
}

/** The agent is heard by itself through a loudspeaker, for about a minute. */
async function tellEcho(draft: Draft): Promise<Story> {
  const { half, id, random, texts, actors, cache } = draft;
  const response = echoResponse(half, id, random);
  const reply = texts.answers
    .map((text) => `${text.replace(/[.。]$/, '')}${draft.language === 'zh' ? '。' : '.'}`)
    .join(' ');
  const { audio } = await cache.speak(actors.agent, at(texts.answers, 0));
  const dry = drySpeech({ audio, words: [], took: 0 }).samples;
  const gain = 10 ** ((activeLevel(dry) - 10 - activeLevel(convolve(dry, response))) / 20);
  return {
    variant: draft.language,
    parts: [await firstTurn(draft)],
    replies: [reply, pick(texts.shortAnswers, draft)],
    echo: { response, gain },
    until: { type: 'agent-ended', after: 4 },
    longest: 100,
  };
}

async function tellControl(draft: Draft): Promise<Story> {
  return { ...(await overAnswer(draft, [])), variant: draft.language };
}

/** A loudspeaker's band, the buffers of the sound card and the way through the room. */
function echoResponse(half: NoiseHalf, id: string, random: Random): Float32Array {
  const room = createRoom({
    half,
    seed: `echo/${id}`,
    reverberation: 0.2 + 0.3 * random.next(),
    direct: -3 + 9 * random.next(),
    delay: 0.02 + 0.2 * random.next(),
  });
  const high = filtered(room, 'high-pass', 120 + 230 * random.next(), 0.7);
  return filtered(high, 'low-pass', 5500 + 2000 * random.next(), 0.7);
}

async function firstTurn(draft: Draft): Promise<UserPart> {
  const dry = await say(draft, draft.actors.user, pick(draft.texts.questions, draft));
  return speechPart(dry, near(draft), { role: 'turn', when: { type: 'time-reached', at: 0.8 } });
}

async function overAnswer(
  draft: Draft,
  parts: readonly UserPart[],
): Promise<Pick<Story, 'parts' | 'replies' | 'until' | 'thinking'>> {
  const { answers, shortAnswers } = draft.texts;
  return {
    parts: [await firstTurn(draft), ...parts],
    replies: [pick(answers, draft), pick(shortAnswers, draft)],
    until: { type: 'agent-ended', after: parts.length > 1 ? 2.5 : 1.6 },
  };
}

async function say({ cache, head }: Draft, voice: string, text: string): Promise<DrySpeech> {
  return drySpeech(withHead(await cache.speak(voice, text), head));
}

function shortened({ samples, words }: DrySpeech, duration: number): DrySpeech {
  return {
    samples: samples.slice(0, Math.round(duration * noiseRate)),
    words: words.filter((word) => word.end < duration),
  };
}

function near({ half, id, userLevel }: Draft): Place {
  return { half, seed: id, level: userLevel, from: 'near' };
}

function whileAgentSpeaks({ random }: Draft): UserPart['when'] {
  return { type: 'agent-began', after: 1.2 + 1.4 * random.next() };
}

function whileNobodySpeaks({ random }: Draft): UserPart['when'] {
  return { type: 'agent-ended', after: 0.8 + 0.7 * random.next() };
}

function roomRatio({ index }: Draft): number {
  return at(roomRatios, index);
}

function pick(texts: readonly string[], { random }: Draft): string {
  return at(texts, random.integer(texts.length));
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}
