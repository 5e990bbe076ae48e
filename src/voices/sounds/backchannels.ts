import type { Random } from '../../dsp/index.ts';
import { around, type Gesture, gestureOf, type Phone } from './gesture.ts';
import { type Posture, postures } from './posture.ts';

/**
 * What listeners say with little or no word. Pitch is in semitones above the speaker's median: a continuer
 * (mm-hm, uh-huh) drops a little and then ends high (Caspers 2000; Benus, Gravano and Hirschberg 2007).
 */
export const backchannels = {
  'mm-hm': (random: Random) => twoSyllables(random, postures.m),
  'uh-huh': (random: Random) => twoSyllables(random, postures.nasalUh),
  'mm-mm': (random: Random) => refusal(random, postures.m),
  'uh-uh': (random: Random) => refusal(random, postures.nasalUh),
  mm: (random: Random) => hum(random, postures.m, 0.3, [0.5, 1, -0.5, -2.5]),
  hmm: (random: Random) => hum(random, postures.m, 0.52, [-2, 0.5, 1, -1.5, -3.5]),
  'mm-question': (random: Random) => hum(random, postures.m, 0.36, [-1, -1.5, 2, 6]),
  /** 嗯, falling: agreed. */
  'en-agree': (random: Random) => hum(random, postures.ng, 0.27, [3, 2, -1, -4]),
  /** 嗯？, rising: what did you say? */
  'en-question': (random: Random) => hum(random, postures.ng, 0.36, [-2, -1.5, 2, 6]),
} satisfies Record<string, (random: Random) => Gesture>;

function twoSyllables(random: Random, posture: Posture): Gesture {
  const shift = around(random, 0.5, 1);
  const rise = around(random, 4, 0.2);
  const breathiness = around(random, 0.045, 0.3);
  return gestureOf(
    [
      {
        posture,
        duration: around(random, 0.145, 0.1),
        pitch: [shift, shift - 0.8, shift - 2],
        voicing: [0.75, 0.95, 0.75, 0.4],
        aspiration: [breathiness, breathiness * 3],
        laxness: [1.1, 1.1, 1.7],
        syllable: true,
      },
      {
        posture,
        duration: around(random, 0.06, 0.12),
        pitch: shift - 1,
        voicing: [0.05, 0, 0.06],
        aspiration: [0.2, 0.3, 0.22],
        laxness: 2.3,
        rest: true,
      },
      {
        posture,
        duration: around(random, 0.21, 0.1),
        pitch: [shift - 0.5, shift + rise * 0.7, shift + rise],
        voicing: [0.7, 1, 0.85, 0.4],
        aspiration: [breathiness * 2.5, breathiness, breathiness],
        laxness: [1.6, 1.1, 1.2, 1.5],
        syllable: true,
      },
    ],
    { attack: 0.02, release: 0.06 },
  );
}

/** "No": two short syllables behind a closed glottis each, the second lower. */
function refusal(random: Random, posture: Posture): Gesture {
  const shift = around(random, 0.5, 1);
  const syllable = (pitch: readonly number[], duration: number): Phone => ({
    posture,
    duration: around(random, duration, 0.1),
    pitch: pitch.map((semitones) => semitones + shift),
    voicing: [0.9, 1, 0.8, 0.5],
    aspiration: 0.03,
    laxness: [0.8, 1, 1.2],
    syllable: true,
  });
  return gestureOf(
    [
      syllable([3, 3.5, 3], 0.13),
      { posture, duration: around(random, 0.055, 0.15), pitch: shift, laxness: 0.7, rest: true },
      syllable([-0.5, -1.5, -3], 0.19),
    ],
    { attack: 0.008, release: 0.05, transition: 0.02 },
  );
}

function hum(random: Random, posture: Posture, length: number, melody: readonly number[]): Gesture {
  const shift = around(random, 0.3, 1.5);
  const breathiness = around(random, 0.05, 0.3);
  return gestureOf(
    [
      {
        posture,
        duration: around(random, length, 0.12),
        pitch: melody.map((semitones) => around(random, semitones, 0.1) + shift),
        voicing: [0.75, 1, 0.95, 0.75, 0.4],
        aspiration: [breathiness, breathiness, breathiness * 2],
        laxness: [1.1, 1.1, 1.2, 1.6],
        syllable: true,
      },
    ],
    { attack: 0.022, release: 0.07 },
  );
}
