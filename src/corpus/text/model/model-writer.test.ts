import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeBrain, type FakeAnswer } from 'duologue/testing';
import { afterAll, expect, test } from 'vitest';
import { BrainError } from '../../../brains/index.ts';
import { turnText } from '../../../script/index.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import { parseSpec } from '../../simulate/parse-spec.ts';
import { planCorpus } from '../../simulate/plan-dialogue.ts';
import { populationOf } from '../../simulate/population.ts';
import { simulateManifest } from '../../simulate/simulate-manifest.ts';
import { createDirectoryStore } from '../../store/directory-store.ts';
import { modelPrompt } from './model-prompt.ts';
import { modelSpend } from './model-spend.ts';
import { createModelWriter, type ModelWriterOptions } from './model-writer.ts';
import { openModelWriter } from './open-model-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'duologue-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = parseSpec({ name: 'x', hours: 1, languages: ['en', 'zh'] });
const corpus = planCorpus(spec, populationOf(spec));

function planAt(index: number): DialoguePlan {
  const plan = corpus.dialogue(corpus.id(index));
  if (plan === undefined) throw new Error('no such plan');
  return plan;
}

const dialogue = JSON.stringify({
  topic: 'a kite',
  turns: [
    { speaker: 'A', text: 'Um, did you bring the kite?' },
    { speaker: 'B', text: 'I did, I did.', event: 'laughter' },
    { speaker: 'A', text: 'Down, Rex!', aside: true },
  ],
});

const counted = (text: string): FakeAnswer => ({
  parts: [text, { type: 'tokens-counted', input: 400, output: 100 }],
});

function open(name: string, answers: readonly FakeAnswer[], more: Partial<ModelWriterOptions> = {}) {
  const asked: { instructions: string; seed: number }[] = [];
  const brain = createFakeBrain({ answers });
  const writer = createModelWriter({
    model: 'fake/model',
    temperature: 1,
    cache: createDirectoryStore(join(folder, name)),
    openModel: async (options) => {
      asked.push(options);
      return brain;
    },
    ...more,
  });
  return { writer, brain, asked };
}

test('an answer becomes a script, with events and asides, and is paid once', async () => {
  const first = open('once', [counted(`Here it is:\n${dialogue}`)]);
  const written = await first.writer.write(planAt(0));
  expect(written.source).toBe('fake/model');
  expect(written.asides).toEqual([2]);
  expect(written.script.title).toBe('a kite');
  expect(written.script.turns.map(turnText)).toEqual([
    'Um, did you bring the kite?',
    'I did, I did.',
    'Down, Rex!',
  ]);
  expect(written.script.turns[1]?.parts.at(-1)).toEqual({ type: 'event', event: 'laughter' });
  expect(written.script.speakers.map(({ id }) => id)).toEqual(planAt(0).speakers.map(({ id }) => id));
  const second = open('once', ['nothing more is asked']);
  expect(await second.writer.write(planAt(0))).toEqual(written);
  expect(second.brain.requests).toHaveLength(0);
});

test('every dialogue has a request and a seed of its own, which follow from its plan', async () => {
  const { writer, asked, brain } = open('many', [dialogue]);
  for (let index = 0; index < 6; index++) await writer.write(planAt(index));
  expect(new Set(asked.map(({ seed }) => seed)).size).toBe(6);
  expect(new Set(brain.requests.map(({ turns }) => JSON.stringify(turns))).size).toBe(6);
  expect(modelPrompt(planAt(3))).toEqual(modelPrompt(planAt(3)));
  expect(modelPrompt(planAt(3)).task).toContain(planAt(3).register);
});

test('what cannot be read is asked for once more, and both are counted', async () => {
  const { writer, brain } = open('repair', [counted('{"topic": "a kite", "turns": []}'), counted(dialogue)]);
  await writer.write(planAt(1));
  expect(brain.requests).toHaveLength(2);
  const last = brain.requests[1]?.turns.at(-1);
  expect(last).toMatchObject({ type: 'user', text: expect.stringMatching(/cannot be read.*turns/s) });
  const { writer: stubborn } = open('stubborn', ['I would rather not.']);
  await expect(stubborn.write(planAt(1))).rejects.toMatchObject({
    name: 'CorpusError',
    item: planAt(1).id,
    retryable: false,
    message: expect.stringMatching(/asked twice.*I would rather not/s),
  });
  expect(readdirSync(folder)).not.toContain('stubborn');
});

test('a sentence that another split has is asked for in other words, and left out where it comes again', async () => {
  const even = parseSpec({ name: 'x', hours: 2, split: { train: 0.5, dev: 0.5, test: 0 } });
  const all = planCorpus(even, populationOf(even));
  const plans = Array.from({ length: all.dialogues }, (_, index) => all.dialogue(all.id(index))).flatMap(
    (plan) => plan ?? [],
  );
  const train = plans.find(({ split }) => split === 'train');
  const other = plans.find(({ split }) => split === 'dev');
  if (train === undefined || other === undefined) throw new Error('too few plans');
  const repeating = JSON.stringify({
    topic: 'a dog',
    turns: [
      { speaker: 'A', text: 'Um, did you bring the kite? The dog has eaten my shoes again.' },
      { speaker: 'B', text: 'Has he? Oh no.' },
      { speaker: 'A', text: 'um did you bring the kite' },
    ],
  });
  const { writer } = open('splits', [dialogue]);
  await writer.write(train);
  const { writer: second, brain } = open('splits', [counted(repeating)]);
  const { script } = await second.write(other);
  expect(brain.requests).toHaveLength(2);
  expect(brain.requests[1]?.turns.at(-1)).toMatchObject({
    text: expect.stringMatching(/in other dialogues: "um did you bring the kite"/),
  });
  expect(script.turns.map(turnText)).toEqual(['The dog has eaten my shoes again.', 'Has he? Oh no.']);
  const { writer: again, brain: asked } = open('splits', ['nothing more is asked']);
  expect((await again.write(other)).script).toEqual(script);
  expect(asked.requests).toHaveLength(0);
});

test('nothing is asked beyond the budget, which counts what others have spent', async () => {
  const price = { input: 1000, output: 10_000 };
  const first = open('budget', [counted(dialogue)], { price, maxCost: 2 });
  await first.writer.write(planAt(0));
  await first.writer.write(planAt(1));
  await expect(first.writer.write(planAt(2))).rejects.toMatchObject({
    name: 'CorpusError',
    field: 'text.maxCost',
    retryable: true,
    message: expect.stringMatching(/have cost 2\.80/),
  });
  const second = open('budget', [counted(dialogue)], { price, maxCost: 2 });
  await second.writer.write(planAt(1));
  await expect(second.writer.write(planAt(3))).rejects.toThrow(/Raise it/);
  const richer = open('budget', [counted(dialogue)], { price, maxCost: 5 });
  await richer.writer.write(planAt(2));
});

test('what the texts of a run have cost is told by its corpus', async () => {
  const price = { input: 1000, output: 10_000 };
  const cache = join(folder, 'spent');
  await open('spent', [counted(dialogue)]).writer.write(planAt(0));
  const text = { from: 'model', model: 'fake/model', cache, price, maxCost: 5 } as const;
  await using store = createDirectoryStore(join(folder, 'corpus'));
  const manifest = simulateManifest(parseSpec({ name: 'x', hours: 1, text }), 'test');
  await store.put('run.json', new TextEncoder().encode(JSON.stringify(manifest)));
  expect(await modelSpend(store)).toEqual({
    model: 'fake/model',
    input: 400,
    output: 100,
    cost: 1.4,
    maxCost: 5,
  });
});

test('a service that fails stops the run, to be gone on with; a broken cache says which file', async () => {
  const failure = new BrainError('fake/brain: 503', { brain: 'fake/brain', code: 'failed', retryable: true });
  const { writer } = open('down', [{ parts: [], failure }]);
  await expect(writer.write(planAt(0))).rejects.toMatchObject({
    name: 'CorpusError',
    retryable: true,
    field: 'text.model',
  });
  const { writer: one } = open('broken', [dialogue]);
  await one.write(planAt(0));
  const [file = ''] = readdirSync(join(folder, 'broken'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'));
  writeFileSync(join(folder, 'broken', file), '{"half');
  await expect(one.write(planAt(0))).rejects.toThrow(/is no answer of a model: remove it/);
});

test('a name without a provider is an error before anything is asked', async () => {
  const text = { from: 'model', model: 'gpt', cache: join(folder, 'name'), temperature: 1 } as const;
  await expect(openModelWriter(text)).rejects.toThrow(/"gpt" is no provider\/model/);
});
