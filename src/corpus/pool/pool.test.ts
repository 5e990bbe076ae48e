import { appendFile, cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeAudio } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { parseSpec } from '../simulate/parse-spec.ts';
import { writeTonePool } from './fixtures/tone-pool.ts';
import { openPool } from './open-pool.ts';
import type { PoolEntry } from './pool-entry.ts';
import { poolParts } from './pool-parts.ts';
import { poolPopulation } from './pool-population.ts';
import { readPool } from './read-pool.ts';
import { splitPool } from './split-pool.ts';
import type { PoolLine } from './utterance-list.ts';

let root = '';
let folder = '';
let lines: readonly PoolLine[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'duologue-pool-'));
  folder = join(root, 'tones');
  lines = await writeTonePool({ folder, speakers: 8, utterances: 6 });
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function readAll(path: string): Promise<PoolEntry[]> {
  const entries: PoolEntry[] = [];
  for await (const entry of readPool(path)) entries.push(entry);
  return entries;
}

const silence = (seconds: number, channels = 1): Promise<Uint8Array> =>
  encodeAudio(
    {
      channels: Array.from({ length: channels }, () => new Float32Array(8000 * seconds).fill(0.1)),
      sampleRate: 8000,
    },
    { format: 'wav' },
  );

describe('reading a pool', () => {
  it('reads Lhotse’s recordings and supervisions, gzipped, with what pool.yaml adds', async () => {
    const path = join(root, 'lhotse');
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'a.wav'), await silence(10, 2));
    await writeFile(
      join(path, 'pool.yaml'),
      'language: en\nlicence: CC-BY-4.0\nspeakers: {ann: {consent: c1}}\n',
    );
    const recording = {
      id: 'r',
      sources: [{ type: 'file', channels: [0, 1], source: 'a.wav' }],
      sampling_rate: 8000,
    };
    const supervision = {
      id: 's',
      recording_id: 'r',
      start: 2,
      duration: 1.5,
      channel: 1,
      text: 'Hello there.',
      speaker: 'ann',
      gender: 'F',
      alignment: {
        word: [
          ['Hello', 2.1, 0.4, null],
          ['there', 2.6, 0.5],
        ],
      },
    };
    await writeFile(join(path, 'recordings.jsonl.gz'), gzipSync(`${JSON.stringify(recording)}\n`));
    await writeFile(join(path, 'supervisions.jsonl.gz'), gzipSync(`${JSON.stringify(supervision)}\n`));
    const [entry] = await readAll(path);
    expect(entry).toMatchObject({
      channel: 1,
      from: 2,
      to: 3.5,
      text: 'Hello there.',
      speaker: { id: 'ann', language: 'en', gender: 'female', consent: 'c1', licence: 'CC-BY-4.0' },
    });
    expect(entry?.words?.map(({ start }) => Math.round(start * 100))).toEqual([10, 60]);
  });

  it('reads sounds and texts beside each other, by folder or by the beginning of their names', async () => {
    const path = join(root, 'beside');
    await mkdir(join(path, 'p225'), { recursive: true });
    await writeFile(join(path, 'pool.yaml'), 'language: en\nspeakers: { p225: { gender: female } }\n');
    for (const name of ['p225/one', 'bob_two', 'bob_three']) {
      await writeFile(join(path, `${name}.wav`), await silence(1));
      await writeFile(join(path, `${name}.txt`), 'Good\nmorning to you.\n');
    }
    await writeFile(join(path, 'orphan.wav'), await silence(1));
    const entries = await readAll(path);
    expect(entries.map(({ speaker, text }) => [speaker.id, speaker.gender, text])).toEqual([
      ['bob', null, 'Good morning to you.'],
      ['bob', null, 'Good morning to you.'],
      ['p225', 'female', 'Good morning to you.'],
    ]);
  });

  it.each([
    ['{"audio": "a.wav"', /utterances\.jsonl:1 is no JSON/],
    ['{"audio": "a.wav", "text": "Hi there.", "language": "en"}', /speaker/],
    ['{"audio": "a.wav", "text": "Hi.", "language": "en", "speaker": "a b"}', /letters, digits/],
    ['{"audio": "a.wav", "text": "Hi.", "language": "en", "speaker": "a", "gendr": "male"}', /gendr/],
    ['{"audio": "a.wav", "language": "en", "speaker": "a"}', /either a text or an event/],
    [
      '{"audio": "a.wav", "text": "Hi.", "language": "en", "speaker": "a", "from": 3, "to": 2}',
      /ends before/,
    ],
    [
      '{"audio": "a.wav", "text": "Hi.", "language": "en", "speaker": "a", "words": [{"text": "Hi.", "start": 1, "end": 0}]}',
      /times that rise/,
    ],
  ])('says of %s what is wrong', async (line, message) => {
    const path = await mkdtemp(join(root, 'bad-'));
    await writeFile(join(path, 'utterances.jsonl'), `${line}\n`);
    await expect(readAll(path)).rejects.toThrow(message);
  });

  it('refuses every line that is no utterance with an error of its own', async () => {
    const path = await mkdtemp(join(root, 'any-'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.string()), async (value) => {
        await writeFile(join(path, 'utterances.jsonl'), JSON.stringify(value));
        await expect(readAll(path)).rejects.toBeInstanceOf(CorpusError);
      }),
      { numRuns: 30 },
    );
  });

  it('names what is missing: the folder, a sound, a broken archive, a language', async () => {
    await expect(readAll(join(root, 'nowhere'))).rejects.toThrow(/nowhere/);
    const path = await mkdtemp(join(root, 'gone-'));
    await writeFile(
      join(path, 'utterances.jsonl'),
      `${JSON.stringify({ ...lines[0], audio: 'gone.wav' })}\n`,
    );
    await expect(openPool(path, { sampleRate: 16_000 })).rejects.toThrow(/gone\.wav/);
    const broken = await mkdtemp(join(root, 'broken-'));
    await writeFile(join(broken, 'utterances.jsonl.gz'), 'no archive');
    await expect(readAll(broken)).rejects.toThrow(/utterances\.jsonl\.gz cannot be read/);
    const mute = await mkdtemp(join(root, 'mute-'));
    await writeFile(join(mute, 'ann_1.wav'), await silence(1));
    await writeFile(join(mute, 'ann_1.txt'), 'Good morning.');
    await expect(readAll(mute)).rejects.toThrow(/language/);
    await expect(openPool(await mkdtemp(join(root, 'empty-')), { sampleRate: 16_000 })).rejects.toThrow(
      /no utterance in the pool/,
    );
  });
});

describe('opening a pool', () => {
  it('measures once, keeps the words, and reads the very samples', async () => {
    let measured = 0;
    const options = { sampleRate: 16_000, onUtterance: () => void measured++ };
    await using pool = await openPool(folder, options);
    expect(measured).toBe(lines.length);
    expect(pool.about).toMatchObject({ utterances: 72, sampleRate: 16_000 });
    const { takes, sounds } = await pool.load([0]);
    const take = takes.get(0);
    expect(take?.words.map(({ text }) => text).join(' ')).toBe(lines[0]?.text);
    for (const [index, word] of (take?.words ?? []).entries()) {
      const written = lines[0]?.words?.[index];
      expect(Math.abs(word.start - (written?.start ?? 0))).toBeLessThan(0.011);
    }
    const first = Math.round((take?.start ?? 0) * 16_000);
    const samples = await sounds.read(0, first, 160);
    expect(Math.max(...samples)).toBeCloseTo(0.2, 2);
    expect(sounds.levels(0).finite).toBe(true);

    await using again = await openPool(folder, options);
    expect(measured).toBe(lines.length);
    expect(again.about).toEqual(pool.about);
  });

  it('has one hash for one content, wherever and whenever it was prepared, and refuses another', async () => {
    const copy = join(root, 'copy');
    await cp(folder, copy, { recursive: true, filter: (path) => !path.includes('.prepared') });
    await utimes(join(copy, lines[0]?.audio ?? ''), 1, 1);
    await using pool = await openPool(folder, { sampleRate: 16_000 });
    const { sha256 } = pool.about;
    await using other = await openPool(copy, { sampleRate: 16_000, sha256 });
    expect(other.about.sha256).toBe(sha256);
    await appendFile(join(copy, 'utterances.jsonl'), `${JSON.stringify(lines[0])}\n`);
    await expect(openPool(copy, { sampleRate: 16_000, sha256 })).rejects.toThrow(/not the one/);
  });

  it('may be opened by several at once', async () => {
    const prepared = join(root, 'prepared');
    const pools = await Promise.all([1, 2, 3].map(() => openPool(folder, { sampleRate: 8000, prepared })));
    expect(new Set(pools.map(({ about }) => about.sha256)).size).toBe(1);
    for (const pool of pools) await pool[Symbol.asyncDispose]();
  });

  it('says that an utterance lies outside its file, or on a channel that the file lacks', async () => {
    const path = await mkdtemp(join(root, 'outside-'));
    await writeFile(join(path, 'a.wav'), await silence(1));
    const line = { audio: 'a.wav', text: 'Good morning.', language: 'en', speaker: 'a' };
    await writeFile(join(path, 'utterances.jsonl'), `${JSON.stringify({ ...line, from: 0.5, to: 1.5 })}\n`);
    await expect(openPool(path, { sampleRate: 8000 })).rejects.toThrow(/ends at 1\.00 s/);
    await writeFile(join(path, 'utterances.jsonl'), `${JSON.stringify({ ...line, channel: 1 })}\n`);
    await expect(openPool(path, { sampleRate: 8000 })).rejects.toThrow(/has 1 channels/);
  });
});

describe('the parts of a pool', () => {
  const shares = { train: 0.5, dev: 0.25, test: 0.25 };

  it('has every speaker in one part, women and men in each', async () => {
    await using pool = await openPool(folder, { sampleRate: 16_000 });
    const { stocks } = splitPool(pool, shares);
    expect(new Set(stocks.map(({ speaker }) => speaker.id)).size).toBe(8);
    for (const [split, count] of [
      ['train', 4],
      ['dev', 2],
      ['test', 2],
    ] as const) {
      const own = stocks.filter((stock) => stock.split === split);
      expect(own).toHaveLength(count);
      expect(new Set(own.map(({ speaker }) => speaker.gender)).size).toBe(2);
    }
    expect(poolParts(pool, shares).reduce((sum, part) => sum + part.listeners, 0)).toBe(16);
  });

  it('gives a text that many say to one part alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ speaker: fc.nat(11), text: fc.nat(20) }), { minLength: 60, maxLength: 200 }),
        (said) => {
          const speakers = Array.from({ length: 12 }, (_, index) => person(`p${index}`));
          const all = speakers.map((_, speaker) => ({ speaker, text: 100 + speaker }));
          const utterances = [...all, ...said].map(({ speaker, text }) => ({
            speaker,
            kind: 'turn' as const,
            language: 'en',
            duration: 1,
            text: text / 200,
            registers: [],
            at: 0,
            bytes: 0,
          }));
          const { stocks } = splitPool({ about: { speakers }, utterances }, shares);
          const splitOf = new Map<number, string>();
          for (const { split, turn } of stocks) {
            for (const index of turn) {
              const text = utterances[index]?.text ?? 0;
              expect(splitOf.get(text) ?? split).toBe(split);
              splitOf.set(text, split);
            }
          }
          expect(stocks).toHaveLength(12);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses a split for which there are too few speakers, and a language that nobody speaks', async () => {
    await using pool = await openPool(folder, { sampleRate: 16_000 });
    const few = { ...pool, about: { ...pool.about, speakers: pool.about.speakers.slice(0, 5) } };
    const utterances = pool.utterances.filter(({ speaker }) => speaker < 5);
    expect(() => splitPool({ ...few, utterances }, shares)).toThrow(/5 speakers of en.*6 in all/);
    const spec = parseSpec({
      name: 'x',
      hours: 1,
      languages: 'de',
      speech: { from: 'pool', path: folder },
      split: { train: 1, dev: 0, test: 0 },
    });
    expect(() => poolPopulation(splitPool(pool, spec.split), spec)).toThrow(/0 speakers of de.*It has en/);
  });
});

function person(id: string) {
  return {
    id,
    language: 'en',
    nativeLanguage: null,
    gender: null,
    ageBand: null,
    accent: null,
    region: null,
    consent: null,
    licence: null,
    voice: null,
  };
}
