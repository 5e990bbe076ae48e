import type { Random } from '../../dsp/index.ts';
import type {
  BackchannelTake,
  ConversationMaterial,
  Insertion,
  Take,
  Timing,
  TurnMaterial,
} from '../../generate/index.ts';
import { mean } from '../../timeline/index.ts';
import type { DialoguePlan } from '../simulate/dialogue-plan.ts';
import type { ChosenTurn } from './choose-utterances.ts';

export type PoolMaterialOptions = {
  readonly plan: DialoguePlan;
  readonly timing: Timing;
  readonly turns: readonly ChosenTurn[];
  readonly takes: ReadonlyMap<number, Take>;
  /** By speaker: indices of the pool. */
  readonly listeners: readonly (readonly number[])[];
  readonly laughter: readonly (readonly number[])[];
  readonly laughterPerMinute: number;
  readonly random: Random;
};

/** What a dialogue out of a pool is made of: as many of the chosen turns as fill its duration. */
export function poolMaterial(options: PoolMaterialOptions): ConversationMaterial {
  const { plan, takes, listeners } = options;
  const turns = layOut(options);
  return {
    id: plan.id,
    register: plan.register,
    languages: [plan.language],
    speakers: plan.speakers.map(({ id, channel, language, gender, ageBand, accent, voice }) => ({
      id,
      channel,
      ...(language === null ? {} : { language }),
      ...(gender === null ? {} : { gender }),
      ...(ageBand === null ? {} : { age: ageBand }),
      ...(accent === null ? {} : { accent }),
      ...(voice === null ? {} : { voice }),
    })),
    turns,
    backchannels: Object.fromEntries(
      plan.speakers.map(({ id }, speaker) => [
        id,
        (listeners[speaker] ?? []).flatMap((index): BackchannelTake[] => {
          const take = takes.get(index);
          return take === undefined ? [] : [{ take, weight: 1, language: plan.language }];
        }),
      ]),
    ),
  };
}

/**
 * Each utterance is a turn of its own to the planner, so that the silence between two of one speaker is a pause of the
 * register's; they end when the dialogue is expected to be long enough.
 */
function layOut(options: PoolMaterialOptions): TurnMaterial[] {
  const { plan, timing, turns, takes, random } = options;
  const laughs = random.fork('laughter');
  const result: TurnMaterial[] = [];
  let length = timing.leadIn + timing.leadOut;
  for (const { speaker, utterances } of turns) {
    for (const [place, index] of utterances.entries()) {
      const take = takes.get(index);
      const person = plan.speakers[speaker];
      if (take === undefined || person === undefined) continue;
      const before = place > 0 ? mean(timing.pause) : meanOffset(timing);
      const own = expectedLength(take, timing);
      // The nearer end: on average dialogues are as long as planned.
      if (result.length > 1 && length + (before + own) / 2 > plan.duration) return result;
      length += before + own;
      result.push({
        index: result.length,
        speaker: person.id,
        onset: { type: 'auto' },
        cutShort: false,
        language: plan.language,
        takes: [take],
        insertions: laughAt(options, speaker, take, before + own, laughs),
      });
    }
  }
  return result;
}

/** The pauses of a take are drawn anew: each is as long as the register's on average. */
function expectedLength({ words, start, end }: Take, timing: Timing): number {
  let length = end - start;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const silence = next === undefined ? 0 : next.start - word.end;
    if (silence >= leastPause) length += mean(timing.pause) - silence;
  }
  return length;
}

/** Seconds, as the planner counts them. */
const leastPause = 0.05;

function meanOffset({ overlappedStarts, overlap, gap }: Timing): number {
  return (1 - overlappedStarts) * mean(gap) - overlappedStarts * mean(overlap);
}

/** As often a minute as the register laughs: the speaker behind what they said, or the listener at its end. */
function laughAt(
  { plan, takes, laughter, laughterPerMinute }: PoolMaterialOptions,
  speaker: number,
  { words }: Take,
  seconds: number,
  random: Random,
): Insertion[] {
  const [happens, whose, which] = [random.next(), random.next(), random.next()];
  if (happens >= (laughterPerMinute * seconds) / 60) return [];
  const laughing = whose < ownLaughs ? speaker : (speaker + 1) % plan.speakers.length;
  const stock = laughter[laughing] ?? [];
  const take = takes.get(stock[Math.floor(which * stock.length)] ?? -1);
  const person = plan.speakers[laughing];
  if (take === undefined || person === undefined) return [];
  const after = words.length;
  return laughing === speaker
    ? [{ type: 'event', after, event: 'laughter', take }]
    : [{ type: 'listener-event', after, event: 'laughter', speaker: person.id, take }];
}

/** Share of laughter that is the speaker's own. */
const ownLaughs = 0.6;
