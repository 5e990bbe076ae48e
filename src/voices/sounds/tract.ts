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

/** Resonances above F5 stand this far apart, Hz, in a tract of 17.5 cm; their bandwidth is a share of it. */
const spacing = 1000;
const upperFormants = [6, 7, 8, 9, 10];
const nasalBandwidth = 100;

/**
 * Sends the source through the tract, in place: Klatt's cascade (1980) of F1 to F10 with a nasal pole and
 * zero, all of gain 1 at 0 Hz. A shorter tract raises every resonance in proportion.
 */
export function shapeByTract(
  samples: Float32Array,
  postures: readonly { readonly time: number; readonly posture: Posture }[],
  { tract, rate, controlFrames }: TractOptions,
): void {
  const count = Math.ceil(samples.length / controlFrames);
  const course = (pick: (posture: Posture) => number): Float64Array => {
    const points = postures.map(({ time, posture }): readonly [number, number] => [time, pick(posture)]);
    return sampleContour(points, controlFrames / rate, count);
  };
  const scaled = (pick: (posture: Posture) => number): Float64Array =>
    course((posture) => Math.min(rate * 0.45, pick(posture) / tract));

  for (const index of [0, 1, 2, 3, 4] as const) {
    const section: Section = {
      frequency: scaled((posture) => posture.formants[index]),
      bandwidth: course((posture) => posture.bandwidths[index]),
    };
    resonate(samples, section, { rate, controlFrames });
  }
  for (const number of upperFormants) {
    const frequency = ((number - 0.5) * spacing) / tract;
    if (frequency > rate * 0.4) continue;
    const section: Section = {
      frequency: new Float64Array(count).fill(frequency),
      bandwidth: new Float64Array(count).fill(frequency / 10),
    };
    resonate(samples, section, { rate, controlFrames });
  }
  const bandwidth = new Float64Array(count).fill(nasalBandwidth);
  resonate(
    samples,
    { frequency: scaled((posture) => posture.nasalPole), bandwidth },
    { rate, controlFrames },
  );
  cancel(samples, { frequency: scaled((posture) => posture.nasalZero), bandwidth }, { rate, controlFrames });
}

type Rates = { readonly rate: number; readonly controlFrames: number };

/** Klatt's digital resonator: a pair of poles. */
function resonate(samples: Float32Array, section: Section, rates: Rates): void {
  let last = 0;
  let beforeLast = 0;
  eachStretch(samples, section, rates, (gain, first, second, start, end) => {
    for (let frame = start; frame < end; frame++) {
      const output = gain * (samples[frame] ?? 0) + first * last + second * beforeLast;
      beforeLast = last;
      last = output;
      samples[frame] = output;
    }
  });
}

/** Its inverse: a pair of zeros. */
function cancel(samples: Float32Array, section: Section, rates: Rates): void {
  let last = 0;
  let beforeLast = 0;
  eachStretch(samples, section, rates, (gain, first, second, start, end) => {
    for (let frame = start; frame < end; frame++) {
      const input = samples[frame] ?? 0;
      samples[frame] = (input - first * last - second * beforeLast) / gain;
      beforeLast = last;
      last = input;
    }
  });
}

function eachStretch(
  samples: Float32Array,
  { frequency, bandwidth }: Section,
  { rate, controlFrames }: Rates,
  filter: (gain: number, first: number, second: number, start: number, end: number) => void,
): void {
  for (const [index, centre] of frequency.entries()) {
    const radius = Math.exp((-Math.PI * (bandwidth[index] ?? 0)) / rate);
    const first = 2 * radius * Math.cos((2 * Math.PI * centre) / rate);
    const second = -radius * radius;
    const start = index * controlFrames;
    filter(1 - first - second, first, second, start, Math.min(samples.length, start + controlFrames));
  }
}
