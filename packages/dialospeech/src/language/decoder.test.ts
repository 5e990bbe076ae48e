import { expect, test } from 'vitest';
import { readTinyModel } from '../fixtures/tiny-model.ts';
import type { Engine } from '../model/engine.ts';
import { languageShape } from '../model/shapes.ts';
import { createDecoder, type SaidUnit } from './decoder.ts';

const file = readTinyModel();
const { dialm, text, tokens } = file;

/** To which everything is equally likely. */
const undecided: Engine = {
  run: () =>
    Promise.resolve({
      vectors: new Float32Array(text.width * 40),
      summary: new Float32Array(2 * (dialm.width + text.width)),
      actions_first: new Float32Array(dialm.actions),
      actions_second: new Float32Array(dialm.actions ** 2),
      new_keys: new Float32Array(dialm.cacheLayers * dialm.width),
      new_values: new Float32Array(dialm.cacheLayers * dialm.width),
      logits: new Float32Array(2 * tokens.count),
    }),
};

const symbols = Array.from({ length: 40 }, () => 1);
const tones = symbols.map(() => 0);

async function startOfAnswer(seed: string, begins: number): Promise<number> {
  const decoder = createDecoder(undecided, languageShape(file), {
    units: [
      { stream: 0, symbols, tones, language: 0 },
      { stream: 1, symbols, tones, language: 0 },
    ],
    rest: [],
    backchannels: [],
    beginsAtOnce: true,
    speakers: [new Float32Array(file.speakerWidth), new Float32Array(file.speakerWidth)],
    seed,
    sampling: { actions: 1, begins, tokens: 0.8, topP: 1 },
  });
  const said: SaidUnit[] = [];
  for (let step = await decoder.step(); typeof step === 'object'; step = await decoder.step())
    said.push(...step.said);
  const [asked, answered] = [0, 1].map((unit) => said.find((each) => each.unit === unit)?.onsets);
  return (answered?.[0] ?? Number.NaN) - (asked?.at(-1) ?? Number.NaN);
}

test('nobody begins over the other by a chance that is too small', async () => {
  expect(await startOfAnswer('one', 0)).toBeLessThan(0);
  expect(await startOfAnswer('one', 0.5)).toBeLessThan(0);
  expect(await startOfAnswer('one', 1)).toBeGreaterThanOrEqual(0);
});
