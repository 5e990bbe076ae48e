import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../media/index.ts';
import { codecNames, deviceNames } from '../conditions/conditions.ts';
import { writeTonePool } from '../pool/fixtures/tone-pool.ts';
import { parseRecord } from '../record/parse-record.ts';
import type { DialogueRecord } from '../record/types.ts';
import { sha256Of } from '../run/run-manifest.ts';
import type { MadeItem, ShardJob } from '../run/shard-job.ts';
import { checkSpec, openSimulateJob } from './open-simulate-job.ts';
import { parseSpec } from './parse-spec.ts';
import { simulateManifest } from './simulate-manifest.ts';
import type { Spec, SpecInput } from './spec.ts';

let root = '';
let folder = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'duologue-simulate-'));
  folder = join(root, 'tones');
  await writeTonePool({ folder, speakers: 4, utterances: 24 });
});

afterAll(() => rm(root, { recursive: true, force: true }));

const sampleRate = 16_000;

function specOf(given: Partial<SpecInput>): Spec {
  return parseSpec({
    name: 'try',
    hours: 0.012,
    registers: 'telephone',
    duration: { median: 30, sigma: 0, minimum: 30, maximum: 30 },
    split: { train: 1, dev: 0, test: 0 },
    speech: { from: 'pool', path: folder },
    ...given,
  });
}

async function jobOf(given: Partial<SpecInput>): Promise<ShardJob> {
  const { spec } = await checkSpec(specOf(given));
  return openSimulateJob(simulateManifest(spec, 'duologue test'));
}

async function makeAll(job: ShardJob, shards: number): Promise<Map<string, MadeItem>> {
  const made = new Map<string, MadeItem>();
  for (let shard = 0; shard < shards; shard++) {
    for await (const item of job.items(shard)) made.set(item, await job.make(item, { shard }));
  }
  return made;
}

async function channelsOf(made: MadeItem, which: 'audio' | 'dry'): Promise<readonly Float32Array[]> {
  const object = made.objects.find(({ key }) => key === made.record[which]?.key);
  return (await decodeAudio(object?.bytes ?? new Uint8Array(0))).channels;
}

/** When a speaker sounds, of what the record says: speech and laughter. */
function soundsOf({ utterances, events }: DialogueRecord, speaker: string) {
  const spans = [...utterances, ...events].filter((each) => each.speaker === speaker);
  return spans.map(({ start, end }) => ({ start, end })).toSorted((a, b) => a.start - b.start);
}

/** The root mean square of a stretch. */
function level(samples: Float32Array, from: number, to: number): number {
  const part = samples.subarray(Math.max(0, Math.round(from * sampleRate)), Math.round(to * sampleRate));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
}

/** Hashes of everything that is made of an item. */
function hashes({ record, objects }: MadeItem): string {
  const bytes = objects.map((object) => sha256Of(object.bytes));
  const { key: _, ...audio } = record.audio;
  return JSON.stringify([bytes, { ...record, audio, dry: null }]);
}

const full: Partial<SpecInput> = {
  hours: 0.005,
  duration: { median: 10, sigma: 0, minimum: 10, maximum: 10 },
  conditions: {
    devices: ['mobile', 'laptop'],
    codecs: ['none', 'opus-12k', 'g711-a'],
    bleed: [-40, -25],
    noise: { steady: 1, bursts: 4 },
  },
};

describe('the bytes of a simulated dialogue', () => {
  it('are the same in any order, of any shard, with a job or a process of its own', {
    timeout: 120_000,
  }, async () => {
    await using job = await jobOf(full);
    const first = await makeAll(job, 1);
    expect(first.size).toBeGreaterThan(1);
    await using other = await jobOf(full);
    for (const [item, made] of [...first].toReversed()) {
      const again = await other.make(item, { shard: 7 });
      expect(again.record.audio.key).toContain('000007');
      expect(hashes(again)).toBe(hashes(made));
      parseRecord(JSON.parse(JSON.stringify(again.record)));
    }
    const elsewhere = await runElsewhere(
      simulateManifest((await checkSpec(specOf(full))).spec, 'duologue test'),
    );
    const here = [...first].map(([item, { record }]) => [item, record.audio.sha256]);
    expect(elsewhere).toEqual(here);
  });

  it('belong to shards by their ids alone, each to one', async () => {
    const spec = specOf({ hours: 1, hoursPerShard: 0.1 });
    const manifest = simulateManifest(spec, 'duologue test');
    expect(manifest.shards).toBe(10);
    await using job = await openSimulateJob(manifest);
    const items = Array.from({ length: manifest.shards }, (_, shard) => [
      ...iterable(job.items(shard)),
    ]).flat();
    expect(new Set(items).size).toBe(manifest.items);
    expect(items).toHaveLength(manifest.items);
  });

  it('are refused for an item that the run does not have', async () => {
    await using job = await jobOf({});
    await expect(job.make('try-999999', { shard: 0 })).rejects.toThrow(/try-999999/);
    await expect(job.make('try-00000', { shard: 0 })).rejects.toThrow(/no dialogue of this run/);
  });

  it('are let go at once when it is aborted', async () => {
    await using job = await jobOf({});
    const [item = ''] = iterable(job.items(0));
    const stop = new AbortController();
    const made = job.make(item, { shard: 0, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(made).rejects.toThrow('enough');
  });
});

function iterable(items: AsyncIterable<string> | Iterable<string>): Iterable<string> {
  return Symbol.iterator in items ? items : [];
}

/** In a process that has made nothing before. */
async function runElsewhere(manifest: unknown): Promise<unknown> {
  const program = `
    import { openSimulateJob } from ${JSON.stringify(new URL('./open-simulate-job.ts', import.meta.url).href)};
    const job = await openSimulateJob(JSON.parse(process.argv[2]));
    const made = [];
    for await (const item of job.items(0)) {
      made.push([item, (await job.make(item, { shard: 0 })).record.audio.sha256]);
    }
    console.log(JSON.stringify(made));
    await job[Symbol.asyncDispose]();
  `;
  const script = join(root, 'elsewhere.mts');
  await writeFile(script, program);
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    script,
    JSON.stringify(manifest),
  ]);
  return JSON.parse(stdout);
}

describe('the labels of a simulated dialogue', () => {
  it('has energy where a word is and none where none is, on the dry tracks', async () => {
    await using job = await jobOf({ audio: { dry: true } });
    const made = await makeAll(job, 1);
    expect(made.size).toBeGreaterThan(1);
    for (const item of made.values()) {
      const tracks = await channelsOf(item, 'dry');
      for (const { id, channel } of item.record.speakers) {
        const samples = tracks[channel] ?? new Float32Array(0);
        const words = item.record.utterances.flatMap((each) => (each.speaker === id ? each.words : []));
        expect(words.length).toBeGreaterThan(0);
        for (const word of words.filter(({ start, end }) => end - start > 0.06)) {
          expect(level(samples, word.start + 0.02, word.end - 0.02)).toBeGreaterThan(0.01);
        }
        let end = 0;
        const between: number[] = [];
        for (const span of [
          ...soundsOf(item.record, id),
          { start: item.record.audio.frames / sampleRate, end: 0 },
        ]) {
          // 10 ms before a sound and 30 ms behind it, of its own quiet ends, belong to it.
          if (span.start - end > 0.06) between.push(level(samples, end + 0.035, span.start - 0.015));
          end = Math.max(end, span.end);
        }
        expect(Math.max(0, ...between)).toBe(0);
      }
    }
  });

  const settings: readonly (readonly [string, NonNullable<SpecInput['conditions']>])[] = [
    ['every device', { devices: [...deviceNames], setting: 'call' }],
    ['one room', { setting: 'room', devices: ['laptop', 'smart-speaker'] }],
    ...codecNames.map((codec) => [codec, { codecs: codec }] as const),
  ];
  it.each(settings)(
    'is heard within 10 ms of its labels: %s',
    { timeout: 120_000 },
    async (_, conditions) => {
      await using job = await jobOf({
        hours: 0.008,
        audio: { dry: true },
        conditions: { ...conditions, noise: { steady: 0, bursts: 0 } },
      });
      let found = 0;
      for (const item of (await makeAll(job, 1)).values()) {
        const tracks = await channelsOf(item, 'audio');
        const { audio, dry, speakers, environment } = item.record;
        expect(tracks[0]?.length).toBe(dry?.frames);
        for (const { id, channel } of speakers) {
          const samples = tracks[channel] ?? new Float32Array(0);
          const others = speakers.flatMap((other) =>
            other.id === id ? [] : soundsOf(item.record, other.id),
          );
          let end = -1;
          for (const { start, end: own } of soundsOf(item.record, id)) {
            const quiet =
              start - Math.max(end, ...others.map((other) => (other.start < start + 0.1 ? other.end : -1)));
            end = Math.max(end, own);
            // Where a room still rings, a beginning is not told from what was before it.
            if (quiet < 1.2 || start > audio.frames / sampleRate - 0.5) continue;
            found++;
            expect(Math.abs(onsetNear(samples, start) - start), JSON.stringify(environment)).toBeLessThan(
              0.01,
            );
          }
        }
      }
      expect(found).toBeGreaterThan(0);
    },
  );
});

/** Where the sound rises to a tenth of what it is in the 50 ms to come, looked for around a time. */
function onsetNear(samples: Float32Array, time: number): number {
  const step = 0.001;
  const most = Math.max(
    ...Array.from({ length: 50 }, (_, index) =>
      level(samples, time + index * step, time + (index + 2) * step),
    ),
  );
  for (let at = time - 0.06; at < time + 0.06; at += step) {
    if (level(samples, at, at + 2 * step) > most / 10) return at + step;
  }
  return Number.POSITIVE_INFINITY;
}
