import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScript } from '../../script/index.ts';
import { brainContract, brainRequest, brainText } from '../../testing/index.ts';
import type { BrainPart, BrainRequest, BrainTurn } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import { coverage, letterPairs, likeness } from './likeness.ts';
import { createScriptBrain, type ScriptBrainOptions } from './script-brain.ts';

const script = parseScript(`---
language: en
speakers:
  ann: { name: Ann }
  ben: { name: Ben }
---
ann: Good morning. What would you like?
ben: A coffee, please, and one of those rolls.
ann: With milk?
  > ben: mm-hm
ann: [laughs]
ben: No milk, thank you. How much is that?
ann: Three pounds fifty.
ben: Here you are.
ann: Thank you. Goodbye.
`);

const lines = [
  'Good morning. What would you like?',
  'With milk?',
  'Three pounds fifty.',
  'Thank you. Goodbye.',
];
const theirs = [
  'A coffee, please, and one of those rolls.',
  'No milk, thank you. How much is that?',
  'Here you are.',
];

brainContract('a part in a script', () => createScriptBrain(script), { test, expect });

const said = (text: string): BrainTurn => ({ type: 'user', text });
const agent = (text: string, cutShort = false): BrainTurn => ({ type: 'agent', text, cutShort });

async function answer(
  turns: readonly BrainTurn[],
  options: ScriptBrainOptions = {},
  more: Partial<BrainRequest> = {},
): Promise<{ text: string; ends: boolean }> {
  const parts: BrainPart[] = [];
  for await (const part of createScriptBrain(script, options).respond(brainRequest(turns, more)))
    parts.push(part);
  return { text: brainText(parts), ends: parts.at(-1)?.type === 'conversation-ended' };
}

test.each([
  ['as written', theirs],
  ['without words', ['', '', '']],
  [
    'misheard',
    ['a coffee please and one of those roles', 'no milk thank you how much is there', 'hear you are'],
  ],
  [
    'freely',
    [
      'Uh, could I have a coffee please and one of those rolls?',
      'No milk thanks. So how much is that',
      'here you are',
    ],
  ],
  ['something else altogether', ['What?', 'The weather is nice.', 'La la la.']],
])('it says its lines in turn when the user speaks %s', async (_how, users) => {
  const turns: BrainTurn[] = [];
  const heard: string[] = [];
  for (let count = 0; count < lines.length; count++) {
    const { text, ends } = await answer(turns);
    heard.push(text);
    expect(ends).toBe(count === lines.length - 1);
    turns.push(agent(text), said(users[count] ?? ''));
  }
  expect(heard).toEqual(lines);
  expect(await answer(turns)).toEqual({ text: '', ends: true });
});

test('it waits where the script lets the user begin', async () => {
  expect(await answer([], { part: 'Ben' })).toEqual({ text: '', ends: false });
  expect((await answer([said('Good morning, what would you like?')], { part: 'ben' })).text).toBe(theirs[0]);
});

test('off the script it prompts with the beginning, then with the line, where it is to', async () => {
  const turns = [agent(lines[0] ?? ''), said('How is your mother?')];
  const first = await answer(turns, { offScript: 'prompt' });
  expect(first.text).toBe('Your line begins: A coffee, please, and…');
  const more = [...turns, agent(first.text), said('Who?')];
  const second = await answer(more, { offScript: 'prompt' });
  expect(second.text).toBe(`Your line is: ${theirs[0]}`);
  const third = [...more, agent(second.text), said('A coffee please and one of those rolls')];
  expect((await answer(third, { offScript: 'prompt' })).text).toBe(lines[1]);
});

test('a line in two breaths is one line', async () => {
  const turns = [agent(lines[0] ?? ''), said('A coffee, please'), said('and one of those rolls.')];
  expect((await answer(turns, { offScript: 'prompt' })).text).toBe(lines[1]);
});

test('who skips a line is followed', async () => {
  const turns = [agent(lines[0] ?? ''), said('No milk, thank you. How much is that?')];
  expect((await answer(turns)).text).toBe(lines[2]);
});

test('cut short in the middle it says its line again to who did not let it finish', async () => {
  const cut = [agent('Good mor', true)];
  expect((await answer([...cut, said('What was that?')], { offScript: 'prompt' })).text).toBe(lines[0]);
  expect((await answer([...cut, said(theirs[0] ?? '')], { offScript: 'prompt' })).text).toBe(lines[1]);
});

test('silence is met with the line, and in the end with leave', async () => {
  const turns = [agent(lines[0] ?? '')];
  const texts: string[] = [];
  for (let count = 0; count < 6; count++) {
    const { text, ends } = await answer(turns, {}, { occasion: 'silence' });
    texts.push(ends ? 'END' : text);
    turns.push(agent(text));
    if (ends) break;
  }
  expect(texts[0]).toBe('Your line begins: A coffee, please, and…');
  expect(texts.at(-1)).toBe('END');
  expect(texts).toHaveLength(5);
});

test('a line in another language is announced, and a Mandarin user is prompted in Mandarin', async () => {
  const lesson = parseScript(`---
language: zh
speakers:
  li: { language: zh }
  me: { language: zh }
---
li: 你想喝什么？
me: 我想喝一杯绿茶，谢谢。
li: [en] Here you are.
`);
  const brain = createScriptBrain(lesson, { offScript: 'prompt' });
  const context = { language: 'en', elapsed: 0 };
  const parts: BrainPart[] = [];
  for await (const part of brain.respond(brainRequest([], { context }))) parts.push(part);
  expect(parts[0]).toEqual({ type: 'language-chosen', language: 'zh' });
  const prompts: BrainPart[] = [];
  const turns = [agent('你想喝什么？'), said('什么')];
  const request = brainRequest(turns, { context: { language: 'zh-CN', elapsed: 0 } });
  for await (const part of brain.respond(request)) prompts.push(part);
  expect(prompts).toEqual([{ type: 'text-said', text: '你的台词这样开始：我想喝一……' }]);
});

test.each([
  [{ part: 'anne' }, 'Did you mean "ann"'],
  [{ likeness: 0 }, 'likeness'],
])('%j is refused with what to do', (options, words) => {
  expect(() => createScriptBrain(script, options)).toThrow(words);
  expect(() => createScriptBrain(script, options)).toThrow(BrainError);
});

test('likeness is 1 for the same letters, 0 for none, and the same both ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const [a, b] = [letterPairs(one), letterPairs(other)];
      const value = likeness(a, b);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(value).toBe(likeness(b, a));
    }),
  );
  expect(likeness(letterPairs('Good morning!'), letterPairs('good  morning'))).toBe(1);
  expect(likeness(letterPairs('abc'), letterPairs('xyz'))).toBe(0);
  expect(coverage(letterPairs('Good mor'), letterPairs('Good morning.'))).toBe(1);
});

test('with any turns it says a line of its own, a prompt, or nothing', async () => {
  const turn = fc.oneof(
    fc.record({
      type: fc.constant('user' as const),
      text: fc.oneof(fc.string(), fc.constantFrom(...theirs, ...lines)),
    }),
    fc.record({
      type: fc.constant('agent' as const),
      text: fc.oneof(fc.string(), fc.constantFrom(...lines, ...theirs)),
      cutShort: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { maxLength: 12 }),
      fc.constantFrom('prompt', 'go-on'),
      async (turns, offScript) => {
        const { text } = await answer(turns, { offScript });
        expect(['', ...lines].includes(text) || text.startsWith('Your line')).toBe(true);
      },
    ),
  );
});
