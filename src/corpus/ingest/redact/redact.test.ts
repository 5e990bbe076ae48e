import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords } from '../../../timeline/index.ts';
import { exampleRecord } from '../../fixtures/example-record.ts';
import { parseRecord, printRecord } from '../../record/parse-record.ts';
import type { CorpusUtterance, DialogueRecord } from '../../record/types.ts';
import { findPrivate } from './find-private.ts';
import { redactRecord } from './redact-record.ts';
import { redactSound } from './redact-sound.ts';

const [blank] = exampleRecord.utterances;

function utteranceOf(text: string, start: number, index = 0, speaker = 'en-000001'): CorpusUtterance {
  if (blank === undefined) throw new Error('the example has no utterance');
  const words = splitWords(text).map((word, place) => {
    return { text: word, start: start + place * 0.2, end: start + place * 0.2 + 0.15, confidence: null };
  });
  const end = words.at(-1)?.end ?? start;
  return { ...blank, id: `u${index}`, speaker, text, start, end, words, anchor: null };
}

function recordOf(...utterances: readonly CorpusUtterance[]): DialogueRecord {
  const frames = 16_000 * 60;
  return { ...exampleRecord, utterances, events: [], audio: { ...exampleRecord.audio, frames } };
}

const redactedText = (text: string, names: readonly string[] = []): string | undefined =>
  redactRecord(recordOf(utteranceOf(text, 0)), { names }).record.utterances[0]?.text;

describe('what is private', () => {
  test.each([
    ['Call 555-0123, please.', 'Call [PII], please.'],
    ['It is five five five oh one two three.', 'It is [PII].'],
    ['Oh two oh seven nine four six, yes', '[PII], yes'],
    ['double seven four, um, eight nine', '[PII]'],
    ['the code is twenty five, sixty one ok', 'the code is [PII] ok'],
    ['I have twenty five cats and one dog', 'I have twenty five cats and one dog'],
    ['one or two of my mp3s from 98', 'one or two of my mp3s from 98'],
    ['我的电话是一三八零零一二。', '我的电话是 [PII]。'],
    ['我们一起去十点半的', '我们一起去十点半的'],
    ['Write to ann.miller@example.co.uk now', 'Write to [PII] now'],
    ['It is ann dot miller at home dot co dot uk, thanks', 'It is [PII], thanks'],
    ['so a n n at g m a i l dot com then', 'so [PII] then'],
    ['I was at home', 'I was at home'],
  ])('%s', (text, wanted) => {
    expect(redactedText(text)).toBe(wanted);
  });

  test.each([
    ['Did Ann Miller’s dog see Ann?', ['Ann Miller', 'ann'], 'Did [PII] dog see [PII]?'],
    ['The annual plan of Ann-Marie', ['Ann'], 'The annual plan of [PII]'],
    ['王小明说好。', ['王小明'], '[PII] 说好。'],
    ['ＡＮＮ here', ['Ann'], '[PII] here'],
  ])('names: %s', (text, names, wanted) => {
    expect(redactedText(text, names)).toBe(wanted);
  });

  test('a number that is said in two pieces', () => {
    const spans = findPrivate([
      utteranceOf('it is five five', 0, 0),
      utteranceOf('mhm', 1, 1, 'en-000002'),
      utteranceOf('five six yes', 2, 2),
    ]);
    expect(spans).toEqual([
      { utterance: 'u0', from: 2, to: 4, what: 'number' },
      { utterance: 'u2', from: 0, to: 2, what: 'number' },
    ]);
  });
});

describe('a record without it', () => {
  const first = utteranceOf('I am Ann Miller, hello', 1, 0);
  const second = { ...utteranceOf('hi', 2, 1, 'en-000002'), anchor: { utterance: 'u0', word: 4 } };
  const { record, intervals, dryIntervals, spans } = redactRecord(recordOf(first, second), {
    names: ['Ann Miller'],
  });

  test('keeps its times and what points to it', () => {
    expect(record.utterances[0]?.words.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['I', 1, 1.15],
      ['am', expect.closeTo(1.2), expect.closeTo(1.35)],
      ['[PII],', expect.closeTo(1.4), expect.closeTo(1.75)],
      ['hello', expect.closeTo(1.8), expect.closeTo(1.95)],
    ]);
    expect(record.utterances[1]?.anchor).toEqual({ utterance: 'u0', word: 3 });
    expect(splitWords(record.utterances[0]?.text ?? '')).toEqual(
      record.utterances[0]?.words.map(({ text }) => text),
    );
    expect(parseRecord(JSON.parse(printRecord(record)))).toEqual(record);
  });

  test('says where and how often', () => {
    expect(spans).toEqual([{ utterance: 'u0', from: 2, to: 4, what: 'name' }]);
    expect(record.events).toMatchObject([{ kind: 'redacted', channels: [0], source: 'detected' }]);
    expect(record.quality.filters.at(-1)).toEqual({
      name: 'redaction',
      value: 1,
      threshold: null,
      pass: true,
    });
  });

  test('is silent on the track of who says it, and where they are heard as well', () => {
    expect(dryIntervals).toEqual([[{ start: expect.closeTo(1.37), end: expect.closeTo(1.78) }], []]);
    // The second track of the example hears the first at -40 dB.
    expect(intervals[1]).toEqual(dryIntervals[0]);
    expect(intervals[0]).toEqual(dryIntervals[0]);
  });

  test('loses the whole utterance where its words have no times', () => {
    const untimed = { ...first, words: [] };
    const found = redactRecord(recordOf(untimed), { names: ['Ann'] });
    expect(found.dryIntervals[0]).toEqual([{ start: untimed.start, end: untimed.end }]);
    expect(found.record.utterances[0]).toMatchObject({ text: 'I am [PII] Miller, hello', words: [] });
  });
});

const wide = (text: string): string => {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  return ` ${letters} `;
};

test('no name of the list is left in the record or in the sound', () => {
  const names = ['Ann', 'Ben Miller', 'Zoë', '王小明'];
  const parts = [
    'I',
    'am',
    'ann',
    'ANN’s',
    '“Ann,”',
    'Ben',
    'Miller',
    'ben',
    'miller.',
    'Zoe\u0308',
    '王小明',
    '他是',
    'annual',
    'so,',
    '-',
    '(Zoë)',
    'Ann-Marie',
    'ann_b',
    '12',
    '34567',
  ];
  const talk = fc.array(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 5,
  });
  const sampleRate = 1000;
  fc.assert(
    fc.property(talk, fc.constantFrom('bleep', 'silence'), (utterances, way) => {
      const given = recordOf(
        ...utterances.map((words, index) => utteranceOf(words.join(' '), index * 3, index)),
      );
      const { record, spans, dryIntervals } = redactRecord(given, { names });
      for (const { text, words } of record.utterances) {
        for (const said of [text, words.map((word) => word.text).join(' ')]) {
          expect(wide(said)).not.toMatch(/ (ann|ben miller|zoë) /u);
          expect(said).not.toContain('王小明');
          expect(said).not.toMatch(/\d{4}/u);
        }
      }
      const sound = new Float32Array(sampleRate * 20).fill(0.9);
      const clean = redactSound(sound, dryIntervals[0] ?? [], { sampleRate, way });
      expect(clean).toHaveLength(sound.length);
      for (const { utterance, from, to } of spans) {
        const { words } = given.utterances.find(({ id }) => id === utterance) ?? { words: [] };
        for (const { start, end } of words.slice(from, to)) {
          const inside = clean.subarray(Math.ceil(start * sampleRate), Math.floor(end * sampleRate));
          expect(Math.max(...inside)).toBeLessThanOrEqual(way === 'bleep' ? 0.1001 : 0);
        }
      }
      // Nothing else is touched, but for the fades.
      const isNear = (time: number): boolean =>
        (dryIntervals[0] ?? []).some(({ start, end }) => time > start - 0.006 && time < end + 0.006);
      expect(clean.every((sample, frame) => isNear(frame / sampleRate) || sample === sound[frame])).toBe(
        true,
      );
    }),
    { numRuns: 60 },
  );
});

describe('sound without it', () => {
  const sampleRate = 16_000;
  const noise = Float32Array.from({ length: 16_000 }, (_, frame) => Math.sin(frame * 12.9898) * 0.5);

  test('is the same in blocks', () => {
    const intervals = [
      { start: 0.2, end: 0.5003 },
      { start: 0.9, end: 2 },
    ];
    const whole = redactSound(noise, intervals, { sampleRate });
    const blocks = [0, 1000, 4321, 9000].map((from, index, all) =>
      redactSound(noise.subarray(from, all[index + 1] ?? noise.length), intervals, {
        sampleRate,
        offset: from,
      }),
    );
    expect(Float32Array.from(blocks.flatMap((block) => [...block]))).toEqual(whole);
  });

  test('fades for 5 ms and does not step', () => {
    const steady = new Float32Array(16_000).fill(0.5);
    const quiet = redactSound(steady, [{ start: 0.3, end: 0.6 }], { sampleRate, way: 'silence' });
    const steps = quiet.subarray(1).map((sample, frame) => Math.abs(sample - (quiet[frame] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.5 / 79);
    expect(quiet[Math.round(0.295 * sampleRate) - 1]).toBe(0.5);
    expect(Math.max(...quiet.subarray(4800, 9600))).toBe(0);
  });
});

/** What goes for one name out of the first track, of a sound of 60 s. */
const spanOf = (record: DialogueRecord, roughly?: boolean) => {
  const { intervals, record: clean } = redactRecord(record, {
    names: ['Ann Miller'],
    ...(roughly === undefined ? {} : { roughly }),
  });
  expect(clean.events.every(({ end }) => end <= 60)).toBe(true);
  return intervals[0]?.[0];
};

test('more is taken beside words that a program timed, and nothing behind the end of the sound', () => {
  const told = utteranceOf('I am Ann Miller', 59, 0);
  const exact = spanOf(recordOf(told));
  const rough = spanOf(recordOf(told), true);
  const sure = spanOf(recordOf({ ...told, words: told.words.map((word) => ({ ...word, confidence: 0.9 })) }));
  expect(sure).toEqual(rough);
  expect((exact?.start ?? 0) - (rough?.start ?? 0)).toBeGreaterThan(0.05);
  expect(rough?.end ?? 0).toBeGreaterThan(exact?.end ?? 99);
  const last = utteranceOf('Ann Miller', 59.64, 0);
  expect(spanOf(recordOf({ ...last, end: 60 }))?.end).toBeGreaterThan(59.9);
});

test('what a program wrote down without words to it may go as a whole', () => {
  const silent = { ...utteranceOf('', 5, 0), end: 6 };
  const kept = redactRecord(recordOf(silent));
  expect(kept.intervals[0]).toEqual([]);
  const taken = redactRecord(recordOf(silent), { wordless: true });
  expect(taken.intervals[0]).toEqual([{ start: 5, end: 6 }]);
  expect(taken.record.utterances[0]?.text).toBe('');
});
