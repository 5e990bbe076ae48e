import type { Random } from '../../dsp/index.ts';
import { around, type Gesture, gestureOf, type Phone } from './gesture.ts';
import { postures } from './posture.ts';

/** What clears the airway, and the lips' own click. */
export const airway = {
  /** Burst, breath, and a short voiced end (the three phases of Korpáš, Sadloňová and Vrabec 1996), twice as a rule. */
  cough: (random: Random): Gesture => {
    const twice = random.next() < 0.7;
    const rest: Phone = {
      posture: postures.openBreath,
      duration: around(random, 0.15, 0.15),
      aspiration: 0.005,
      rest: true,
    };
    return gestureOf(
      [...coughPulse(random, 1), ...(twice ? [rest, ...coughPulse(random, around(random, 0.6, 0.15))] : [])],
      {
        attack: 0.005,
        release: 0.04,
        transition: 0.012,
        texture: { jitter: 0.05, shimmer: 0.15, noiseBand: [250, 2600], rattle: { rate: 45, depth: 0.25 } },
      },
    );
  },
  'throat-clear': (random: Random): Gesture =>
    gestureOf(
      [
        rasp(random, 0.2, [-1, -3]),
        { posture: postures.pharynx, duration: around(random, 0.06, 0.15), aspiration: 0.04, rest: true },
        rasp(random, 0.24, [0, -2, -4]),
      ],
      {
        attack: 0.012,
        release: 0.05,
        transition: 0.02,
        texture: { jitter: 0.09, shimmer: 0.25, noiseBand: [200, 2000], rattle: { rate: 30, depth: 0.65 } },
      },
    ),
  'lip-smack': (random: Random): Gesture =>
    gestureOf(
      [
        { posture: postures.lips, duration: 0.004, aspiration: [0.35, 0.2], syllable: true },
        { posture: postures.lips, duration: around(random, 0.022, 0.25), aspiration: [0.08, 0.03, 0.06] },
        { posture: postures.lips, duration: 0.005, aspiration: [1, 0.8] },
        { posture: postures.lips, duration: around(random, 0.028, 0.2), aspiration: [0.25, 0.06, 0.01] },
      ],
      { attack: 0.001, release: 0.012, transition: 0.0015, texture: { noiseBand: [700, 2000] } },
    ),
} satisfies Record<string, (random: Random) => Gesture>;

function coughPulse(random: Random, level: number): Phone[] {
  return [
    {
      posture: postures.openBreath,
      duration: around(random, 0.055, 0.12),
      pitch: 7,
      voicing: [0.3 * level, 0],
      aspiration: [1.8 * level, 2 * level, 1.4 * level],
      laxness: 1.2,
      syllable: true,
    },
    {
      posture: postures.openBreath,
      duration: around(random, 0.16, 0.15),
      pitch: 7,
      voicing: 0,
      aspiration: [0.7 * level, 0.4 * level, 0.25 * level],
      laxness: 1.5,
    },
    {
      posture: postures.uh,
      duration: around(random, 0.09, 0.15),
      pitch: [7, 5, 2],
      voicing: [0.2 * level, 0.6 * level, 0.25 * level],
      aspiration: 0.15 * level,
      laxness: [1.2, 1.6],
    },
  ];
}

function rasp(random: Random, length: number, pitch: readonly number[]): Phone {
  return {
    posture: postures.pharynx,
    duration: around(random, length, 0.12),
    pitch,
    voicing: [0.5, 0.9, 0.8, 0.4],
    aspiration: [0.7, 0.5, 0.45, 0.35],
    laxness: 0.8,
    syllable: true,
  };
}
