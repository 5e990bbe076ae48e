import { createFft, createWindow } from 'duologue/dsp';
import type { Performance } from '../performance.ts';

/** How much the spectrum changes from one frame to the next, where both sound: 0 none, 1 and more all of it. */
export type SeamFlux = { readonly atSeams: readonly number[]; readonly elsewhere: readonly number[] };

/** Samples at 16 kHz. */
const size = 512;
/** Seconds. */
const hop = 0.01;
/** Seconds to both sides of a seam that count as it: a frame that reaches over it has its jump. */
const near = 0.016;
/** Against the loudest frame of the track: below, there is no speech that could have a seam. dB. */
const quiet = -40;

/** The change of spectrum at the seams of a performance, and away from them. */
export function seamFlux({ tracks, sampleRate, seams }: Performance): SeamFlux {
  const found: { atSeams: number[]; elsewhere: number[] } = { atSeams: [], elsewhere: [] };
  if (seams.length === 0) return found;
  for (const track of tracks) {
    const { flux, level } = fluxOf(track, sampleRate);
    const loudest = level.reduce((most, each) => Math.max(most, each), 0);
    const floor = loudest * 10 ** (quiet / 10);
    let next = 0;
    for (let frame = 1; frame < flux.length; frame++) {
      const time = frame * hop;
      while (next + 1 < seams.length && (seams[next + 1] ?? 0) <= time + near) next += 1;
      const nearest = Math.min(distance(seams, next, time), distance(seams, next - 1, time));
      if ((level[frame] ?? 0) <= floor || (level[frame - 1] ?? 0) <= floor) continue;
      if (nearest <= near) found.atSeams.push(flux[frame] ?? 0);
      else if (nearest > near + size / sampleRate) found.elsewhere.push(flux[frame] ?? 0);
    }
  }
  return found;
}

function distance(seams: readonly number[], index: number, time: number): number {
  return Math.abs((seams[index] ?? Number.POSITIVE_INFINITY) - time);
}

/** Of every frame: the energy of the change from the frame before, over that of both; and its power. */
function fluxOf(samples: Float32Array, sampleRate: number): { flux: number[]; level: number[] } {
  const step = Math.round(hop * sampleRate);
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const windowed = new Float64Array(size);
  const bins = size / 2 + 1;
  const [real, imaginary] = [new Float64Array(bins), new Float64Array(bins)];
  let before = new Float64Array(bins);
  const [flux, level]: [number[], number[]] = [[], []];
  for (let middle = 0; middle < samples.length; middle += step) {
    for (let at = 0; at < size; at++)
      windowed[at] = (window[at] ?? 0) * (samples[middle - size / 2 + at] ?? 0);
    fft.forward(windowed, real, imaginary);
    const now = new Float64Array(bins);
    let [change, power] = [0, 0];
    for (let bin = 0; bin < bins; bin++) {
      const magnitude = Math.hypot(real[bin] ?? 0, imaginary[bin] ?? 0);
      now[bin] = magnitude;
      change += (magnitude - (before[bin] ?? 0)) ** 2;
      power += magnitude ** 2;
    }
    const both = power + before.reduce((sum, each) => sum + each ** 2, 0);
    flux.push(both === 0 ? 0 : change / both);
    level.push(power);
    before = now;
  }
  return { flux, level };
}
