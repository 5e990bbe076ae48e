import { describe, expect, test } from 'vitest';
import { collectDialogue, collectSpeech, createTranscriptAligner, VoiceError } from '../voices/index.ts';
import { dialogueVoiceContract } from './dialogue-voice-contract.ts';
import { createFakeDialogueVoice } from './fake-dialogue-voice.ts';
import { createFakeTranscriber, createFakeWordAligner } from './fake-listeners.ts';
import { createFakeSegmentCache } from './fake-segment-cache.ts';
import { createFakeVoice } from './fake-voice.ts';
import { transcriberContract, wordAlignerContract } from './listening-contracts.ts';
import { segmentCacheContract } from './segment-cache-contract.ts';
import { createSimulatedClock } from './simulated-clock.ts';
import { voiceContract } from './voice-contract.ts';

const text = 'Well, I was there.';
const said = text.split(' ');
const spoken = await collectSpeech(createFakeVoice(), { text });
const audio = () => spoken.audio;

for (const times of ['both', 'words', 'turns', 'none'] as const) {
  const dialogue = createFakeDialogueVoice({
    times,
    limits: { leastVoices: 2, mostVoices: 3, mostTurns: 5, mostCharacters: 200 },
  });
  dialogueVoiceContract(`fake, times: ${times}`, () => dialogue, {
    test,
    expect,
    voice: (index) => `fake/dialogue:${index}`,
    requests: () => dialogue.requests.length,
  });
}
voiceContract('a voice of a fake model of dialogues', () => createFakeDialogueVoice().voice('ann'), {
  test,
  expect,
});

const transcriber = createFakeTranscriber({ words: said });
transcriberContract('fake', () => transcriber, {
  test,
  expect,
  audio,
  requests: () => transcriber.requests.length,
});
transcriberContract('fake, untimed', () => createFakeTranscriber({ timed: false }), {
  test,
  expect,
  audio,
  timed: false,
});
const aligner = createFakeWordAligner();
wordAlignerContract('fake', () => aligner, {
  test,
  expect,
  audio,
  words: said,
  requests: () => aligner.requests.length,
});
wordAlignerContract('a transcript of a fake', () => createTranscriptAligner(createFakeTranscriber()), {
  test,
  expect,
  audio,
  words: said,
});
segmentCacheContract('fake', () => createFakeSegmentCache(), { test, expect });

describe('fakes', () => {
  test('hear the words of fakes where they are', async () => {
    const { text: heard, words } = await createFakeTranscriber({ words: said }).transcribe(audio());
    expect(heard).toBe(text);
    for (const found of [words, await createFakeWordAligner().align(audio(), said)]) {
      expect(found.map((word) => word.text)).toEqual(said);
      for (const [index, word] of found.entries()) {
        expect(Math.abs(word.start - (spoken.words[index]?.start ?? Number.NaN))).toBeLessThan(0.01);
      }
    }
  });

  test('fail when they are told to, and wait by the clock they are given', async () => {
    const clock = createSimulatedClock();
    const slow = { failingCalls: [2], delay: 1, clock };
    const dialogue = createFakeDialogueVoice(slow);
    const ears = createFakeTranscriber(slow);
    const turns = [{ voice: dialogue.voice('ann').id, text }];
    const asks: readonly (() => Promise<unknown>)[] = [
      () => collectDialogue(dialogue, { turns }),
      () => ears.transcribe(audio()),
    ];
    for (const ask of asks) {
      const began = clock.now();
      await clock.runUntil(ask());
      expect(clock.now() - began).toBe(1);
      await expect(clock.runUntil(ask())).rejects.toThrow(VoiceError);
    }
    expect([dialogue.active, dialogue.requests.length, ears.requests.length]).toEqual([0, 2, 2]);
    expect(() => createFakeDialogueVoice({ delay: 1 })).toThrow(TypeError);
    const cache = createFakeSegmentCache({ failingWrites: [1] });
    await expect(cache.write('a', spoken)).rejects.toThrow('no room');
    expect([cache.kept.size, cache.writes]).toEqual([0, ['a']]);
  });

  test('speakers of a dialogue are told apart by their tones', async () => {
    const dialogue = createFakeDialogueVoice({ speakers: { ben: { pitch: 400, level: 0.05 } } });
    expect(dialogue.voice('ann')).toBe(dialogue.voice('ann'));
    expect(dialogue.voice('ann').dialogue).toBe(dialogue);
    const turns = ['ann', 'ben'].map((name) => ({ voice: dialogue.voice(name).id, text }));
    const { audio: mixed, spans } = await collectDialogue(dialogue, { turns });
    const peaks = spans.map(({ start, end }) =>
      mixed.samples
        .subarray(Math.round(start * mixed.sampleRate), Math.round(end * mixed.sampleRate))
        .reduce((most, sample) => Math.max(most, sample), 0),
    );
    expect(peaks).toEqual([expect.closeTo(0.25, 3), expect.closeTo(0.05, 3)]);
  });
});
