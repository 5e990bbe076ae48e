import { afterAll, describe, expect, test } from 'vitest';
import { findSpeech, measureLoudness } from '../../dsp/index.ts';
import { voiceContract } from '../../testing/index.ts';
import { splitWords } from '../../timeline/index.ts';
import { collectSpeech } from '../speech.ts';
import { UnknownVoiceError } from '../voice-error.ts';
import { createFlite } from './flite.ts';

const flite = createFlite({ workers: 2 });
afterAll(() => flite[Symbol.asyncDispose]());

for (const name of ['slt', 'kal16', 'leo'])
  voiceContract(`flite/${name}`, () => flite.voice(name), { test, expect });

describe('flite', () => {
  test('has thirteen speakers, women and men, each with a throat', () => {
    expect(flite.voices.length).toBe(13);
    expect(new Set(flite.voices.map(({ id }) => id)).size).toBe(13);
    expect(flite.voices.filter(({ gender }) => gender === 'female')).toHaveLength(5);
    for (const { throat } of flite.voices) expect(throat).toBeDefined();
  });

  test('names the nearest for a name it does not have', () => {
    expect(() => flite.voice('rmss')).toThrow(UnknownVoiceError);
    expect(() => flite.voice('rmss')).toThrow(/"flite\/rms"/);
  });

  test.each(flite.voices.map(({ id }) => id))(
    '%s starts its words with their sound, at -23 LUFS',
    async (id) => {
      const text = 'Apple. Dog. Fish. Cat. Sun. Think. Yes. Please. Could you tell me more?';
      const { audio, words } = await collectSpeech(flite.voice(id.slice(6)), { text });
      // Parts of an utterance that silence stands around; each begins with a word.
      for (const { start } of findSpeech(audio, { minimumSilence: 0.25 })) {
        const nearest = Math.min(...words.map((word) => Math.abs(word.start - start)));
        expect(nearest, `sound at ${start}`).toBeLessThanOrEqual(0.015);
      }
      const loudness = measureLoudness({ channels: [audio.samples], sampleRate: audio.sampleRate });
      expect(Math.abs(loudness.integrated + 23), `${loudness.integrated} LUFS`).toBeLessThan(2.5);
      expect(loudness.truePeak).toBeLessThan(-0.5);
    },
  );

  test('keeps to the words of a text that it reads otherwise', async () => {
    const text =
      'Mail ann.lee@example.org or see https://example.com/a?b=1: $1,250.75 (50%) at 3:05 pm on 3 May 1998, USA! 我爱 🎉 “OK”…';
    const { words, warnings } = await collectSpeech(flite.voice('rms'), { text });
    expect(words.map((word) => word.text)).toEqual(splitWords(text));
    expect(warnings.join(' ')).toContain('我 爱');
    const silent = words.filter(({ start, end }) => end - start < 0.03).map((word) => word.text);
    expect(silent).toEqual(['我', '爱🎉'].filter((word) => splitWords(text).includes(word)));
  });

  test.each(['我爱你。', '🎉🎉', 'Привет'])('has nothing but a warning for %s', async (text) => {
    const speech = await collectSpeech(flite.voice('slt'), { text });
    expect(speech.audio.samples).toHaveLength(0);
    expect(speech.words).toEqual([]);
    expect(speech.warnings).toHaveLength(1);
  });

  test('says a long text in pieces, the first long before the last', async () => {
    const text = `${'The next one is as long as the one before. '.repeat(20)}${'and so on '.repeat(50)}`;
    const { words, audio } = await collectSpeech(flite.voice('kal16'), { text });
    expect(words.map((word) => word.text)).toEqual(splitWords(text));
    expect(words.at(-1)?.end).toBeLessThanOrEqual(audio.samples.length / audio.sampleRate + 1e-9);
  });

  test('keeps its pitch when it speaks faster', async () => {
    const text = 'You know where we were all morning.';
    const [slow, fast] = await Promise.all(
      [0.7, 1.6].map(async (speed) =>
        zeroCrossings(await collectSpeech(flite.voice('nora'), { text, speed })),
      ),
    );
    expect((fast ?? 0) / (slow ?? 1)).toBeGreaterThan(0.75);
    expect((fast ?? 0) / (slow ?? 1)).toBeLessThan(1.3);
  });

  test('a hundred at once all come back', async () => {
    const provider = createFlite({ workers: 2 });
    const voice = provider.voice('kal16');
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, n) => collectSpeech(voice, { text: `${n}` })),
    );
    expect(all.every(({ words }) => words.length === 1)).toBe(true);
    await provider[Symbol.asyncDispose]();
    await expect(collectSpeech(voice, { text: 'after' })).rejects.toThrow(/closed/);
  });
});

/** In a second of sound: a rough measure of how high a voice is. */
function zeroCrossings({ audio }: { audio: { samples: Float32Array; sampleRate: number } }): number {
  let crossings = 0;
  for (let index = 1; index < audio.samples.length; index++) {
    if ((audio.samples[index - 1] ?? 0) < 0 !== (audio.samples[index] ?? 0) < 0) crossings++;
  }
  return (crossings * audio.sampleRate) / audio.samples.length;
}
