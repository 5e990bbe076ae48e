import type { Random } from '../../dsp/index.ts';
import { around, type Gesture, gestureOf } from './gesture.ts';
import { type Posture, postures } from './posture.ts';

/**
 * Open-mouthed sounds: fillers, low and slowly falling (Shriberg and Lickley 1993), about .3 s for `uh` and
 * .45 s for `um`; and what greets news, high and falling.
 */
export const interjections = {
  uh: (random: Random) => filler(random, [postures.uh], 0.31),
  um: (random: Random) => filler(random, [postures.uh, postures.m], 0.46),
  er: (random: Random) => filler(random, [postures.er], 0.33),
  erm: (random: Random) => filler(random, [postures.er, postures.m], 0.48),
  /** 呃. */
  'e-filler': (random: Random) => filler(random, [postures.e], 0.34),
  /** 嗯…, thinking: long and level. */
  'en-filler': (random: Random) => filler(random, [postures.ng], 0.42),
  huh: (random: Random) =>
    answer(random, { vowels: [postures.nasalUh], length: 0.27, melody: [1, 1, 4, 8], breath: true }),
  ah: (random: Random) => answer(random, { vowels: [postures.ah], length: 0.36, melody: [4, 4.5, 1, -4] }),
  oh: (random: Random) =>
    answer(random, { vowels: [postures.openO, postures.closeO], length: 0.34, melody: [3, 4.5, 1, -3.5] }),
  /** 啊. */
  'a-agree': (random: Random) =>
    answer(random, { vowels: [postures.a], length: 0.27, melody: [2, 1.5, -1, -4] }),
  /** 啊？ */
  'a-question': (random: Random) =>
    answer(random, { vowels: [postures.a], length: 0.32, melody: [-1, 0, 3, 7] }),
  /** 哦, falling: I see. */
  'o-agree': (random: Random) =>
    answer(random, { vowels: [postures.openO, postures.closeO], length: 0.33, melody: [2.5, 2, -1, -4] }),
  /** 哦？, rising: is that so? */
  'o-question': (random: Random) =>
    answer(random, { vowels: [postures.openO, postures.closeO], length: 0.38, melody: [-2, -1.5, 2, 6] }),
  /** 诶 and 欸, rising: surprised. */
  'ei-question': (random: Random) =>
    answer(random, { vowels: [postures.eh], length: 0.32, melody: [-1, 0, 3, 6.5] }),
} satisfies Record<string, (random: Random) => Gesture>;

function filler(random: Random, shapes: readonly Posture[], length: number): Gesture {
  const shift = around(random, -1, 0.6);
  const fall = around(random, 2, 0.3);
  const steps = shapes.length;
  return gestureOf(
    shapes.map((posture, index) => ({
      posture,
      duration: around(random, length / steps, 0.14),
      pitch: [shift - (fall * index) / steps, shift - (fall * (index + 1)) / steps],
      voicing: index === steps - 1 ? [0.95, 0.9, 0.75, 0.45] : [0.8, 1, 0.95],
      aspiration: 0.04,
      laxness: [1, 1.05, index === steps - 1 ? 1.5 : 1.1],
      syllable: index === 0,
    })),
    { attack: 0.014, release: 0.06, transition: 0.07 },
  );
}

type Answer = {
  readonly vowels: readonly Posture[];
  readonly length: number;
  /** Semitones, spread over the sound. */
  readonly melody: readonly number[];
  /** Begins with /h/. */
  readonly breath?: boolean;
};

function answer(random: Random, { vowels, length, melody, breath = false }: Answer): Gesture {
  const shift = around(random, 0.3, 1.5);
  const [first = postures.uh] = vowels;
  const onset = {
    posture: first,
    duration: around(random, 0.055, 0.15),
    pitch: (melody[0] ?? 0) + shift,
    voicing: [0, 0, 0.15],
    aspiration: [0.25, 0.4, 0.3],
    laxness: 2.3,
    syllable: true,
  };
  const duration = around(random, length / vowels.length, 0.1);
  const share = Math.ceil(melody.length / vowels.length);
  const spoken = vowels.map((posture, index) => {
    const last = index === vowels.length - 1;
    return {
      posture,
      duration,
      pitch: melody.slice(index * share, (index + 1) * share).map((semitones) => semitones + shift),
      voicing: last ? [0.95, 1, 0.8, 0.4] : [0.85, 1, 1],
      aspiration: [0.04, 0.05, last ? 0.09 : 0.05],
      laxness: [1, 1, last ? 1.6 : 1.1],
      syllable: index === 0 && !breath,
    };
  });
  return gestureOf(breath ? [onset, ...spoken] : spoken, {
    attack: breath ? 0.02 : 0.012,
    release: 0.06,
    transition: 0.05,
  });
}
