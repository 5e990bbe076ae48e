import type { Random } from '../../dsp/index.ts';
import { type NoiseKind, type NoiseSpan, noiseKinds } from '../conditions/conditions.ts';
import { drawBetween, drawName, oneOf } from './draw.ts';
import type { Weights } from './spec.ts';

/** What single noises a dialogue has. */
export type BurstPlan = {
  readonly perMinute: number;
  readonly kinds: Weights;
  /** dB of speech over them. */
  readonly snr: readonly [number, number];
  /** Those who hear one together: in a call each alone, in a room all. */
  readonly places: readonly (readonly number[])[];
};

/** Seconds that one lasts. What is not named here goes by, such as a car in the street. */
const lengths: Partial<Readonly<Record<NoiseKind, readonly [number, number]>>> = {
  door: [0.4, 0.9],
  dishes: [0.5, 2.5],
  keyboard: [1, 6],
  footsteps: [1.5, 5],
  babble: [2, 6],
  television: [3, 10],
  music: [3, 10],
};
const passing = [2, 7] as const;

/** A door that slams all the time is none. */
const onlySingle: readonly NoiseKind[] = ['door'];

/** Of the kinds, those that may go on for a whole dialogue; all of them where there are no others. */
export function steadyKinds(kinds: Weights): Weights {
  const found = Object.entries(kinds).filter(([name]) => !onlySingle.some((kind) => kind === name));
  return found.length > 0 ? Object.fromEntries(found) : kinds;
}

/** Single noises over a dialogue of that many seconds, as many as a Poisson process makes. Pure; in order of start. */
export function placeBursts(plan: BurstPlan, duration: number, random: Random): NoiseSpan[] {
  const spans: NoiseSpan[] = [];
  if (plan.perMinute === 0) return spans;
  const pause = (): number => (-Math.log(1 - random.next()) * 60) / plan.perMinute;
  for (let at = pause(); at < duration; at += pause()) {
    const kind = oneOf(noiseKinds, drawName(plan.kinds, random));
    const channels = plan.places[random.integer(plan.places.length)] ?? [];
    const end = Math.min(duration, at + drawBetween(lengths[kind] ?? passing, random));
    spans.push({ kind, channels, start: at, end, snr: drawBetween(plan.snr, random) });
  }
  return spans;
}
