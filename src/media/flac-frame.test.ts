import { expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import { createAudioEncoder } from './audio-encoder.ts';
import { createMemorySink } from './byte-sink.ts';
import { decodeAudio } from './decode-audio.ts';

const random = createRandom('flac');
/** What predictors and codes find hard: nothing, one value, extremes, no pattern, too much of a pattern. */
const shapes: Readonly<Record<string, (frame: number) => number>> = {
  silence: () => 0,
  'one value': () => -0.25,
  'both ends in turn': (frame) => (frame % 2 === 0 ? -1 : 1),
  'ends for a long time': (frame) => (Math.floor(frame / 700) % 2 === 0 ? -1 : 1),
  'noise at full scale': () => 2 * random.next() - 1,
  'a click in silence': (frame) => (frame === 40 ? 1 : 0),
  'a slow wave': (frame) => 0.9 * Math.sin(frame / 900),
  'a ramp': (frame) => (frame % 6000) / 6000,
  'a decaying tone': (frame) => 0.8 * Math.exp(-frame / 1500) * Math.sin(frame / 3),
};

async function encode(channels: readonly Float32Array[], bitDepth: 16 | 24): Promise<Uint8Array> {
  const sink = createMemorySink();
  const setting = { format: 'flac', sampleRate: 16_000, channels: channels.length, bitDepth } as const;
  const encoder = await createAudioEncoder({ ...setting, sink });
  await encoder.write(channels);
  await encoder.close();
  return sink.bytes();
}

/** As whole numbers, which is what is kept. */
function rounded(samples: Float32Array, bitDepth: number): Float32Array {
  const scale = 2 ** (bitDepth - 1);
  return samples.map((sample) => Math.min(scale - 1, Math.floor(sample * scale + 0.5)) / scale);
}

async function expectSame(channels: readonly Float32Array[], bitDepth: 16 | 24): Promise<number> {
  const bytes = await encode(channels, bitDepth);
  const decoded = await decodeAudio(bytes);
  for (const [index, samples] of channels.entries()) {
    const wanted = rounded(samples, bitDepth);
    const found = decoded.channels[index] ?? new Float32Array(0);
    expect(found.length).toBe(wanted.length);
    expect(found.findIndex((sample, frame) => sample !== wanted[frame])).toBe(-1);
  }
  return bytes.length;
}

test.each(Object.entries(shapes))('%s comes back to the bit, alone and beside others', async (_, shape) => {
  const samples = Float32Array.from({ length: 9001 }, (__, frame) => shape(frame));
  for (const bitDepth of [16, 24] as const) {
    await expectSame([samples], bitDepth);
    await expectSame([samples, samples.map((sample) => -0.5 * sample)], bitDepth);
    await expectSame([samples.toReversed(), samples, samples.map((sample) => sample / 3)], bitDepth);
  }
});

test.each([1, 2, 3, 9, 63, 64, 65, 4095, 4096, 4097, 8192])('%i frames are as many', async (length) => {
  const samples = Float32Array.from(
    { length },
    (_, frame) => 0.3 * Math.sin(frame / 7) + 0.01 * random.next(),
  );
  await expectSame([samples, samples.map((sample) => sample / 2)], 16);
});

test('the number of a frame takes more bytes the further on it is', async () => {
  const samples = new Float32Array(4096 * 2100).fill(0.1);
  expect(await expectSame([samples], 16)).toBeLessThan(2100 * 16);
});

test('what two channels have in common is written once', async () => {
  const noise = Float32Array.from({ length: 16_000 }, () => 0.2 * (random.next() - 0.5));
  const alone = await expectSame([noise], 16);
  expect(await expectSame([noise, noise], 16)).toBeLessThan(1.05 * alone);
  const apart = Float32Array.from(noise, (sample) => 0.5 * sample + 0.1 * (random.next() - 0.5));
  expect(await expectSame([noise, apart], 16)).toBeLessThan(2 * alone);
});
