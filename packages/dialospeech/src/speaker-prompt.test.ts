import { collectSpeech, createFlite } from 'duologue/voices';
import { afterAll, expect, test } from 'vitest';
import { createDialoSpeech } from './dialospeech.ts';

// With the weights of the package: only what has learnt to tell speakers apart knows whether there are two.
const opened = createDialoSpeech({ threads: 1 });
const flite = createFlite({ workers: 1 });
afterAll(async () => {
  await flite[Symbol.asyncDispose]();
  await (await opened)[Symbol.asyncDispose]();
});

const text =
  'The rain came in from the sea before noon. We waited under a tree until the road was dry, and then walked home.';

async function recording(...names: string[]) {
  const parts = await Promise.all(names.map((name) => collectSpeech(flite.voice(name), { text })));
  const sounds = parts.map(({ audio }) => [...audio.samples]);
  return { samples: Float32Array.from(sounds.flat()), sampleRate: parts[0]?.audio.sampleRate ?? 0 };
}

test('a recording of one speaker is taken as it is', async () => {
  const model = await opened;
  for (const name of ['slt', 'rms']) {
    const { warnings } = await model.speakerFrom(await recording(name), { name: `alone-${name}` });
    expect(warnings).toEqual([]);
  }
});

test('a recording of two speakers is taken with a warning', async () => {
  const model = await opened;
  const { warnings } = await model.speakerFrom(await recording('slt', 'rms'), { name: 'both' });
  expect(warnings).toEqual([expect.stringMatching(/more than one speaker/)]);
});
