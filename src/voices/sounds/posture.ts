/**
 * A shape of the mouth, throat and nose as its resonances, in Hz, for an adult man's tract (`tract` 1).
 * Vowels after Peterson and Barney (1952), nasal murmurs after Klatt (1980) and Fujimura (1962).
 */
export type Posture = {
  /** F1 to F5. */
  readonly formants: Five;
  readonly bandwidths: Five;
  /** What the nose adds: a resonance and a zero. Where the two are equal they cancel and the nose is shut. */
  readonly nasalPole: number;
  readonly nasalZero: number;
  /** Of both, Hz: the soft walls of the nose take much. */
  readonly nasalBandwidth: number;
};

type Five = readonly [number, number, number, number, number];

const spoken: Five = [70, 90, 120, 170, 200];
const murmuring: Five = [80, 150, 180, 220, 260];
const breathed: Five = [320, 260, 280, 340, 420];

const vowel = (formants: Five, bandwidths: Five = spoken): Posture => ({
  formants,
  bandwidths,
  nasalPole: 270,
  nasalZero: 270,
  nasalBandwidth: 100,
});

const nasal = (vowelPosture: Posture): Posture => ({
  ...vowelPosture,
  bandwidths: [120, 130, 170, 260, 320],
  nasalZero: 420,
});

const closed = (formants: Five, nasalPole: number, nasalZero: number): Posture => ({
  formants,
  bandwidths: murmuring,
  nasalPole,
  nasalZero,
  nasalBandwidth: 200,
});

export const postures = {
  /** The middle vowel of `uh`. */
  uh: vowel([620, 1190, 2400, 3400, 4300]),
  nasalUh: nasal(vowel([640, 1220, 2400, 3400, 4300])),
  /** The neutral tract. */
  schwa: vowel([500, 1500, 2500, 3500, 4500]),
  ah: vowel([730, 1100, 2440, 3400, 4300]),
  /** Mandarin 啊. */
  a: vowel([780, 1260, 2550, 3500, 4300]),
  /** Mandarin 呃. */
  e: vowel([460, 1270, 2450, 3400, 4300]),
  er: vowel([490, 1380, 2450, 3400, 4300]),
  openO: vowel([560, 920, 2400, 3300, 4200]),
  closeO: vowel([430, 800, 2350, 3300, 4200]),
  /** Mandarin 诶. */
  eh: vowel([530, 1840, 2480, 3500, 4300]),
  /** The mouth wide open, as in a laugh: the jaw's drop raises F1. */
  laugh: vowel([760, 1320, 2500, 3500, 4300], [110, 120, 160, 240, 300]),
  smallLaugh: vowel([560, 1400, 2480, 3500, 4300], [100, 110, 160, 240, 300]),
  whimper: nasal(vowel([560, 1550, 2550, 3500, 4300])),
  m: closed([265, 1080, 2150, 3000, 3900], 1300, 980),
  ng: closed([275, 1050, 2250, 2900, 3900], 700, 700),
  breath: vowel([520, 1480, 2500, 3500, 4500], breathed),
  openBreath: vowel([760, 1330, 2550, 3500, 4500], breathed),
  lowBreath: vowel([430, 1080, 2250, 3300, 4300], breathed),
  nose: closed([300, 1250, 2450, 3600, 4800], 900, 760),
  lips: vowel([700, 1600, 2900, 3900, 5000], [220, 180, 220, 300, 400]),
  pharynx: vowel([640, 1120, 2350, 3300, 4200], [140, 140, 180, 260, 320]),
} satisfies Record<string, Posture>;
