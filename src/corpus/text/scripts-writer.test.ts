import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { turnText } from '../../script/index.ts';
import { parseSpec } from '../simulate/parse-spec.ts';
import { planCorpus } from '../simulate/plan-dialogue.ts';
import { populationOf } from '../simulate/population.ts';
import type { SpecInput } from '../simulate/spec.ts';
import { openScriptsWriter } from './scripts-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'duologue-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onlyTrain = { train: 1, dev: 0, test: 0 };

function put(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function plansOf(input: Partial<SpecInput>) {
  const spec = parseSpec({ name: 'x', hours: 20, split: onlyTrain, ...input });
  const plan = planCorpus(spec, populationOf(spec));
  return { spec, plans: Array.from({ length: plan.dialogues }, (_, index) => plan.dialogue(plan.id(index))) };
}

put('all/short.dialogue', 'ann: Hello there, ben.\nben: Good day to you, ann.\n');
put(
  'all/deep/long.dialogue',
  'ann: One two three four five six seven eight nine ten.\nben: And so on we go.\n'.repeat(40),
);
put(
  'all/deep/turns.json',
  JSON.stringify([
    { speaker: 'x', text: 'A list of turns.' },
    { speaker: 'y', text: 'It is one, and it is read.' },
  ]),
);
put('all/tags.txt', '[S1] Tags are read as well. [S2] Are they now?');
put('all/.hidden', 'not a script at all');

test('every format in folders within folders is given out, the plan’s people in it', async () => {
  const { spec, plans } = plansOf({ duration: { median: 10, sigma: 1.2, minimum: 5, maximum: 600 } });
  const writer = await openScriptsWriter(spec, join(folder, 'all'), 'CC0-1.0');
  const sources = new Set<string>();
  for (const plan of plans) {
    if (plan === undefined) continue;
    const { script, source, licence, style } = await writer.write(plan);
    sources.add(source);
    expect(licence).toBe('CC0-1.0');
    expect(style).toBe('script');
    expect(script.speakers.map(({ id }) => id)).toEqual(plan.speakers.map(({ id }) => id));
    expect(new Set(script.turns.map(({ speaker }) => speaker))).toEqual(
      new Set(plan.speakers.map(({ id }) => id)),
    );
  }
  expect([...sources].toSorted()).toEqual([
    'deep/long.dialogue',
    'deep/turns.json',
    'short.dialogue',
    'tags.txt',
  ]);
});

test('a script that is about as long as the dialogue is to be is taken', async () => {
  const { spec, plans } = plansOf({ duration: { median: 170, sigma: 0, minimum: 60, maximum: 300 } });
  const writer = await openScriptsWriter(spec, join(folder, 'all'), null);
  const sources = await Promise.all(
    plans.slice(0, 20).map(async (plan) => plan && (await writer.write(plan)).source),
  );
  expect(new Set(sources)).toEqual(new Set(['deep/long.dialogue']));
});

test('a woman’s part is a woman’s where it can be, and roles stay', async () => {
  const file = put(
    'cast.dialogue',
    '---\nspeakers:\n  mia: { gender: female, role: agent }\n  tom: { gender: male }\n---\nmia: I am Mia.\ntom: I am Tom.\n',
  );
  const { spec, plans } = plansOf({});
  const writer = await openScriptsWriter(spec, file, null);
  for (const plan of plans) {
    if (plan === undefined || plan.speakers[0]?.gender === plan.speakers[1]?.gender) continue;
    const { script } = await writer.write(plan);
    const mia = script.turns.find((turn) => turnText(turn) === 'I am Mia.')?.speaker;
    expect(plan.speakers.find(({ id }) => id === mia)?.gender).toBe('female');
    expect(script.speakers.find(({ id }) => id === mia)?.role).toBe('agent');
  }
});

test('a script is of one split alone', async () => {
  for (let index = 0; index < 60; index++)
    put(
      `many/${index}.dialogue`,
      `a: This is text number ${index}.\nb: And this answers it, ${index} times.\n`,
    );
  const { spec, plans } = plansOf({ hours: 60, split: { train: 0.6, dev: 0.2, test: 0.2 } });
  const writer = await openScriptsWriter(spec, join(folder, 'many'), null);
  const splits = new Map<string, string>();
  for (const plan of plans) {
    if (plan === undefined) continue;
    const { source } = await writer.write(plan);
    expect(splits.get(source) ?? plan.split).toBe(plan.split);
    splits.set(source, plan.split);
  }
  expect(new Set(splits.values()).size).toBe(3);
});

test('what is missing or wrong is said with file, line and what to do', async () => {
  const [plan] = plansOf({ languages: 'de' }).plans;
  if (plan === undefined) throw new Error('no plan');
  const { spec } = plansOf({});
  const bad = put('bad/one.dialogue', 'ann: Hello.\nben: It is [not closed\n');
  await expect(openScriptsWriter(spec, join(folder, 'bad'), null)).rejects.toMatchObject({
    name: 'CorpusError',
    field: 'text.path',
    key: bad,
    message: expect.stringMatching(/one\.dialogue.*2/s),
  });
  mkdirSync(join(folder, 'empty'));
  await expect(openScriptsWriter(spec, join(folder, 'empty'), null)).rejects.toThrow(/There is no script in/);
  await expect(openScriptsWriter(spec, join(folder, 'gone'), null)).rejects.toThrow(/gone/);
  const writer = await openScriptsWriter(spec, join(folder, 'all'), null);
  await expect(writer.write(plan)).rejects.toThrow(/None of the 4 scripts of .* has 2 speakers in de/);
  await expect(writer.write({ ...plan, language: 'en', split: 'dev' })).rejects.toThrow(
    /none is for dev: add some, or set split/,
  );
});
