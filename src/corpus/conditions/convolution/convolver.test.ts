import { expect, it } from 'vitest';
import { createRandom } from '../../../dsp/index.ts';
import { createConvolver } from './convolver.ts';
import { blockFrames, loadSpectralArithmetic } from './spectral-arithmetic.ts';

const arithmetic = await loadSpectralArithmetic();
const random = createRandom('convolver');
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => random.next() - 0.5);

function convolve(input: Float32Array, response: Float32Array): Float32Array {
  return Float32Array.from(input, (_, frame) => {
    let sum = 0;
    for (let tap = 0; tap <= Math.min(frame, response.length - 1); tap++) {
      sum += (response[tap] ?? 0) * (input[frame - tap] ?? 0);
    }
    return sum;
  });
}

it('sends each input by its own response to each output, without delay', () => {
  const paths = [
    [noise(2500), noise(3)],
    [null, noise(1024)],
  ];
  const inputs = [noise(5 * blockFrames), noise(5 * blockFrames)];
  // In the middle one of them is silent for long enough that windows and histories run empty.
  inputs[0]?.fill(0, blockFrames, 3 * blockFrames);
  using convolver = createConvolver(arithmetic, paths);
  const heard = paths.map(() => new Float32Array(5 * blockFrames));
  for (let at = 0; at < 5 * blockFrames; at += blockFrames) {
    const blocks = inputs.map((input) => input.subarray(at, at + blockFrames));
    convolver.process(
      blocks.map((block) => (block.every((sample) => sample === 0) ? null : block)),
      heard.map((output) => output.subarray(at, at + blockFrames)),
    );
  }
  for (const [output, row] of paths.entries()) {
    const parts = row.map((response, input) => convolve(inputs[input] ?? noise(0), response ?? noise(0)));
    const worst = heard[output]?.reduce(
      (most, sample, frame) =>
        Math.max(most, Math.abs(sample - parts.reduce((sum, part) => sum + (part[frame] ?? 0), 0))),
      0,
    );
    expect(worst).toBeLessThan(2e-5);
  }
});

it('says when everything has died away', () => {
  using convolver = createConvolver(arithmetic, [[noise(1500)]]);
  const output = new Float32Array(blockFrames).fill(1);
  const sounds = [noise(blockFrames), null, null, null, null].map(
    (block) => convolver.process([block], [output])[0],
  );
  expect(sounds).toEqual([true, true, true, false, false]);
  expect(output.every((sample) => sample === 0)).toBe(true);
});
