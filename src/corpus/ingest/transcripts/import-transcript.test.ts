import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printTimeline, toSrt, toWebVtt } from '../../../timeline/index.ts';
import { CorpusError } from '../../corpus-error.ts';
import { printCtm } from '../../export/ctm.ts';
import { printRttm } from '../../export/rttm.ts';
import { printStm } from '../../export/stm.ts';
import { printTextGrid } from '../../export/textgrid.ts';
import { exampleRecord } from '../../fixtures/example-record.ts';
import { timelineOf } from '../../record/timeline-of.ts';
import type { DialogueRecord } from '../../record/types.ts';
import type { ImportedTranscript, TranscriptSegment } from '../ingest-parts.ts';
import { importTranscript } from './import-transcript.ts';
import { placeSegments } from './place-segments.ts';
import { sniffFormat, transcriptFormats } from './transcript-format.ts';

const read = (text: string, name = 'talk.txt') => importTranscript(text, { name });
const short = ({ speaker, channel, start, end, text }: TranscriptSegment): string =>
  `${speaker ?? '-'}/${channel ?? '-'} ${start.toFixed(2)}-${end.toFixed(2)} ${text}`;
const segmentsOf = (text: string, name?: string): string[] => read(text, name).segments.map(short);

/** Utterances of both speakers, a second apart, that do not lie over their speaker's others. */
const records = fc
  .array(
    fc.record({
      speaker: fc.constantFrom('en-000001', 'en-000002'),
      texts: fc.array(
        fc.stringMatching(/^[a-z]{1,8}$/u).filter((text) => !/^(sil|sp|spn)$/u.test(text)),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts): DialogueRecord => {
    const utterances = drafts.map(({ speaker, texts }, index) => {
      const words = texts.map((text, place) => ({
        text,
        start: (index * 400 + place * 40) / 100,
        end: (index * 400 + place * 40 + 31) / 100,
        confidence: null,
      }));
      return {
        id: `u${index}`,
        speaker,
        kind: 'turn',
        text: texts.join(' '),
        start: words[0]?.start ?? 0,
        end: words.at(-1)?.end ?? 0,
        language: 'en',
        words,
        turnIndex: index,
        anchor: null,
        cutShort: false,
        yieldAfter: null,
        aside: false,
        source: 'script',
      } as const;
    });
    return {
      ...exampleRecord,
      utterances,
      events: [],
      audio: { ...exampleRecord.audio, frames: 16_000 * 40 },
    };
  });

const expectSame = (
  found: readonly TranscriptSegment[],
  record: DialogueRecord,
  of: { words: boolean; names: boolean; channels: boolean },
): void => {
  const channels = new Map(record.speakers.map(({ id, channel }) => [id, channel]));
  expect(found).toHaveLength(record.utterances.length);
  for (const [index, { speaker, text, start, end, words }] of record.utterances.entries()) {
    const segment = found[index];
    expect(segment?.text).toBe(text);
    if (of.names) expect(segment?.speaker).toBe(speaker);
    if (of.channels) expect(segment?.channel).toBe(channels.get(speaker));
    expect(segment?.start).toBeCloseTo(start, 6);
    expect(segment?.end).toBeCloseTo(end, 6);
    if (!of.words) continue;
    expect(segment?.words.map((word) => word.text)).toEqual(words.map((word) => word.text));
    for (const [place, word] of words.entries()) {
      expect(segment?.words[place]?.start).toBeCloseTo(word.start, 6);
      expect(segment?.words[place]?.end).toBeCloseTo(word.end, 6);
    }
  }
};

describe('what the corpus exports comes back', () => {
  test.each([
    ['ctm', printCtm, { words: true, names: false, channels: true }],
    ['stm', printStm, { words: false, names: true, channels: true }],
    [
      'textgrid',
      (record: DialogueRecord) => printTextGrid(record).text,
      { words: true, names: true, channels: false },
    ],
    [
      'json',
      (record: DialogueRecord) => printTimeline(timelineOf(record)),
      { words: true, names: true, channels: true },
    ],
  ] as const)('%s', (format, print, of) => {
    fc.assert(
      fc.property(records, (record) => {
        const text = print(record);
        expect(sniffFormat(text, 'talk.txt')).toBe(format);
        const { segments, warnings } = importTranscript(text, { name: 'talk.txt' });
        expect(warnings).toEqual([]);
        expectSame(segments, record, of);
      }),
    );
  });

  test('rttm: who speaks when', () => {
    fc.assert(
      fc.property(records, (record) => {
        const { segments } = read(printRttm(record));
        for (const { speaker, start, end } of record.utterances) {
          const own = segments.filter(
            (segment) => segment.speaker === speaker && segment.end > start && segment.start < end,
          );
          expect(own.length).toBeGreaterThan(0);
        }
        expect(segments.every(({ text }) => text === '')).toBe(true);
      }),
    );
  });

  test.each([
    ['vtt', toWebVtt],
    ['srt', toSrt],
  ] as const)('captions as %s: the words of each speaker in order', (format, print) => {
    fc.assert(
      fc.property(records, (record) => {
        const timeline = timelineOf(record);
        const text = print(timeline);
        expect(sniffFormat(text, 'talk.txt')).toBe(format);
        const { segments } = read(text);
        for (const { id } of record.speakers) {
          const wanted = record.utterances
            .filter(({ speaker }) => speaker === id)
            .map((utterance) => utterance.text);
          const own = segments.filter(({ speaker }) => speaker?.toLowerCase() === id);
          expect(own.map((segment) => segment.text).join(' ')).toBe(wanted.join(' '));
        }
      }),
    );
  });
});

describe('formats as others write them', () => {
  test('CTM: letters for channels, comments, alternatives, words of several characters', () => {
    const text = `;; by hand\nswb A 0.5 0.2 hello 0.9\nswb A 0.75 0.3 there\nswb B 0.9 0.4 你好\nswb A <ALT_BEGIN>\nswb A 2 0.2 going\nswb A <ALT>\nswb A 2 0.2 gonna\nswb A <ALT_END>\n`;
    expect(segmentsOf(text)).toEqual([
      '-/0 0.50-1.05 hello there',
      '-/1 0.90-1.30 你好',
      '-/0 2.00-2.20 going',
    ]);
    expect(read(text).segments[1]?.words).toEqual([
      { text: '你', start: 0.9, end: expect.closeTo(1.1) },
      { text: '好', start: expect.closeTo(1.1), end: expect.closeTo(1.3) },
    ]);
    expect(read(text).segments[0]?.words[0]?.confidence).toBe(0.9);
  });

  test('a file of many recordings asks which', () => {
    const text = 'a 1 0 1 yes\nb 1 0 1 no\n';
    expect(() => read(text, 'all.ctm')).toThrow(
      'all.ctm: it is of 2 recordings (a, b); say which one with `recording`',
    );
    expect(importTranscript(text, { name: 'all.ctm', recording: 'b' }).segments.map(short)).toEqual([
      '-/0 0.00-1.00 no',
    ]);
    expect(() => importTranscript(text, { name: 'all.ctm', recording: 'c' })).toThrow(
      'nothing in it is of c',
    );
  });

  test('STM with a label, without one, and with what is not scored', () => {
    const text =
      'a 1 ann 0.0 1.5 <o,f0,female> well yes\na 2 ben 1.2 2 no\na 1 ann 3 4 ignore_time_segment_in_scoring\n';
    expect(segmentsOf(text)).toEqual(['ann/0 0.00-1.50 well yes', 'ben/1 1.20-2.00 no']);
  });

  test('a short TextGrid of an aligner, in UTF-16', () => {
    const text =
      '"ooTextFile"\n"TextGrid"\n0\n2\n<exists>\n3\n"IntervalTier"\n"ann - words"\n0\n2\n3\n0\n0.4\n"well"\n0.4\n0.5\n"sil"\n0.5\n1\n"say ""yes"""\n"IntervalTier"\n"ann - phones"\n0\n2\n1\n0\n2\n"W"\n"TextTier"\n"marks"\n0\n2\n1\n1\n"x"\n';
    const bytes = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const { segments, warnings } = importTranscript(bytes, { name: 'a.TextGrid' });
    expect(segments.map(short)).toEqual(['ann/- 0.00-1.00 well say "yes"']);
    expect(warnings).toEqual(['a.TextGrid: "marks" is a tier of points and is left out.']);
  });

  test('events of a TextGrid', () => {
    const { events } = read(printTextGrid(exampleRecord).text);
    expect(events.map(({ type, speaker, start }) => [type, speaker, start])).toEqual([
      ['laughter', 'en-000001', 2],
      ['noise', null, 3],
    ]);
  });

  test('WebVTT with voices, settings, notes, entities and hours', () => {
    const text =
      'WEBVTT - talk\n\nNOTE not said\n\n1\n00:01.000 --> 00:02.500 align:start\n<v.loud Ann>So &lt;b&gt; <i>what</i>\nnow?</v>\n<v Ben>Yes\n\n01:00:00.000 --> 01:00:01.000\n- nobody\n';
    expect(segmentsOf(text)).toEqual([
      'Ann/- 1.00-2.50 So <b> what now?',
      'Ben/- 1.00-2.50 Yes',
      '-/- 3600.00-3601.00 - nobody',
    ]);
  });

  test('SubRip with names in capitals, and text with a colon', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\nANN: So <i>what</i>?\n\n2\n00:00:03,000 --> 00:00:04,000\nOne thing: no\n';
    expect(segmentsOf(text)).toEqual(['ANN/- 1.00-2.00 So what?', '-/- 3.00-4.00 One thing: no']);
  });

  test.each([
    [
      'whisper',
      {
        segments: [
          {
            start: 0,
            end: 1,
            text: ' Hello, you.',
            words: [
              { word: ' Hello,', start: 0, end: 0.4, probability: 0.8 },
              { word: ' you.', start: 0.5, end: 1, probability: 0.9 },
            ],
          },
        ],
      },
      ['-/- 0.00-1.00 Hello, you.'],
    ],
    [
      'the service of whisper',
      {
        text: 'x',
        segments: [{ start: 0, end: 1, text: ' Hello' }],
        words: [{ word: 'Hello', start: 0.1, end: 0.4 }],
      },
      ['-/- 0.00-1.00 Hello'],
    ],
    [
      'words alone',
      {
        words: [
          { word: 'Hello', start: 0.1, end: 0.4 },
          { word: 'again', start: 2, end: 2.4 },
        ],
      },
      ['-/- 0.10-0.40 Hello', '-/- 2.00-2.40 again'],
    ],
    [
      'deepgram',
      {
        results: {
          channels: [
            {
              alternatives: [
                { words: [{ word: 'hi', punctuated_word: 'Hi.', start: 0, end: 1, confidence: 0.5 }] },
              ],
            },
            { alternatives: [{ words: [{ word: 'yo', start: 0.5, end: 1 }] }] },
          ],
        },
      },
      ['-/0 0.00-1.00 Hi.', '-/1 0.50-1.00 yo'],
    ],
    [
      'aws',
      {
        results: {
          items: [
            {
              type: 'pronunciation',
              start_time: '0.1',
              end_time: '0.5',
              speaker_label: 'spk_0',
              channel_label: 'ch_1',
              alternatives: [{ content: 'Hi', confidence: '0.9' }],
            },
            { type: 'punctuation', alternatives: [{ content: '.', confidence: '0.0' }] },
          ],
        },
      },
      ['spk_0/1 0.10-0.50 Hi.'],
    ],
    ['moshi', { alignments: [['hi', [0, 1], 'SPEAKER_MAIN']] }, ['SPEAKER_MAIN/0 0.00-1.00 hi']],
    ['j-moshi', [{ speaker: 'A', word: 'hi', start: 0, end: 1 }], ['A/- 0.00-1.00 hi']],
  ])('JSON of %s', (_, document, wanted) => {
    expect(segmentsOf(JSON.stringify(document))).toEqual(wanted);
  });
});

describe('marks of what is no word', () => {
  test('become events where they have a time', () => {
    const { segments, events, warnings } = read(
      'a 1 0 0.4 well\na 1 0.5 0.5 [laughter]\na 1 1.1 0.4 yes\n',
      'a.ctm',
    );
    expect(segments.map(short)).toEqual(['-/0 0.00-1.50 well yes']);
    expect(segments[0]?.words).toHaveLength(2);
    expect(events).toEqual([{ type: 'laughter', speaker: null, channel: 0, start: 0.5, end: 1 }]);
    expect(warnings).toEqual([]);
  });

  test('are told of where they have none, and leave other brackets alone', () => {
    const { segments, events, warnings } = read(
      'a 1 ann 0 2 well (laughs) I (of all people)\na 1 ann 3 4 [COUGH]\n',
      'a.stm',
    );
    expect(segments.map((segment) => segment.text)).toEqual(['well I (of all people)']);
    expect(events).toEqual([{ type: 'cough', speaker: 'ann', channel: 0, start: 3, end: 4 }]);
    expect(warnings).toEqual([
      'a.stm: 1 marks of laughter, noise and the like have no time and were left out.',
    ]);
  });

  test('are not the conditions of an STM, of which there may be one', () => {
    const { segments } = read('a 1 ann 0 2 <o> yes\na 1 ann 3 4 <o,f0,female> no\n', 'a.stm');
    expect(segments.map((segment) => segment.text)).toEqual(['yes', 'no']);
  });
});

describe('what is wrong', () => {
  test.each([
    ['a.ctm', 'a 1 0 1 yes\na 1 x 1 no\n', 'a.ctm, line 2: the start is "x"'],
    ['a.ctm', ';; c\na 1 0 1\n', 'a.ctm, line 2: it has 4 fields'],
    ['a.stm', 'a 1 ann 2 1 yes\n', 'a.stm, line 1: it ends at 1, before its start at 2'],
    ['a.rttm', 'SPEAKER a 1 0 1\n', 'a.rttm, line 1: it has 5 fields'],
    ['a.rttm', 'SPEAKER a 1 0 1 <NA> <NA> ann\nwords\n', 'a.rttm, line 2: it begins with "words"'],
    [
      'a.TextGrid',
      'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> 1\n"IntervalTier" "ann" 0 1 2 0 1 "x"\n',
      'a.TextGrid, line 4: it ends too early',
    ],
    [
      'a.TextGrid',
      'File type = "ooTextFile"\nObject class = "PitchTier"\n',
      'a.TextGrid, line 2: it holds a PitchTier'.replace('line 2', 'line 1'),
    ],
    [
      'a.TextGrid',
      '"ooTextFile" "TextGrid" 0 1 <exists> 1 "IntervalTier" "ann',
      'a quotation mark has no partner',
    ],
    ['a.vtt', 'WEBVTT\n\n00:02.000 --> 00:01.000\nyes\n', 'a.vtt, line 3: it ends before it starts'],
    ['a.vtt', 'WEBVTT\n\n2 --> 3\nyes\n', 'a.vtt, line 3: "2 --> 3" is no pair of times'],
    ['a.srt', 'only text\n', 'a.srt: it has text but no times'],
    ['a.json', '{"segments": [{"start": -1, "end": 2, "text": "x"}]}', 'a.json: segments.0.start: '],
    ['a.json', '{\n"a": }', 'a.json'],
    ['a.json', '{}', 'a.json: it is JSON of no known shape'],
    ['a.json', '{"speakers": [], "utterances": 1}', 'a.json: it is no valid Timeline'],
    ['a.txt', 'just words\n', 'a.txt: it looks like no known format; say which it is: ctm, stm'],
  ])('%s %j', (name, text, message) => {
    expect(() => read(text, name)).toThrow(message);
  });

  test('bytes that are no text', () => {
    expect(() => importTranscript(new Uint8Array([0xc3, 0x28]), { name: 'a.ctm' })).toThrow(
      'it is not text in UTF-8',
    );
  });

  test('only an error of the corpus, whatever it is given', () => {
    const scrap = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom(
            'a',
            '1',
            '0.5',
            '-->',
            '00:01.000',
            '"',
            '\n',
            ' ',
            '[',
            '{',
            '<v x>',
            'SPEAKER',
            'WEBVTT\n',
            '"ooTextFile"',
            '"TextGrid"',
            '<exists>',
          ),
        )
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(scrap, fc.constantFrom(...transcriptFormats, undefined), (text, format) => {
        const { segments } = tryImport(text, format);
        for (const { start, end, words } of segments) {
          expect(start >= 0 && end >= start && end <= 5).toBe(true);
          for (const [index, word] of words.entries()) {
            expect(word.start).toBeGreaterThanOrEqual(words[index - 1]?.end ?? 0);
            expect(word.end).toBeGreaterThanOrEqual(word.start);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

function tryImport(
  text: string,
  format: (typeof transcriptFormats)[number] | undefined,
): Pick<ImportedTranscript, 'segments'> {
  try {
    return importTranscript(text, {
      name: 'x',
      ...(format === undefined ? {} : { format }),
      duration: 5,
    });
  } catch (error) {
    if (error instanceof CorpusError && error.key === 'x') return { segments: [] };
    throw error;
  }
}

const segment = (speaker: string | null, channel: number | null, start: number): TranscriptSegment => {
  return { speaker, channel, start, end: start + 1, text: 'x', words: [] };
};

describe('whose channel a segment is', () => {
  const speech = [[{ start: 0, end: 2 }], [{ start: 5, end: 8 }]];

  test('as the transcript says, or else where the speaker is heard', () => {
    const placed = placeSegments(
      [
        segment('ann', null, 5.2),
        segment('ben', null, 0.1),
        segment('ann', null, 0.5),
        segment('ann', null, 6),
      ],
      speech,
    );
    expect(placed.map((own) => own.map(({ speaker }) => speaker))).toEqual([['ben'], ['ann', 'ann', 'ann']]);
    expect(placeSegments([segment('ann', 1, 0), segment('ben', 0, 6)], speech)[1]?.[0]?.speaker).toBe('ann');
  });

  test('a channel that is everyone’s says nothing', () => {
    const placed = placeSegments([segment('ann', 0, 6), segment('ben', 0, 0.5)], speech);
    expect(placed.map((own) => own.map(({ speaker }) => speaker))).toEqual([['ben'], ['ann']]);
  });

  test('nobody’s is where it is heard', () => {
    expect(
      placeSegments([segment(null, null, 6), segment(null, null, 0)], speech).map((own) => own.length),
    ).toEqual([1, 1]);
  });
});
