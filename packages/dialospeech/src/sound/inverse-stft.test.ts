import { createRandom } from 'duologue/dsp';
import { expect, test } from 'vitest';
import { createInverseStft, createRealInverse } from './inverse-stft.ts';

test.each([8, 40, 1280])('the inverse of size %i undoes the transform by its definition', (size) => {
  const random = createRandom('inverse');
  const wave = Array.from({ length: size }, () => random.normal());
  const [real, imaginary] = spectrum(wave);
  const samples = new Float64Array(size);
  createRealInverse(size)(real, imaginary, samples);
  expect(Math.max(...wave.map((value, index) => Math.abs(value - (samples[index] ?? 0))))).toBeLessThan(1e-4);
});

test('windows of a sound, put together again, are the sound', () => {
  const [size, hop, frames] = [80, 20, 12];
  const sound = Array.from({ length: frames * hop }, (_, index) => Math.sin(index / 5));
  const real = new Float32Array(frames * (size / 2 + 1));
  const imaginary = new Float32Array(real.length);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hop + hop / 2 - size / 2;
    const windowed = Array.from(
      { length: size },
      (_, at) => (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size)) * (sound[start + at] ?? 0),
    );
    const [ownReal, ownImaginary] = spectrum(windowed);
    real.set(ownReal, frame * ownReal.length);
    imaginary.set(ownImaginary, frame * ownReal.length);
  }
  const again = createInverseStft(size, hop)(real, imaginary, frames);
  expect(again.length).toBe(sound.length);
  expect(Math.max(...sound.map((value, index) => Math.abs(value - (again[index] ?? 0))))).toBeLessThan(1e-4);
});

function spectrum(wave: readonly number[]): [Float32Array, Float32Array] {
  const bins = wave.length / 2 + 1;
  const [real, imaginary] = [new Float32Array(bins), new Float32Array(bins)];
  for (let bin = 0; bin < bins; bin++) {
    let [sumReal, sumImaginary] = [0, 0];
    for (const [index, value] of wave.entries()) {
      const angle = (-2 * Math.PI * ((bin * index) % wave.length)) / wave.length;
      sumReal += value * Math.cos(angle);
      sumImaginary += value * Math.sin(angle);
    }
    real[bin] = sumReal;
    imaginary[bin] = sumImaginary;
  }
  return [real, imaginary];
}
