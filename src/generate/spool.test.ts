import { describe, expect, test } from 'vitest';
import { createRandom } from '../dsp/index.ts';
import { openSpool } from './spool.ts';

const random = createRandom('spool');
const sounds = [300, 1, 5000, 48].map((length) => Float32Array.from({ length }, () => random.normal() / 4));

describe.each([
  ['in memory', 2 ** 20],
  ['on disk', 0],
  ['half and half', 1300],
])('a spool %s', (_, memory) => {
  test('gives back what was written, and silence around it', async () => {
    await using spool = await openSpool(24_000, { memory });
    await Promise.all(sounds.map((samples, source) => spool.write(source, samples.slice())));
    for (const [source, samples] of sounds.entries()) {
      expect(await spool.read(source, 0, samples.length)).toEqual(samples);
      const wide = await spool.read(source, -10, samples.length + 30);
      expect(wide.subarray(0, 10)).toEqual(new Float32Array(10));
      expect(wide.subarray(10, 10 + samples.length)).toEqual(samples);
      expect(wide.subarray(10 + samples.length)).toEqual(new Float32Array(20));
    }
  });

  test('reads into a room that was used before', async () => {
    await using spool = await openSpool(24_000, { memory });
    const [samples = new Float32Array(0)] = sounds;
    await spool.write(7, samples);
    const room = new Float32Array(1000).fill(9);
    const read = await spool.read(7, 290, 20, room.subarray(5));
    expect(read).toEqual(Float32Array.from({ length: 20 }, (__, frame) => samples[290 + frame] ?? 0));
    expect(read.buffer).toBe(room.buffer);
  });

  test('holds no NaN', async () => {
    await using spool = await openSpool(24_000, { memory });
    await spool.write(0, Float32Array.of(0.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5));
    expect([...(await spool.read(0, 0, 4))]).toEqual([0.5, 0, 0, -0.5]);
    expect(Math.max(...spool.levels(0).peaks)).toBe(0.5);
  });

  test('is over when it is disposed', async () => {
    const spool = await openSpool(24_000, { memory });
    await spool.write(0, new Float32Array(10));
    await spool[Symbol.asyncDispose]();
    await spool[Symbol.asyncDispose]();
    await expect(spool.read(0, 0, 10)).rejects.toThrow('disposed');
  });
});
