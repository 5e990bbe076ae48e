import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventTypes, type Timeline, timelineVersion, type Utterance } from '../timeline/index.ts';
import { drawConversation } from './picture.ts';
import { escapeXml, fitText, textWidth } from './picture-text.ts';

function utterance(
  fields: Partial<Utterance> & Pick<Utterance, 'id' | 'speaker' | 'start' | 'end'>,
): Utterance {
  const { start, end, text = 'hello there' } = fields;
  const words = text.split(' ').map((word, index, all) => {
    const length = (end - start) / all.length;
    return { text: word, start: start + index * length, end: start + (index + 1) * length };
  });
  return { kind: 'turn', text, words, ...fields };
}

function conversation(fields: Partial<Timeline> = {}): Timeline {
  return {
    version: timelineVersion,
    id: 'talk',
    languages: ['en'],
    duration: 8,
    speakers: [
      { id: 'ann', name: 'Ann', channel: 0 },
      { id: 'ben', channel: 1 },
    ],
    utterances: [
      utterance({ id: 'a', speaker: 'ann', start: 0.5, end: 3, cutShort: true }),
      utterance({ id: 'b', speaker: 'ben', start: 2, end: 4, kind: 'interruption' }),
      utterance({ id: 'c', speaker: 'ann', start: 3.5, end: 3.9, kind: 'backchannel', text: 'mm-hm' }),
    ],
    events: [{ type: 'laughter', speaker: 'ann', start: 5, end: 6, source: 'script' }],
    ...fields,
  };
}

function sine(
  speaker: string,
  length = 800,
): { speaker: string; minimum: Float32Array; maximum: Float32Array } {
  const maximum = Float32Array.from({ length }, (_, index) => Math.abs(Math.sin(index / 20)) * 0.5);
  return { speaker, maximum, minimum: maximum.map((sample) => -sample) };
}

/** What a strict reader of XML minds: tags not closed in order, unknown entities, stray characters, bad numbers. */
function xmlProblems(svg: string): string[] {
  const problems: string[] = [];
  const sound = /^(?:[^<&]|&(?:amp|lt|gt|quot|#39);)*$/u;
  const open: string[] = [];
  let position = 0;
  for (const match of svg.matchAll(/<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/giu)) {
    const [tag, slash, name = '', attributes = '', end] = match;
    const between = svg.slice(position, match.index);
    if (!sound.test(between)) problems.push(between);
    if (!sound.test(attributes)) problems.push(attributes);
    position = match.index + tag.length;
    if (slash === '' && end === '') open.push(name);
    if (slash === '/' && open.pop() !== name) problems.push(tag);
  }
  if (svg.slice(position).trim() !== '' || open.length > 0) problems.push('open at the end');
  return [...problems, ...(svg.match(/NaN|Infinity|undefined/gu) ?? [])];
}

test('everything of a conversation is in its picture', () => {
  const svg = drawConversation({
    timeline: conversation(),
    waveforms: [sine('ann'), sine('ben')],
    title: 'A & B',
  });
  expect(xmlProblems(svg)).toEqual([]);
  for (const text of ['A &amp; B', '>Ann<', '>ben<', '>mm-hm<', '>laughs<', '>hello<'])
    expect(svg).toContain(text);
  expect(svg.match(/class="wave /gu)).toHaveLength(2);
  // One of each in the legend, one in the conversation; two overlaps.
  expect(svg.match(/class="back /gu)).toHaveLength(2);
  expect(svg.match(/class="cut /gu)).toHaveLength(2);
  expect(svg.match(/class="band"/gu)).toHaveLength(3);
});

test('words of one lane never touch', () => {
  const text = Array.from({ length: 60 }, (_, index) => 'extraordinary'.slice(0, 1 + (index % 13))).join(' ');
  const svg = drawConversation({
    timeline: conversation({ utterances: [utterance({ id: 'a', speaker: 'ann', start: 0, end: 8, text })] }),
  });
  const ends = new Map<string, number>();
  let drawn = 0;
  for (const [, x = '', y = '', word = ''] of svg.matchAll(
    /class="word ink" x="([\d.]+)" y="([\d.]+)">([^<]*)</gu,
  )) {
    expect(Number(x)).toBeGreaterThan((ends.get(y) ?? 0) + 3);
    ends.set(y, Number(x) + textWidth(word, 12));
    drawn++;
  }
  expect(drawn).toBeGreaterThan(30);
});

test('an hour stays small', () => {
  const utterances = Array.from({ length: 1_800 }, (_, index) =>
    utterance({
      id: `u${index}`,
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      start: index * 2,
      end: index * 2 + 1.9,
    }),
  );
  const timeline = conversation({ duration: 3_600, utterances, events: [] });
  const svg = drawConversation({ timeline, waveforms: [sine('ann', 200_000), sine('ben', 200_000)] });
  expect(xmlProblems(svg)).toEqual([]);
  expect(svg.length).toBeLessThan(2_000_000);
});

test.each([
  ['nothing', conversation({ duration: 0, utterances: [], events: [], speakers: [] })],
  ['no duration', conversation({ duration: 0, utterances: [], events: [] })],
  ['an instant', conversation({ duration: 0.01, utterances: [], events: [] })],
  ['what lies outside', conversation({ duration: 2 })],
  ['an id that no speaker has', conversation({ speakers: [] })],
])('%s can be drawn', (_, timeline) => {
  const broken = {
    speaker: 'ann',
    minimum: new Float32Array([Number.NaN, -9]),
    maximum: new Float32Array([Number.NaN, Infinity]),
  };
  expect(
    xmlProblems(drawConversation({ timeline, waveforms: [broken, sine('nobody', 0), sine('ben', 0)] })),
  ).toEqual([]);
});

test.each([{ width: Number.NaN }, { width: 10 }, { rowDuration: 0 }, { rowDuration: Number.NaN }])(
  '%j is refused',
  (options) => {
    expect(() => drawConversation({ timeline: conversation(), ...options })).toThrow(RangeError);
  },
);

test('any names, words and events make sound XML', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, fc.constantFrom(...eventTypes), (name, word, title, type) => {
      const timeline = conversation({
        speakers: [{ id: 'ann', name, channel: 0 }],
        utterances: [
          {
            ...utterance({ id: 'a', speaker: 'ann', start: 0, end: 1 }),
            text: word,
            words: [{ text: word, start: 0, end: 1 }],
          },
        ],
        events: [{ type, start: 1, end: 2, source: 'human' }],
      });
      expect(xmlProblems(drawConversation({ timeline, title }))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('text is shortened to its room, and what XML cannot hold is left out', () => {
  expect(fitText('Bartholomew', 14, 50)).toMatch(/^Bar.*…$/u);
  expect(fitText('Ann', 14, 50)).toBe('Ann');
  expect(escapeXml('<a b="c">&\u0000\uD800\uFFFF\'')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;   &#39;');
});

test('notes are written under the lanes, each on a line with room, and escaped', () => {
  const notes = [
    { at: 2, text: 'ducks' },
    { at: 2.1, text: 'holds <its> breath' },
    { at: 7.9, text: 'a note at the very end' },
    { at: 99, text: 'beyond it' },
  ];
  const [plain, noted] = [
    drawConversation({ timeline: conversation() }),
    drawConversation({ timeline: conversation(), notes }),
  ];
  expect(noted.length).toBeGreaterThan(plain.length);
  expect(noted).toContain('holds &lt;its&gt; breath');
  expect(noted).not.toContain('beyond it');
  const places = [
    ...noted.matchAll(/<path class="note"[^>]*\/><text[^>]* x="([\d.]+)" y="([\d.]+)">([^<]*)</g),
  ];
  expect(places).toHaveLength(3);
  expect(places[0]?.[2]).not.toBe(places[1]?.[2]);
  const end = places[2];
  expect(Number(end?.[1]) + textWidth('a note at the very end', 12)).toBeLessThanOrEqual(1_600);
});
