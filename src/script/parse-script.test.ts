import { expect, test } from 'vitest';
import { eventTypes } from '../timeline/index.ts';
import { eventTags } from './event-tags.ts';
import { parseScript } from './parse-script.ts';
import { printScript } from './print-script.ts';
import { ScriptError, type ScriptProblem } from './script-error.ts';

function problemsOf(text: string): readonly ScriptProblem[] {
  try {
    parseScript(text);
  } catch (error) {
    if (error instanceof ScriptError) return error.problems;
    throw error;
  }
  return [];
}

test('a whole script', () => {
  const script = parseScript(`---
title: The umbrella
language: en-US
register: video-call
speakers:
  ann: flite/slt
  ben:
    name: Benjamin
    voices: { zh-cn: espeak/mei }
    age: 34
    speed: 1.1
---
# Nobody reads this.
ann: So I was thinking…
  > ben: mm-hm
  we could walk [pause 0.8] home, [laughs] if it--
Benjamin: -- [speed 1.2] In this rain? [zh] 不行。 [en] No.

ben: [after 1.2s] Fine.
ann: [overlap] Great — really!
`);
  expect(script).toEqual({
    title: 'The umbrella',
    language: 'en-US',
    register: 'video-call',
    speakers: [
      { id: 'ann', voice: 'flite/slt' },
      { id: 'ben', name: 'Benjamin', voices: { 'zh-CN': 'espeak/mei' }, age: '34', speed: 1.1 },
    ],
    turns: [
      {
        speaker: 'ann',
        onset: { type: 'auto' },
        parts: [
          { type: 'speech', text: 'So I was thinking…' },
          { type: 'backchannel', speaker: 'ben', text: 'mm-hm' },
          { type: 'speech', text: 'we could walk' },
          { type: 'pause', duration: 0.8 },
          { type: 'speech', text: 'home,' },
          { type: 'event', event: 'laughter' },
          { type: 'speech', text: 'if it' },
        ],
        cutShort: true,
        line: 14,
      },
      {
        speaker: 'ben',
        onset: { type: 'interrupt' },
        speed: 1.2,
        parts: [
          { type: 'speech', text: 'In this rain?' },
          { type: 'speech', text: '不行。', language: 'zh' },
          { type: 'speech', text: 'No.' },
        ],
        line: 17,
      },
      {
        speaker: 'ben',
        onset: { type: 'gap', duration: 1.2 },
        parts: [{ type: 'speech', text: 'Fine.' }],
        line: 19,
      },
      {
        speaker: 'ann',
        onset: { type: 'overlap', duration: 0.5 },
        parts: [{ type: 'speech', text: 'Great — really!' }],
        line: 20,
      },
    ],
  });
});

test.each(eventTypes.map((type) => [type]))('every name of %s is read', (type) => {
  for (const tag of eventTags[type]) {
    const [turn] = parseScript(`ann: [${tag.toUpperCase()}]`).turns;
    expect(turn?.parts).toEqual([{ type: 'event', event: type }]);
  }
});

test('a listener may laugh, and speak another language', () => {
  const [turn] = parseScript('ann: hi\n> ben: [laughs] [zh] 对\n  there').turns;
  expect(turn?.parts).toEqual([
    { type: 'speech', text: 'hi' },
    { type: 'event', event: 'laughter', speaker: 'ben' },
    { type: 'backchannel', speaker: 'ben', text: '对', language: 'zh' },
    { type: 'speech', text: 'there' },
  ]);
});

test.each([
  ['ann: \\[laughs\\] \\# \\: \\\\ a\\b', '[laughs] # : \\ a\\b'],
  ['ann: hi\n  \\# one\n  \\> two', 'hi # one > two'],
  ['ann: a: b', 'a: b'],
  ['ann: \\-- no \\--', '-- no --'],
  ['ann：你好\n  世界', '你好世界'],
  ['ann: 👩‍👩‍👧 שלום', '👩‍👩‍👧 שלום'],
  ['\uFEFFann: hi\r\n\tthere\rben: x', 'hi there'],
  ['\n    ann: hi\n      there\n    ben: x\n', 'hi there'],
])('%j says %j', (source, text) => {
  expect(parseScript(source).turns[0]?.parts).toEqual([{ type: 'speech', text }]);
});

test('speakers are called by id or name, in any writing system and case', () => {
  const script = parseScript(
    '---\nspeakers:\n  dr: {name: Dr. Chen}\n---\nDr. Chen: a\nDR: b\n小明：c\n小明：d\nÉva: e',
  );
  expect(script.speakers).toEqual([
    { id: 'dr', name: 'Dr. Chen' },
    { id: 'speaker-1', name: '小明' },
    { id: 'Eva', name: 'Éva' },
  ]);
  expect(script.turns.map((turn) => turn.speaker)).toEqual(['dr', 'dr', 'speaker-1', 'speaker-1', 'Eva']);
});

test('prototype keys are ordinary speakers', () => {
  const source =
    '---\nspeakers:\n  __proto__: flite/slt\n  constructor:\n---\n__proto__: a\n  > toString: b\nconstructor: c';
  const script = parseScript(source);
  expect(script.speakers.map((speaker) => speaker.id)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(parseScript(printScript(script)).speakers).toEqual(script.speakers);
});

test.each([
  ['a: 你好，我叫小明。', 'zh'],
  ['a: こんにちは、元気ですか', 'ja'],
  ['a: 안녕하세요', 'ko'],
  ['a: Hello there friend 你好', 'en'],
  ['a: 123', 'en'],
])('the language of %j is %s', (source, language) => {
  expect(parseScript(source).language).toBe(language);
});

test.each([
  ['', 1, 1, undefined],
  ['# nothing', 1, 1, undefined],
  ['hello there', 1, 1, undefined],
  ['  indented: x\nann: hi', 1, 3, undefined],
  ['ann: hi\nben: [lauhgs] x', 2, 6, '[laughs]'],
  ['ann: hi [pause x]', 1, 9, '[pause 0.5]'],
  ['ann: hi [pause -1]', 1, 9, '[pause 0.5]'],
  ['ann: hi [pause 1e9]', 1, 9, '[pause 0.5]'],
  ['ann: hi [overlap 0.4]', 1, 9, undefined],
  ['ann: hi [never closed', 1, 9, undefined],
  ['ann: hi\nben: [after] x', 2, 6, '[after 0.5]'],
  ['ann:\nben: hi', 1, 5, undefined],
  ['ann: --', 1, 5, undefined],
  ['ann: -- hi', 1, 1, undefined],
  ['ann: hi\nann: -- ho', 2, 1, undefined],
  ['ann: hi\n  > ann: mm', 2, 5, undefined],
  ['ann: hi\n  > ben:', 2, 9, undefined],
  ['ann:\n  > ben: mm\n  hi', 2, 9, undefined],
  ['ann: a\u0000b', 1, 7, undefined],
  ['---\ntitel: x\n---\nann: hi', 2, 1, 'title'],
  ['---\nspeakers:\n  ann:\n    vioce: x\n---\nann: hi', 4, 5, 'voice'],
  ['---\nspeakers:\n  ann:\n    gender: woman\n---\nann: hi', 4, 5, 'female'],
  ['---\nspeakers:\n  ann:\n    speed: 9\n---\nann: hi', 4, 5, undefined],
  ['---\nspeakers:\n  an n: x\n---\nann: hi', 3, 3, 'an-n'],
  ['---\nlanguage: Chinese\n---\nann: hi', 2, 1, 'zh'],
  ['---\na: [\n---\nann: hi', 2, 5, undefined],
  ['---\ntitle: x\nann: hi', 1, 1, undefined],
  ['---\ntitle: &a x\nregister: *a\n---\nann: hi', 3, 11, undefined],
  ['---\ntitle: x\n...\nregister: y\n---\nann: hi', 3, 1, '---'],
  ['---\ntitle: x\ntitle: y\n---\nann: hi', 3, 1, undefined],
  ['---\nspeakers: {ben: x}\n---\nann: hi\nbne: ho', 5, 1, 'ben'],
  ['---\nspeakers: {ben: x}\n---\nann: hi\n  > bne: ho', 5, 5, 'ben'],
  ['ann: hi\nSpeaker Two: ho', 2, 1, 'Speaker-Two'],
])('%j is wrong at %i:%i', (source, line, column, suggestion) => {
  const [problem] = problemsOf(source);
  expect(problem).toMatchObject({ line, column });
  expect(problem?.suggestion).toBe(suggestion);
});

test('all problems are told at once, in order, and no more than a person reads', () => {
  const problems = problemsOf('ann: [x1]\nann: [x2] [x3]\nno speaker\n  and its rest\nben: fine [');
  expect(problems.map(({ line, found }) => [line, found])).toEqual([
    [1, '[x1]'],
    [2, '[x2]'],
    [2, '[x3]'],
    [3, 'no speaker'],
    [5, '['],
  ]);
  expect(problemsOf('ann: [x1]\n'.repeat(100_000))).toHaveLength(100);
});

test('the message names the file, the place and what was meant', () => {
  expect(() => parseScript('ann: [lauhgs]', { path: 'talk.dialogue' })).toThrow(
    'talk.dialogue:1:6: There is no "[lauhgs]". To say a bracket, write "\\[". Did you mean "[laughs]"?',
  );
});

test('hostile front matter is refused at once', () => {
  const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 20; level++) laughs.push(`b${level}: [${'*a,'.repeat(9)}]`);
  for (const head of [
    laughs.join('\n'),
    '['.repeat(100_000),
    '{'.repeat(5_000),
    '- '.repeat(5_000),
    'a'.repeat(300_000),
  ]) {
    expect(problemsOf(`---\n${head}\n---\nann: hi`).length).toBeGreaterThan(0);
  }
});

test.each([
  [
    '100,000 turns',
    'ann: Well, I never said that, you know [laughs] --\n  > ben: mm-hm\nben: -- So?\n'.repeat(50_000),
    2,
  ],
  ['one turn of 10 MB', `ann: ${'word '.repeat(2_000_000)}`, 2],
  ['dashes', `ann: hi ${'-'.repeat(5_000_000)}x`, 2],
  ['backslashes', `ann: ${'\\'.repeat(5_000_000)}`, 3],
  ['spaces', `ann: x${' '.repeat(5_000_000)}y`, 2],
  ['line breaks', `ann: x${'\n'.repeat(2_000_000)}`, 2],
  ['speakers', Array.from({ length: 50_000 }, (_, index) => `s${index}: hi`).join('\n'), 3],
])('%s are read in seconds', (_, source, seconds) => {
  const start = performance.now();
  expect(parseScript(source).turns.length).toBeGreaterThan(0);
  expect((performance.now() - start) / 1000).toBeLessThan(seconds * 3);
});
