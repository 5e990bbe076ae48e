import { sampleContour } from './contour.ts';
import type { Posture } from './posture.ts';

export type TractOptions = {
  /** Length of the vocal tract against an adult man's. */
  readonly tract: number;
  /** Hz. */
  readonly rate: number;
  /** Frames between two settings of the resonances. */
  readonly controlFrames: number;
};

type Section = { readonly frequency: Float64Array; readonly bandwidth: Float64Array };

/** Resonances above F5 stand this far apart, Hz, in a tract of 17.5 cm. */
const spacing = 1000;
const upperBandwidth = 0.05;

/**
 * Sends the source through the tract, in place: Klatt's cascade (1980) of formants with a nasal pole and zero,
 * all of gain 1 at 0 Hz. The formants go on up to half the rate, for only then does what each takes away above
 * itself come out even. A shorter tract raises every resonance in proportion.
 */
export function shapeByTract(
  samples: Float64Array,
  postures: readonly { readonly time: number; readonly posture: Posture }[],
  { tract, rate, controlFrames }: TractOptions,
): void {
  const count = Math.ceil(samples.length / controlFrames) + 1;
  const course = (pick: (posture: Posture) => number): Float64Array => {
    const points = postures.map(({ time, posture }): readonly [number, number] => [time, pick(posture)]);
    return sampleContour(points, controlFrames / rate, count);
  };
  const scaled = (pick: (posture: Posture) => number): Float64Array =>
    course((posture) => Math.min(rate * 0.45, pick(posture) / tract));

  const rates: Rates = { rate, controlFrames };
  // The zero first: what its movement disturbs, the poles after it take away again.
  const bandwidth = course((posture) => posture.nasalBandwidth);
  cancel(samples, { frequency: scaled((posture) => posture.nasalZero), bandwidth }, rates);
  resonate(samples, { frequency: scaled((posture) => posture.nasalPole), bandwidth }, rates);
  for (const index of [0, 1, 2, 3, 4] as const) {
    const section: Section = {
      frequency: scaled((posture) => posture.formants[index]),
      bandwidth: course((posture) => posture.bandwidths[index]),
    };
    resonate(samples, section, rates);
  }
  for (let number = 6; ((number - 0.5) * spacing) / tract < rate * 0.48; number++) {
    const frequency = ((number - 0.5) * spacing) / tract;
    const section: Section = {
      frequency: new Float64Array(count).fill(frequency),
      bandwidth: new Float64Array(count).fill(frequency * upperBandwidth),
    };
    resonate(samples, section, rates);
  }
}

type Rates = { readonly rate: number; readonly controlFrames: number };

/** Klatt's digital resonator: a pair of poles. */
function resonate(samples: Float64Array, section: Section, rates: Rates): void {
  let last = 0;
  let beforeLast = 0;
  eachStretch(samples, section, rates, (from, to, start, end) => {
    const share = 1 / (end - start);
    const firstStep = (to.first - from.first) * share;
    const secondStep = (to.second - from.second) * share;
    let { first, second } = from;
    for (let frame = start; frame < end; frame++) {
      const output = (1 - first - second) * (samples[frame] ?? 0) + first * last + second * beforeLast;
      beforeLast = last;
      last = output;
      samples[frame] = output;
      first += firstStep;
      second += secondStep;
    }
  });
}

/** Its inverse: a pair of zeros. */
function cancel(samples: Float64Array, section: Section, rates: Rates): void {
  let last = 0;
  let beforeLast = 0;
  eachStretch(samples, section, rates, (from, to, start, end) => {
    const share = 1 / (end - start);
    const firstStep = (to.first - from.first) * share;
    const secondStep = (to.second - from.second) * share;
    let { first, second } = from;
    for (let frame = start; frame < end; frame++) {
      const input = samples[frame] ?? 0;
      samples[frame] = (input - first * last - second * beforeLast) / (1 - first - second);
      beforeLast = last;
      last = input;
      first += firstStep;
      second += secondStep;
    }
  });
}

type Coefficients = { readonly first: number; readonly second: number };

/**
 * Calls `filter` for each stretch with the coefficients at its start and at the next one's: they move from
 * frame to frame, for any step would be a click, which the formants above raise.
 */
function eachStretch(
  samples: Float64Array,
  { frequency, bandwidth }: Section,
  { rate, controlFrames }: Rates,
  filter: (from: Coefficients, to: Coefficients, start: number, end: number) => void,
): void {
  const coefficientsAt = (index: number): Coefficients => {
    const radius = Math.exp((-Math.PI * (bandwidth[index] ?? 0)) / rate);
    return {
      first: 2 * radius * Math.cos((2 * Math.PI * (frequency[index] ?? 0)) / rate),
      second: -radius * radius,
    };
  };
  let from = coefficientsAt(0);
  for (let start = 0; start < samples.length; start += controlFrames) {
    const to = coefficientsAt(Math.min(frequency.length - 1, start / controlFrames + 1));
    filter(from, to, start, Math.min(samples.length, start + controlFrames));
    from = to;
  }
}
