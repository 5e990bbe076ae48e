import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom, resample, rmsAmplitude } from '../../dsp/index.ts';
import { encodeAudio } from '../../media/index.ts';
import { createFlite } from '../../voices/flite/index.ts';
import { collectSpeech, type Voice } from '../../voices/index.ts';
import { openCorpus } from '../open-corpus.ts';
import type { DialogueRecord } from '../record/types.ts';
import { beginRun, runShard } from '../run/run-shard.ts';
import { createDirectoryStore } from '../store/directory-store.ts';
import { openIngestJob } from './open-ingest-job.ts';
import { type PlanIngestOptions, planIngest } from './plan-ingest.ts';
import { parseRecordings } from './recordings-file.ts';

const sampleRate = 16_000;
const seconds = 24;
/** What each of two says, and when. */
const lines = [
  [
    [1, 'I went to see the new market by the river'],
    [
      7,
      'They sell everything that anybody could ever need for a kitchen or a garden and much more than that',
    ],
    [17, 'We should go there together'],
  ],
  [
    [4, 'Was it as good as they say'],
    [9, 'Right'],
    [13, 'Then I will come along with you next week'],
    [20, 'Tell me when you are ready'],
  ],
] as const;

type Said = { readonly samples: Float32Array; readonly spans: readonly (readonly [number, number])[] };

/** A track with a voice that says lines at their times, and from when to when it does. */
async function say(voice: Voice, said: readonly (readonly [number, string])[]): Promise<Said> {
  const samples = new Float32Array(seconds * sampleRate);
  const spans: [number, number][] = [];
  for (const [start, text] of said) {
    const { audio, words } = await collectSpeech(voice, { text });
    const from = words[0]?.start ?? 0;
    const spoken = resample(audio, sampleRate).samples;
    samples.set(spoken, Math.round((start - from) * sampleRate));
    spans.push([start, start - from + (words.at(-1)?.end ?? 0)]);
  }
  return { samples: scaled(samples, 0.02 / rmsAmplitude(samples)), spans };
}

function noise(amplitude: number, seed: string): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: seconds * sampleRate }, () => amplitude * (random.next() * 2 - 1));
}

const sum = (...parts: readonly Float32Array[]): Float32Array =>
  Float32Array.from({ length: seconds * sampleRate }, (_, frame) =>
    parts.reduce((all, part) => all + (part[frame] ?? 0), 0),
  );
const scaled = (samples: Float32Array, gain: number): Float32Array => samples.map((sample) => sample * gain);

let folder = '';
const at = (name: string): string => join(folder, name);
let spoken: Said['spans'][] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-ingest-'));
  await using flite = createFlite({ workers: 1 });
  const said = [await say(flite.voice('rms'), lines[0]), await say(flite.voice('slt'), lines[1])] as const;
  const voices = [said[0].samples, said[1].samples] as const;
  spoken = said.map(({ spans }) => [...spans]);
  const bleed = 10 ** (-25 / 20);
  const left = sum(voices[0], scaled(voices[1], bleed), noise(0.002, 'left'));
  const right = sum(voices[1], scaled(voices[0], bleed), noise(0.002, 'right'));
  const write = async (name: string, channels: readonly Float32Array[]) =>
    writeFile(at(name), await encodeAudio({ sampleRate, channels }, { format: 'wav' }));
  await write('call.wav', [left, right]);
  await write('copy.wav', [left, left]);
  await write('left.wav', [left]);
  await write('right.wav', [right]);
  await write('late.wav', [right.slice(0.4 * sampleRate)]);
  await writeFile(at('broken.wav'), 'RIFF of no use at all');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = (options: Partial<PlanIngestOptions>) =>
  planIngest({ from: [at('call.wav')], waiver: 'a test', generator: 'test', ...options });

async function ingest(name: string, options: Partial<PlanIngestOptions>) {
  const manifest = await plan(options);
  await using store = createDirectoryStore(at(name));
  await beginRun(manifest, store);
  await using job = await openIngestJob(manifest);
  const done = await runShard({ manifest, shard: 0, job, store });
  const records: DialogueRecord[] = [];
  for await (const record of (await openCorpus(store)).records()) records.push(record);
  return { records, done };
}

describe('a recording with a track for each of two speakers', () => {
  test('is heard as who speaks when, though each is on the track of the other as well', async () => {
    const { records } = await ingest('out-call', {});
    const [record] = records;
    for (const [channel, spans] of spoken.entries()) {
      const id = record?.speakers[channel]?.id;
      const heard = record?.utterances.filter(({ speaker }) => speaker === id) ?? [];
      expect(heard.map(({ start }) => Math.round(start * 5) / 5)).toEqual(
        spans.map(([start]) => Math.round(start * 5) / 5),
      );
      for (const [index, [start, end]] of spans.entries()) {
        expect(Math.abs((heard[index]?.start ?? 0) - start)).toBeLessThan(0.06);
        expect(Math.abs((heard[index]?.end ?? 0) - end)).toBeLessThan(0.12);
      }
    }
    expect(record?.utterances.map(({ kind }) => kind)).toContain('backchannel');
    expect(record?.quality.tracks[0]?.bleed).toBeGreaterThan(-29);
    expect(record?.quality.tracks[0]?.bleed).toBeLessThan(-21);
    expect(record?.consent).toEqual({ status: 'waived', reference: 'a test' });
    expect(record?.quality.filters.filter(({ pass }) => !pass)).toEqual([]);
  });

  test('is the same to the byte when it is taken in again', async () => {
    const [one, other] = [await ingest('out-one', {}), await ingest('out-other', {})];
    expect(other.done.objects).toEqual(one.done.objects);
  });

  test('may lie in a file for each speaker', async () => {
    await writeFile(
      at('recordings.yaml'),
      'consent: archive/7\nlanguages: [en]\nrecordings:\n  - { id: pair, files: [left.wav, right.wav], clock: { offset: 0, drift: 0 } }\n',
    );
    const { records } = await ingest('out-pair', { from: [at('recordings.yaml')], waiver: undefined });
    const whole = await ingest('out-whole', {});
    expect(records[0]?.audio.sha256).toBe(whole.records[0]?.audio.sha256);
    expect(records[0]?.consent).toEqual({ status: 'recorded', reference: 'archive/7' });
    expect(records[0]?.languages).toEqual(['en']);
  });

  test('is heard on one clock, though its files were begun at different times', async () => {
    await writeFile(at('late.yaml'), 'recordings:\n  - { id: late, files: [left.wav, late.wav] }\n');
    const { records } = await ingest('out-late', { from: [at('late.yaml')] });
    const [record] = records;
    const other = record?.utterances.filter(({ speaker }) => speaker === 'late-2') ?? [];
    expect(Math.abs((other[0]?.start ?? 0) - (spoken[1]?.[0]?.[0] ?? 9))).toBeLessThan(0.06);
    expect(record?.quality.filters.find(({ name }) => name === 'clock')?.value).toBeGreaterThan(0.5);
  });

  test('stays with its verdict where its tracks are copies of each other', async () => {
    const { records } = await ingest('out-copy', { from: [at('copy.wav')] });
    const verdict = records[0]?.quality.filters.find(({ name }) => name === 'likeness');
    expect(verdict).toEqual({ name: 'likeness', value: 1, threshold: 0.9, pass: false });
  });

  test('that cannot be read is told as failed, and the others go on', async () => {
    await writeFile(
      at('slow.wav'),
      await encodeAudio(
        { sampleRate: 1000, channels: [new Float32Array(500), new Float32Array(500)] },
        { format: 'wav' },
      ),
    );
    const from = [at('broken.wav'), at('left.wav'), at('slow.wav'), at('call.wav')];
    const { records, done } = await ingest('out-mixed', { from });
    expect(records.map(({ id }) => id)).toEqual(['call']);
    expect(done.failed.map(({ item }) => item)).toEqual(['broken', 'left', 'slow']);
    expect(done.failed[2]?.reason).toContain('1000 samples a second');
    expect(done.failed[1]?.reason).toContain('has one channel');
    expect(await readdir(at('out-mixed/audio/000000'))).toEqual(['call.flac']);
  });
});

test('a run that has no consent is refused, by the names of its recordings', async () => {
  await expect(plan({ waiver: undefined })).rejects.toThrow(/speakers of call are not known to have agreed/);
});

test('two recordings of one name are refused', async () => {
  await expect(plan({ from: [at('call.wav'), at('call.wav')] })).rejects.toThrow(
    /would both be the recording call/,
  );
});

test('one file has no second clock', () => {
  expect(() => parseRecordings('recordings: [{ id: a, files: [a.wav], clock: same }]')).toThrow(
    /recordings.0.clock/,
  );
});
