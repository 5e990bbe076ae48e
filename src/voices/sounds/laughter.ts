import type { Random } from '../../dsp/index.ts';
import { around, between, type Gesture, gestureOf, type Phone } from './gesture.ts';
import { type Posture, postures } from './posture.ts';

export type LaughOptions = {
  /** The laugher's median pitch in speech, Hz. */
  readonly pitch: number;
  /** 0 to 1: a harder laugh is longer and higher. */
  readonly effort: number;
  /** How many calls ("ha"); drawn where none is given. */
  readonly calls?: number;
};

type LaughStyle = {
  readonly posture: Posture;
  /** How much of the pitch's rise over speech this kind has. */
  readonly rise: number;
  readonly calls: readonly [fewest: number, most: number];
  /** Calls a second. */
  readonly rate: number;
  readonly voicing: number;
  readonly aspiration: number;
  readonly laxness: number;
  /** Level kept from one call to the next. */
  readonly decline: number;
};

/**
 * Laughter as calls of one posture, an aspirated onset and a short vowel each, some five a second, their pitch
 * and level falling (Bachorowski, Smoski and Owren 2001).
 */
export const laughter = {
  'hearty-laugh': (random: Random, options: LaughOptions) =>
    laugh(random, options, {
      posture: postures.laugh,
      rise: 1,
      calls: [5, 7],
      rate: 4.9,
      voicing: 1,
      aspiration: 0.5,
      laxness: 1.3,
      decline: 0.91,
    }),
  chuckle: (random: Random, options: LaughOptions) =>
    laugh(random, options, {
      posture: postures.smallLaugh,
      rise: 0.4,
      calls: [3, 4],
      rate: 5.2,
      voicing: 0.9,
      aspiration: 0.45,
      laxness: 1.8,
      decline: 0.86,
    }),
  'breathy-laugh': (random: Random, options: LaughOptions) =>
    laugh(random, options, {
      posture: postures.openBreath,
      rise: 0.3,
      calls: [3, 6],
      rate: 5,
      voicing: 0,
      aspiration: 0.9,
      laxness: 2.6,
      decline: 0.85,
    }),
} satisfies Record<string, (random: Random, options: LaughOptions) => Gesture>;

/**
 * Semitones that laughter lies above speech. Means of 272 Hz for men and 405 Hz for women against 115 and
 * 205 Hz in speech: the higher the voice, the less it rises.
 */
function laughterRise(pitch: number): number {
  return 12 * Math.log2(2.37 * (115 / pitch) ** 0.31);
}

function laugh(random: Random, { pitch, effort, calls }: LaughOptions, style: LaughStyle): Gesture {
  const [fewest, most] = style.calls;
  const count = calls ?? Math.round(fewest + (most - fewest) * Math.min(1, effort * between(random, 0, 2)));
  const period = 1 / around(random, style.rate, 0.035);
  const top = laughterRise(pitch) * style.rise + around(random, 1.5 + 2 * (effort - 0.5), 0.5);
  const phones: Phone[] = [];
  for (let index = 0; index < count; index++) {
    const level = style.decline ** index * around(random, 1, 0.05);
    const height = top - Math.min(8, index * between(random, 0.5, 1.1));
    phones.push(...laughCall(random, { style, period, level, height }));
  }
  const last = phones.pop();
  if (last !== undefined && effort >= 0.5 && count >= 5 && random.next() < 0.6)
    phones.push(...inhalation(random));
  return gestureOf(phones, {
    attack: 0.016,
    release: 0.05,
    transition: 0.026,
    texture: { jitter: 0.015, shimmer: 0.08, noiseBand: [350, 2000] },
  });
}

type Call = {
  readonly style: LaughStyle;
  readonly period: number;
  readonly level: number;
  readonly height: number;
};

function laughCall(random: Random, { style, period, level, height }: Call): Phone[] {
  const { posture, voicing, aspiration, laxness } = style;
  const onset = period * around(random, 0.26, 0.1);
  const vowel = period * around(random, 0.4, 0.08);
  return [
    {
      posture,
      duration: onset,
      pitch: height - 1,
      voicing: [0, 0, 0.2 * level * voicing],
      aspiration: [aspiration * 0.5 * level, aspiration * level, aspiration * 0.8 * level],
      laxness: 2.4,
      syllable: true,
    },
    {
      posture,
      duration: vowel,
      pitch: [height, height + 0.4, height - 1.8],
      voicing: [0.8 * level * voicing, level * voicing, 0.55 * level * voicing],
      aspiration:
        voicing > 0 ? [0.12 * level, 0.08 * level, 0.14 * level] : [level, 0.7 * level, 0.35 * level],
      laxness: [laxness, laxness, laxness + 0.6],
    },
    {
      posture,
      duration: period - onset - vowel,
      pitch: height - 2,
      voicing: 0,
      aspiration: [0.05 * level, 0.02 * level, 0.05 * level],
      laxness: 2.6,
      rest: true,
    },
  ];
}

/** The breath that a long laugh has cost. */
function inhalation(random: Random): Phone[] {
  return [
    { posture: postures.openBreath, duration: around(random, 0.16, 0.2), aspiration: 0.01, rest: true },
    {
      posture: postures.openBreath,
      duration: around(random, 0.32, 0.15),
      aspiration: [0.08, 0.2, 0.3, 0.2, 0.08],
      rest: true,
    },
  ];
}
