import { createFft, createWindow } from '../../dsp/index.ts';
import { frameLength } from '../heard-frame.ts';
import { isSilent } from './silent-frame.ts';

/** Samples that a spectrum is of: the frame and the end of the one before. */
const size = 512;
export const spectrumBins = size / 2 + 1;

/** Frames of nothing after which the window holds nothing else, and its spectrum has been written. */
const silenceFills = 2;

/** First bins of the bands, some 31 Hz each, about as wide as those of the ear; the last is where the last ends. */
const edges = [3, 5, 7, 9, 12, 15, 18, 22, 26, 31, 37, 44, 52, 62, 74, 88, 105, 125, 150, 180, 243];
export const bandCount = edges.length - 1;

/** Work space and window of all meters: each fills it and reads it before the next does. */
const fft = createFft(size);
const window = createWindow('hann', size);
const windowed = new Float64Array(size);
const real = new Float64Array(fft.bins);
const imaginary = new Float64Array(fft.bins);
const scale = 2 / (size * window.reduce((energy, weight) => energy + weight * weight, 0));

/** The short-time spectrum: powers so scaled that they add up to the mean square of the samples. */
export interface SpectrumMeter {
  /** By bin, to be read before the next `hear`. */
  readonly powers: Float64Array;
  /** By band. */
  readonly bands: Float64Array;
  hear(frame: Float32Array): void;
}

export function createSpectrumMeter(): SpectrumMeter {
  const held = new Float32Array(size);
  const powers = new Float64Array(fft.bins);
  const bands = new Float64Array(bandCount);
  let silentFrames = 0;
  return {
    powers,
    bands,
    hear(frame) {
      silentFrames = isSilent(frame) ? silentFrames + 1 : 0;
      // Whoever is muted, or is not played anything, has no spectrum.
      if (silentFrames > silenceFills) return;
      held.copyWithin(0, frameLength);
      held.set(frame, size - frameLength);
      for (let index = 0; index < size; index++) windowed[index] = (held[index] ?? 0) * (window[index] ?? 0);
      fft.forward(windowed, real, imaginary);
      for (let bin = 0; bin < spectrumBins; bin++) {
        const a = real[bin] ?? 0;
        const b = imaginary[bin] ?? 0;
        powers[bin] = (a * a + b * b) * scale;
      }
      for (let band = 0; band < bandCount; band++) {
        const end = edges[band + 1] ?? 0;
        let sum = 0;
        for (let bin = edges[band] ?? 0; bin < end; bin++) sum += powers[bin] ?? 0;
        bands[band] = sum;
      }
    },
  };
}
