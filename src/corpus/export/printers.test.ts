import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleRecord } from '../fixtures/example-record.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { CorpusUtterance, DialogueRecord } from '../record/types.ts';
import { printCtm } from './ctm.ts';
import { printEaf } from './elan.ts';
import { fdbSamples } from './fdb-samples.ts';
import { printSeconds } from './plain-numbers.ts';
import { printRttm } from './rttm.ts';
import { printStm } from './stm.ts';
import { printTextGrid } from './textgrid.ts';
import { taggedText } from './zipvoice.ts';

/** Dialogues of any texts at any times, of both speakers over each other. */
const dialogues = fc
  .array(
    fc.record({
      speaker: fc.integer({ min: 0, max: 1 }),
      start: fc.double({ min: 0, max: 4, noNaN: true }),
      length: fc.double({ min: 0, max: 1, noNaN: true }),
      texts: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 5 }),
    }),
    { maxLength: 8 },
  )
  .map((spoken): DialogueRecord => {
    const utterances = spoken
      .map(({ speaker, start, length, texts }, index): CorpusUtterance => {
        const step = length / Math.max(1, texts.length);
        const words = texts.map((text, place) => ({
          text,
          start: start + place * step,
          end: start + (place + 1) * step,
          confidence: null,
        }));
        const id = exampleRecord.speakers[speaker]?.id ?? '';
        return {
          id: `t${index}`,
          speaker: id,
          kind: 'turn',
          text: texts.join(' '),
          start,
          end: start + length,
          language: 'en',
          words,
          turnIndex: index,
          anchor: null,
          cutShort: false,
          yieldAfter: null,
          aside: false,
          source: 'script',
        };
      })
      .toSorted((a, b) => a.start - b.start);
    return { ...exampleRecord, utterances };
  });

test('the forms of the example', () => {
  expect(printRttm(exampleRecord)).toBe(
    [
      'SPKR-INFO example-000001 1 <NA> <NA> <NA> adult_female en-000001 <NA> <NA>',
      'SPKR-INFO example-000001 2 <NA> <NA> <NA> adult_male en-000002 <NA> <NA>',
      'SPEAKER example-000001 1 0.200 1.100 <NA> <NA> en-000001 <NA> <NA>',
      'SPEAKER example-000001 2 1.000 0.500 <NA> <NA> en-000002 <NA> <NA>',
      '',
    ].join('\n'),
  );
  expect(printStm(exampleRecord)).toBe(
    [
      'example-000001 1 en-000001 0.200 1.300 <o,train,female> did you see it',
      'example-000001 2 en-000002 1.000 1.500 <o,train,male> i did',
      '',
    ].join('\n'),
  );
  expect(printCtm(exampleRecord).split('\n').slice(0, 2)).toEqual([
    'example-000001 1 0.200 0.200 did 1.00',
    'example-000001 1 0.500 0.200 you 1.00',
  ]);
  expect(
    printCtm(exampleRecord, { mixed: true })
      .split('\n')
      .map((line) => line.split(' ')[4]),
  ).toEqual(['did', 'you', 'see', 'i', 'it', 'did', undefined]);
  expect(taggedText(exampleRecord)).toBe('[S1]Did you see it [S2]I did!');
});

test('seconds have no more digits than they need, and never an exponent', () => {
  expect([0, 0.1, 1e-9, 12.345678912, 36_000.5].map(printSeconds)).toEqual([
    '0.000',
    '0.100',
    '0.000',
    '12.34567891',
    '36000.500',
  ]);
});

test('tiers of a TextGrid leave nothing out and lie on nothing', () => {
  fc.assert(
    fc.property(dialogues, (record) => {
      const { text } = printTextGrid(record);
      const end = printSeconds(durationOf(record));
      for (const tier of text.split(/ {4}item \[\d+\]:\n/).slice(1)) {
        const bounds = [...tier.matchAll(/intervals \[\d+\]:\n\s*xmin = (\S+)\n\s*xmax = (\S+)\n/g)].map(
          ([, from, to]) => [from, to] as const,
        );
        expect(bounds[0]?.[0]).toBe('0.000');
        expect(bounds.at(-1)?.[1]).toBe(end);
        for (const [index, [from, to]] of bounds.entries()) {
          expect(Number(to)).toBeGreaterThanOrEqual(Number(from));
          expect(from).toBe(index === 0 ? '0.000' : bounds[index - 1]?.[1]);
        }
      }
    }),
  );
});

test('an EAF is well formed whatever was said: every annotation has both its slots, and nothing breaks out of its text', () => {
  fc.assert(
    fc.property(dialogues, (record) => {
      const eaf = printEaf(record);
      const slots = new Set([...eaf.matchAll(/TIME_SLOT_ID="(ts\d+)"/g)].map(([, slot]) => slot));
      const annotations = [
        ...eaf.matchAll(
          /<ALIGNABLE_ANNOTATION ANNOTATION_ID="a\d+" TIME_SLOT_REF1="(ts\d+)" TIME_SLOT_REF2="(ts\d+)"><ANNOTATION_VALUE>([^<]*)<\/ANNOTATION_VALUE>/g,
        ),
      ];
      const wanted =
        record.utterances.length +
        record.utterances.flatMap(({ words }) => words).length +
        record.events.length;
      expect(annotations).toHaveLength(wanted);
      for (const [, from, to, value] of annotations) {
        expect(slots.has(from) && slots.has(to)).toBe(true);
        expect(value?.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[&<>]/);
      }
    }),
  );
});

test('lines of CTM and STM have as many fields as they should, in the order of time', () => {
  fc.assert(
    fc.property(dialogues, (record) => {
      const ctm = printCtm(record).split('\n').filter(Boolean);
      for (const line of ctm) expect(line.split(' ')).toHaveLength(6);
      const starts = [1, 2].map((channel) =>
        ctm
          .filter((line) => line.split(' ')[1] === String(channel))
          .map((line) => Number(line.split(' ')[2])),
      );
      for (const own of starts) expect(own).toEqual(own.toSorted((a, b) => a - b));
      for (const line of printStm(record).split('\n').filter(Boolean))
        expect(line).toMatch(/^\S+ [12] \S+ \S+ \S+ <o,train,(fe)?male> \S/);
    }),
  );
});

test('what Full-Duplex-Bench is cut from a dialogue lies in it, and the slots lie in the cuts', () => {
  fc.assert(
    fc.property(dialogues, (record) => {
      for (const { start, end, notes } of fdbSamples(record)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        for (const { timestamp } of notes?.rows ?? []) {
          expect(timestamp[0]).toBeGreaterThanOrEqual(0);
          expect(timestamp[1]).toBeLessThanOrEqual(end - start + 0.001);
        }
      }
    }),
  );
  expect(fdbSamples(exampleRecord)).toEqual([]);
});
