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

/** The size of the file, and whether all that was written comes back. */
async function keep(channels: readonly Float32Array[], bitDepth: 16 | 24) {
  const bytes = await encode(channels, bitDepth);
  const decoded = await decodeAudio(bytes);
  const same = channels.every((samples, index) => {
    const wanted = rounded(samples, bitDepth);
    const found = decoded.channels[index];
    return found?.length === wanted.length && found.every((sample, frame) => sample === wanted[frame]);
  });
  return { same, size: bytes.length };
}

test.each(Object.entries(shapes))('%s comes back to the bit, alone and beside others', async (_, shape) => {
  const samples = Float32Array.from({ length: 9001 }, (__, frame) => shape(frame));
  for (const bitDepth of [16, 24] as const) {
    expect(await keep([samples], bitDepth)).toMatchObject({ same: true });
    const pair = [samples, samples.map((sample) => -0.5 * sample)];
    expect(await keep(pair, bitDepth)).toMatchObject({ same: true });
    const three = [samples.toReversed(), samples, samples.map((sample) => sample / 3)];
    expect(await keep(three, bitDepth)).toMatchObject({ same: true });
  }
});

test.each([1, 2, 3, 9, 63, 64, 65, 4095, 4096, 4097, 8192])('%i frames are as many', async (length) => {
  const samples = Float32Array.from(
    { length },
    (_, frame) => 0.3 * Math.sin(frame / 7) + 0.01 * random.next(),
  );
  const { same } = await keep([samples, samples.map((sample) => sample / 2)], 16);
  expect(same).toBe(true);
});

test('the number of a frame takes more bytes the further on it is', async () => {
  const { same, size } = await keep([new Float32Array(4096 * 2100).fill(0.1)], 16);
  expect(same).toBe(true);
  expect(size).toBeLessThan(2100 * 16);
});

test('what two channels have in common is written once', async () => {
  const noise = Float32Array.from({ length: 16_000 }, () => 0.2 * (random.next() - 0.5));
  const alone = await keep([noise], 16);
  const twice = await keep([noise, noise], 16);
  expect([alone.same, twice.same]).toEqual([true, true]);
  expect(twice.size).toBeLessThan(1.05 * alone.size);
});
