import { type EspeakLanguage, mandarin } from './languages.ts';
import type { Speaker } from './speakers.ts';

/** The engine's own default, words per minute. */
const defaultRate = 175;

/**
 * Seconds that the same sentences take at each rate: the engine's words per minute are not in proportion to
 * its tempo.
 */
const measuredRates = [
  80, 90, 100, 110, 125, 140, 160, 175, 200, 225, 250, 275, 300, 325, 350, 375, 400, 425, 450,
];
const mandarinDurations = [
  9.349, 8.737, 7.853, 7.114, 6.25, 5.499, 4.815, 4.323, 3.737, 3.248, 2.891, 2.573, 2.338, 2.18, 2.047,
  1.914, 1.771, 1.626, 1.501,
];
const otherDurations = [
  8.307, 7.822, 7.037, 6.417, 5.674, 5.049, 4.433, 4.082, 3.579, 3.196, 2.918, 2.677, 2.478, 2.305, 2.134,
  2.011, 1.852, 1.739, 1.634,
];

/** The engine's words per minute for a speaker's own pace times `speed`, .5 to 2. */
export function engineWordsPerMinute(speaker: Speaker, language: EspeakLanguage, speed: number): number {
  const isMandarin = language === mandarin;
  const durations = isMandarin ? mandarinDurations : otherDurations;
  // People are as quick in one language as in another.
  const own = isMandarin ? speaker.rate : (defaultRate * speaker.rate) / 210;
  if (speed === 1) return own;
  const wanted = interpolate(measuredRates, durations, own) / speed;
  return interpolate(durations.toReversed(), measuredRates.toReversed(), wanted);
}

/** `xs` rise; outside them the nearest end counts. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const upper = Math.max(
    1,
    Math.min(
      xs.length - 1,
      xs.findIndex((value) => value >= x),
    ),
  );
  const [x0 = 0, x1 = 1] = [xs[upper - 1], xs[upper]];
  const [y0 = 0, y1 = 0] = [ys[upper - 1], ys[upper]];
  const share = Math.min(1, Math.max(0, (x - x0) / (x1 - x0)));
  return y0 + share * (y1 - y0);
}

/** The factor that brings this speaker in this language to -23 LUFS. */
export function engineGain(speaker: Speaker, language: EspeakLanguage): number {
  return 10 ** ((speaker.gain + language.gain) / 20);
}
