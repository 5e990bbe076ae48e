import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { brainContract, brainRequest, brainText } from '../../testing/index.ts';
import type { Brain, BrainPart, BrainRequest, BrainTurn, UserSound } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import { contentWord } from './content-word.ts';
import { english } from './english.ts';
import { createInterviewer, type InterviewerOptions } from './interviewer.ts';
import { mandarin } from './mandarin.ts';
import { expand } from './material.ts';
import { plainText } from './topics.ts';

for (const language of ['en', 'zh']) {
  brainContract(`the interviewer in ${language}`, () => createInterviewer(), {
    test,
    expect,
    request: brainRequest([{ type: 'user', text: '' }], { context: { language, elapsed: 0 } }),
  });
}

async function partsOf(brain: Brain, request: BrainRequest): Promise<BrainPart[]> {
  const parts: BrainPart[] = [];
  for await (const part of brain.respond(request)) parts.push(part);
  return parts;
}

const calm: UserSound = { duration: 4, paused: 0.2, laughter: false, rising: false, interrupting: false };
const heard = (sound: Partial<UserSound> = {}): BrainTurn => ({
  type: 'user',
  text: '',
  sound: { ...calm, ...sound },
});
const said = (text: string): BrainTurn => ({ type: 'user', text });
const agent = (text: string, cutShort = false): BrainTurn => ({ type: 'agent', text, cutShort });
const question = english.topics[3]?.questions[1] ?? '';

async function answerTo(
  turns: readonly BrainTurn[],
  {
    language = 'en',
    occasion = 'answer',
    ...options
  }: InterviewerOptions & { occasion?: BrainRequest['occasion'] } = {},
): Promise<{ text: string; ends: boolean }> {
  const request = brainRequest(turns, { occasion, context: { language, elapsed: 0 } });
  const parts = await partsOf(createInterviewer(options), request);
  return { text: brainText(parts), ends: parts.at(-1)?.type === 'conversation-ended' };
}

type Session = { readonly lines: readonly string[]; readonly ended: boolean };

/** A whole interview, with users who sound as `sounds` says. */
async function interview(
  options: InterviewerOptions,
  language: string,
  sounds: readonly UserSound[],
): Promise<Session> {
  const brain = createInterviewer(options);
  const turns: BrainTurn[] = [];
  const lines: string[] = [];
  for (let count = 0; count < 150; count++) {
    const parts = await partsOf(brain, brainRequest(turns, { context: { language, elapsed: count * 10 } }));
    const text = brainText(parts);
    lines.push(text);
    if (parts.at(-1)?.type === 'conversation-ended') return { lines, ended: true };
    turns.push(agent(text), { type: 'user', text: '', sound: sounds[count % sounds.length] ?? calm });
  }
  return { lines, ended: false };
}

const sounds: readonly UserSound[] = [
  calm,
  { ...calm, duration: 0.6 },
  { ...calm, duration: 18, paused: 2 },
  { ...calm, duration: 3, paused: 1.6 },
  { ...calm, laughter: true },
  { ...calm, duration: 2, rising: true },
];

test.each([
  ['en', english],
  ['zh', mandarin],
])(
  'an interview in %s repeats no question, and ends politely when there is none left',
  async (language, material) => {
    const known = [...material.topics.flatMap(({ questions }) => questions), ...material.followUps].map(
      plainText,
    );
    for (const seed of [1, 2, 'x']) {
      const { lines, ended } = await interview({ seed }, language, sounds);
      const plain = lines.map(plainText);
      const counts = known.map((each) => plain.filter((line) => line.includes(each)).length);
      expect(Math.max(...counts)).toBe(1);
      expect(ended).toBe(true);
      expect(lines.length).toBeGreaterThan(50);
      expect(lines.at(-1)).toMatch(/Goodbye|Take care|Have a good day|再见|保重|祝你/);
      expect(new Set(lines).size).toBe(lines.length);
    }
  },
);

test('no two answers in a row begin with the same words', async () => {
  const { lines } = await interview({ seed: 5 }, 'en', [calm]);
  const beginnings = lines.map((line) => line.split('.').slice(0, 2).join('.'));
  expect(beginnings.filter((line, index) => line === beginnings[index + 1])).toEqual([]);
});

test.each([
  ['en', english],
  ['zh', mandarin],
])('there are several hundred lines in %s', (_language, material) => {
  const all = [...Object.values(material.lines), ...material.echoes].map(variants);
  expect(all.flat().filter((line) => /[{}|]/.test(line))).toEqual([]);
  const questions = [...material.topics.flatMap((topic) => topic.questions), ...material.followUps];
  expect(new Set(questions).size).toBe(questions.length);
  expect(questions.length).toBeGreaterThanOrEqual(70);
  expect(all.flat().length + questions.length).toBeGreaterThan(400);
});

/** Every line that a text with choices stands for. */
function variants(text: string): string[] {
  const choice = /\{([^{}]*)\}/.exec(text);
  if (choice === null) return [text];
  return (choice[1] ?? '').split('|').flatMap((option) => variants(text.replace(choice[0], option)));
}

async function opening(seed: number): Promise<string> {
  return (await answerTo([], { seed, occasion: 'opening' })).text;
}

test('seeds differ, and the same seed says the same', async () => {
  const openings = await Promise.all(Array.from({ length: 40 }, (_, seed) => opening(seed)));
  expect(new Set(openings).size).toBeGreaterThan(30);
  expect(await opening(7)).toBe(openings[7]);
});

test.each<[what: string, sound: Partial<UserSound>, line: keyof typeof english.lines]>([
  ['a laugh', { laughter: true }, 'after-laughter'],
  ['a hesitant answer', { duration: 4, paused: 2 }, 'after-hesitation'],
  ['a long one', { duration: 20 }, 'after-long'],
  ['a short one', { duration: 0.5 }, 'after-short'],
  ['an ordinary one', {}, 'after-medium'],
  ['a question', { duration: 2, rising: true }, 'after-question'],
])('it hears %s without a word', async (_what, sound, line) => {
  const { text } = await answerTo([agent(question), heard(sound)]);
  expect(variants(english.lines[line]).some((each) => text.startsWith(each.trim()))).toBe(true);
});

test('a short interruption gets the floor, and the question comes back once it is over', async () => {
  const cut = question.slice(0, 24);
  const yielded = await answerTo([
    agent(`Right. ${cut}`, true),
    heard({ duration: 0.6, interrupting: true }),
  ]);
  expect(variants(english.lines.yield)).toContain(yielded.text);
  const turns = [
    agent(`Right. ${cut}`, true),
    heard({ duration: 0.6, interrupting: true }),
    agent(yielded.text),
    heard(),
  ];
  expect((await answerTo(turns)).text.endsWith(question)).toBe(true);
});

test.each([
  ['Can you say that again?', 'again', question],
  ['Sorry?', 'again', question],
  ['Wait a second', 'wait', ''],
  ['Who are you?', 'my-name', ''],
  ['Are you a robot?', 'my-kind', ''],
  ['I would rather not say.', 'skip', ''],
  ['Can you hear me?', 'my-hearing', ''],
  [
    'My father died in spring, and it has been a long and difficult year for all of us ever since',
    'sympathy',
    '',
  ],
] as const)('%j is understood', async (text, line, end) => {
  const answer = await answerTo([agent(question), said(text)]);
  expect(variants(english.lines[line]).some((each) => answer.text.startsWith(each.trim()))).toBe(true);
  expect(answer.text.endsWith(end)).toBe(true);
  expect(answer.ends).toBe(false);
});

test('after a wait the question is still open', async () => {
  const turns = [agent(question), said('Hold on.'), agent('Of course, take your time.'), said('I am back.')];
  expect((await answerTo(turns)).text.endsWith(question)).toBe(true);
});

test.each([
  ['en', 'Okay, goodbye!', true],
  ['en', 'I think I have to go now.', true],
  ['en', 'It was nice to see you at the lake.', false],
  [
    'en',
    'I said goodbye to my old job and to all of my colleagues and then moved to Spain with two suitcases',
    false,
  ],
  ['zh', '好了，再见！', true],
  ['en', '再见', true],
])('in %s %j ends it: %s', async (language, text, ends) => {
  const request = brainRequest([agent(question), said(text)], { context: { language, elapsed: 1 } });
  const parts = await partsOf(createInterviewer(), request);
  expect(parts.at(-1)?.type === 'conversation-ended').toBe(ends);
});

test('silence is met gently, then with another question, then with a goodbye', async () => {
  const turns: BrainTurn[] = [agent(question)];
  const ends: boolean[] = [];
  const lines: string[] = [];
  for (let count = 0; count < 3; count++) {
    const { text, ends: isLast } = await answerTo(turns, { occasion: 'silence' });
    lines.push(text);
    ends.push(isLast);
    turns.push(agent(text));
  }
  expect(ends).toEqual([false, false, true]);
  expect(lines[0]).not.toContain('?');
  expect(lines[1]).toContain('?');
  expect((await answerTo([...turns, heard()], {})).ends).toBe(false);
});

test('it follows the user into another language, and says so once', async () => {
  const first = await answerTo([agent(question), said('我喜欢钢琴。')], { language: 'zh' });
  expect(variants(mandarin.lines['language-switched']).some((line) => first.text.startsWith(line))).toBe(
    true,
  );
  const next = await answerTo([agent(question), said('我喜欢钢琴。'), agent(first.text), said('是的')], {
    language: 'zh',
  });
  expect(variants(mandarin.lines['language-switched']).some((line) => next.text.startsWith(line))).toBe(
    false,
  );
  const parts = await partsOf(
    createInterviewer(),
    brainRequest([agent(question), said('请说中文')], { context: { language: 'en', elapsed: 1 } }),
  );
  expect(parts[0]).toEqual({ type: 'language-chosen', language: 'zh' });
  const french = brainRequest([], { context: { language: 'fr', elapsed: 0 } });
  expect((await partsOf(createInterviewer({ language: 'zh' }), french))[0]).toEqual({
    type: 'language-chosen',
    language: 'zh',
  });
});

test('topics are those that were asked for', async () => {
  const { text } = await answerTo([agent(question), said("Let's talk about food.")]);
  expect(text).toContain(english.topics[1]?.questions[0]);
  const own = { name: 'boats', questions: ['Do you have a boat?', 'Does it float?'] };
  const lines = (await interview({ topics: [own] }, 'en', [calm])).lines.join(' ');
  expect(lines).toContain('Do you have a boat?');
  expect(lines).not.toContain('weekend');
  expect((await interview({ topics: ['bees'] }, 'en', [calm])).lines[0]).toContain('bees');
  expect((await interview({ topics: ['音乐'] }, 'en', [calm])).lines[0]).toContain(
    english.topics[3]?.questions[0],
  );
  expect((await interview({ mostQuestions: 3 }, 'en', [calm])).lines).toHaveLength(4);
});

test('questions of several sentences, or of two topics, are asked once too', async () => {
  const long = 'You are on a boat. It rains. The sea is high. The night is dark. What do you do?';
  const topics = [
    'bees',
    'bees',
    { name: 'boats', questions: [long, 'Why?'] },
    { name: 'why', questions: ['Why?'] },
  ];
  const { lines, ended } = await interview({ topics }, 'en', [calm]);
  expect(ended).toBe(true);
  expect(lines.filter((line) => line.includes(long))).toHaveLength(1);
  expect(lines.filter((line) => line.endsWith('Why?'))).toHaveLength(1);
});

test('formal Mandarin is polite', async () => {
  const { lines } = await interview({ style: 'formal' }, 'zh', sounds);
  expect(lines.join('').match(/你(?!们)/u)).toBeNull();
});

test.each([
  ['en', 'I went to the lake with my sister.', 'your sister'],
  ['en', 'Mostly gardening, really.', 'gardening'],
  ['en', 'Yes, I do.', undefined],
  ['zh', '我每天晚上都弹钢琴', '钢琴'],
  ['zh', '是的', undefined],
] as const)('in %s the word of %j is %j', (language, text, word) => {
  expect(contentWord(text, language)).toBe(word);
});

test('wrong options are told before the first word', () => {
  for (const wrong of [
    { topics: [] },
    { mostQuestions: 0 },
    { topics: [{ name: 'x', questions: [] }] },
    { topics: [{ name: 'x', questions: ['?'] }] },
  ]) {
    expect(() => createInterviewer(wrong)).toThrow(BrainError);
  }
});

test('whatever was said in whatever order, it has something to say and no mark of its grammar in it', async () => {
  const turn = fc.oneof(
    fc.record({
      type: fc.constant('agent' as const),
      text: fc.oneof(fc.string(), fc.constantFrom(question, '嗯？')),
      cutShort: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('user' as const),
      text: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', 'bye', '等等', '[topic] {a|b}', "let's talk about food"),
      ),
      sound: fc.record({
        duration: fc.double({ min: 0, max: 100 }),
        paused: fc.double({ min: 0, max: 100 }),
        laughter: fc.boolean(),
        rising: fc.boolean(),
        interrupting: fc.boolean(),
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { maxLength: 12 }),
      fc.constantFrom('en', 'zh-CN', 'de'),
      fc.constantFrom('opening', 'answer', 'silence', 'asked', 'tool-answered'),
      async (turns, language, occasion) => {
        const request = brainRequest(turns, { occasion, context: { language, elapsed: 0 } });
        const brain = createInterviewer();
        const parts = await partsOf(brain, request);
        expect(brainText(parts)).not.toBe('');
        expect(brainText(parts)).not.toMatch(/[{}|]|\[topic\]|\[word\]/);
        expect(await partsOf(brain, { ...request, speculative: true })).toEqual(parts);
      },
    ),
  );
});

test('a choice inside a choice is made first', () => {
  expect(expand('{a|b{c|d}} e', (count) => count - 1)).toBe('bd e');
});
