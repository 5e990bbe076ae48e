import type { SegmentCache, Speech } from '../voices/index.ts';
import { equalSamples, type TestTools } from './contract-tools.ts';

export type SegmentCacheContractOptions = TestTools & {
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

/** As `segmentKey` makes them. */
const keyOf = (digit: string): string => digit.repeat(64);

function speechOf(samples: readonly number[], rest: Partial<Speech> = {}): Speech {
  return {
    audio: { samples: Float32Array.from(samples), sampleRate: 24_000 },
    words: [],
    warnings: [],
    ...rest,
  };
}

const spoken = speechOf([0, 0.25, -1, 1, 1 / 3, -1e-7], {
  words: [
    { text: 'naïve,', start: 0, end: 0.1 },
    { text: '我“$25”', start: 0.1, end: 1 / 3, confidence: 0.5 },
  ],
  warnings: ['Too fast.\nIt is slower.'],
});

function samplesOf(speech: Speech | undefined): number[] {
  return [...(speech?.audio.samples ?? [])];
}

/** Checks every clause of the contract in `SegmentCache`. Each `makeCache` is to be empty. */
export function segmentCacheContract(
  name: string,
  makeCache: () => SegmentCache | Promise<SegmentCache>,
  options: SegmentCacheContractOptions,
): void {
  const { expect, timeout = 30 } = options;
  const check = (clause: string, run: (cache: SegmentCache) => Promise<void>): void => {
    options.test(`${name}: ${clause}`, async () => run(await makeCache()), timeout * 1000);
  };

  check('has nothing that was not written', async (cache) => {
    expect(await cache.read(keyOf('a'))).toBe(undefined);
    await cache.write(keyOf('a'), spoken);
    expect(await cache.read(keyOf('b'))).toBe(undefined);
  });

  check('gives back what was written: samples, words and warnings', async (cache) => {
    await cache.write(keyOf('a'), spoken);
    for (let time = 0; time < 2; time++) {
      const read = await cache.read(keyOf('a'));
      expect(equalSamples(read?.audio.samples, spoken.audio.samples), 'equal samples').toBe(true);
      expect([read?.audio.sampleRate, read?.words, read?.warnings]).toEqual([
        24_000,
        spoken.words,
        spoken.warnings,
      ]);
    }
  });

  check('keeps no answer: who reads has asked nobody', async (cache) => {
    const answer = {
      provider: 'fake',
      model: 'm',
      characters: 3,
      latency: 1,
      timeToFirstByte: 0.5,
      attempts: 1,
    };
    await cache.write(keyOf('a'), { ...spoken, answers: [answer] });
    expect((await cache.read(keyOf('a')))?.answers ?? []).toEqual([]);
  });

  check('keeps speech without a word, and without a sample', async (cache) => {
    await cache.write(keyOf('a'), speechOf([0.5]));
    await cache.write(keyOf('b'), speechOf([]));
    expect(samplesOf(await cache.read(keyOf('a')))).toEqual([0.5]);
    const empty = await cache.read(keyOf('b'));
    expect([samplesOf(empty), empty?.words]).toEqual([[], []]);
  });

  check('keeps the last that was written under a key', async (cache) => {
    await cache.write(keyOf('a'), speechOf([0.5]));
    await cache.write(keyOf('a'), speechOf([0.25, 0.125]));
    expect(samplesOf(await cache.read(keyOf('a')))).toEqual([0.25, 0.125]);
  });

  check('shares nothing with who wrote or who read', async (cache) => {
    const mine = speechOf([0.5, 0.5]);
    await cache.write(keyOf('a'), mine);
    mine.audio.samples.fill(0);
    (await cache.read(keyOf('a')))?.audio.samples.fill(1);
    expect(samplesOf(await cache.read(keyOf('a')))).toEqual([0.5, 0.5]);
  });

  check('gives whole speech, or none, while many write and read at once', async (cache) => {
    const frames = 5000;
    const levels = [0.25, 0.5, 0.75];
    const found = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const level = levels[index % levels.length] ?? 0;
        const samples = Array.from({ length: frames }, () => level);
        await cache.write(keyOf(String(index % 2)), speechOf(samples));
        return samplesOf(await cache.read(keyOf(String(index % 2))));
      }),
    );
    const broken = found.filter(
      (samples) =>
        samples.length !== frames ||
        !levels.includes(samples[0] ?? 0) ||
        samples.some((sample) => sample !== samples[0]),
    );
    expect(broken.length).toBe(0);
  });
}
