import { expect, test } from 'vitest';
import { createFakeVoice } from '../testing/index.ts';
import type { SpeechModel } from '../voices/index.ts';
import { createVoiceFinder } from './find-voice.ts';

const nobody = () => Promise.reject(new Error('nobody is looked up'));

test('a recording that stands for a voice is looked at once, however many turns it speaks', async () => {
  let asked = 0;
  const model = {
    id: 'cloning',
    provider: 'fake',
    languages: ['mul'],
    sampleRate: 24_000,
    timed: false,
    voice() {
      asked++;
      return createFakeVoice();
    },
  } satisfies SpeechModel;
  const find = createVoiceFinder({ find: nobody, provider: nobody });
  const audio = new Uint8Array(1 << 20);
  const found = new Set<unknown>();
  for (let turn = 0; turn < 2000; turn++) found.add(await find({ voice: { audio }, model }));
  found.add(await find({ voice: { url: 'https://example.com/ann.wav' }, model }));
  found.add(await find({ voice: 'https://example.com/ann.wav', model }));
  expect([found.size, asked]).toEqual([3, 3]);
});
