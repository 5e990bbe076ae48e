import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TranscriptSegment } from '../ingest-parts.ts';
import { joinSpeech } from './join-speech.ts';

const segment = (start: number, end: number, text: string, words: TranscriptSegment['words'] = []) =>
  ({ speaker: null, channel: null, start, end, text, words }) satisfies TranscriptSegment;

test('a stretch of speech has the words that are said in it', () => {
  const words = [
    { text: 'well,', start: 1.02, end: 1.3 },
    { text: 'yes', start: 2.1, end: 2.4 },
  ];
  const { units, told, spoken } = joinSpeech(
    [
      { start: 1, end: 1.4 },
      { start: 2, end: 2.5 },
      { start: 4, end: 5 },
    ],
    [segment(1, 2.5, 'well, yes', words)],
  );
  expect(units.map(({ start, text }) => [start, text])).toEqual([
    [1, 'well,'],
    [2, 'yes'],
    [4, ''],
  ]);
  expect(told).toBeCloseTo(0.9);
  expect(spoken).toBeCloseTo(1.9);
});

test('a text whose words have no times takes all of the speech that it lies on, as one', () => {
  const { units, heardWords } = joinSpeech(
    [
      { start: 1, end: 1.4 },
      { start: 2, end: 2.5 },
      { start: 4, end: 5 },
    ],
    [segment(0.9, 2.6, 'well, yes')],
  );
  expect(units).toEqual([
    { start: 1, end: 2.5, text: 'well, yes', words: [] },
    { start: 4, end: 5, text: '', words: [] },
  ]);
  expect(heardWords).toBe(2);
});

test('words where nothing is heard are kept, and counted', () => {
  const words = [{ text: 'ghost', start: 8, end: 8.4 }];
  const {
    units,
    heardWords,
    words: all,
  } = joinSpeech([{ start: 1, end: 2 }], [segment(8, 8.4, 'ghost', words)]);
  expect(units[1]).toEqual({ start: 8, end: 8.4, text: 'ghost', words });
  expect([heardWords, all]).toEqual([0, 1]);
});

test('no word is lost or said twice, and nobody says two things at once', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 60 }));
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 12 }),
      fc.array(fc.tuple(span, fc.boolean()), { maxLength: 30 }),
      (heard, said) => {
        let reached = 0;
        const speech = heard.map(([gap, length]) => {
          const start = reached + (gap % 40) / 10 + 0.2;
          reached = start + (length + 1) / 10;
          return { start, end: reached };
        });
        const segments = said.map(([[at, length], isTimed], index) => {
          const [start, end] = [at / 10, (at + length) / 10];
          const text = `w${index}`;
          return segment(start, end, text, isTimed ? [{ text, start, end }] : []);
        });
        const { units, words } = joinSpeech(speech, segments);
        expect(units.flatMap(({ text }) => text.split(' ').filter((word) => word !== '')).toSorted()).toEqual(
          segments.map(({ text }) => text).toSorted(),
        );
        expect(words).toBe(segments.length);
        for (const [index, unit] of units.entries()) {
          expect(unit.end).toBeGreaterThan(unit.start);
          expect(unit.start).toBeGreaterThanOrEqual(units[index - 1]?.end ?? 0);
          let at = unit.start;
          for (const word of unit.words) {
            expect(word.start).toBeGreaterThanOrEqual(at);
            expect(word.end).toBeGreaterThanOrEqual(word.start);
            expect(word.end).toBeLessThanOrEqual(unit.end);
            at = word.end;
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});
