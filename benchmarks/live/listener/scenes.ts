import { addScaled, createRandom, type Random } from '../../../src/dsp/index.ts';
import { drySpeech, placed, roomNoise, withHead } from '../scenarios/place-sound.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { filtered, noiseRate } from '../sound-making.ts';
import type { ListenerTexts } from './texts.ts';

/** Voices of the tuning half, and speakers of its with accents that nobody has elsewhere. */
const voices = {
  en: [
    'flite/slt',
    'flite/rms',
    'flite/hugo',
    'flite/ruth',
    'flite/kit',
    'flite/awb',
    'flite/slt',
    'flite/rms',
    'flite/kit',
    'espeak/en-gb-female',
    'espeak/en-us+xue',
    'espeak/en-gb+xue',
    'espeak/en-gb-x-scotland+wei',
    'espeak/en-gb-x-scotland+mei',
    'espeak/en-029+wei',
    'espeak/en-029+xue',
    'espeak/en-gb-x-gbclan+wei',
    'espeak/en-gb-x-gbcwmd+mei',
    'espeak/en-us-x-nyc+wei',
  ],
  zh: ['espeak/mei', 'espeak/wei', 'espeak/xue'],
} as const;

export type ListenerEvent = {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly listening: boolean;
};

export type ListenerScene = {
  readonly voice: string;
  readonly samples: Float32Array;
  readonly events: readonly ListenerEvent[];
};

const eventsInScene = 14;
/** Distinct things that each voice says: more is heard by other heads in other rooms. */
const repertoire = 220;

/** One who says a dozen things in one room, whole turns and listener's words in any order. */
export async function createListenerScene(
  seed: number,
  language: 'en' | 'zh',
  { listening, speaking }: ListenerTexts,
  cache: SpokenCache,
): Promise<ListenerScene> {
  const random = createRandom(`listener/${language}/${seed}`);
  const draw = (lowest: number, highest: number): number => lowest + (highest - lowest) * random.next();
  const voice = voices[language][random.integer(voices[language].length)] ?? voices.en[0];
  const head = Math.exp(draw(Math.log(0.82), Math.log(1.22)));
  const level = draw(-34, -16);
  const colour = drawColour(random);
  const from = random.next() < 0.85 ? 'near' : 'turned';
  const known = createRandom(`repertoire/${voice}`);
  const own = (texts: readonly string[]): string => {
    const which = random.integer(repertoire);
    return texts[Math.floor(known.fork(`${texts.length}/${which}`).next() * texts.length)] ?? '';
  };
  const events: ListenerEvent[] = [];
  const sounds: { readonly at: number; readonly samples: Float32Array }[] = [];
  let at = 1.2;
  for (let index = 0; index < eventsInScene; index++) {
    const isListening = random.next() < 0.5;
    const text = own(isListening ? listening : speaking);
    const spoken = await cache.speak(voice, text);
    const dry = drySpeech(withHead(spoken, head)).samples.slice(0, 2.4 * noiseRate);
    const softer = isListening ? draw(-9, 1) : draw(-7, 2);
    const samples = placed(colour(dry), {
      half: 'tuning',
      seed: `${language}-${seed}`,
      level: level + softer,
      from,
    });
    const end = at + dry.length / noiseRate;
    events.push({ start: at, end, text, listening: isListening });
    sounds.push({ at, samples });
    at = end + draw(0.6, 1);
  }
  const samples = new Float32Array(Math.round((at + 0.5) * noiseRate));
  const noise = roomNoise(Math.max(-78, level - draw(8, 42)), `listener/${language}/${seed}`);
  for (let index = 0; index < samples.length; index++) samples[index] = noise[index % noise.length] ?? 0;
  for (const sound of sounds) addScaled(samples, sound.samples, Math.round(sound.at * noiseRate), 1);
  return { voice, samples, events };
}

/** A microphone and a mouth of their own: more or less of the lows, the highs and the middle. */
function drawColour(random: Random): (sound: Float32Array) => Float32Array {
  const corner = 250 + 500 * random.next();
  const top = 1800 + 2000 * random.next();
  const middle = 600 + 1800 * random.next();
  const [lows, highs, peak] = [0, 1, 2].map(() => 10 ** (((random.next() - 0.5) * 16) / 20) - 1);
  return (sound) => {
    const low = filtered(sound, 'low-pass', corner, 0.6);
    const high = filtered(sound, 'high-pass', top, 0.6);
    const band = filtered(sound, 'band-pass', middle, 0.8);
    return sound.map(
      (sample, index) =>
        sample +
        (lows ?? 0) * (low[index] ?? 0) +
        (highs ?? 0) * (high[index] ?? 0) +
        0.6 * (peak ?? 0) * (band[index] ?? 0),
    );
  };
}
