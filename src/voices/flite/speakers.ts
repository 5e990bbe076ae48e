import type { VoiceDescription } from '../voice.ts';

export type FliteBase = 'slt' | 'rms' | 'awb' | 'kal16';

/** One of flite's voices, or somebody else made of it by playing it faster or slower. */
export type FliteSpeaker = VoiceDescription & {
  readonly base: FliteBase;
  /**
   * How many times faster the base's sound is played. Throat and pitch rise with it; the words keep their length,
   * because the base speaks as many times slower.
   */
  readonly scale: number;
  /** Hz, after scaling, where the base can be told. */
  readonly pitch?: number;
  /** dB that bring the speaker to -23 LUFS: the bases are up to 14 dB apart. */
  readonly gain: number;
};

/** A man's and a woman's, against which `scale` counts. */
const tracts: Readonly<Record<FliteBase, number>> = { slt: 0.87, rms: 1, awb: 1, kal16: 1 };

/** Hz; what flite makes. */
export const fliteRate = 16_000;

type Row = readonly [
  id: string,
  name: string,
  gender: 'female' | 'male',
  accent: string,
  base: FliteBase,
  scale: number,
  /** Hz; the median that an autocorrelation tracker finds in five sentences. */
  median: number,
  target: number | undefined,
  gain: number,
];

const american = 'American';
const scottish = 'Scottish';
const rows: readonly Row[] = [
  ['slt', 'Stella', 'female', american, 'slt', 1, 174, undefined, -7],
  ['rms', 'Russell', 'male', american, 'rms', 1, 103, undefined, -1.5],
  ['nora', 'Nora', 'female', american, 'slt', 0.92, 167, 165, -7.6],
  ['hugo', 'Hugo', 'male', american, 'slt', 0.84, 112, 110, -4.6],
  ['ruth', 'Ruth', 'female', american, 'slt', 0.96, 203, 200, -8.5],
  ['simon', 'Simon', 'male', american, 'slt', 0.88, 130, 130, -4.7],
  ['joan', 'Joan', 'female', american, 'slt', 0.9, 150, 148, -6.2],
  ['leo', 'Leo', 'male', american, 'rms', 1.2, 124, undefined, -1.7],
  ['kal16', 'Karl', 'male', american, 'kal16', 1, 99, 105, 5.2],
  ['ryan', 'Ryan', 'male', american, 'rms', 1.1, 114, undefined, -1.6],
  ['awb', 'Alasdair', 'male', scottish, 'awb', 1, 118, 120, -2.5],
  ['tess', 'Tess', 'female', american, 'kal16', 1.2, 175, 180, 3.5],
  ['kit', 'Kit', 'male', american, 'kal16', 1.1, 140, 145, 4.3],
];

/** In the order in which speakers who name no voice are given one: the best understood first. */
export const fliteSpeakers: readonly FliteSpeaker[] = rows.map(
  ([id, name, gender, accent, base, scale, median, target, gain]) => ({
    id: `flite/${id}`,
    name,
    languages: [accent === scottish ? 'en-GB' : 'en-US', 'en'],
    gender,
    accent,
    // What is played faster reaches above flite's own 8 kHz.
    sampleRate: scale > 1 ? 24_000 : fliteRate,
    throat: { pitch: median, tract: Math.round((tracts[base] / scale) * 100) / 100 },
    base,
    scale,
    ...(target === undefined ? {} : { pitch: target }),
    gain,
  }),
);
