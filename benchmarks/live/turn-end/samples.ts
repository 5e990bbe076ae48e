import { createRandom, type Random } from '../../../src/dsp/index.ts';
import { createEar } from '../../../src/live/ear/create-ear.ts';
import {
  createLivePolicy,
  frameDuration,
  frameLength,
  type HeardFrame,
  startState,
  step,
} from '../../../src/live/index.ts';
import type { Ending } from '../../../src/live/turn-end/ending.ts';
import { joinWords, type Word } from '../../../src/timeline/index.ts';
import { type DrySpeech, drySpeech, placed, roomNoise, withPause } from '../scenarios/place-sound.ts';
import type { SpokenCache } from '../scenarios/spoken-cache.ts';
import { noiseRate } from '../sound-making.ts';
import { reportedTexts, turnEndTexts } from './texts.ts';

/** A silence of a user, as the engine knew it a moment after it began. */
export type SilenceSample = {
  readonly voice: string;
  readonly language: 'en' | 'zh';
  readonly kind: 'end' | 'cut' | 'phrase';
  readonly text: string;
  readonly spoken: number;
  readonly melody?: Ending;
  /** Seconds from the true end of the speech until it was judged. */
  readonly late: number;
  /** Seconds of a pause; of an end Infinity. */
  readonly length: number;
};

export type Speaker = { readonly voice: string; readonly language: 'en' | 'zh' };

export const tuningSpeakers: readonly Speaker[] = [
  ...[
    'flite/slt',
    'flite/rms',
    'flite/hugo',
    'flite/ruth',
    'flite/kit',
    'flite/awb',
    'espeak/en-gb-female',
  ].map((voice) => ({ voice, language: 'en' as const })),
  ...['espeak/mei', 'espeak/wei', 'espeak/xue'].map((voice) => ({ voice, language: 'zh' as const })),
];

/** What the ear heard of a speaker's turn, and where its silences are. */
export type HeardTurn = Speaker & {
  readonly frames: readonly HeardFrame[];
  readonly words: readonly Word[];
  readonly pauses: readonly Pause[];
  /** Seconds: of the speech. */
  readonly start: number;
  readonly end: number;
};

export type Pause = { readonly start: number; readonly length: number; readonly kind: 'cut' | 'phrase' };

/** Turns of a speaker with a pause or two in the long ones, in rooms more or less noisy. */
export async function heardTurns(speaker: Speaker, cache: SpokenCache, count: number): Promise<HeardTurn[]> {
  const { voice, language } = speaker;
  const { long, turns } = turnEndTexts(language, voice);
  const reported = reportedTexts();
  const random = createRandom(`turn-end/${voice}`);
  const heard: HeardTurn[] = [];
  for (let index = 0; index < count; index++) {
    const texts = index % 2 === 1 ? turns : long;
    const text = texts[random.integer(texts.length)] ?? '';
    if (reported.has(text)) throw new Error(`"${text}" is of the reported half.`);
    const dry = drySpeech(await cache.speak(voice, text));
    const scene = index % 2 === 1 ? { speech: dry, pauses: [] } : withPauses(dry, random, index);
    heard.push(await hearTurn(scene, speaker, `${voice}/${index}`, random));
  }
  return heard;
}

type Scene = { readonly speech: DrySpeech; readonly pauses: readonly Pause[] };

/** Pauses at commas or between any two words, from the last to the first. */
function withPauses(dry: DrySpeech, random: Random, index: number): Scene {
  const kind = index % 4 === 0 ? 'cut' : 'phrase';
  const places = dry.words.flatMap((word, place) => {
    const next = dry.words[place + 1];
    const comma = /[,，]/.test(word.text);
    // Between sentences anybody would take the turn.
    const sentence = /[.。]/.test(word.text);
    return next !== undefined && word.end > 0.5 && !sentence && comma === (kind === 'phrase')
      ? [{ word, next }]
      : [];
  });
  const first = random.integer(Math.max(1, places.length));
  const chosen = places.filter(
    (_, place) => place === first || (places.length > 5 && Math.abs(place - first) === 4),
  );
  return chosen.toReversed().reduce<Scene>(
    ({ speech, pauses }, { word, next }) => {
      const length = 0.4 + 0.8 * random.next();
      const gap = Math.max(0.05, length - (next.start - word.end));
      const pause: Pause = { start: word.end, length: gap + next.start - word.end, kind };
      const later = pauses.map((each) => ({ ...each, start: each.start + gap }));
      return { speech: withPause(speech, (word.end + next.start) / 2, gap), pauses: [pause, ...later] };
    },
    { speech: dry, pauses: [] },
  );
}

async function hearTurn(
  { speech, pauses }: Scene,
  speaker: Speaker,
  seed: string,
  random: Random,
): Promise<HeardTurn> {
  const level = -26 + 12 * (random.next() - 0.5);
  const heard = placed(speech.samples, { half: 'tuning', seed, level, from: 'near' });
  const ratio = [10, 20, 30, 40][random.integer(4)] ?? 20;
  const noise = roomNoise(Math.max(-78, level - ratio), seed);
  const start = 0.8 + random.next() * 0.02;
  const lead = Math.round(start * noiseRate);
  const total = new Float32Array(lead + speech.samples.length + Math.round(1.6 * noiseRate));
  total.forEach((_, index) => {
    total[index] = (noise[index % noise.length] ?? 0) + (heard[index - lead] ?? 0);
  });
  const ear = await createEar({ echoCancellation: 'off' });
  const frames: HeardFrame[] = [];
  for (let at = 0; at + frameLength <= total.length; at += frameLength) {
    frames.push(ear.hear(total.subarray(at, at + frameLength)).frame);
  }
  ear.close();
  const shifted = speech.words.map((word) => ({ ...word, start: word.start + start, end: word.end + start }));
  const end = start + speech.samples.length / noiseRate - 0.01;
  return {
    ...speaker,
    frames,
    words: shifted,
    pauses: pauses.map((pause) => ({ ...pause, start: pause.start + start })),
    start,
    end,
  };
}

/** Seconds of the shortest silence that could be taken for an end. */
const shortestPause = 0.28;
const longTurn = 2.6;

function textOf({ text }: Word): string {
  return text;
}

/**
 * What a silence counts for: a short one would be taken for an end by the rashest wait alone. Turns are short more
 * often than not, and whether one is over must not be read off its length.
 */
export function weightOf({ kind, length, spoken }: SilenceSample): number {
  if (kind === 'end') return spoken > longTurn ? 0.25 : 1;
  return Math.max(0.1, Math.min(1, (length - 0.25) / 0.25));
}

/** Its silences, as `step` knows them a moment after they began. */
export function silencesOf({ voice, language, frames, words, pauses, end }: HeardTurn): SilenceSample[] {
  const setting = { tools: [], recognised: false, brainReads: false, answersTools: true, opens: false };
  const usual = createLivePolicy({ backchannels: { enabled: false }, languages: [language] });
  // Longer than a policy may be made to wait: no silence of a sample ends the turn.
  const turnTaking = { ...usual.turnTaking, shortestWait: 9, longestWait: 9, speculate: false };
  const policy = { ...usual, turnTaking };
  const samples: SilenceSample[] = [];
  let state = startState(policy, setting);
  let open: { readonly sample: SilenceSample; readonly since: number } | undefined;
  frames.forEach((frame, index) => {
    const before = state.turn?.ending;
    state = step(state, { type: 'frame-heard', at: (index + 1) * frameDuration, frame }).state;
    const { turn, at } = state;
    if (turn?.ending === undefined && open !== undefined) {
      const { sample, since } = open;
      const length = at - since;
      open = undefined;
      // Between sentences anybody would take the turn.
      if (length >= shortestPause && !/[.。?？]$/.test(sample.text)) samples.push({ ...sample, length });
    }
    if (turn?.ending === undefined || before !== undefined) return;
    const pause = pauses.find(({ start, length }) => at > start && at < start + length + 0.1);
    const kind = pause?.kind ?? (at < end ? 'phrase' : 'end');
    open = {
      since: turn.heardEnd,
      sample: {
        voice,
        language,
        kind,
        text: joinWords(
          words.filter((word) => kind === 'end' || word.end <= turn.heardEnd + 0.1).map(textOf),
        ),
        spoken: turn.end - turn.start - turn.paused,
        ...(turn.ending.melody === undefined ? {} : { melody: turn.ending.melody }),
        late: at - (pause?.start ?? end),
        length: Number.POSITIVE_INFINITY,
      },
    };
  });
  if (open !== undefined)
    samples.push({
      ...open.sample,
      kind: 'end',
      text: joinWords(words.map(textOf)),
      length: Number.POSITIVE_INFINITY,
    });
  return samples;
}
