import { getEventListeners } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Audio } from '../../dsp/index.ts';
import { splitWords, type Word } from '../../timeline/index.ts';
import { openEmbeddedVoices, type VoiceCatalogue } from '../catalogue.ts';
import { collectSpeech, type Speech } from '../speech.ts';
import type { Voice } from '../voice.ts';
import type { Transcript, WordAligner } from '../word-aligner.ts';
import { createEmbeddedAligner, type EmbeddedAligner } from './embedded-aligner.ts';
import { shareIntervals } from './spread-words.ts';
import { createTranscriptAligner } from './transcript-aligner.ts';
import { withWordTimes } from './with-word-times.ts';

let voices: VoiceCatalogue;
let aligner: EmbeddedAligner;
const english = 'Well, the train was late again; so we took Dr. Miller’s car, which costs $25 a day.';
const chinese = '今天天气很好，我们一起去公园散步吧！';
let speech: Speech;

beforeAll(async () => {
  voices = await openEmbeddedVoices({ workers: 1 });
  aligner = createEmbeddedAligner({ voices });
  speech = await collectSpeech(voices.find('flite/slt'), { text: english });
});
afterAll(async () => {
  await aligner[Symbol.asyncDispose]();
  await voices[Symbol.asyncDispose]();
});

/** Seconds that the starts are off, the smallest first. */
function startErrors(found: readonly Word[], wanted: readonly Word[]): number[] {
  expect(found.map(({ text }) => text)).toEqual(wanted.map(({ text }) => text));
  return found
    .map(({ start }, index) => Math.abs(start - (wanted[index]?.start ?? 0)))
    .toSorted((a, b) => a - b);
}

function misplaced(words: readonly Word[], duration: number): Word[] {
  return words.filter(
    ({ start, end }, index) => start < (words[index - 1]?.end ?? 0) || end < start || end > duration,
  );
}

function repeated(audio: Audio, times: number): Audio {
  const samples = new Float32Array(audio.samples.length * times);
  for (let index = 0; index < times; index++) samples.set(audio.samples, index * audio.samples.length);
  return { samples, sampleRate: audio.sampleRate };
}

function hearing(transcript: Transcript): WordAligner {
  return createTranscriptAligner({ name: 'ear', transcribe: async () => transcript });
}

/** A voice that keeps its times to itself. */
function untimed(): Voice {
  const voice = voices.find('flite/slt');
  return {
    ...voice,
    id: 'mute/clock',
    timed: false,
    async *speak(request, options) {
      for await (const part of voice.speak(request, options)) if (part.type !== 'word-timed') yield part;
    },
  };
}

describe('the embedded aligner', () => {
  test('finds the words of another voice', async () => {
    const words = await aligner.align(speech.audio, splitWords(english), { language: 'en-US' });
    const errors = startErrors(words, speech.words);
    expect(errors[errors.length >> 1]).toBeLessThan(0.03);
    expect(errors.at(-1)).toBeLessThan(0.15);
    expect(misplaced(words, speech.audio.samples.length / speech.audio.sampleRate)).toEqual([]);
  });

  test('finds them where pauses were put in, beyond the punctuation', async () => {
    const { samples, sampleRate } = speech.audio;
    const cut = Math.round((speech.words[3]?.start ?? 0) * sampleRate);
    const longer = new Float32Array(samples.length + 2 * sampleRate);
    longer.set(samples.subarray(0, cut), sampleRate);
    longer.set(samples.subarray(cut), cut + 2 * sampleRate);
    const words = await aligner.align({ samples: longer, sampleRate }, splitWords(english));
    const moved = speech.words.map(({ text, start, end }, index) => {
      const by = index < 3 ? 1 : 2;
      return { text, start: start + by, end: end + by };
    });
    const errors = startErrors(words, moved);
    expect(errors[errors.length >> 1]).toBeLessThan(0.03);
    expect(words[2]?.end).toBeLessThan((moved[2]?.end ?? 0) + 0.15);
  });

  test('tells by the script that a text is Chinese', async () => {
    const said = await collectSpeech(voices.find('espeak/mei'), { text: chinese });
    const errors = startErrors(await aligner.align(said.audio, splitWords(chinese)), said.words);
    expect(errors[errors.length >> 1]).toBeLessThan(0.03);
    expect(errors.at(-1)).toBeLessThan(0.15);
  });

  test('spreads the words where no voice has the language', async () => {
    const alone = createEmbeddedAligner({
      loadEspeak: () =>
        Promise.reject(
          Object.assign(new Error("Cannot find package '@duologue/espeak'"), {
            code: 'ERR_MODULE_NOT_FOUND',
          }),
        ),
    });
    const words = await alone.align(speech.audio, splitWords(chinese), { language: 'zh-CN' });
    expect(words.map(({ text }) => text)).toEqual(splitWords(chinese));
    expect(misplaced(words, speech.audio.samples.length / speech.audio.sampleRate)).toEqual([]);
    expect(words[0]?.start).toBeCloseTo(speech.words[0]?.start ?? 0, 1);
    await alone[Symbol.asyncDispose]();
  });

  test.each([
    ['nothing', new Float32Array(0)],
    ['silence', new Float32Array(16_000)],
    ['a click', Float32Array.from({ length: 8000 }, (_, index) => (index === 4000 ? 1 : 0))],
    ['what is too short for its words', new Float32Array(800).fill(0.1)],
    ['what is no number', new Float32Array(16_000).fill(Number.NaN)],
  ])('has times for every word in %s', async (_, samples) => {
    const words = await aligner.align({ samples, sampleRate: 16_000 }, splitWords(english));
    expect(words.map(({ text }) => text)).toEqual(splitWords(english));
    expect(misplaced(words, samples.length / 16_000)).toEqual([]);
  });

  test('leaves the event loop free, is cheap, and hears an abort', async () => {
    const times = 10;
    const audio = repeated(speech.audio, times);
    const words = Array.from({ length: times }, () => splitWords(english)).flat();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const found = await aligner.align(audio, words, { language: 'en' });
    delay.disable();
    // The aim is 40 ms on a machine to itself.
    expect(delay.percentile(95) / 1e6).toBeLessThan(60);
    expect(misplaced(found, audio.samples.length / audio.sampleRate)).toEqual([]);
    const length = speech.audio.samples.length / audio.sampleRate;
    const wanted = Array.from({ length: times }, (_, index) =>
      speech.words.map((word) => ({ ...word, start: word.start + index * length })),
    ).flat();
    expect(startErrors(found, wanted)[found.length >> 1]).toBeLessThan(0.03);

    const controller = new AbortController();
    const reason = new Error('enough');
    const work = aligner.align(audio, words, { language: 'en', signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(work).rejects.toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await expect(aligner.align(audio, words, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('the transcript aligner', () => {
  const audio = { samples: new Float32Array(32_000).fill(0.1), sampleRate: 16_000 };

  test('gives the words of the script the times that were heard', async () => {
    const heard = { text: 'it costs twenty five dollars', words: [{ text: 'It', start: 0.5, end: 0.7 }] };
    const words = await hearing(heard).align(audio, ['It', 'costs', '$25.']);
    expect(words[0]).toEqual({ text: 'It', start: 0.5, end: 0.7 });
    expect(words.map(({ text }) => text)).toEqual(['It', 'costs', '$25.']);
  });

  test('spreads the words where none is timed', async () => {
    const words = await hearing({ text: 'one two', words: [] }).align(audio, ['one', 'two']);
    expect(words[1]?.start).toBeCloseTo(1);
  });
});

describe('words over stretches of sound', () => {
  const stretches = [
    { start: 0.5, end: 1.5 },
    { start: 2, end: 3 },
  ];

  test('a pause falls at punctuation if one is near, else between two words', () => {
    const words = shareIntervals(['Well', 'yes,', 'that', 'is', 'so.'], stretches, 3.5);
    expect(words[1]?.end).toBe(1.5);
    expect(words[2]?.start).toBe(2);
    expect(words[0]?.start).toBe(0.5);
    expect(words.at(-1)?.end).toBe(3);
  });

  test('one word may last over pauses', () => {
    expect(shareIntervals(['Well'], stretches, 3.5)).toEqual([{ text: 'Well', start: 0.5, end: 3 }]);
  });
});

describe('withWordTimes', () => {
  test('passes the sound on as it comes and adds the words', async () => {
    const voice = withWordTimes(untimed(), aligner);
    expect(voice.timed).toBe(true);
    const types: string[] = [];
    for await (const part of voice.speak({ text: english })) types.push(part.type);
    expect(types.indexOf('word-timed')).toBe(types.lastIndexOf('audio-ready') + 1);
    const timed = await collectSpeech(voice, { text: english });
    expect(timed.audio).toEqual(speech.audio);
    expect(startErrors(timed.words, speech.words)[speech.words.length >> 1]).toBeLessThan(0.03);
    expect(timed.warnings).toEqual([]);
  });

  test('leaves a voice alone that is timed, and a text without words', async () => {
    const voice = voices.find('flite/slt');
    expect(withWordTimes(voice, aligner)).toBe(voice);
    expect((await collectSpeech(withWordTimes(untimed(), aligner), { text: '…' })).words).toEqual([]);
  });

  test('loses no speech when the aligner fails', async () => {
    const failing: WordAligner = { name: 'ear', align: () => Promise.reject(new Error('deaf')) };
    const timed = await collectSpeech(withWordTimes(untimed(), failing), { text: english });
    expect(timed.words.map(({ text }) => text)).toEqual(splitWords(english));
    expect(timed.warnings).toEqual([expect.stringContaining('deaf')]);
  });

  test('an abort while it aligns is no failure of the aligner', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborting: WordAligner = {
      name: 'ear',
      align() {
        controller.abort(reason);
        return Promise.reject(reason);
      },
    };
    const work = collectSpeech(
      withWordTimes(untimed(), aborting),
      { text: 'Yes.' },
      { signal: controller.signal },
    );
    await expect(work).rejects.toBe(reason);
  });
});
