import { afterAll, beforeAll, expect, test } from 'vitest';
import { voiceContract, wordAlignerContract } from '../../testing/index.ts';
import { createFlite } from '../flite/index.ts';
import { collectSpeech } from '../speech.ts';
import type { Voice, VoiceProvider } from '../voice.ts';
import { createEmbeddedAligner, type EmbeddedAligner } from './embedded-aligner.ts';
import { withWordTimes } from './with-word-times.ts';

let flite: VoiceProvider;
let aligner: EmbeddedAligner;
beforeAll(() => {
  flite = createFlite({ workers: 1 });
  aligner = createEmbeddedAligner();
});
afterAll(async () => {
  await aligner[Symbol.asyncDispose]();
  await flite[Symbol.asyncDispose]();
});

function makeVoice(): Voice {
  const voice = flite.voice('kal16');
  const untimed: Voice = {
    ...voice,
    timed: false,
    async *speak(request, options) {
      for await (const part of voice.speak(request, options)) if (part.type !== 'word-timed') yield part;
    },
  };
  return withWordTimes(untimed, aligner);
}

voiceContract('a voice timed by the embedded aligner', makeVoice, { test, expect, onsetTolerance: 0.03 });

const text = 'Well, I was thinking it would rain. Did you bring the other one?';
wordAlignerContract('the embedded aligner', () => aligner, {
  test,
  expect,
  words: text.split(' '),
  audio: async () => (await collectSpeech(flite.voice('slt'), { text })).audio,
});
