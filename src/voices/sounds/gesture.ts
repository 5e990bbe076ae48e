import type { Random } from '../../dsp/index.ts';
import type { Contour, ContourPoint } from './contour.ts';
import type { Posture } from './posture.ts';

/** What a speaker does to make a sound, before any sound: every articulator's course over time. */
export type Gesture = {
  readonly duration: number;
  /** Semitones above the throat's own pitch. */
  readonly pitch: Contour;
  /** Strength of the vocal folds' pulses, 1 in plain speech. */
  readonly voicing: Contour;
  /** Strength of the breath's noise; at 1 as loud as voicing at 1. */
  readonly aspiration: Contour;
  /** Shape of the pulses, Rd: .5 pressed, 1 modal, 2.7 breathy. */
  readonly laxness: Contour;
  readonly postures: readonly { readonly time: number; readonly posture: Posture }[];
  readonly syllables: readonly Span[];
  readonly texture: Texture;
};

/** Seconds. */
export type Span = { readonly start: number; readonly end: number };

/** What makes a sound rough or unsteady. */
export type Texture = {
  /** Relative standard deviation of a period's length and of a pulse's strength. */
  readonly jitter: number;
  readonly shimmer: number;
  /** Band of the breath's noise, Hz, for `tract` 1. */
  readonly noiseBand: readonly [low: number, high: number];
  /** Pitch going up and down: times a second, and semitones. */
  readonly tremor: { readonly rate: number; readonly depth: number };
  /** Level going up and down, as of phlegm: times a second, and share. */
  readonly rattle: { readonly rate: number; readonly depth: number };
};

/** A stretch of one posture. Where there are several values they are spread evenly over it. */
export type Phone = {
  readonly posture: Posture;
  readonly duration: number;
  readonly pitch?: Values;
  readonly voicing?: Values;
  readonly aspiration?: Values;
  readonly laxness?: Values;
  /** Where a syllable begins; it lasts until the phone marked `rest`, the next syllable or the end. */
  readonly syllable?: boolean;
  /** Between syllables: belongs to none. */
  readonly rest?: boolean;
};

type Values = number | readonly number[];

export type Shaping = {
  /** Seconds for the sound to reach its level, and to fall to nothing. */
  readonly attack?: number;
  readonly release?: number;
  /** Seconds for the articulators to move from one phone to the next. */
  readonly transition?: number;
  readonly texture?: Partial<Texture>;
};

/** Drawn around a mean: normal with a relative deviation, never further than two of them. */
export function around(random: Random, mean: number, deviation: number): number {
  return mean * (1 + deviation * Math.max(-2, Math.min(2, random.normal())));
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

export function gestureOf(
  phones: readonly Phone[],
  { attack = 0.018, release = 0.05, transition = 0.03, texture = {} }: Shaping = {},
): Gesture {
  const starts: number[] = [];
  let duration = 0;
  for (const phone of phones) {
    starts.push(duration);
    duration += phone.duration;
  }
  const contour = (pick: (phone: Phone) => Values | undefined, fallback: number): ContourPoint[] =>
    phones.flatMap((phone, index) =>
      spread(pick(phone) ?? fallback, starts[index] ?? 0, phone.duration, transition),
    );
  const level = (pick: (phone: Phone) => Values | undefined): ContourPoint[] =>
    withEnds(contour(pick, 0), duration, attack, release);
  return {
    duration,
    pitch: contour((phone) => phone.pitch, 0),
    voicing: level((phone) => phone.voicing),
    aspiration: level((phone) => phone.aspiration),
    laxness: contour((phone) => phone.laxness, 1.2),
    postures: phones.flatMap((phone, index) => {
      const [first, last] = inner(starts[index] ?? 0, phone.duration, transition);
      return [first, last].map((time) => ({ time, posture: phone.posture }));
    }),
    syllables: syllablesOf(phones, starts, duration),
    texture: {
      jitter: 0.008,
      shimmer: 0.04,
      noiseBand: [250, 6000],
      tremor: { rate: 5, depth: 0.08 },
      rattle: { rate: 30, depth: 0 },
      ...texture,
    },
  };
}

/** The part of a phone in which nothing is on its way to a neighbour. */
function inner(start: number, duration: number, transition: number): [number, number] {
  const edge = Math.min(transition / 2, duration * 0.4);
  return [start + edge, start + duration - edge];
}

function spread(values: Values, start: number, duration: number, transition: number): ContourPoint[] {
  const list = typeof values === 'number' ? [values, values] : values;
  const [first, last] = inner(start, duration, transition);
  const step = (last - first) / Math.max(1, list.length - 1);
  return list.map((value, index) => [first + index * step, value]);
}

/** A tenth of the level at once, so that the sound has a clear beginning, the rest over the attack. */
function withEnds(
  points: readonly ContourPoint[],
  duration: number,
  attack: number,
  release: number,
): ContourPoint[] {
  const rise = Math.min(attack, duration * 0.3);
  const fall = Math.min(release, duration * 0.5);
  const first = points[0]?.[1] ?? 0;
  const last = points.at(-1)?.[1] ?? 0;
  const body = points.filter(([time]) => time > rise && time < duration - fall);
  return [[0, first * 0.1], [rise, first], ...body, [duration - fall, last], [duration, 0]];
}

function syllablesOf(phones: readonly Phone[], starts: readonly number[], duration: number): Span[] {
  const spans: Span[] = [];
  let open: number | undefined;
  for (const [index, phone] of phones.entries()) {
    const time = starts[index] ?? 0;
    if (open !== undefined && (phone.syllable === true || phone.rest === true)) {
      spans.push({ start: open, end: time });
      open = undefined;
    }
    if (phone.syllable === true) open = time;
  }
  if (open !== undefined) spans.push({ start: open, end: duration });
  return spans.length > 0 ? spans : [{ start: 0, end: duration }];
}

/** The same gesture `speed` times as fast. */
export function withPace(gesture: Gesture, speed: number): Gesture {
  if (speed === 1) return gesture;
  const contour = (points: Contour): Contour => points.map(([time, value]) => [time / speed, value]);
  return {
    ...gesture,
    duration: gesture.duration / speed,
    pitch: contour(gesture.pitch),
    voicing: contour(gesture.voicing),
    aspiration: contour(gesture.aspiration),
    laxness: contour(gesture.laxness),
    postures: gesture.postures.map(({ time, posture }) => ({ time: time / speed, posture })),
    syllables: gesture.syllables.map(({ start, end }) => ({ start: start / speed, end: end / speed })),
  };
}
