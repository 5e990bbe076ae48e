import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../dsp/index.ts';
import { diarizationError, type SpokenSpan } from './diarization-error.ts';
import { eventScore, overlapScore, shortSpanRecall } from './span-measures.ts';

const span = (speaker: string, start: number, end: number): SpokenSpan => ({ speaker, start, end });

/** Two who speak in turns, now and then at once, for some minutes. */
function dialogue(seed: string): SpokenSpan[] {
  const random = createRandom(seed);
  return ['anna', 'ben'].flatMap((speaker) => {
    const spans: SpokenSpan[] = [];
    let time = random.next() * 3;
    while (time < 200) {
      const end = time + 0.3 + random.next() * 5;
      spans.push(span(speaker, Math.round(time * 1000) / 1000, Math.round(end * 1000) / 1000));
      time = end + 0.2 + random.next() * 5;
    }
    return spans;
  });
}

/** The same, heard badly: edges moved, some not heard, some given to the other. */
function heardBadly(spans: readonly SpokenSpan[], seed: string): SpokenSpan[] {
  const random = createRandom(seed);
  const heard = spans.flatMap(({ speaker, start, end }) => {
    if (random.next() < 0.05) return [];
    const other = speaker === 'anna' ? 'ben' : 'anna';
    const from = Math.max(0, start + random.normal() * 0.15);
    const to = Math.max(from + 0.1, end + random.normal() * 0.2);
    return [
      span(
        random.next() < 0.05 ? other : speaker,
        Math.round(from * 1000) / 1000,
        Math.round(to * 1000) / 1000,
      ),
    ];
  });
  return heard;
}

const rttm = (spans: readonly SpokenSpan[]): string =>
  spans
    .map(
      ({ speaker, start, end }) =>
        `SPEAKER d 1 ${start.toFixed(3)} ${(end - start).toFixed(3)} <NA> <NA> ${speaker} <NA> <NA>\n`,
    )
    .join('');

describe.skipIf(!existsSync('/usr/bin/sctk'))('the error of who speaks when', () => {
  test.each([
    { collar: 0, overlap: true },
    { collar: 0.25, overlap: true },
    { collar: 0.25, overlap: false },
  ])('is that of md-eval, $collar s of collar, overlap scored: $overlap', async ({ collar, overlap }) => {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-measures-'));
    try {
      const reference = dialogue('one');
      const found = heardBadly(reference, 'two');
      await writeFile(join(folder, 'ref.rttm'), rttm(reference));
      await writeFile(join(folder, 'hyp.rttm'), rttm(found));
      await writeFile(join(folder, 'all.uem'), 'd 1 0.000 210.000\n');
      const words = ['md-eval', '-c', String(collar), ...(overlap ? [] : ['-1'])];
      const files = ['-r', 'ref.rttm', '-s', 'hyp.rttm', '-u', 'all.uem'].map((word) =>
        word.startsWith('-') ? word : join(folder, word),
      );
      const { stdout } = await promisify(execFile)('sctk', [...words, ...files]);
      const theirs = Number(/OVERALL SPEAKER DIARIZATION ERROR = ([\d.]+) percent/.exec(stdout)?.[1]);
      const ours = 100 * diarizationError(reference, found, { collar, overlap, from: 0, to: 210 }).error;
      expect(theirs).toBeGreaterThan(1);
      expect(Math.abs(ours - theirs)).toBeLessThan(0.1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

const spans = fc.array(
  fc
    .tuple(
      fc.constantFrom('anna', 'ben'),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 5, noNaN: true }),
    )
    .map(([speaker, start, length]) => span(speaker, start, start + length)),
  { minLength: 1, maxLength: 20 },
);

test('nothing is wrong with what is the same, and all is missed where nothing was heard', () => {
  fc.assert(
    fc.property(spans, (all) => {
      expect(diarizationError(all, all, { collar: 0 }).error).toBe(0);
      expect(diarizationError(all, [], { collar: 0 }).error).toBeCloseTo(1, 9);
    }),
  );
});

test('what is heard of nobody is a false alarm, of another a confusion', () => {
  const reference = [span('anna', 0, 4)];
  const found = [span('ben', 0, 3), span('anna', 4, 6)];
  expect(diarizationError(reference, found, { collar: 0, to: 10 })).toEqual({
    error: 1.5,
    scored: 4,
    missed: 1,
    falseAlarm: 2,
    confused: 3,
  });
});

test('overlap is scored by its seconds', () => {
  const reference = [span('anna', 0, 4), span('ben', 3, 6)];
  expect(overlapScore(reference, [span('anna', 0, 4), span('ben', 3.5, 6)])).toEqual({
    precision: 1,
    recall: 0.5,
    f1: 2 / 3,
  });
  expect(overlapScore([span('anna', 0, 1)], [span('anna', 0, 1)]).f1).toBe(1);
});

test('a short one is found where half of it is', () => {
  const reference = [span('anna', 0, 0.6), span('anna', 2, 2.8), span('ben', 4, 4.5), span('ben', 6, 9)];
  const found = [span('anna', 0.2, 1), span('anna', 2.6, 3), span('anna', 4, 4.5)];
  expect(shortSpanRecall(reference, found)).toBeCloseTo(1 / 3, 9);
});

test('an event is found once, by the nearest of its speaker', () => {
  const reference = [span('anna', 1, 1.4), span('anna', 1.5, 1.9)];
  expect(eventScore(reference, [span('anna', 1.05, 1.5)])).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 });
  expect(eventScore(reference, [span('ben', 1, 1.4)]).f1).toBe(0);
});
