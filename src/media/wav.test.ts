import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import {
  type BitDepth,
  createAudioEncoder,
  createMemorySink,
  decodeAudio,
  decodeStream,
  MediaError,
} from './index.ts';

function noise(channels: number, frames: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  return Array.from({ length: channels }, () =>
    Float32Array.from({ length: frames }, () => random.next() * 2 - 1),
  );
}

async function encodeWav(
  blocks: readonly (readonly Float32Array[])[],
  options: { channels: number; bitDepth?: BitDepth; largeFile?: boolean; sampleRate?: number },
): Promise<Uint8Array> {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format: 'wav', sampleRate: 16_000, ...options, sink });
  for (const block of blocks) await encoder.write(block);
  await encoder.close();
  return sink.bytes();
}

const depths = fc.constantFrom<BitDepth>(16, 24, 32, 'float');
const step = (depth: BitDepth): number => (depth === 'float' ? 0 : 2 ** -depth + 2 ** -24);

function largestError(input: Float32Array, output: Float32Array | undefined, depth: BitDepth): number {
  // The last step below full scale is where rounding up is clipped.
  const top = depth === 'float' ? 1 : 1 - 2 ** (1 - depth);
  return input.reduce(
    (most, value, index) => Math.max(most, Math.abs(Math.min(value, top) - (output?.[index] ?? Number.NaN))),
    0,
  );
}

describe('wav', () => {
  it('comes back as it went in, for any channels, length and depth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 700 }),
        depths,
        fc.boolean(),
        fc.integer(),
        async (channels, frames, bitDepth, largeFile, seed) => {
          const input = noise(channels, frames, seed);
          const bytes = await encodeWav([input], { channels, bitDepth, largeFile });
          const output = await decodeAudio(bytes);
          expect(output.sampleRate).toBe(16_000);
          expect(output.channels.map((samples) => samples.length)).toEqual(Array(channels).fill(frames));
          const errors = input.map((samples, channel) =>
            largestError(samples, output.channels[channel], bitDepth),
          );
          expect(Math.max(...errors)).toBeLessThanOrEqual(step(bitDepth));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same bytes and the same samples however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        depths,
        async (lengths, cuts, bitDepth) => {
          const total = lengths.reduce((sum, length) => sum + length, 0);
          const input = noise(2, total, 5);
          let at = 0;
          const blocks = lengths.map((length) => {
            at += length;
            return input.map((samples) => samples.slice(at - length, at));
          });
          const bytes = await encodeWav(blocks, { channels: 2, bitDepth });
          expect(bytes).toEqual(await encodeWav([input], { channels: 2, bitDepth }));
          const whole = await decodeAudio(bytes);
          const parts: number[] = [];
          for await (const block of decodeStream(cutAt(bytes, cuts)))
            parts.push(...(block.channels[1] ?? []));
          expect(parts).toEqual([...(whole.channels[1] ?? [])]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never crashes on arbitrary bytes behind a real header', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 }),
        fc.boolean(),
        async (tail, edits, allowTruncated) => {
          const bytes = await encodeWav([noise(2, 20, 1)], { channels: 2 });
          const broken = new Uint8Array(bytes.length + tail.length);
          broken.set(bytes);
          broken.set(tail, bytes.length);
          for (const [at, value] of edits) broken[at] = value;
          expect(await outcomeOf(broken, allowTruncated)).toMatch(/^(?:decoded|MediaError)/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

async function* cutAt(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let turn = 0;
  for (let at = 0; at < bytes.length; turn++) {
    const next = at + (cuts[turn % cuts.length] ?? 1);
    yield bytes.subarray(at, next);
    at = next;
  }
}

const chunk = (id: string, body: readonly number[] | Uint8Array, size = body.length): number[] => [
  ...text(id),
  ...little(size, 4),
  ...body,
  ...(body.length % 2 === 1 ? [0] : []),
];
const format = (tag: number, channels: number, bits: number): number[] => [
  ...little(tag, 2),
  ...little(channels, 2),
  ...little(8000, 4),
  ...little((8000 * channels * bits) / 8, 4),
  ...little((channels * bits) / 8, 2),
  ...little(bits, 2),
];
const riff = (...chunks: readonly number[][]): Uint8Array => {
  const body = chunks.flat();
  return Uint8Array.from([...text('RIFF'), ...little(body.length + 4, 4), ...text('WAVE'), ...body]);
};

const text = (value: string): number[] => Array.from(value, (letter) => letter.charCodeAt(0));
const little = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
const samples = async (bytes: Uint8Array, allowTruncated = false): Promise<number[]> => [
  ...((await decodeAudio(bytes, { allowTruncated })).channels[0] ?? []),
];

async function outcomeOf(bytes: Uint8Array, allowTruncated = false): Promise<string> {
  try {
    const audio = await decodeAudio(bytes, { allowTruncated });
    return `decoded ${audio.channels.length}`;
  } catch (error) {
    return error instanceof MediaError ? `MediaError ${error.code}` : `thrown: ${String(error)}`;
  }
}

describe('a wav file by another hand', () => {
  const samples16 = [0, 0, 0, 0x40, 0, 0x80];
  it('has chunks in any order, odd ones padded, and samples before their format', async () => {
    const list = chunk('LIST', text('INFOx'));
    const fmt = chunk('fmt ', format(1, 1, 16));
    const data = chunk('data', samples16);
    for (const bytes of [riff(fmt, data), riff(list, fmt, list, data, list), riff(list, data, list, fmt)]) {
      expect(await samples(bytes)).toEqual([0, 0.5, -1]);
    }
  });

  it('has 8 bits, 64-bit floats, A-law or µ-law', async () => {
    const doubles = new Uint8Array(new Float64Array([0.25, -0.75]).buffer);
    expect(await samples(riff(chunk('fmt ', format(1, 1, 8)), chunk('data', [128, 255, 0])))).toEqual([
      0,
      127 / 128,
      -1,
    ]);
    expect(await samples(riff(chunk('fmt ', format(3, 1, 64)), chunk('data', doubles)))).toEqual([
      0.25, -0.75,
    ]);
    // ITU-T G.711: the loudest codes and the quietest.
    const mulaw = await samples(riff(chunk('fmt ', format(7, 1, 8)), chunk('data', [0x80, 0, 0xff, 0x7f])));
    expect(mulaw.map((value) => value * 32768)).toEqual([32124, -32124, 0, -0]);
    const alaw = await samples(riff(chunk('fmt ', format(6, 1, 8)), chunk('data', [0xaa, 0x2a, 0xd5, 0x55])));
    expect(alaw.map((value) => value * 32768)).toEqual([32256, -32256, 8, -8]);
  });

  it('was streamed, so that its sizes were never filled in', async () => {
    const fmt = chunk('fmt ', format(1, 1, 16));
    for (const size of [0, 0xffffffff, 0x7ffff000]) {
      const bytes = riff(fmt, chunk('data', samples16, size));
      bytes.set(little(size === 0 ? 0 : 0xffffffff, 4), 4);
      expect(await samples(bytes)).toEqual([0, 0.5, -1]);
    }
    // An empty data chunk of a finished file is empty, though more chunks follow.
    expect(await samples(riff(fmt, chunk('data', []), chunk('LIST', text('INFO'))))).toEqual([]);
    expect(await samples(riff(fmt, chunk('data', [])))).toEqual([]);
  });

  it('claims a rate that no sound has', async () => {
    for (const rate of [0, 4_000_000_000]) {
      const fmt = chunk('fmt ', format(1, 1, 16)).toSpliced(12, 4, ...little(rate, 4));
      await expect(samples(riff(fmt, chunk('data', samples16)))).rejects.toThrow(`1 channels at ${rate} Hz`);
    }
  });

  it('was cut short', async () => {
    const whole = riff(chunk('fmt ', format(1, 1, 16)), chunk('data', samples16));
    for (let length = 1; length < whole.length; length++) {
      const expected = length < 12 ? /^MediaError/ : /^MediaError truncated/;
      expect(await outcomeOf(whole.subarray(0, length))).toMatch(expected);
    }
    expect(await samples(whole.subarray(0, -2), true)).toEqual([0, 0.5]);
    expect(await samples(whole.subarray(0, -3), true)).toEqual([0]);
  });

  it('holds a codec that is not read', async () => {
    const bytes = riff(chunk('fmt ', format(0x11, 1, 4)), chunk('data', [1, 2]));
    await expect(decodeAudio(bytes)).rejects.toMatchObject({
      code: 'unsupported',
      found: 'IMA ADPCM, 4 bits',
    });
  });
});
