import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom, rmsAmplitude } from '../../../dsp/index.ts';
import { splitWords, type Word } from '../../../timeline/index.ts';
import {
  collectSpeech,
  openEmbeddedVoices,
  type Speech,
  type VoiceCatalogue,
} from '../../../voices/index.ts';
import type { ForcedAligner } from '../ingest-parts.ts';
import { createForcedAligner } from './create-forced-aligner.ts';

let voices: VoiceCatalogue;
let aligner: ForcedAligner;
let speech: Speech;
const text = 'So the gardener told me that nobody had watered the roses since Tuesday, which is a pity.';
const other = 'Every second Friday my uncle buys three kilos of oranges, because he likes the juice.';

beforeAll(async () => {
  voices = await openEmbeddedVoices({ workers: 1 });
  aligner = createForcedAligner({ voices });
  speech = await collectSpeech(voices.find('flite/rms'), { text });
});
afterAll(async () => {
  await aligner[Symbol.asyncDispose]();
  await voices[Symbol.asyncDispose]();
});

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const sureness = (words: readonly Word[]): number =>
  middle(words.map(({ confidence = Number.NaN }) => confidence));

test('finds the words of another voice in noise at 20 dB, and is less sure of a text that is not said', async () => {
  const random = createRandom('noise');
  const level = (rmsAmplitude(speech.audio.samples) / 10) * Math.sqrt(3);
  const samples = speech.audio.samples.map((sample) => sample + level * (2 * random.next() - 1));
  const audio = { samples, sampleRate: speech.audio.sampleRate };
  const words = await aligner.align(audio, { text, language: 'en' });
  expect(words.map((word) => word.text)).toEqual(splitWords(text));
  const errors = words.flatMap(({ start, end }, index) => {
    const { start: from = 0, end: to = 0 } = speech.words[index] ?? {};
    return [Math.abs(start - from), Math.abs(end - to)];
  });
  expect(middle(errors)).toBeLessThan(0.025);
  const wrong = await aligner.align(audio, { text: other, language: 'en' });
  expect(wrong).toHaveLength(splitWords(other).length);
  expect(sureness(wrong)).toBeLessThan(sureness(words) - 0.15);
});

test('is not sure at all where no voice has the language, or nothing is there', async () => {
  const silence = { samples: new Float32Array(16_000), sampleRate: 16_000 };
  expect(sureness(await aligner.align(silence, { text, language: 'en' }))).toBeLessThan(0.1);
  expect(sureness(await aligner.align(speech.audio, { text, language: 'xx' }))).toBe(0);
  expect(await aligner.align(silence, { text: '', language: 'en' })).toEqual([]);
});
