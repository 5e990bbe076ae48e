import { createFft } from '../../../src/dsp/index.ts';

/** A response convolved with sound that comes in frames: overlap and add. */
export interface EchoPath {
  push(frame: Float32Array): Float32Array;
}

export function createEchoPath(response: Float32Array, gain: number, frameLength = 320): EchoPath {
  const size = 2 ** Math.ceil(Math.log2(response.length + frameLength));
  const fft = createFft(size);
  const padded = new Float64Array(size);
  const wayReal = new Float64Array(fft.bins);
  const wayImaginary = new Float64Array(fft.bins);
  padded.set(response.map((sample) => sample * gain));
  fft.forward(padded, wayReal, wayImaginary);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  const result = new Float64Array(size);
  let tail = new Float64Array(size);
  let sounding = 0;

  return {
    push(frame) {
      if (frame.some((sample) => sample !== 0)) sounding = Math.ceil(size / frameLength) + 1;
      if (sounding > 0) {
        sounding -= 1;
        padded.fill(0);
        padded.set(frame);
        fft.forward(padded, real, imaginary);
        for (let bin = 0; bin < fft.bins; bin++) {
          const [a, b] = [real[bin] ?? 0, imaginary[bin] ?? 0];
          const [c, d] = [wayReal[bin] ?? 0, wayImaginary[bin] ?? 0];
          real[bin] = a * c - b * d;
          imaginary[bin] = a * d + b * c;
        }
        fft.inverse(real, imaginary, result);
        for (let index = 0; index < size; index++) tail[index] = (tail[index] ?? 0) + (result[index] ?? 0);
      }
      const out = Float32Array.from(tail.subarray(0, frameLength));
      const moved = new Float64Array(size);
      moved.set(tail.subarray(frameLength));
      tail = moved;
      return out;
    },
  };
}
