import { createRandom } from '../src/dsp/index.ts';
import type { BackchannelTake, ConversationMaterial, Take, TurnMaterial } from '../src/generate/index.ts';
import { measureTake } from '../src/generate/index.ts';
import { collectSpeech, type Voice } from '../src/voices/index.ts';

/** Utterances that have been spoken and measured once, to compose any number of dialogues from. */
export type SpokenPool = {
  readonly speakers: readonly {
    readonly id: string;
    readonly takes: readonly Take[];
    readonly backchannels: readonly BackchannelTake[];
  }[];
};

export type PoolVoice = { readonly id: string; readonly voice: Voice };

const backchannelTexts = [
  { text: 'Yeah.', weight: 5 },
  { text: 'Right.', weight: 3 },
  { text: 'Okay.', weight: 2 },
];

export async function speakPool(voices: readonly PoolVoice[], texts: readonly string[]): Promise<SpokenPool> {
  const speakers = [];
  let source = 0;
  for (const { id, voice } of voices) {
    const speak = async (text: string): Promise<Take> => {
      const { audio, words } = await collectSpeech(voice, { text });
      return measureTake(source++, audio, words);
    };
    const backchannels = backchannelTexts.map(async ({ text, weight }) => {
      return { take: await speak(text), weight, language: 'en' };
    });
    const takes = texts.map((text) => speak(text));
    speakers.push({ id, takes: await Promise.all(takes), backchannels: await Promise.all(backchannels) });
  }
  return { speakers };
}

/** Speakers in turn, each saying something of the pool, for about `duration` seconds of speech. */
export function composeDialogue(pool: SpokenPool, seed: string, duration: number): ConversationMaterial {
  const random = createRandom(seed);
  const turns: TurnMaterial[] = [];
  let spoken = 0;
  for (let index = 0; spoken < duration; index++) {
    const speaker = pool.speakers[index % pool.speakers.length];
    const take = speaker?.takes[random.integer(speaker.takes.length)];
    if (speaker === undefined || take === undefined) break;
    spoken += take.end - take.start;
    turns.push({
      index,
      speaker: speaker.id,
      onset: { type: 'auto' },
      cutShort: false,
      language: 'en',
      takes: [take],
      insertions: [],
    });
  }
  return {
    id: 'dialogue',
    languages: ['en'],
    speakers: pool.speakers.map(({ id }, channel) => ({ id, channel })),
    turns,
    backchannels: Object.fromEntries(pool.speakers.map(({ id, backchannels }) => [id, backchannels])),
  };
}
