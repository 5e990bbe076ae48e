import { createFft, createWindow, toDecibels } from '../../../dsp/index.ts';
import { quantileOf } from './noise-floor.ts';
import { createThinner } from './thin-samples.ts';

/** Hz that the sound is thinned to, and samples of a spectrum: 2 s, as long as people pause. */
const thinRate = 1000;
const size = 2048;
/** Hz of the mains, and how far off it may be. */
const mains = [50, 60] as const;
const tolerance = 0.25;
const harmonics = 8;
/** Bins on each side that belong to a line, and between which its surroundings are listened to. */
const lineReach = 2;
const around = [6, 24] as const;
/** It is listened for where its surroundings are quietest: in this share of the time, and in at least so many spectra. */
const quietShare = 0.3;
const leastSpectra = 3;
/** There a line stands so many times above its surroundings in so large a share of the spectra. */
const stands = 8;
const steadyShare = 0.8;
/** Where it is faintest it is not fainter than usual by more. */
const evenness = 0.3;
/** Mean square: -90 dBFS and less is not heard. */
const inaudible = 1e-9;

export interface HumMeter {
  push(samples: Float32Array): void;
  /** dBFS of all lines together; `null` where there is none, or less than 4 s of sound. */
  read(): number | null;
}

/** Listens for what the mains leave on a track: lines at 50 or 60 Hz and what repeats at it, always there and always alike. */
export function createHumMeter(sampleRate: number): HumMeter {
  const thinner = createThinner(sampleRate, 8 * thinRate);
  const thinnest = createThinner(thinner.sampleRate, thinRate);
  const rate = thinnest.sampleRate;
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const windowed = new Float64Array(size);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  const scale = 2 / (size * window.reduce((sum, value) => sum + value * value, 0));
  const held = new Float32Array(size);
  let filled = 0;
  const lines = mains
    .flatMap((base) =>
      Array.from({ length: harmonics }, (_, index) => ({
        base,
        order: index + 1,
        heard: [] as LineHeard[],
      })),
    )
    .filter(({ base, order }) => base * order < 0.45 * rate);

  const measure = (): void => {
    for (let index = 0; index < size; index++) windowed[index] = (held[index] ?? 0) * (window[index] ?? 0);
    fft.forward(windowed, real, imaginary);
    const powers = real.map((value, bin) => scale * (value ** 2 + (imaginary[bin] ?? 0) ** 2));
    for (const { base, order, heard } of lines) heard.push(lineAt(powers, (base * order * size) / rate));
  };

  return {
    push(samples) {
      const thin = thinnest.push(thinner.push(samples));
      for (let at = 0; at < thin.length; ) {
        const part = Math.min(thin.length - at, size - filled);
        held.set(thin.subarray(at, at + part), filled);
        filled += part;
        at += part;
        if (filled < size) continue;
        measure();
        held.copyWithin(0, size / 2);
        filled = size / 2;
      }
    },
    read() {
      const steady = lines.flatMap(({ base, order, heard }) => {
        const power = steadyPower(heard);
        return power === null ? [] : [{ base, order, power }];
      });
      const sums = mains.map((base) => {
        const own = steady.filter((line) => line.base === base);
        // A single line high up may be any machine's.
        const isHum = own.some(({ order }) => order <= 2) || own.length > 2;
        return isHum ? own.reduce((sum, { power }) => sum + power, 0) : 0;
      });
      const most = Math.max(...sums);
      return most > inaudible ? toDecibels(Math.sqrt(most)) : null;
    },
  };
}

type LineHeard = {
  /** Mean squares: on the line, and what would be there without it. */
  readonly power: number;
  readonly rest: number;
};

/** Of a line that is always there; `null` of another. */
function steadyPower(heard: readonly LineHeard[]): number | null {
  const count = Math.max(leastSpectra, Math.ceil(quietShare * heard.length));
  if (heard.length < count) return null;
  const quiet = heard.toSorted((a, b) => a.rest - b.rest).slice(0, count);
  const standing = quiet.filter(({ power, rest }) => power > stands * rest && power > inaudible).length;
  const rising = quiet.map(({ power }) => power).toSorted((a, b) => a - b);
  const middle = quantileOf(rising, 0.5);
  return standing >= steadyShare * count && quantileOf(rising, 0.1) > evenness * middle ? middle : null;
}

/** What is on a line, wherever near its place it is. `place` in bins. */
function lineAt(powers: Float64Array, place: number): LineHeard {
  const slack = Math.max(1, Math.round((tolerance * place) / mains[0]));
  let top = Math.round(place);
  for (let bin = Math.round(place) - slack; bin <= Math.round(place) + slack; bin++)
    if ((powers[bin] ?? 0) > (powers[top] ?? 0)) top = bin;
  let power = 0;
  for (let bin = top - lineReach; bin <= top + lineReach; bin++) power += powers[bin] ?? 0;
  const near: number[] = [];
  for (let off = around[0]; off <= around[1]; off++)
    near.push(powers[top - off] ?? 0, powers[top + off] ?? 0);
  const middle = quantileOf(
    near.toSorted((a, b) => a - b),
    0.5,
  );
  // The mean of noise lies above its median.
  return { power, rest: (middle / Math.LN2) * (2 * lineReach + 1) };
}
