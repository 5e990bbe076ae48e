import { describe, expect, test } from 'vitest';
import { collectSpeech, UnknownVoiceError, VoiceError } from '../voices/index.ts';
import { createFakeVoice, createFakeVoiceProvider } from './fake-voice.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { voiceContract } from './voice-contract.ts';

voiceContract('fake', () => createFakeVoice(), { test, expect });
voiceContract(
  'fake, another',
  () => createFakeVoice({ sampleRate: 16_000, leadingSilence: 0.3, level: 0.9 }),
  {
    test,
    expect,
    texts: ['我爱NLP，真的。', 'one two'],
  },
);

describe('a fake voice', () => {
  test('is silent before, between and after its words', async () => {
    const voice = createFakeVoice({ leadingSilence: 0.1, trailingSilence: 0.2, wordGap: 0.05 });
    const { audio, words } = await collectSpeech(voice, { text: 'two words' });
    expect(words).toEqual([
      { text: 'two', start: 0.1, end: 0.1 + 0.2 },
      { text: 'words', start: 0.1 + 0.2 + 0.05, end: 0.1 + 0.2 + 0.05 + 0.2 },
    ]);
    const sounding = (time: number): boolean => audio.samples[Math.round(time * audio.sampleRate)] !== 0;
    expect([0.05, 0.1, 0.31, 0.351, 0.6].map(sounding)).toEqual([false, true, false, true, false]);
    expect(audio.samples.length / audio.sampleRate).toBeCloseTo(0.75, 4);
  });

  test('fails when it is told to, and waits by the clock it is given', async () => {
    const clock = createSimulatedClock();
    const voice = createFakeVoice({ failingCalls: [2], delay: 1, partDuration: 9, clock });
    const first = collectSpeech(voice, { text: 'one' });
    await clock.advance(0.9);
    expect(voice.active).toBe(1);
    await clock.runUntil(first);
    expect([clock.now(), voice.active]).toEqual([1, 0]);
    await expect(clock.runUntil(collectSpeech(voice, { text: 'two' }))).rejects.toThrow(VoiceError);
    await clock.runUntil(collectSpeech(voice, { text: 'three' }));
    expect(voice.requests.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  test('a delay without a clock is an error', () => {
    expect(() => createFakeVoice({ delay: 1 })).toThrow(TypeError);
  });
});

test('a fake provider has its voices and knows when it is closed', async () => {
  const provider = createFakeVoiceProvider();
  expect(provider.voice('low').id).toBe('fake/low');
  expect(() => provider.voice('hight')).toThrow(UnknownVoiceError);
  expect(() => provider.voice('hight')).toThrow(/Did you mean "fake\/high"/);
  await provider[Symbol.asyncDispose]();
  expect(provider.disposed).toBe(true);
});
