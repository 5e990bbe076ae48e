import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { captionCues } from './caption-cues.ts';
import type { CaptionOptions } from './caption-options.ts';
import { toSrt, toWebVtt } from './captions.ts';
import { timelineArbitrary, timelineOf } from './example-timelines.test.ts';
import { textWidth } from './text-width.ts';
import { TimelineError } from './timeline-error.ts';
import type { Timeline } from './types.ts';

const ffmpegMissing = spawnSync('ffmpeg', ['-version']).error !== undefined && process.env.CI !== 'true';

function linesOf(text: string, options: CaptionOptions = {}, speaker = 'ann'): string[] {
  return captionCues(timelineOf([{ speaker, start: 0, text }]), options).map((cue) => cue.lines.join(' / '));
}

test('speakers never share a cue, and overlapping speech gives overlapping cues', () => {
  const timeline: Timeline = {
    ...timelineOf([
      { speaker: 'ann', start: 0, text: 'So I was thinking we could leave.' },
      { speaker: 'ben', start: 1, text: 'mm-hm', kind: 'backchannel' },
      { speaker: 'ben', start: 1.5, text: 'Tom & Jerry said <b>no --> never</b>!' },
    ]),
    speakers: [
      { id: 'ann', name: 'Ann <A>', channel: 0 },
      { id: 'ben', channel: 1 },
    ],
  };
  expect(toWebVtt(timeline)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.941\n<v Ann &lt;A&gt;>So I was thinking we could leave.\n\n' +
      '00:00:01.000 --> 00:00:01.294\n<v ben>mm-hm\n\n' +
      '00:00:01.500 --> 00:00:02.750\n<v ben>Tom &amp; Jerry said &lt;b&gt;no --&gt; never&lt;/b&gt;!\n',
  );
  expect(toSrt(timeline, { backchannels: false, readingSpeed: Number.POSITIVE_INFINITY })).toBe(
    '1\n00:00:00,000 --> 00:00:01,750\nANN <\u2060A>: So I was thinking we could leave.\n\n' +
      '2\n00:00:01,500 --> 00:00:02,750\nBEN: Tom & Jerry said <\u2060b>no --\u2060> never<\u2060/b>!\n',
  );
  expect(toWebVtt(timeline, { labels: false })).not.toContain('<v');
});

test.each([
  ['I saw Dr. Smith. He was fine, e.g. at lunch in the U.S. Army.', 2],
  ['It cost 3.5 million dollars then. Mrs. J. R. Jones paid at 5 p.m. on Jan. 3 with a smile.', 2],
  ['What did you say? I did not hear you!', 2],
  ['We waited… and waited there. Then it came.', 2],
  ['"Is that so?" "It is, I am afraid."', 2],
  ['Yes. I think so.', 1],
])('%s has %i sentences of its own', (text, count) => {
  expect(
    linesOf(text, { maxLinesPerCue: 4, maxCharsPerCue: 160, longPhraseCommaBreakChars: 999 }),
  ).toHaveLength(count);
});

test('a cue ends at a pause, at a comma once it is long, and lines are even', () => {
  const pause = timelineOf([{ speaker: 'ann', start: 0, text: 'I would like some tea', pauses: { 2: 0.7 } }]);
  expect(captionCues(pause).map(({ lines }) => lines)).toEqual([['I would like'], ['some tea']]);
  const long =
    'When I finally got to the station the last train of the day was gone, so I sat down and waited for morning.';
  expect(linesOf(long)).toEqual([
    'When I finally got to the station / the last train of the day was gone,',
    'so I sat down and waited for morning.',
  ]);
});

test('Chinese breaks between characters, and no line starts with punctuation', () => {
  const text =
    '我昨天去了北京，看见了很多老朋友，我们一起吃了饭，喝了茶，聊了很久，大家都非常高兴，真的很难得。';
  const cues = linesOf(text, { maxLineLength: 20 });
  expect(cues.join('').replaceAll(' / ', '')).toBe(text);
  for (const line of cues.flatMap((cue) => cue.split(' / '))) {
    expect(line).not.toMatch(/^\p{P}/u);
    expect(textWidth(line)).toBeLessThanOrEqual(20);
  }
  const loose: Timeline = timelineOf([{ speaker: 'ann', start: 0, text: 'x' }]);
  const words = ['“', '你', '好', '，', '世', '界', '。'].map((word, index) => {
    return { text: word, start: index / 100, end: (index + 1) / 100 };
  });
  const odd = { ...loose, utterances: loose.utterances.map((utterance) => ({ ...utterance, words })) };
  expect(captionCues(odd, { maxLineLength: 6, maxLinesPerCue: 3 })[0]?.lines).toEqual([
    '“你',
    '好，',
    '世界。',
  ]);
});

test('a fast cue stays for reading, but not into the next one of its speaker', () => {
  const timeline = timelineOf(
    [
      {
        speaker: 'ann',
        start: 0,
        text: 'Extraordinarily inconsiderate neighbours everywhere.',
        wordLength: 0.2,
      },
      { speaker: 'ann', start: 2, text: 'Well.', wordLength: 0.1 },
      { speaker: 'ben', start: 0.5, text: 'No.' },
    ],
    2.2,
  );
  const spans = captionCues(timeline).map(({ speaker, start, end }) => [speaker, start, end]);
  expect(spans).toEqual([
    ['ann', 0, 2],
    ['ben', 0.5, 0.75],
    ['ann', 2, 2.2],
  ]);
});

test('a word wider than a line is cut, and an utterance without words is spread over its time', () => {
  expect(
    linesOf(`${'a'.repeat(100)} end`, { maxLineLength: 30 })
      .join(' ')
      .replaceAll(' / ', ''),
  ).toContain('a'.repeat(100).slice(0, 30));
  const bare = timelineOf([{ speaker: 'ann', start: 1, text: 'One two. Three four five six.' }]);
  const wordless = { ...bare, utterances: bare.utterances.map((utterance) => ({ ...utterance, words: [] })) };
  const cues = captionCues(wordless, { minCharsPerCue: 0 });
  expect(cues.map(({ lines }) => lines[0])).toEqual(['One two.', 'Three four five six.']);
  expect(captionCues(timelineOf([]))).toEqual([]);
  expect(toWebVtt(timelineOf([]))).toBe('WEBVTT\n');
});

test('line breaks and control characters in a text break nothing', () => {
  const text = 'Hello\n\n00:00:01.000 --> 00:00:02.000\r\nthere\u0000';
  const timeline = timelineOf([{ speaker: 'ann', start: 0, text: 'x' }]);
  const [first] = timeline.utterances;
  const nasty = { ...timeline, utterances: [{ ...first!, words: [{ text, start: 0, end: 1 }] }] };
  const blocks = toWebVtt(nasty).split('\n\n');
  expect(blocks).toHaveLength(2);
  expect(blocks[1]?.match(/-->/g)).toHaveLength(1);
});

test.each([
  [{ maxLineLength: 0 }],
  [{ maxLinesPerCue: Number.NaN }],
  [{ maxCueDurationMs: -1 }],
  [{ readingSpeed: 0 }],
  [{ pauseBreak: -0.1 }],
])('%j is refused', (options) => {
  expect(() => captionCues(timelineOf([]), options)).toThrow(TimelineError);
});

test('every word once, limits held, cues of one speaker apart', () => {
  const options = fc.record({
    maxLineLength: fc.integer({ min: 16, max: 60 }),
    maxLinesPerCue: fc.integer({ min: 1, max: 3 }),
    maxCharsPerCue: fc.integer({ min: 16, max: 120 }),
    maxCueDurationMs: fc.integer({ min: 1000, max: 9000 }),
    readingSpeed: fc.constantFrom(5, 17, Number.POSITIVE_INFINITY),
    labels: fc.boolean(),
  });
  fc.assert(
    fc.property(timelineArbitrary, options, (timeline, limits) => {
      const cues = captionCues(timeline, limits);
      for (const { id } of timeline.speakers) {
        const own = cues.filter(({ speaker }) => speaker === id);
        const said = timeline.utterances
          .filter(({ speaker }) => speaker === id)
          .flatMap(({ words }) => words);
        const shown = own.flatMap(({ lines }) => lines).join('');
        expect(letters(shown)).toBe(letters(said.map(({ text }) => text).join('')));
        for (const [index, cue] of own.entries()) {
          expect(cue.end).toBeGreaterThan(cue.start);
          expect(cue.start).toBeGreaterThanOrEqual(own[index - 1]?.end ?? 0);
          expect(Math.round((cue.end - cue.start) * 1000)).toBeLessThanOrEqual(limits.maxCueDurationMs);
          expect(cue.lines.length).toBeLessThanOrEqual(limits.maxLinesPerCue);
          expect(textWidth(cue.lines.join(' '))).toBeLessThanOrEqual(limits.maxCharsPerCue + 2);
        }
      }
      const shownLines = toSrt(timeline, limits)
        .split('\n')
        .filter((line) => !line.includes('-->'));
      for (const line of shownLines) expect(textWidth(line)).toBeLessThanOrEqual(limits.maxLineLength);
      const times = toWebVtt(timeline, limits)
        .split('\n')
        .filter((line) => line.includes('-->'));
      for (const line of times) expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$/);
    }),
    { numRuns: 150 },
  );
});

test.skipIf(ffmpegMissing)('ffmpeg (where installed) reads the WebVTT and the SRT cue for cue', () => {
  const timeline = timelineOf([
    { speaker: 'ann', start: 0, text: 'So, R&D said 1 < 2 --> always. And then? I left them 你好，世界。' },
    { speaker: 'ben', start: 3600.5, text: 'mm-hm', kind: 'backchannel' },
  ]);
  for (const [format, text] of [['webvtt', toWebVtt(timeline)] as const, ['srt', toSrt(timeline)] as const]) {
    const result = spawnSync('ffmpeg', ['-v', 'warning', '-f', format, '-i', '-', '-f', 'srt', '-'], {
      input: text,
    });
    expect(String(result.stderr)).toBe('');
    const read = String(result.stdout);
    expect(read.match(/ --> \d\d:/g)).toHaveLength(captionCues(timeline).length);
    expect(read).toContain('R&D said 1');
    expect(read).toContain('01:00:00,500 --> 01:00:00,750');
  }
});

function letters(text: string): string {
  return text.replaceAll(/\s/gu, '');
}
