import { expect, test } from 'vitest';
import { readTinyModel } from '../fixtures/tiny-model.ts';
import type { DecoderScript } from '../language/decoder.ts';
import type { Engine } from '../model/engine.ts';
import type { ModelErrors } from '../model/model-errors.ts';
import { oneAtATime } from '../model/one-at-a-time.ts';
import { openDialogueHere } from './dialogue-here.ts';

const file = readTinyModel();
const { dialm, tokens } = file;

const errors: ModelErrors = {
  refuse: (message, cause) => new Error(message, { cause }),
  unknownVoice: (id) => new Error(id),
};

const script: DecoderScript = {
  units: [{ stream: 0, symbols: [1, 2, 3], tones: [0, 0, 0], language: 0 }],
  rest: [],
  backchannels: [],
  beginsAtOnce: true,
  speakers: [new Float32Array(file.speakerWidth), new Float32Array(file.speakerWidth)],
  seed: 'here',
  sampling: { actions: 0, begins: 0, tokens: 0, topP: 1 },
};

/** Works for some milliseconds and answers in the same turn of the event loop, as ONNX Runtime does in a browser. */
const busy: Engine = {
  run() {
    const until = performance.now() + 5;
    while (performance.now() < until);
    return Promise.resolve({
      vectors: new Float32Array(file.text.width * 3),
      summary: new Float32Array(2 * (dialm.width + file.text.width)),
      actions_first: new Float32Array(dialm.actions),
      actions_second: new Float32Array(dialm.actions ** 2),
      new_keys: new Float32Array(dialm.cacheLayers * dialm.width),
      new_values: new Float32Array(dialm.cacheLayers * dialm.width),
      logits: new Float32Array(2 * tokens.count),
    });
  },
};

test('what else waits in the thread has its turn while it works', async () => {
  const dialogue = await openDialogueHere(oneAtATime(busy), file, errors).open(script, []);
  const order: string[] = [];
  setTimeout(() => order.push('timer'));
  const { steps } = await dialogue.decode(20);
  order.push('steps');
  expect([order, steps.length]).toEqual([['timer', 'steps'], 20]);
});

test('what goes wrong in a network is told as an error of the model', async () => {
  const broken: Engine = { run: () => Promise.reject(new Error('input is missing')) };
  const dialogue = await openDialogueHere(broken, file, errors).open(script, []);
  await expect(dialogue.decode(1)).rejects.toThrow('DialoSpeech cannot go on: input is missing');
});
