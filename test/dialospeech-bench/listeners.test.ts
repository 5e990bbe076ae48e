import { createRandom } from 'duologue/dsp';
import { collectSpeech, openEmbeddedVoices } from 'duologue/voices';
import { expect, it } from 'vitest';
import { fitCepstralEar, type VoicePiece } from '../../benchmarks/dialospeech/listeners/cepstral-ear.ts';
import { closeLanguage } from '../../benchmarks/dialospeech/listeners/closed-language.ts';
import {
  likeliestPhones,
  openPhoneListener,
  openPhoneReader,
  phoneNames,
  syllablesOf,
} from '../../benchmarks/dialospeech/listeners/phones.ts';
import { prepareTrack } from '../../benchmarks/dialospeech/listeners/prepare-sound.ts';
import { measureSimilarity } from '../../benchmarks/dialospeech/measures/similarity.ts';
import { wordCounts } from '../../benchmarks/dialospeech/measures/track-words.ts';

it('a closed language gives every word a share, and all of them together 1', () => {
  const sentences = ['are you there', 'you are here', 'are you here', 'who knows zyx'].map((text) =>
    text.split(' '),
  );
  const { pairs, dictionary, unknown } = closeLanguage(sentences, (word) =>
    word === 'zyx' ? [] : word === 'are' ? ['AA R', 'ER'] : [word.toUpperCase().split('').join(' ')],
  );
  expect(unknown).toEqual(['zyx']);
  expect(dictionary).toContain('are AA R\nare(2) ER\n');
  const [, singles = '', doubles = ''] = pairs.split(/\\[12]-grams:\n/u);
  const share = new Map(lines(singles).map(([log, word]) => [word ?? '', 10 ** Number(log)]));
  const backOff = new Map(lines(singles).map(([, word, log = '0']) => [word ?? '', 10 ** Number(log)]));
  const following = new Map(lines(doubles).map(([log, one, next]) => [`${one} ${next}`, 10 ** Number(log)]));
  expect([...share.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 3);
  for (const word of ['<s>', 'are', 'you', 'who']) {
    const sum = [...share]
      .map(([next, own]) => following.get(`${word} ${next}`) ?? (backOff.get(word) ?? 1) * own)
      .reduce((all, each) => all + each, 0);
    expect(sum).toBeCloseTo(1, 2);
  }
});

it('a track is brought to one level, its silences shortened', () => {
  const track = new Float32Array(16_000 * 10);
  for (let index = 0; index < 16_000; index++) {
    track[index + 16_000] = 0.5 * Math.sin(index / 10);
    track[index + 8 * 16_000] = 0.5 * Math.sin(index / 10);
  }
  const prepared = prepareTrack(track, 16_000);
  expect(prepared.length / 16_000).toBeCloseTo(2 + 0.3 + 0.6 + 0.3, 1);
  const loud = prepared.subarray(8_000, 12_000);
  expect(Math.sqrt(loud.reduce((sum, value) => sum + value ** 2, 0) / loud.length)).toBeCloseTo(0.05, 2);
  expect(prepareTrack(new Float32Array(16_000), 16_000)).toHaveLength(0);
});

it('phones are what begins along the likeliest path', () => {
  const classes = [
    { symbol: 'zh_b', tone: 0 },
    { symbol: 'zh_a', tone: 4 },
  ];
  const path = [0, 1, 1, 0, 2, 2, 0, 2];
  const scores = Float32Array.from(path.flatMap((best) => [0, 1, 2].map((each) => (each === best ? 0 : -5))));
  const phones = likeliestPhones(scores, classes);
  expect(phoneNames(phones, { tones: true })).toEqual(['zh_b', 'zh_a4', 'zh_a4']);
  expect(phoneNames(phones, { tones: false })).toEqual(['zh_b', 'zh_a', 'zh_a']);
  expect(syllablesOf(phones)).toEqual(['zh_b+zh_a', 'zh_a']);
});

it('texts are read to phones, a syllable for each character', async () => {
  const read = await openPhoneReader();
  expect(syllablesOf(read('你今天怎么走路来的？', 'zh'))).toHaveLength(9);
  expect(
    phoneNames(read('Hello there.', 'en'), { tones: true }).every((each) => each.startsWith('en_')),
  ).toBe(true);
});

it.each([
  {
    language: 'zh',
    voice: 'espeak/wei',
    most: 0.3,
    text: '我在阁楼上找到一台旧收音机，你看见我的钥匙了吗？',
  },
  {
    language: 'en',
    voice: 'flite/slt',
    most: 0.5,
    text: 'I found an old radio in the attic. Have you seen my keys?',
  },
] as const)('our recogniser hears phones of $voice', async ({ language, voice, most, text }) => {
  await using voices = await openEmbeddedVoices({ workers: 1 });
  await using listener = await openPhoneListener();
  expect(listener.voices).not.toContain(`${voice}@1.00`);
  const { audio } = await collectSpeech(voices.find(voice), { text, language });
  const read = await openPhoneReader();
  const truth = phoneNames(read(text, language), { tones: true });
  const heard = phoneNames(await listener.hear(prepareTrack(audio.samples, audio.sampleRate)), {
    tones: true,
  });
  const { wrong, words } = wordCounts(truth, heard);
  expect(wrong / words).toBeLessThan(most);
});

it('cepstral statistics tell voices apart that were never fitted', async () => {
  const random = createRandom('voices');
  const speak = (resonance: number): Float32Array => {
    const samples = new Float32Array(24_000);
    let [one, two] = [0, 0];
    for (let index = 0; index < samples.length; index++) {
      // A resonator that wanders a little, driven by noise: no two pieces are the same.
      const angle = (2 * Math.PI * resonance * (1 + 0.1 * Math.sin(index / 3000 + random.next()))) / 16_000;
      const value = 0.02 * random.normal() + 1.9 * Math.cos(angle) * one - 0.9025 * two;
      [two, one] = [one, value];
      samples[index] = value;
    }
    return samples;
  };
  const pieces = [500, 900, 1500].flatMap((resonance): VoicePiece[] =>
    Array.from({ length: 6 }, () => ({ speaker: `${resonance}`, samples: speak(resonance) })),
  );
  const ear = fitCepstralEar(pieces);
  const heard = [];
  for (const resonance of [700, 1200])
    for (let piece = 0; piece < 4; piece++)
      heard.push({
        dialogue: 'one',
        voice: `${resonance}`,
        language: 'en' as const,
        vector: await ear.vectorOf(speak(resonance)),
      });
  expect(measureSimilarity(heard).withinDialogues).toBeGreaterThan(0.95);
  expect(() => fitCepstralEar([])).toThrow(RangeError);
});

/** The lines of figures, as their fields. */
function lines(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => /^-?\d/u.test(line))
    .map((line) => line.split(' '));
}
