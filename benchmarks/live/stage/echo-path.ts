import { createFft, type Fft } from '../../../src/dsp/index.ts';

/** A response convolved with sound that comes in frames. */
export interface EchoPath {
  push(frame: Float32Array): Float32Array;
}

type Spectrum = { readonly real: Float64Array; readonly imaginary: Float64Array };

/** Frames in each part of the response. */
const partFrames = 2;

/** Overlap and save, the response in parts: so cheap that the users of many sessions fit into one process. */
export function createEchoPath(response: Float32Array, gain: number, frameLength = 320): EchoPath {
  const partLength = partFrames * frameLength;
  const size = 2 ** Math.ceil(Math.log2(partLength + frameLength));
  const fft = createFft(size);
  const parts = Array.from({ length: Math.ceil(response.length / partLength) }, (_, part) => {
    const samples = new Float64Array(size);
    samples.set(response.subarray(part * partLength, (part + 1) * partLength).map((sample) => sample * gain));
    return spectrumOf(fft, samples);
  });
  const past = Array.from({ length: parts.length * partFrames }, () => emptySpectrum(fft));
  const sum = emptySpectrum(fft);
  const held = new Float64Array(size);
  const result = new Float64Array(size);
  let newest = 0;
  let sounding = 0;

  return {
    push(frame) {
      const out = new Float32Array(frameLength);
      if (frame.some((sample) => sample !== 0)) sounding = past.length + partFrames;
      if (sounding === 0) return out;
      sounding -= 1;
      held.copyWithin(0, frameLength);
      held.set(frame, size - frameLength);
      newest = (newest + past.length - 1) % past.length;
      const now = past[newest];
      if (now !== undefined) fft.forward(held, now.real, now.imaginary);
      sum.real.fill(0);
      sum.imaginary.fill(0);
      for (const [index, part] of parts.entries()) {
        const before = past[(newest + index * partFrames) % past.length];
        if (before !== undefined) addProduct(sum, part, before);
      }
      fft.inverse(sum.real, sum.imaginary, result);
      out.set(result.subarray(size - frameLength));
      return out;
    },
  };
}

function emptySpectrum({ bins }: Fft): Spectrum {
  return { real: new Float64Array(bins), imaginary: new Float64Array(bins) };
}

function spectrumOf(fft: Fft, samples: Float64Array): Spectrum {
  const spectrum = emptySpectrum(fft);
  fft.forward(samples, spectrum.real, spectrum.imaginary);
  return spectrum;
}

function addProduct({ real, imaginary }: Spectrum, one: Spectrum, other: Spectrum): void {
  for (let bin = 0; bin < real.length; bin++) {
    const [a, b] = [one.real[bin] ?? 0, one.imaginary[bin] ?? 0];
    const [c, d] = [other.real[bin] ?? 0, other.imaginary[bin] ?? 0];
    real[bin] = (real[bin] ?? 0) + a * c - b * d;
    imaginary[bin] = (imaginary[bin] ?? 0) + a * d + b * c;
  }
}
