import { expect, test } from 'vitest';
import { audioDuration } from '../../dsp/index.ts';
import { joinWords, splitWords } from '../../timeline/index.ts';
import { collectSpeech, type Speech } from '../speech.ts';
import type { SpeechRequest, Voice } from '../voice.ts';
import { type VocalSoundsOptions, withVocalSounds } from './with-vocal-sounds.ts';

/** Says nothing, and notes what it was asked for. */
function recordingVoice(description: Partial<Voice> = {}): { voice: Voice; asked: SpeechRequest[] } {
  const asked: SpeechRequest[] = [];
  const voice: Voice = {
    id: 'test/ann',
    name: 'Ann',
    languages: ['en'],
    sampleRate: 16_000,
    throat: { pitch: 205, tract: 0.87 },
    ...description,
    async *speak(request) {
      asked.push(request);
      yield { type: 'warning-raised', message: 'inner' };
    },
  };
  return { voice, asked };
}

/** The first moment that is within 35 dB of the loudest 2 ms, searched from `from` on. */
function energyOnset(samples: Float32Array, rate: number, from: number, to: number): number {
  const length = Math.round(0.002 * rate);
  const powers: number[] = [];
  for (let frame = Math.round(from * rate); frame < to * rate; frame += length) {
    let sum = 0;
    for (const sample of samples.subarray(frame, frame + length)) sum += sample ** 2;
    powers.push(sum);
  }
  const loudest = Math.max(...powers);
  return from + (powers.findIndex((power) => power > loudest * 10 ** -3.5) * length) / rate;
}

async function samplesOf(request: SpeechRequest, id = 'test/ann'): Promise<number[]> {
  const { audio } = await collectSpeech(withVocalSounds(recordingVoice({ id }).voice), request);
  return [...audio.samples];
}

function atSpeed(speed: number): Promise<Speech> {
  return collectSpeech(withVocalSounds(recordingVoice().voice), { text: 'hmm', speed });
}

async function humOf(voice: Voice, options: VocalSoundsOptions = {}): Promise<number[]> {
  return [...(await collectSpeech(withVocalSounds(voice, options), { text: 'mm' })).audio.samples];
}

async function peakOf(options: VocalSoundsOptions = {}): Promise<number> {
  const voice = withVocalSounds(recordingVoice().voice, options);
  return Math.max(...(await collectSpeech(voice, { text: 'mm-hm' })).audio.samples);
}

test.each([
  'Mm-hm.',
  'uh huh',
  '嗯嗯',
  'Mm-hm, mm-hm.',
  'Oh, mm-hm.',
  '哈哈哈',
  'ha ha ha ha ha ha',
  'Ahem.',
  'haha',
  '嗯…… 哦。',
  'mm hm',
])('words and sound of %s', async (text) => {
  const { voice, asked } = recordingVoice();
  const speech = await collectSpeech(withVocalSounds(voice), { text });
  expect(asked).toEqual([]);
  expect(speech.words.map((word) => word.text)).toEqual(splitWords(text));
  expect(joinWords(speech.words.map((word) => word.text))).not.toBe('');
  const duration = audioDuration(speech.audio);
  let before = 0;
  for (const { start, end } of speech.words) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(duration + 1e-9);
    before = start;
  }
  expect(speech.words[0]?.start).toBe(0);
  expect(Math.max(...speech.audio.samples.map(Math.abs))).toBeLessThan(1);
});

test.each(['mm-hm', 'uh-huh', '嗯', 'oh', 'um', 'huh', 'haha', 'ahem', 'hmm'])(
  'a word of %s starts within 5 ms of its sound',
  async (text) => {
    const { voice } = recordingVoice();
    for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      const { audio, words } = await collectSpeech(withVocalSounds(voice), {
        text: `${text}, ${text}`,
        seed,
      });
      const [first, second] = words;
      if (first === undefined || second === undefined) throw new Error('It has no two words.');
      expect(energyOnset(audio.samples, 16_000, 0, first.end)).toBeLessThan(0.005);
      if (text === 'haha') continue;
      const gap = (first.end + second.start) / 2;
      expect(Math.abs(energyOnset(audio.samples, 16_000, gap, second.end) - second.start)).toBeLessThan(
        0.005,
      );
    }
  },
);

test('everything else goes to the voice as it is', async () => {
  const { voice, asked } = recordingVoice();
  const request = { text: 'Mm-hm, right.', speed: 1.5, seed: 'x' };
  const { warnings } = await collectSpeech(withVocalSounds(voice), request);
  expect(warnings).toEqual(['inner']);
  expect(asked).toEqual([request]);
  await collectSpeech(withVocalSounds(voice), { text: '' });
  expect(asked).toHaveLength(2);
});

test("the description is the voice's own", () => {
  const { voice } = recordingVoice({ accent: 'Scottish' });
  expect({ ...withVocalSounds(voice), speak: undefined }).toEqual({ ...voice, speak: undefined });
});

test('the same request is the same sound; seed, voice and text make another', async () => {
  const first = await samplesOf({ text: 'mm-hm' });
  expect(await samplesOf({ text: 'mm-hm' })).toEqual(first);
  expect(await samplesOf({ text: 'mm-hm', seed: '2' })).not.toEqual(first);
  expect(await samplesOf({ text: 'Mm-hm.' })).not.toEqual(first);
  expect(await samplesOf({ text: 'mm-hm' }, 'test/ben')).not.toEqual(first);
});

test('speed shortens and keeps the pitch; one out of reach is a warning', async () => {
  const plain = await atSpeed(1);
  const fast = await atSpeed(2);
  expect(audioDuration(fast.audio) / audioDuration(plain.audio)).toBeGreaterThan(0.4);
  expect(audioDuration(fast.audio) / audioDuration(plain.audio)).toBeLessThan(0.6);
  expect(plain.warnings).toEqual([]);
  for (const speed of [0, -1, 9, Number.NaN, Number.POSITIVE_INFINITY]) {
    const { audio, warnings } = await atSpeed(speed);
    expect(audio.samples.length).toBeGreaterThan(1000);
    expect(warnings).toHaveLength(1);
  }
});

test('an aborted signal rejects with its reason, also in the middle', async () => {
  const { voice } = recordingVoice();
  const reason = new Error('enough');
  await expect(
    collectSpeech(withVocalSounds(voice), { text: 'mm-hm' }, { signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);

  const controller = new AbortController();
  const parts: string[] = [];
  const listen = async (): Promise<void> => {
    const speaking = withVocalSounds(voice).speak(
      { text: 'mm-hm '.repeat(500) },
      { signal: controller.signal },
    );
    for await (const part of speaking) {
      parts.push(part.type);
      if (parts.length === 4) controller.abort(reason);
    }
  };
  await expect(listen()).rejects.toBe(reason);
  expect(parts.length).toBeLessThan(7);
});

test('a voice with no throat gets one by its gender, or the one given', async () => {
  const { throat: _, ...rest } = recordingVoice().voice;
  const man = await humOf({ ...rest, gender: 'male' });
  expect(await humOf({ ...rest, gender: 'female' })).not.toEqual(man);
  expect(await humOf(rest, { throat: { pitch: 115, tract: 1 } })).toEqual(man);
});

test('a louder voice has louder sounds', async () => {
  expect((await peakOf({ speechLoudness: -17 })) / (await peakOf())).toBeCloseTo(10 ** (6 / 20), 3);
});
