import type { Random } from '../../dsp/index.ts';
import { around, type Gesture, gestureOf, type Phone } from './gesture.ts';
import { postures } from './posture.ts';

/** Two or three jerks of breath, a wail that trembles and falls, and a smaller one after another jerk. */
export const crying = {
  sob: (random: Random): Gesture => {
    const jerks = 2 + random.integer(2);
    const phones: Phone[] = [];
    for (let index = 0; index < jerks; index++) phones.push(...jerk(random));
    phones.push(wail(random, 0.6, 1), ...jerk(random), wail(random, 0.32, 0.6));
    return gestureOf(phones, {
      attack: 0.03,
      release: 0.1,
      transition: 0.04,
      texture: { jitter: 0.018, shimmer: 0.1, noiseBand: [300, 2000], tremor: { rate: 6.2, depth: 0.8 } },
    });
  },
} satisfies Record<string, (random: Random) => Gesture>;

function jerk(random: Random): Phone[] {
  return [
    {
      posture: postures.breath,
      duration: around(random, 0.11, 0.15),
      pitch: 9,
      voicing: [0.05, 0.12, 0],
      aspiration: [0.12, 0.28, 0.2],
      laxness: 2.5,
      syllable: true,
    },
    { posture: postures.breath, duration: around(random, 0.07, 0.2), pitch: 8, aspiration: 0.01, rest: true },
  ];
}

function wail(random: Random, length: number, level: number): Phone {
  const height = around(random, 8, 0.12);
  return {
    posture: postures.whimper,
    duration: around(random, length, 0.12),
    pitch: [height - 2, height, height - 1, height - 5],
    voicing: [0.7 * level, level, 0.85 * level, 0.3 * level],
    aspiration: [0.2 * level, 0.12 * level, 0.15 * level, 0.3 * level],
    laxness: [1.7, 1.5, 1.8, 2.4],
    syllable: true,
  };
}
