import { createRandom, type Random } from '../../dsp/index.ts';
import {
  codecNames,
  deviceNames,
  type NoiseSpan,
  noiseKinds,
  type TrackConditions,
} from '../conditions/conditions.ts';
import { type CorpusSpeaker, type Split, splits } from '../record/types.ts';
import { voiceBehind } from './cast-voices.ts';
import type { DialoguePlan } from './dialogue-plan.ts';
import { drawBetween, drawLogNormal, drawName, oneOf } from './draw.ts';
import { drawRoom } from './draw-room.ts';
import { steadyKinds } from './place-bursts.ts';
import type { Person, Population } from './population.ts';
import type { Spec } from './spec.ts';

/** A specification as all its dialogues, none of them made yet. */
export interface CorpusPlan {
  readonly dialogues: number;
  id(index: number): string;
  /** By its id; none where the corpus has no such dialogue. */
  dialogue(id: string): DialoguePlan | undefined;
}

/** Means of log-normal durations within their bounds, by sampling: how many dialogues fill the hours. */
const durationSamples = 4096;

export function planCorpus(spec: Spec, population: Population): CorpusPlan {
  const dialogues = countDialogues(spec);
  const digits = Math.max(6, String(dialogues).length);
  const id = (index: number): string => `${spec.name}-${String(index).padStart(digits, '0')}`;
  return {
    dialogues,
    id,
    dialogue(wanted) {
      const index = Number(wanted.slice(spec.name.length + 1));
      const known = Number.isInteger(index) && index < dialogues && id(index) === wanted;
      return known ? planDialogue(spec, population, wanted) : undefined;
    },
  };
}

/** As many as fill the hours, their durations being what they are on average. */
export function countDialogues(spec: Spec): number {
  return Math.max(1, Math.ceil((spec.hours * 3600) / meanDuration(spec)));
}

function meanDuration({ duration, seed }: Spec): number {
  const random = createRandom(`${seed}/durations`);
  let sum = 0;
  for (let count = 0; count < durationSamples; count++) sum += drawLogNormal(duration, random);
  return sum / durationSamples;
}

function planDialogue(spec: Spec, population: Population, id: string): DialoguePlan {
  const seed = `${spec.seed}/${id}`;
  const random = createRandom(seed);
  const choice = random.fork('choices');
  const language = drawName(spec.languages, choice);
  const split = oneOf(splits, drawName(spec.split, choice));
  const speakers = choosePair(population, language, split, choice).map(
    (person, channel): CorpusSpeaker => ({ ...person, channel, role: null }),
  );
  return {
    id,
    seed,
    split,
    language,
    register: drawName(spec.registers, choice),
    domain: drawName(spec.domains, choice),
    duration: drawLogNormal(spec.duration, random.fork('duration')),
    speakers,
    rates: spec.rates,
    ...drawConditions(spec, random.fork('conditions'), speakers.length),
  };
}

/** Two people; of two whose voices are variants of one, another is looked for, who can be told from the first. */
function choosePair(population: Population, language: string, split: Split, random: Random): Person[] {
  const size = population.sizes(language, split);
  const place = random.integer(size);
  const first = population.person(language, split, place);
  const step = 1 + random.integer(size - 1);
  let second = first;
  for (let tried = 0; tried < Math.min(size - 1, mostTried); tried++) {
    // From 1 on, around the circle without the first.
    const ahead = 1 + ((step - 1 + tried) % (size - 1));
    const other = population.person(language, split, (place + ahead) % size);
    if (tried === 0) second = other;
    if (voiceBehind(other) !== null && voiceBehind(other) === voiceBehind(first)) continue;
    second = other;
    break;
  }
  return [first, second];
}

const mostTried = 16;

function drawConditions(
  { conditions: wanted }: Spec,
  random: Random,
  speakers: number,
): Pick<DialoguePlan, 'conditions' | 'bursts' | 'places'> {
  const seed = String(random.integer(2 ** 31));
  const setting = oneOf(['call', 'room'], drawName(wanted.setting, random));
  const all = Array.from({ length: speakers }, (_, channel) => channel);
  const together = setting === 'room';
  const hearers = together ? [all] : all.map((channel) => [channel]);
  const dry = random.next() < wanted.dry;
  const { bursts, kinds, snr } = wanted.noise;
  const burstPlan = { perMinute: dry ? 0 : bursts, kinds, snr, places: hearers };
  if (dry) {
    return {
      conditions: { setting, tracks: all.map(dryTrack), noises: [], seed },
      bursts: burstPlan,
      places: all.map(() => null),
    };
  }
  const shared = drawRoom(wanted, { together, random });
  const places: string[] = [];
  const tracks = all.map((): TrackConditions => {
    const device = oneOf(deviceNames, drawName(wanted.devices, random));
    const { place, room } = together ? shared : drawRoom(wanted, { together, random });
    places.push(place);
    return {
      room: room && { ...room, distance: room.distance * distanceOf[device] },
      device,
      codec: oneOf(codecNames, drawName(wanted.codecs, random)),
      level: wanted.levelDeviation * random.normal(),
      bleed: setting === 'call' && wanted.bleed !== null ? drawBetween(wanted.bleed, random) : null,
    };
  });
  return {
    conditions: { setting, tracks, noises: drawNoises(wanted, random, hearers), seed },
    bursts: burstPlan,
    places,
  };
}

function dryTrack(): TrackConditions {
  return { room: null, device: 'studio', codec: 'none', level: 0, bleed: null };
}

/** How far the mouth is from each, beside a telephone at the ear. */
const distanceOf = {
  studio: 2,
  headset: 0.6,
  mobile: 1,
  'mobile-hands-free': 6,
  laptop: 8,
  'smart-speaker': 25,
  car: 8,
  landline: 0.6,
};

/** What is heard all the time. */
function drawNoises(
  { noise }: Spec['conditions'],
  random: Random,
  places: readonly (readonly number[])[],
): NoiseSpan[] {
  return places.flatMap((channels): NoiseSpan[] => {
    if (random.next() >= noise.steady) return [];
    const kind = oneOf(noiseKinds, drawName(steadyKinds(noise.kinds), random));
    return [{ kind, channels, start: 0, end: null, snr: drawBetween(noise.snr, random) }];
  });
}
