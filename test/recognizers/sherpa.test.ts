import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { Audio } from 'duologue/dsp';
import { createModelStore } from 'duologue/models';
import { createSherpaRecognizer, type SherpaRecognizer } from 'duologue/recognizers';
import { recognizerContract } from 'duologue/testing';
import { hasSherpa } from 'duologue/voices';
import { createSherpaTranscriber } from 'duologue/voices/sherpa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, finalTexts, levelDuration, rate, soundIn, wordsHeard } from './heard.ts';

/** Made by `make_tiny_streaming_model.py`, which says what it does. */
const fixture = fileURLToPath(new URL('./fixtures/tiny-streaming', import.meta.url));
const store = mkdtempSync(join(tmpdir(), 'duologue-online-'));
let ears: SherpaRecognizer;

/** Stretches of .3 s, each of the tone that is a word; 0 is silence. */
function tones(numbers: readonly number[]): Audio {
  const frames = levelDuration * rate;
  const samples = Float32Array.from({ length: numbers.length * frames }, (_, index) => {
    const number = numbers[Math.floor(index / frames)] ?? 0;
    return number === 0 ? 0 : 0.3 * Math.sin((2 * Math.PI * 250 * 2 ** number * index) / rate);
  });
  return { samples, sampleRate: rate };
}

// It is an optional package with a binary for each system.
describe.skipIf(!hasSherpa())('with sherpa-onnx-node installed', () => {
  beforeAll(async () => {
    await createModelStore({ folder: store }).add(fixture, {
      id: 'tiny',
      kind: 'recogniser',
      languages: ['en'],
    });
    ears = createSherpaRecognizer({ store });
  });
  afterAll(async () => {
    await ears[Symbol.asyncDispose]();
    rmSync(store, { recursive: true, force: true });
  });

  const wanted = ['ONE TWO', 'THREE FOUR'];
  recognizerContract('sherpa', () => ears, {
    test,
    expect,
    utterances: () => [tones([1, 0, 2]), tones([3, 0, 4])],
    understands: (text, index) => text === wanted[index],
  });

  test('says when each word was heard, utterance after utterance', async () => {
    const parts = await collect(ears.listen(soundIn([tones([0, 1, 0, 2, 0]), tones([0, 3, 0])])));
    const finals = wordsHeard(parts).filter(({ final }) => final);
    expect(finals.map(({ text }) => text)).toEqual(['ONE TWO', 'THREE']);
    const starts = finals.flatMap(({ words }) => words.map(({ start }) => start));
    expect(starts).toEqual([0.3, 0.9, 1.8].map((time) => expect.closeTo(time, 0)));
    for (const [index, time] of [0.3, 0.9, 1.8].entries()) {
      expect(Math.abs((starts[index] ?? 0) - time)).toBeLessThan(0.1);
    }
  });

  test('keeps the event loop free', async () => {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    await collect(ears.listen(soundIn([tones(Array.from({ length: 60 }, (_, index) => index % 5))])));
    delays.disable();
    expect(delays.percentile(50) / 1e6).toBeLessThan(15);
  });

  test('is an error with what sherpa-onnx says where the model does not fit, and our process lives', async () => {
    const broken = join(store, 'broken-source');
    cpSync(fixture, broken, { recursive: true });
    writeFileSync(join(broken, 'tokens.txt'), 'a b c d\n');
    await createModelStore({ folder: store }).add(broken, { id: 'broken', kind: 'recogniser' });
    await using other = createSherpaRecognizer({ store, model: 'broken' });
    await expect(collect(other.listen(soundIn([tones([1])])))).rejects.toMatchObject({
      name: 'RecognizerError',
      provider: 'sherpa',
      retryable: false,
    });
  });

  test('fails what it hears when it is closed, and hears no more', async () => {
    const other = createSherpaRecognizer({ store, model: 'tiny' });
    const work = collect(other.listen(soundIn([tones([1])], { end: false, after: 'waits' })));
    work.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    await other[Symbol.asyncDispose]();
    await expect(work).rejects.toThrow('closed');
    await expect(collect(other.listen(soundIn([tones([1])])))).rejects.toThrow('closed');
  });

  test('what is missing is said, with what to do', async () => {
    const empty = join(store, 'empty');
    expect(() => createSherpaRecognizer({ store: empty })).toThrow('duologue models pull zipformer-live-en');
    expect(() => createSherpaRecognizer({ store, model: 'zipformer-live-zh-en' })).toThrow(
      'duologue models pull zipformer-live-zh-en',
    );
    expect(() => createSherpaRecognizer({ threads: 0 })).toThrow('threads is 0');
    // A streaming model hears no recordings, and the other way round.
    expect(() => createSherpaTranscriber({ store })).toThrow('duologue models pull sense-voice');
    const offline = fileURLToPath(
      new URL('../../src/voices/sherpa/fixtures/tiny-recogniser', import.meta.url),
    );
    await createModelStore({ folder: store }).add(offline, { id: 'aaa', kind: 'recogniser' });
    expect(() => createSherpaRecognizer({ store, model: 'aaa' })).toThrow('hears recordings');
    await using found = createSherpaRecognizer({ store, model: 'tiny' });
    expect([found.id, finalTexts(await collect(found.listen(soundIn([tones([4, 0])]))))]).toEqual([
      'sherpa/tiny',
      ['FOUR'],
    ]);
  });
});
