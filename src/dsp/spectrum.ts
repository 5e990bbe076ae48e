import type { Audio } from './audio.ts';
import { requireRate } from './dsp-error.ts';
import { createFft, createWindow, type WindowShape } from './fft.ts';
import { finiteSamples } from './finite.ts';

export type SpectrumOptions = {
  /** Samples under one window, a power of two from 4; default 2,048. */
  readonly size?: number;
  /** Default `hann`. */
  readonly window?: WindowShape;
};

export type PowerSpectrum = {
  /** Mean power in each band, from 0 Hz to half the rate. A sine of amplitude 1 on a band has .5 there. */
  readonly powers: Float64Array;
  /** Hz from one band to the next. */
  readonly bandwidth: number;
};

/**
 * The spectrum of the whole: the mean over windows that overlap by half (Welch's method). Audio shorter than a
 * window is followed by silence.
 */
export function powerSpectrum(audio: Audio, options: SpectrumOptions = {}): PowerSpectrum {
  const { size = 2048, window: shape = 'hann' } = options;
  requireRate('sampleRate', audio.sampleRate);
  const fft = createFft(size);
  const window = createWindow(shape, size);
  const samples = finiteSamples(audio.samples);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  const windowed = new Float64Array(size);
  const powers = new Float64Array(fft.bins);
  const hop = size / 2;
  const count = Math.max(1, Math.floor((samples.length - size) / hop) + 1);
  for (let start = 0; start < count * hop; start += hop) {
    for (let index = 0; index < size; index++) {
      windowed[index] = (samples[start + index] ?? 0) * window[index]!;
    }
    fft.forward(windowed, real, imaginary);
    for (let bin = 0; bin < fft.bins; bin++) {
      powers[bin] = powers[bin]! + real[bin]! * real[bin]! + imaginary[bin]! * imaginary[bin]!;
    }
  }
  const gain = window.reduce((sum, weight) => sum + weight, 0);
  for (let bin = 0; bin < fft.bins; bin++) {
    // Half of a sine's power lies at negative frequencies; 0 Hz and half the rate are their own mirror image.
    const sides = bin === 0 || bin === fft.bins - 1 ? 1 : 2;
    powers[bin] = (sides * powers[bin]!) / (count * gain * gain);
  }
  return { powers, bandwidth: audio.sampleRate / size };
}
