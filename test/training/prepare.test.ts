import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from 'duologue/dsp';
import { openEmbeddedVoices } from 'duologue/voices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDialogueText } from '../../packages/dialospeech/src/text/index.ts';
import { describePacks } from '../../training/prepare/describe-packs.ts';
import { englishSentence } from '../../training/prepare/english-sentences.ts';
import { makePacks } from '../../training/prepare/make-packs.ts';
import { mandarinSentence } from '../../training/prepare/mandarin-sentences.ts';
import { monologueItem } from '../../training/prepare/monologue-item.ts';
import { planMonologue } from '../../training/prepare/monologue-plan.ts';
import type { PackItem } from '../../training/prepare/pack-item.ts';
import { packTiming, rankTest } from '../../training/prepare/pack-timing.ts';
import { packUnits } from '../../training/prepare/pack-units.ts';
import { hasPack, openPackWriter } from '../../training/prepare/pack-writer.ts';
import { parsePrepareSpec } from '../../training/prepare/prepare-spec.ts';
import { allThroats, findThroat } from '../../training/prepare/throats.ts';

const spec = parsePrepareSpec('{ name: t, languages: { en: { dialogue: 1, monologue: 1 } } }', 't.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packs-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(['a', 'b', 'sample'])('%s.yaml is a specification', async (name) => {
  const path = new URL(`../../training/specs/${name}.yaml`, import.meta.url);
  expect(parsePrepareSpec(await readFile(path, 'utf8'), name).name).toBe(name);
});

it('says which field of a specification is wrong', () => {
  expect(() => parsePrepareSpec('{ name: x, languages: {}, hour: 3 }', 'x.yaml')).toThrow(
    /x\.yaml.*\n.*hour/u,
  );
});

describe('throats', () => {
  const throats = allThroats();

  it('are enough for a speaker encoder, some of them of both languages', () => {
    const of = (language: 'en' | 'zh'): number =>
      throats.filter(({ voices, split }) => split === 'train' && voices[language] !== undefined).length;
    expect(of('en')).toBeGreaterThanOrEqual(60);
    expect(of('zh')).toBeGreaterThanOrEqual(60);
    const both = throats.filter(({ voices }) => voices.en !== undefined && voices.zh !== undefined);
    expect(new Set(both.map(({ split }) => split))).toEqual(new Set(['train', 'dev', 'test']));
  });

  it('are each heard in one part, women and men in all', () => {
    expect(new Set(throats.map(({ id }) => id)).size).toBe(throats.length);
    for (const split of ['dev', 'test'] as const) {
      for (const language of ['en', 'zh'] as const) {
        const own = throats.filter((each) => each.split === split && each.voices[language] !== undefined);
        expect(new Set(own.map(({ gender }) => gender)).size).toBe(2);
      }
    }
  });

  it('are found by the voice of either language', () => {
    const [throat] = throats.filter(({ voices }) => voices.en !== undefined && voices.zh !== undefined);
    expect(findThroat(throats, throat?.voices.en ?? '')).toBe(throat);
    expect(findThroat(throats, throat?.voices.zh ?? '')).toBe(throat);
  });
});

it('makes sentences of sounds alone, which are the same for a seed', async () => {
  const reader = await createDialogueText();
  for (const [language, sentence] of [
    ['en', englishSentence],
    ['zh', mandarinSentence],
  ] as const) {
    const texts = Array.from({ length: 30 }, (_, index) => sentence(createRandom(index)));
    expect(texts).toEqual(Array.from({ length: 30 }, (_, index) => sentence(createRandom(index))));
    expect(new Set(texts).size).toBe(30);
    expect(texts.flatMap((text) => reader.read(text, { language }).warnings)).toEqual([]);
  }
});

it('writes a pack of somebody alone whose words are where its sound is', async () => {
  const reader = await createDialogueText();
  const full = planMonologue(spec, 'en', { throats: allThroats(), index: 0 });
  const plan = { ...full, texts: full.texts.slice(0, 2) };
  await using catalogue = await openEmbeddedVoices({ workers: 1 });
  const made = await monologueItem(plan, { catalogue, reader });
  if (typeof made === 'string') throw new Error(made);
  const writer = await openPackWriter(folder, 'alone');
  await writer.add(made);
  await writer.add(made);
  expect(await hasPack(folder, 'alone')).toBe(false);
  await writer.finish();
  expect(await readdir(folder)).toEqual(['alone']);

  const lines = (await readFile(join(folder, 'alone', 'items.jsonl'), 'utf8')).trim().split('\n');
  const items = lines.map((line): PackItem => JSON.parse(line));
  const bytes = await readFile(join(folder, 'alone', 'audio.i16'));
  const [first, second] = items;
  expect(second?.offset).toBe(first?.frames);
  expect(bytes.length).toBe(2 * (first?.frames ?? 0) * items.length);
  expect((first?.frames ?? 0) % 640).toBe(0);
  const sound = (from: number, to: number): number => {
    let most = 0;
    for (let frame = Math.round(from * 16_000); frame < to * 16_000; frame++)
      most = Math.max(most, Math.abs(bytes.readInt16LE(2 * frame)));
    return most;
  };
  const units = first?.units ?? [];
  expect(units).toHaveLength(2);
  for (const { start, words } of units) {
    expect(sound(start - 0.1, start - 0.01)).toBe(0);
    for (const word of words) expect(sound(word.start, word.end)).toBeGreaterThan(300);
  }
});

it('makes no unit of words that were timed otherwise than they are read', async () => {
  const reader = await createDialogueText();
  const words = [{ text: 'one', start: 0, end: 0.5 }];
  const said = { channel: 0, start: 0, end: 1, language: 'en', words } as const;
  expect(packUnits(reader, { ...said, text: 'one' })).toHaveLength(1);
  expect(packUnits(reader, { ...said, text: 'one two' })).toEqual([]);
});

it('makes packs of dialogues, and none a second time', async () => {
  const out = join(folder, 'made');
  const small = parsePrepareSpec(
    `{ name: s, languages: { en: { dialogue: 0.003, monologue: 0 } },
       duration: { median: 11, sigma: 0, minimum: 10, maximum: 12 } }`,
    's.yaml',
  );
  const messages: string[] = [];
  const options = { folder: out, onMessage: (message: string) => messages.push(message) };
  await makePacks(small, options);
  await makePacks(small, options);
  expect(messages).toEqual([expect.stringMatching(/^dialogue-en-00: 0\.\d minutes$/u)]);
  expect((await readdir(out)).toSorted()).toEqual(['corpora', 'dialogue-en-00']);
  const [line = ''] = (await readFile(join(out, 'dialogue-en-00', 'items.jsonl'), 'utf8')).split('\n');
  const item: PackItem = JSON.parse(line);
  expect([item.channels, item.speakers.length, item.register]).toEqual([2, 2, 'conversation']);
  expect(new Set(item.units.map(({ channel }) => channel))).toEqual(new Set([0, 1]));
  const described = await describePacks(out);
  expect(described[0]).toMatch(/^en: 0\.01 h of dialogue, .* 2 throats/u);
});

describe('how packs are described', () => {
  it('tells two distributions apart, and one from itself', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index * 0.618) % 1);
    expect(rankTest(values, values)).toBe(1);
    expect(rankTest([], values)).toBe(1);
    expect(
      rankTest(
        values,
        values.map((value) => value + 0.3),
      ),
    ).toBeLessThan(1e-5);
    // Exactly it is .057; the normal approximation is lower for so few.
    expect(rankTest([1, 2, 3], [4, 5, 6, 7])).toBeCloseTo(0.034, 3);
  });

  it('counts from the end of a turn that was not cut', () => {
    const unit = { channel: 0, role: 'turn', cut: false, text: '', tones: [], words: [] } as const;
    const item = {
      id: 'x',
      split: 'train',
      language: 'en',
      kind: 'dialogue',
      register: '',
      channels: 2,
      frames: 960_000,
      offset: 0,
      speakers: [],
      units: [
        { ...unit, start: 0, end: 1, symbols: [6] },
        { ...unit, start: 1.5, end: 3, channel: 1, symbols: [5] },
        { ...unit, start: 2, end: 2.2, role: 'backchannel', symbols: [5] },
        { ...unit, start: 3.25, end: 4, cut: true, symbols: [8] },
        { ...unit, start: 3.5, end: 5, channel: 1, symbols: [5] },
      ],
    } satisfies PackItem;
    const timing = packTiming([item], 6);
    expect([timing.afterQuestions, timing.afterStatements]).toEqual([[0.5], [0.25]]);
    expect([timing.backchannelsPerMinute, timing.interruptionsPerMinute]).toEqual([1, 0]);
  });
});
