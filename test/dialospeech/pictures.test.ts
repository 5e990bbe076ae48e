import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawArchitecture } from '../../benchmarks/dialospeech-pictures/architecture-picture.ts';
import { drawModelConversation } from '../../benchmarks/dialospeech-pictures/conversation-picture.ts';
import { spokenOffsets, taughtOffsets } from '../../benchmarks/dialospeech-pictures/floor-offsets.ts';
import { encodeIndexedPng } from '../../benchmarks/dialospeech-pictures/indexed-png.ts';
import { openModel } from '../../benchmarks/dialospeech-pictures/open-model.ts';
import { playConversation } from '../../benchmarks/dialospeech-pictures/play-conversation.ts';
import { drawTiming } from '../../benchmarks/dialospeech-pictures/timing-picture.ts';
import { tokenColour } from '../../benchmarks/dialospeech-pictures/token-colours.ts';
import { tinyModel } from '../../packages/dialospeech/src/fixtures/tiny-model.ts';
import { vocabulary } from '../../packages/dialospeech/src/text/index.ts';
import type { PackItem, PackUnit } from '../../training/prepare/pack-item.ts';

const mostBytes = 150_000;

test('a conversation is drawn with its words, tokens and mel frames, the same each time', async () => {
  const model = await openModel(tinyModel);
  const turns = [
    { stream: 0, text: 'Is it far?', language: 'en', kind: 'turn' },
    { stream: 1, text: 'No & yes.', language: 'en', kind: 'turn' },
  ] as const;
  const options = { speakers: ['en-female', 'en-male'], seed: 'one' } as const;
  const played = await playConversation(model, turns, options);
  expect(played.tracks.map(({ tokens }) => tokens.length * 640)).toEqual(
    played.tracks.map(({ samples }) => samples.length),
  );
  const picture = drawModelConversation(played);
  expect(picture.length).toBeLessThan(mostBytes);
  for (const shown of ['far?', '&amp;', 'data:image/png']) expect(picture).toContain(shown);
  expect(picture).not.toMatch(/NaN|Infinity|undefined/u);
  expect(drawModelConversation(await playConversation(model, turns, options))).toBe(picture);
});

const symbol = (name: string): number => vocabulary.symbols.indexOf(name);

function unit(channel: number, [start, end]: readonly [number, number], ends = '<.>'): PackUnit {
  const symbols = [symbol('<turn>'), symbol('en_ah'), symbol('en_m'), symbol(ends)];
  return { channel, role: 'turn', start, end, cut: false, text: '', symbols, tones: [0, 0, 0, 0], words: [] };
}

function item(units: readonly PackUnit[]): PackItem {
  const speakers = ['female', 'male'].map((gender) => ({ id: gender, gender, native: 'en' as const }));
  const place = { channels: 2, frames: 64_000, offset: 0 };
  return {
    id: 'a',
    split: 'test',
    language: 'en',
    kind: 'dialogue',
    register: '',
    ...place,
    speakers,
    units,
  };
}

test('turns are counted by when the one before them ends', async () => {
  const asked = item([unit(0, [0, 1], '<?>'), unit(1, [0.75, 2]), unit(0, [2.5, 3])]);
  const taught = taughtOffsets([asked]);
  expect(taught).toEqual({ afterQuestions: [-0.25], afterStatements: [0.5] });
  const made = await spokenOffsets(await openModel(tinyModel), [asked], () => undefined);
  expect([made.afterQuestions.length, made.afterStatements.length]).toEqual([1, 1]);
  const picture = drawTiming(made, taught, { scripts: 1 });
  expect(picture).toContain('after a question');
  expect(picture).not.toMatch(/NaN|Infinity|undefined/u);
});

test('who goes on has one turn, who is cut off or only listens has none that is answered', () => {
  const [first, more] = [unit(0, [0, 1]), unit(0, [1.1, 2])];
  const goesOn = { ...more, symbols: [symbol('<continue>'), ...more.symbols.slice(1)] };
  const listens = unit(1, [0.5, 0.75]);
  const small = { ...listens, symbols: [symbol('<backchannel>'), ...listens.symbols.slice(1)] };
  const answered = taughtOffsets([
    item([first, small, goesOn, unit(1, [2.5, 3], '<cut>'), unit(0, [3.5, 4])]),
  ]);
  expect(answered).toEqual({ afterQuestions: [], afterStatements: [0.5] });
});

test('the architecture is drawn without a model', () => {
  const picture = drawArchitecture();
  expect(picture.length).toBeLessThan(mostBytes);
  expect(picture).not.toMatch(/NaN|Infinity|undefined/u);
});

test('pictures of few colours hold their pixels', () => {
  const palette = Array.from({ length: 256 }, (_, index) => [index, 0, 0, index] as const);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(255), { minLength: 9, maxLength: 40 }),
      (width, all) => {
        const height = Math.floor(all.length / width);
        const pixels = Uint8Array.from(all.slice(0, width * height));
        const png = Buffer.from(encodeIndexedPng({ width, height, pixels, palette }));
        const at = png.indexOf('IDAT');
        const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
        const found = Array.from({ length: height }, (_, row) => [
          ...rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)),
        ]);
        expect(found.flat()).toEqual([...pixels]);
      },
    ),
    { numRuns: 30 },
  );
  const known = encodeIndexedPng({
    width: 1,
    height: 1,
    pixels: Uint8Array.of(0),
    palette: [[0, 0, 0, 255]],
  });
  // The end chunk is always the same, with the sum that the standard gives for it.
  expect(Buffer.from(known.slice(-8)).toString('hex')).toBe('49454e44ae426082');
});

test('every token has a colour', () => {
  for (let token = 0; token < 1000; token++) expect(tokenColour(token)).toMatch(/^#[0-9a-f]{6}$/u);
});
