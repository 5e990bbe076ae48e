import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDialogueTags, printDialogueTags } from './dialogue-tags.ts';
import { parseScript } from './parse-script.ts';
import { printScript } from './print-script.ts';
import { readScript, sniffScript } from './read-script.ts';
import { ScriptError } from './script-error.ts';
import { scriptCharacters, turnText, turnWords } from './turn-text.ts';
import { scriptToTurns, turnsToScript, type WrittenTurn } from './turns.ts';

const talk = parseScript(
  `---
speakers: {ann: flite/slt, ben: {voice: flite/rms, speed: 1.2}}
---
ann: So [pause 1] I was thinking
  > ben: mm-hm
  we could [laughs] go--
ben: -- [S2] no.
`.replace('[S2]', '\\[S2]'),
);

test('the tag form of a conversation', () => {
  expect(printDialogueTags(talk)).toBe(
    '[S1] So I was thinking\n[S2] mm-hm\n[S1] we could (laughs) go—\n[S2] S2 no.\n',
  );
  expect(printDialogueTags(talk, { events: 'tokens', backchannels: 'none', separator: '' })).toBe(
    '[S1] So I was thinking we could <|laughter|> go—[S2] S2 no.\n',
  );
});

test('reading tags', () => {
  const script = parseDialogueTags('\uFEFF [s2] Hi (LAUGHS) there (you)\n [S1]<|sigh|> well [S10][laughter]');
  expect(script).toEqual({
    language: 'en',
    speakers: [{ id: 'S1' }, { id: 'S2' }, { id: 'S10' }],
    turns: [
      {
        speaker: 'S2',
        onset: { type: 'auto' },
        parts: [
          { type: 'speech', text: 'Hi' },
          { type: 'event', event: 'laughter' },
          { type: 'speech', text: 'there (you)' },
        ],
        line: 1,
      },
      {
        speaker: 'S1',
        onset: { type: 'auto' },
        parts: [
          { type: 'event', event: 'sigh' },
          { type: 'speech', text: 'well' },
        ],
        line: 2,
      },
      { speaker: 'S10', onset: { type: 'auto' }, parts: [{ type: 'event', event: 'laughter' }], line: 2 },
    ],
  });
});

test.each([
  ['', 1, 1],
  ['hello [S1] x', 1, 1],
  ['[S1] hi\n [S2] [S1] x', 2, 2],
])('%j is not a conversation in tags', (text, line, column) => {
  expect(() => parseDialogueTags(text)).toThrow(
    expect.objectContaining({ name: 'ScriptError', line, column }),
  );
});

test('100,000 tags on one line are read in seconds', () => {
  const start = performance.now();
  expect(parseDialogueTags('[S1] hello (laughs) [S2] hi '.repeat(50_000)).turns).toHaveLength(100_000);
  expect(performance.now() - start).toBeLessThan(6_000);
});

test('tags and turns keep who says what, for any words', () => {
  const text = fc.lorem({ maxCount: 6 });
  const turns = fc.array(fc.record({ speaker: fc.constantFrom('S1', 'S2', 'S3'), text }), { minLength: 1 });
  fc.assert(
    fc.property(turns, (list) => {
      const script = turnsToScript(list);
      expect(scriptToTurns(script)).toEqual(list);
      const read = parseDialogueTags(
        printDialogueTags({ ...script, speakers: ['S1', 'S2', 'S3'].map((id) => ({ id })) }),
      );
      expect(scriptToTurns(read)).toEqual(list);
      expect(scriptToTurns(parseScript(printScript(script)))).toEqual(list);
    }),
    { numRuns: 100 },
  );
});

test('turns of a script, and a script of turns', () => {
  const turns = scriptToTurns(talk);
  expect(turns).toEqual([
    { speaker: 'ann', voice: 'flite/slt', text: 'So I was thinking' },
    { speaker: 'ben', voice: 'flite/rms', text: 'mm-hm', speed: 1.2 },
    { speaker: 'ann', voice: 'flite/slt', text: 'we could [laughs] go—' },
    { speaker: 'ben', voice: 'flite/rms', text: '[S2] no.', speed: 1.2 },
  ]);
  expect(scriptToTurns(turnsToScript(turns))).toEqual(turns);
});

test('speakers are made of voices where none is named', () => {
  const warnings: string[] = [];
  const script = turnsToScript(
    [
      { text: 'a', voice: 'alloy' },
      { text: 'b', voice: 'flite/alloy', speed: 1.5 },
      { text: 'c', voice: 'alloy', speed: 0.9 },
      { text: 'd', voice: '声音', model: 'other/x' },
      { text: 'e', speaker: '__proto__' },
    ],
    { model: 'openai/tts-1', warn: (message) => warnings.push(message) },
  );
  expect(script.speakers).toEqual([
    { id: 'alloy', voice: 'openai/tts-1:alloy' },
    { id: 'alloy-2', voice: 'flite/alloy', speed: 1.5 },
    { id: 'speaker-1', voice: 'other/x:声音' },
    { id: '__proto__' },
  ]);
  expect(script.turns.map(({ speaker, speed }) => [speaker, speed])).toEqual([
    ['alloy', undefined],
    ['alloy-2', undefined],
    ['alloy', 0.9],
    ['speaker-1', undefined],
    ['__proto__', undefined],
  ]);
  expect(warnings).toEqual([]);
});

test.each([
  ['[]', 'empty'],
  ['{"turns": 3}', 'list of objects'],
  ['{}', 'list of objects'],
  ['[1]', 'has to be an object'],
  ['[{"text":"a"}]', 'turns[0] names neither a voice nor a speaker'],
  ['[{"text":"a","voice":"x"},{"text":"","voice":"x"}]', 'turns[1].text has to be a text'],
  ['[{"voice":"x"}]', 'turns[0] has no text'],
  ['[{"text":"a","vioce":"x","voice":"y"}]', 'Did you mean "voice"?'],
  ['[{"text":"a","voice":"y","speed":"fast"}]', 'turns[0].speed'],
  ['[{"text":"a","voice":"y","speed":-1}]', 'turns[0].speed'],
  ['[{"text":', 'not valid JSON'],
  ['[\n {"text" "a"}]', ':2:10: This is not valid JSON'],
])('%s is refused: %s', (json, message) => {
  expect(() => readScript(json)).toThrow(ScriptError);
  expect(() => readScript(json)).toThrow(message);
});

test('what a script has no place for is told', () => {
  const warnings: string[] = [];
  const json = JSON.stringify({
    turns: [{ text: 'a', voice: 'x', instructions: 'whisper' }],
    title: 'T',
    language: 'zh-cn',
    gapMs: 300,
  });
  const script = readScript(json, { warn: (message) => warnings.push(message) });
  expect(script).toMatchObject({ title: 'T', language: 'zh-CN' });
  expect(warnings).toHaveLength(2);
  expect(warnings.join()).toMatch(/gapMs.*instructions/u);
});

test.each([
  ['[S1] hi', 'tags'],
  ['\uFEFF\n [s12]hi', 'tags'],
  ['[{"text":"a"}]', 'turns'],
  ['{ "turns": [] }', 'turns'],
  ['[ ]', 'turns'],
  ['---\ntitle: x\n---\nann: hi', 'dialogue'],
  ['ann: [S1] hi', 'dialogue'],
  ['', 'dialogue'],
])('%j is in the form %s', (text, format) => {
  expect(sniffScript(text)).toBe(format);
});

test('all forms of one conversation read as the same words', () => {
  const turns: WrittenTurn[] = [
    { speaker: 'S1', text: 'Hello.' },
    { speaker: 'S2', text: 'Hi!' },
  ];
  const forms = [
    JSON.stringify(turns),
    JSON.stringify({ turns }),
    '[S1] Hello. [S2] Hi!',
    'S1: Hello.\nS2: Hi!',
  ];
  expect(new Set(forms.map((form) => printScript(readScript(form)))).size).toBe(1);
});

test('words, text and characters of turns', () => {
  const [first] = talk.turns;
  expect(first && turnText(first)).toBe('So I was thinking we could go');
  expect(first && turnWords(first)).toEqual(['So', 'I', 'was', 'thinking', 'we', 'could', 'go']);
  expect([...scriptCharacters(parseScript('__proto__: 你好😀\n  > b: mm'))]).toEqual([
    ['__proto__', 3],
    ['b', 2],
  ]);
});
