import { mkdtemp, readdir, rm, stat, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeVoice, segmentCacheContract } from '../../testing/index.ts';
import { collectSpeech } from '../speech.ts';
import type { Voice, VoiceService } from '../voice.ts';
import type { WordAligner } from '../word-aligner.ts';
import { openSegmentCache } from './segment-cache.ts';
import { parseSegment, printSegment } from './segment-file.ts';
import { segmentKey } from './segment-key.ts';
import { withSegmentCache } from './with-segment-cache.ts';

const service: VoiceService = { provider: 'fake', model: 'm1', voice: 'tone', baseURL: 'https://fake.test' };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-cache-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

segmentCacheContract('a folder', () => openSegmentCache({ folder }), { test, expect });

const paidVoice = () => {
  const fake = createFakeVoice();
  const voice: Voice = { ...fake, service };
  return { fake, voice };
};

describe('the cache of utterances', () => {
  test('gives what was paid for back, to the sample', async () => {
    const { fake, voice } = paidVoice();
    const cached = withSegmentCache(voice, openSegmentCache({ folder }));
    const first = await collectSpeech(cached, { text: 'once only', seed: '1' });
    const second = await collectSpeech(cached, { text: 'once only', seed: '2', previousText: 'other' });
    expect(second).toEqual(first);
    expect(fake.requests).toHaveLength(1);
    await collectSpeech(cached, { text: 'once only', speed: 1.1 });
    expect(fake.requests).toHaveLength(2);
  });

  test('what was kept without the times of its words is timed once, and not paid for again', async () => {
    const { fake, voice } = paidVoice();
    const untimed: Voice = {
      ...voice,
      timed: false,
      async *speak(request, options) {
        for await (const part of voice.speak(request, options)) if (part.type !== 'word-timed') yield part;
      },
    };
    const cache = openSegmentCache({ folder });
    expect((await collectSpeech(withSegmentCache(untimed, cache), { text: 'when was it' })).words).toEqual(
      [],
    );
    let asked = 0;
    const aligner: WordAligner = {
      name: 'counting',
      align: async (_audio, words) => {
        asked++;
        return words.map((text, index) => ({ text, start: index / 10, end: (index + 1) / 10 }));
      },
    };
    const timed = withSegmentCache(untimed, cache, aligner);
    const first = await collectSpeech(timed, { text: 'when was it' });
    expect(first.words.map(({ text }) => text)).toEqual(['when', 'was', 'it']);
    expect(await collectSpeech(timed, { text: 'when was it' })).toEqual(first);
    expect([fake.requests.length, asked]).toEqual([1, 1]);
  });

  test('a voice that costs nothing is left alone', () => {
    const voice = createFakeVoice();
    expect(withSegmentCache(voice, openSegmentCache({ folder }))).toBe(voice);
  });

  test('what is not whole is made again', async () => {
    const { fake, voice } = paidVoice();
    const cache = openSegmentCache({ folder });
    await collectSpeech(withSegmentCache(voice, cache), { text: 'broken' });
    const key = segmentKey(service, { text: 'broken' });
    const path = join(folder, key.slice(0, 2), `${key}.segment`);
    await truncate(path, (await stat(path)).size - 1);
    await collectSpeech(withSegmentCache(voice, cache), { text: 'broken' });
    expect(fake.requests).toHaveLength(2);
    expect(await cache.usage()).toMatchObject({ segments: 1 });
  });

  test('what was used longest ago goes when it is full', async () => {
    const { voice } = paidVoice();
    const roomy = openSegmentCache({ folder });
    const texts = ['one', 'two', 'three'];
    for (const [index, text] of texts.entries()) {
      await collectSpeech(withSegmentCache(voice, roomy), { text });
      const key = segmentKey(service, { text });
      const when = new Date(2020, 0, index + 1);
      await utimes(join(folder, key.slice(0, 2), `${key}.segment`), when, when);
    }
    const { bytes } = await roomy.usage();
    const full = openSegmentCache({ folder, mostBytes: bytes + 10 });
    await collectSpeech(withSegmentCache(voice, full), { text: 'four' });
    expect(await full.read(segmentKey(service, { text: 'one' }))).toBeUndefined();
    expect(await full.read(segmentKey(service, { text: 'four' }))).toBeDefined();
    expect((await full.usage()).bytes).toBeLessThanOrEqual(bytes + 10);
    expect(await full.prune(0)).toBeGreaterThan(0);
    expect((await full.usage()).segments).toBe(0);
  });

  test('a folder that cannot be written to costs a warning, not the sound', async () => {
    const { voice } = paidVoice();
    const cached = withSegmentCache(voice, openSegmentCache({ folder: '/dev/null/nowhere' }));
    const speech = await collectSpeech(cached, { text: 'still here' });
    expect(speech.audio.samples.length).toBeGreaterThan(0);
    expect(speech.warnings).toEqual([expect.stringContaining('could not be kept')]);
  });

  test('nothing half-written keeps a name, and a hundred at once are all whole', async () => {
    const { voice } = paidVoice();
    const cached = withSegmentCache(voice, openSegmentCache({ folder }));
    const texts = Array.from({ length: 100 }, (_, index) => `word ${index % 50}`);
    await Promise.all(texts.map((text) => collectSpeech(cached, { text })));
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    expect(names).toHaveLength(50);
    expect(names.every((name) => name.endsWith('.segment'))).toBe(true);
  });

  test('several caches of one folder write the same at once, and none is in the way of another', async () => {
    const { voice } = paidVoice();
    const spoken = await Promise.all(
      Array.from({ length: 30 }, () =>
        collectSpeech(withSegmentCache(voice, openSegmentCache({ folder })), { text: 'all at once' }),
      ),
    );
    expect(spoken.flatMap(({ warnings }) => warnings)).toEqual([]);
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'));
    expect(names).toEqual([expect.stringMatching(/\.segment$/)]);
  });

  test('a changed byte anywhere makes it worthless, not noise', () => {
    const speech = {
      audio: { samples: Float32Array.from([0.1, -0.2, 0.3]), sampleRate: 24_000 },
      words: [{ text: 'a', start: 0, end: 0.1 }],
      warnings: [],
    };
    const bytes = printSegment(speech);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = bytes.with(at, (bytes[at] ?? 0) ^ change);
        expect(parseSegment(broken)).toBeUndefined();
      }),
    );
    expect(parseSegment(bytes)).toEqual(speech);
  });

  test('no key depends on the order of names, and every part of it counts', () => {
    const base = { text: 'a', providerOptions: { x: 1, y: { b: 2, a: 1 } } };
    expect(segmentKey(service, base)).toBe(
      segmentKey(service, { text: 'a', providerOptions: { y: { a: 1, b: 2 }, x: 1 } }),
    );
    const others = [
      segmentKey({ ...service, model: 'm2' }, base),
      segmentKey({ ...service, voice: 'v' }, base),
      segmentKey({ ...service, baseURL: 'https://other.test' }, base),
      segmentKey(service, { ...base, text: 'b' }),
      segmentKey(service, { ...base, instructions: 'calm' }),
      segmentKey(service, { ...base, language: 'de' }),
    ];
    expect(new Set([segmentKey(service, base), ...others]).size).toBe(others.length + 1);
  });

  test('any samples come back as they were, and any bytes are read without a throw', () => {
    const samples = fc.array(
      fc.oneof(
        fc.float({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: -32_768, max: 32_767 }).map((n) => n / 32_768),
      ),
    );
    fc.assert(
      fc.property(samples, (list) => {
        const speech = {
          audio: { samples: Float32Array.from(list), sampleRate: 24_000 },
          words: [],
          warnings: ['w'],
        };
        expect(parseSegment(printSegment(speech))).toEqual(speech);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => parseSegment(bytes) === undefined));
  });
});
