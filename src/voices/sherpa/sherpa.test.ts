import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createModelStore } from '../../models/index.ts';
import { transcriberContract, voiceContract } from '../../testing/index.ts';
import { collectSpeech } from '../speech.ts';
import type { VoiceProvider } from '../voice.ts';
import { UnknownVoiceError, VoiceError } from '../voice-error.ts';
import { hasSherpa } from './load-sherpa.ts';
import { createSherpa, openSherpa } from './sherpa.ts';
import { createSherpaTranscriber, type SherpaTranscriber } from './transcriber.ts';

/** Made by `make_tiny_models.py`, which says what they do. */
const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const store = mkdtempSync(join(tmpdir(), 'duologue-sherpa-'));
let sherpa: VoiceProvider;

// It is an optional package with a binary for each system.
describe.skipIf(!hasSherpa())('with sherpa-onnx-node installed', () => {
  beforeAll(async () => {
    const models = createModelStore({ folder: store });
    await models.add(join(fixtures, 'tiny-voice'), { id: 'tiny' });
    await models.add(join(fixtures, 'tiny-recogniser'), { id: 'ears', kind: 'recogniser' });
    sherpa = createSherpa({ store, threads: 1 });
  });
  afterAll(async () => {
    await sherpa[Symbol.asyncDispose]();
    rmSync(store, { recursive: true, force: true });
  });

  voiceContract('sherpa/tiny:high', () => sherpa.voice('high'), { test, expect });

  describe('a voice', () => {
    test('is there for each speaker, by its short name too', () => {
      expect(sherpa.voices).toMatchObject([
        { id: 'sherpa/tiny:low', name: 'Low', languages: ['en'], sampleRate: 16_000, timed: false },
        { id: 'sherpa/tiny:high', name: 'High' },
      ]);
      expect(sherpa.voice('low')).toBe(sherpa.voices[0]);
      expect(sherpa.voice('tiny:low')).toBe(sherpa.voices[0]);
      expect(() => sherpa.voice('lo')).toThrow(UnknownVoiceError);
    });

    test('speaks as its own speaker, at the rate that is asked for', async () => {
      const [low, high, fast] = await Promise.all(
        (
          [
            ['low', 1],
            ['high', 1],
            ['low', 2],
          ] as const
        ).map(async ([name, speed]) => {
          const { audio } = await collectSpeech(sherpa.voice(name), { text: 'aaaaaaaaaa.', speed });
          return { pitch: pitchOf(audio.samples), frames: audio.samples.length };
        }),
      );
      // 150 Hz between the speakers; the full stop is a pitch of its own.
      expect((high?.pitch ?? 0) - (low?.pitch ?? 0)).toBeCloseTo(150, -1);
      expect(fast?.frames).toBe((low?.frames ?? 0) / 2);
      expect(fast?.pitch).toBeCloseTo(low?.pitch ?? 0, -1);
    });

    test('hands over a sentence while it works on the next', async () => {
      const spoken = sherpa.voice('low').speak({ text: 'One two. Three ~. Four.' });
      const began = performance.now();
      const times: number[] = [];
      for await (const part of spoken) if (part.type === 'audio-ready') times.push(performance.now() - began);
      expect(times.length).toBe(3);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
    });

    test('keeps the event loop free', async () => {
      const longest: number[] = [];
      // A busy machine may hold the loop up once; an engine in the loop would each time.
      for (let run = 0; run < 3; run++) {
        const delays = monitorEventLoopDelay({ resolution: 5 });
        delays.enable();
        await collectSpeech(sherpa.voice('low'), { text: 'a ~.' });
        delays.disable();
        longest.push(delays.max / 1e6);
      }
      expect(Math.min(...longest)).toBeLessThan(100);
    });

    test('stops within .2 s in the middle of a sentence, and speaks again', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      let aborted = 0;
      const work = (async () => {
        const parts = sherpa
          .voice('low')
          .speak({ text: 'One. Two ~~~~~~~~.' }, { signal: controller.signal });
        for await (const part of parts) {
          expect(part.type).toBe('audio-ready');
          // The engine is at the second sentence already.
          aborted = performance.now();
          controller.abort(reason);
        }
      })();
      await expect(work).rejects.toBe(reason);
      expect(performance.now() - aborted).toBeLessThan(200);
      expect((await collectSpeech(sherpa.voice('low'), { text: 'a.' })).audio.samples.length).toBeGreaterThan(
        0,
      );
    });

    test('warns of what it cannot say, of a direction, and of another language', async () => {
      const { warnings, audio } = await collectSpeech(sherpa.voice('low'), {
        text: 'Привет',
        language: 'ru',
        instructions: 'whispering',
      });
      expect(warnings.join(' ')).toMatch(/foreign.*direction.*cannot pronounce/);
      expect(audio.samples.length).toBe(0);
    });

    test('is an error with what sherpa-onnx says where the model does not fit, and our process lives', async () => {
      const broken = join(store, 'broken-source');
      cpSync(join(fixtures, 'tiny-voice'), broken, { recursive: true });
      writeFileSync(join(broken, 'tokens.txt'), 'a b c d\n');
      await createModelStore({ folder: store }).add(broken, { id: 'broken' });
      await using provider = createSherpa({ store, model: 'broken' });
      await expect(collectSpeech(provider.voice('low'), { text: 'a' })).rejects.toThrow(
        /sherpa-onnx ended.*reading tokens/,
      );
    });

    test('rejects what is asked of it when it is closed', async () => {
      const provider = createSherpa({ store, model: 'tiny' });
      const work = collectSpeech(provider.voice('low'), { text: 'a ~~~.' });
      work.catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
      await provider[Symbol.asyncDispose]();
      await expect(work).rejects.toThrow(VoiceError);
      await expect(collectSpeech(provider.voice('low'), { text: 'a' })).rejects.toThrow(/closed/);
    });
  });

  describe('the transcriber', () => {
    let listener: SherpaTranscriber;
    beforeAll(() => {
      listener = createSherpaTranscriber({ store });
    });
    afterAll(() => listener[Symbol.asyncDispose]());
    const hum = new Float32Array(16_000).map((_, index) => Math.sin(index / 9) * 0.3);
    transcriberContract('sherpa/ears', () => listener, {
      test,
      expect,
      audio: () => ({ samples: hum, sampleRate: 16_000 }),
    });

    test('writes down what is heard, with the times of the words', async () => {
      await using ears = createSherpaTranscriber({ store });
      const samples = new Float32Array(16_000).map((_, index) => Math.sin(index / 9) * 0.3);
      const { text, words } = await ears.transcribe({ samples, sampleRate: 16_000 });
      expect(ears.name).toBe('sherpa/ears');
      expect(text).toBe('HELLO WORLD AGAIN');
      expect(words.map((word) => word.text)).toEqual(['HELLO', 'WORLD', 'AGAIN']);
      expect(words.map(({ start }) => start)).toEqual(
        [0.08, 0.32, 0.64].map((time) => expect.closeTo(time, 2)),
      );
    });

    test('hears a long recording in parts', async () => {
      await using ears = createSherpaTranscriber({ store });
      const { words } = await ears.transcribe({
        samples: new Float32Array(40 * 8000).fill(0.1),
        sampleRate: 8000,
      });
      expect(words.map((word) => word.text).filter((word) => word === 'HELLO').length).toBe(2);
      expect(words.at(-1)?.start).toBeGreaterThan(15);
      expect(words.every(({ start, end }) => end >= start && end <= 40)).toBe(true);
    });

    test('ends with the reason of an abort', async () => {
      await using ears = createSherpaTranscriber({ store });
      const reason = new Error('enough');
      const audio = { samples: new Float32Array(1600), sampleRate: 16_000 };
      await expect(ears.transcribe(audio, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });
  });

  test('a model that is gone leaves the voices of the others alone', async () => {
    const gone = join(store, 'gone-source');
    cpSync(join(fixtures, 'tiny-voice'), gone, { recursive: true });
    await createModelStore({ folder: store }).add(gone, { id: 'gone' });
    rmSync(gone, { recursive: true });
    expect(() => createSherpa({ store, model: 'gone' })).toThrow(`There is no model in ${gone}`);
    await using all = createSherpa({ store });
    expect(all.voice('tiny:low').name).toBe('Low');
  });

  test('what is missing is said, with what to do', async () => {
    const empty = join(store, 'empty');
    expect(() => createSherpa({ store: empty })).toThrow('duologue models pull kokoro');
    expect(() => createSherpa({ store, model: 'kokoro' })).toThrow('duologue models pull kokoro');
    expect(() => createSherpaTranscriber({ store: empty })).toThrow('duologue models pull sense-voice');
    expect(() => createSherpa({ store, threads: 0 })).toThrow(RangeError);
    expect(await openSherpa({ store: empty })).toBeUndefined();
    await using open = await openSherpa({ store, model: 'tiny' });
    expect(open?.voices.length).toBe(2);
  });
});

/** Hz, by zero crossings of the first half. */
function pitchOf(samples: Float32Array): number {
  const half = samples.subarray(0, samples.length >> 1);
  let crossings = 0;
  for (let index = 1; index < half.length; index++) {
    if ((half[index - 1] ?? 0) < 0 !== (half[index] ?? 0) < 0) crossings++;
  }
  return (crossings * 8000) / half.length;
}
