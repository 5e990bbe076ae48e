import type { Random } from '../../dsp/index.ts';
import { around, type Gesture, gestureOf } from './gesture.ts';
import { postures } from './posture.ts';

/**
 * Air without words. An in-breath has the weak resonances of the neutral tract below 3 kHz and a spectrum that
 * falls (Werner, Fuchs, Trouvain and others 2023).
 */
export const breaths = {
  breath: (random: Random): Gesture =>
    gestureOf(
      [
        {
          posture: postures.breath,
          duration: around(random, 0.5, 0.15),
          aspiration: [0.3, 0.7, 1, 0.95, 0.6, 0.2],
          syllable: true,
        },
      ],
      { attack: 0.03, release: 0.05, texture: { noiseBand: [250, 900] } },
    ),
  sigh: (random: Random): Gesture => exhalation(random, 0, around(random, 1.05, 0.12)),
  'voiced-sigh': (random: Random): Gesture => exhalation(random, 1, around(random, 0.95, 0.12)),
  gasp: (random: Random): Gesture =>
    gestureOf(
      [
        {
          posture: postures.openBreath,
          duration: around(random, 0.27, 0.1),
          pitch: [9, 12],
          voicing: [0.12, 0.06, 0, 0],
          aspiration: [0.45, 0.8, 1, 1, 0.9],
          laxness: 2.6,
          syllable: true,
        },
      ],
      { attack: 0.03, release: 0.02, texture: { noiseBand: [350, 1500], jitter: 0.03 } },
    ),
  sniff: (random: Random): Gesture =>
    gestureOf(
      [
        {
          posture: postures.nose,
          duration: around(random, 0.26, 0.15),
          aspiration: [0.25, 0.5, 0.85, 1, 0.9],
          syllable: true,
        },
      ],
      { attack: 0.025, release: 0.022, texture: { noiseBand: [1200, 2200] } },
    ),
} satisfies Record<string, (random: Random) => Gesture>;

/** Out with it: level, formants and, where there is voice, pitch all fall. */
function exhalation(random: Random, voice: number, length: number): Gesture {
  const level = [0.9, 1, 0.75, 0.5, 0.28, 0.12];
  const shift = around(random, 0.5, 1);
  return gestureOf(
    [
      {
        posture: postures.openBreath,
        duration: length * 0.3,
        pitch: [4 + shift, 3 + shift],
        voicing: [0.35 * voice, 0.6 * voice, 0.5 * voice],
        aspiration: level.slice(0, 3).map((part) => part * (1 - 0.7 * voice)),
        laxness: 2.3,
        syllable: true,
      },
      {
        posture: postures.lowBreath,
        duration: length * 0.7,
        pitch: [1 + shift, -2 + shift, -5 + shift],
        voicing: [0.4 * voice, 0.25 * voice, 0.1 * voice, 0],
        aspiration: level.slice(2).map((part) => part * (1 - 0.5 * voice)),
        laxness: 2.6,
      },
    ],
    { attack: 0.05, release: 0.12, transition: 0.3, texture: { noiseBand: [250, 1200], jitter: 0.012 } },
  );
}
