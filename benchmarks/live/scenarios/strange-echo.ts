import { createRandom, type Random } from '../../../src/dsp/index.ts';
import { createRoom } from '../noises.ts';
import { activeLevel, convolve, filtered } from '../sound-making.ts';
import { drySpeech, roomNoise } from './place-sound.ts';
import type { Scenario } from './scenario.ts';
import type { SpokenCache } from './spoken-cache.ts';
import { strangeVoice } from './strange-voices.ts';
import type { ScenarioLanguage } from './texts.ts';
import { strangeTexts } from './texts-strange.ts';
import { tuningTexts } from './texts-tuning.ts';

/** What of an echo is out of the ordinary. */
export const strangeThings = ['voice', 'breath', 'text', 'room', 'loudspeaker', 'floor', 'all'] as const;

type StrangeThing = (typeof strangeThings)[number];

const usualTexts: Readonly<Record<ScenarioLanguage, readonly string[]>> = {
  en: tuningTexts.en.answers.map((text) => (text.endsWith('.') ? text : `${text}.`)),
  zh: tuningTexts.zh.answers.map((text) => `${text}。`),
};
const usualVoice = { en: 'flite/slt', zh: 'espeak/mei' };
const voices: Readonly<Record<ScenarioLanguage, readonly string[]>> = {
  en: [
    'flite/slt',
    'flite/rms',
    'flite/awb',
    'flite/kal16',
    'flite/hugo',
    'flite/ruth',
    'espeak/en-gb-male',
    'espeak/en-us+xue',
    'espeak/en-gb-x-scotland+wei',
  ],
  zh: ['espeak/mei', 'espeak/wei', 'espeak/xue'],
};
const heads = [0.82, 0.87, 0.96, 1.04, 1.1, 1.18];

/**
 * An echo scene as another, with an agent, texts, a room, a loudspeaker or a noise that nothing was tuned on, one thing
 * after the other, and all at once: drawn from wider ranges than those of what is measured.
 */
export async function withStrangeEcho(
  scenario: Scenario,
  index: number,
  cache: SpokenCache,
): Promise<Scenario> {
  const thing = strangeThings[index % strangeThings.length] ?? 'all';
  const random = createRandom(`strange-echo/${scenario.kind}/${index}`);
  // Where nothing but the echo is heard, as many agents speak Mandarin as English.
  const isEcho = scenario.kind === 'echo';
  const spoken = random.next() < 0.5 ? 'zh' : 'en';
  const language = isEcho ? spoken : scenario.language;
  const texts = is(thing, 'text') ? textsOf(language, random.fork('texts')) : usualTexts[language];
  const agentVoice = agentOf(language, thing, random.fork('voice'));
  const response = responseOf(thing, random.fork('response'), index);
  const { audio } = await cache.speak(agentVoice, texts[0] ?? '');
  const dry = drySpeech({ audio, words: [], took: 0 }).samples;
  const strangeSpeaker = is(thing, 'loudspeaker');
  const echoLevel = strangeSpeaker ? draw(random, -16, -6) : -10;
  const gain = 10 ** ((activeLevel(dry) + echoLevel - activeLevel(convolve(dry, response))) / 20);
  const distortion = strangeSpeaker ? draw(random, 0, 0.7) : 0;
  return {
    ...scenario,
    id: `strange-${scenario.id}`,
    variant: `${thing}, ${language}`,
    language,
    ...(is(thing, 'floor') && isEcho ? { floor: roomNoise(draw(random, -78, -45), `strange/${index}`) } : {}),
    agentVoice,
    ...(isEcho ? { replies: [texts.join(' '), ...scenario.replies.slice(1)] } : {}),
    echo: { response, gain, distortion },
  };
}

function is(thing: StrangeThing, wanted: StrangeThing): boolean {
  return thing === wanted || thing === 'all';
}

function textsOf(language: ScenarioLanguage, random: Random): readonly string[] {
  const all = strangeTexts[language];
  // A kind after another, each from its own place on.
  const one = all[random.integer(all.length)] ?? [];
  const other = all[random.integer(all.length)] ?? [];
  return [...one, ...other];
}

function agentOf(language: ScenarioLanguage, thing: StrangeThing, random: Random): string {
  const some = voices[language];
  const voice = thing === 'breath' || is(thing, 'voice') ? some[random.integer(some.length)] : undefined;
  const head = is(thing, 'voice') ? heads[random.integer(heads.length)] : 1;
  const breath = is(thing, 'breath') ? 0.2 + 0.6 * random.next() : 0;
  return strangeVoice(voice ?? usualVoice[language], head ?? 1, breath);
}

/** The usual: as in the scenarios of echoes. */
function responseOf(thing: StrangeThing, random: Random, index: number): Float32Array {
  const [inRoom, throughSpeaker] = [is(thing, 'room'), is(thing, 'loudspeaker')];
  const room = createRoom({
    half: 'tuning',
    seed: `strange/${index}`,
    reverberation: inRoom ? draw(random, 0.15, 0.75) : draw(random, 0.2, 0.5),
    direct: inRoom ? draw(random, -8, 8) : draw(random, -3, 6),
    delay: inRoom ? draw(random, 0.01, 0.28) : draw(random, 0.02, 0.22),
  });
  const high = filtered(
    room,
    'high-pass',
    throughSpeaker ? draw(random, 90, 600) : draw(random, 120, 350),
    0.7,
  );
  return filtered(
    high,
    'low-pass',
    throughSpeaker ? draw(random, 2800, 7600) : draw(random, 5500, 7500),
    0.7,
  );
}

function draw(random: Random, lowest: number, highest: number): number {
  return lowest + (highest - lowest) * random.next();
}
