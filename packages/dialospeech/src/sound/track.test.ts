import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readTinyModel, tinyModel } from '../fixtures/tiny-model.ts';
import type { Engine } from '../model/engine.ts';
import { openOnnxEngine } from '../model/onnx-engine.ts';
import { soundShape } from '../model/shapes.ts';
import { frameNoise } from './flow.ts';
import { createTrack, gateOf } from './track.ts';

const shape = soundShape(readTinyModel());
const { silence } = shape;
const opened: Promise<Engine> = openOnnxEngine({
  folder: tinyModel,
  networks: ['flow', 'vocoder'],
  threads: 1,
});

const golden = z
  .object({
    seed: z.string(),
    tokens: z.array(z.int()),
    speaker: z.array(z.number()),
    blocks: z.array(z.tuple([z.int(), z.int()])),
    noise: z.array(z.number()),
    levels: z.array(z.number()),
  })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/sound.json', import.meta.url), 'utf8')));

test('noise is as in training', () => {
  const noise = frameNoise(golden.seed, 3, 1, shape.flow.bands);
  for (const [band, value] of golden.noise.entries()) expect(noise[band]).toBeCloseTo(value, 4);
});

test('sound of the same tokens is as in training, silence to the sample', async () => {
  const { tokens, speaker, seed } = golden;
  const track = createTrack(await opened, shape, { speaker: Float32Array.from(speaker), seed });
  const levels: number[] = [];
  for (const [from, to] of golden.blocks) {
    const sound = await track.render(tokens.slice(from, to), tokens.slice(to, to + 3));
    expect(sound.length).toBe((to - from) * 640);
    for (let at = 0; at < sound.length; at += 320) levels.push(rms(sound.subarray(at, at + 320)));
  }
  expect(silent(levels)).toEqual(silent(golden.levels));
  // The weights here are stored in half the bits.
  const off = levels.map((level, index) => Math.abs(level - (golden.levels[index] ?? 0)));
  expect(off.reduce((sum, each) => sum + each, 0)).toBeLessThan(
    0.005 * golden.levels.reduce((a, b) => a + b, 0),
  );
});

test('a block is the same however much is known of what comes, from its look-ahead on', async () => {
  const engine = await opened;
  const tokens = golden.tokens.slice(0, 12);
  const ahead = golden.tokens.slice(12, 15);
  const speaker = Float32Array.from(golden.speaker);
  const render = (more: readonly number[]): Promise<Float32Array> =>
    createTrack(engine, shape, { speaker, seed: 'x' }).render(tokens, more);
  expect(await render(ahead)).toEqual(await render(ahead));
  expect(await render([])).toEqual(await render([silence, silence, silence]));
});

test('silence asks no network', async () => {
  const asked: string[] = [];
  const engine: Engine = {
    run: (network) => {
      asked.push(network);
      throw new Error('nobody is to be asked');
    },
  };
  const track = createTrack(engine, shape, { speaker: Float32Array.from(golden.speaker), seed: 'x' });
  const sound = await track.render(quiet(25), quiet(3));
  expect([sound.length, sound.every((sample) => sample === 0), asked]).toEqual([25 * 640, true, []]);
});

test('of a block only what sounds is made, between the silences at its ends', async () => {
  const windows: number[] = [];
  const inner = await opened;
  const engine: Engine = {
    run: (network, inputs) => {
      if (network === 'vocoder') windows.push(inputs['mel']?.dims[1] ?? 0);
      return inner.run(network, inputs);
    },
  };
  const track = createTrack(engine, shape, { speaker: Float32Array.from(golden.speaker), seed: 'x' });
  const block = [...quiet(9), 1, 2, 3, ...quiet(13)];
  const sound = await track.render(block, quiet(3));
  // With the silence on either side that it fades in and out of.
  const { before, after } = shape.vocoder;
  expect(windows).toEqual([before + 2 * 5 + after]);
  const heard = Array.from(block, (_, token) =>
    sound.subarray(token * 640, (token + 1) * 640).some((sample) => sample !== 0),
  );
  expect([sound.length, heard.indexOf(true), heard.lastIndexOf(true)]).toEqual([25 * 640, 8, 12]);
});

test('the steps from noise to speech may be short ones first', async () => {
  const times: number[] = [];
  const inner = await opened;
  const engine: Engine = {
    run: (network, inputs) => {
      if (network === 'flow') times.push(Number(inputs['time']?.data[0]));
      return inner.run(network, inputs);
    },
  };
  const cosine = { ...shape, flow: { ...shape.flow, steps: 3, times: 'cosine' as const } };
  await createTrack(engine, cosine, { speaker: Float32Array.from(golden.speaker), seed: 'x' }).render(
    [1],
    [],
  );
  expect(times.map((time) => Math.round(1000 * time))).toEqual([0, 134, 500]);
});

test.each([
  ['a__a___a_', 'xxxx___xx'],
  ['____', '____'],
  ['', ''],
])('short silences are heard, long ones are not: %s', (text, heard) => {
  const tokens = Array.from(text, (letter) => (letter === '_' ? silence : 1));
  expect(gateOf(tokens, silence)).toEqual(Array.from(heard, (letter) => letter === 'x'));
});

function quiet(count: number): number[] {
  return Array.from({ length: count }, () => silence);
}

function silent(levels: readonly number[]): boolean[] {
  return levels.map((level) => level === 0);
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
