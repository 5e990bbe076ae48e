import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeAudio } from '../../../media/index.ts';
import { diarizationError, type SpokenSpan } from '../../measures/diarization-error.ts';
import type { HeardRecording } from '../hear-recording.ts';
import { bandedVoice, type bands, mixed, type Spoken } from './fixtures/banded-voices.ts';
import { chooseMonoModels, createMonoListener, type MonoListener } from './mono-listener.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name, 'model.onnx');
const models = {
  segmentation: fixture('tiny-segmentation'),
  embedding: fixture('tiny-embedding'),
  separation: fixture('tiny-separation'),
  sameSpeaker: 0.5,
};
const sampleRate = 22_050;
const seconds = 25;
const dialogue: Readonly<Record<'high' | 'low', Spoken>> = {
  high: [
    [1, 4],
    [7.5, 11],
    [16, 19],
    [23, 24.5],
  ],
  low: [
    [4.6, 8.4],
    [9.2, 9.7],
    [12, 16.8],
    [20, 22.3],
  ],
};

let folder = '';
let listener: MonoListener;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-hear-mono-'));
  listener = createMonoListener(await chooseMonoModels(models));
});
afterAll(async () => {
  await listener[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const voiceOf = (band: keyof typeof bands, spoken: Spoken): Float32Array =>
  bandedVoice(band, spoken, { seconds, sampleRate });

async function fileOf(name: string, sounds: readonly Float32Array[]): Promise<string> {
  const path = join(folder, `${name}.wav`);
  await writeFile(path, await encodeAudio({ sampleRate, channels: [mixed(sounds)] }, { format: 'wav' }));
  return path;
}

async function soundOf({ readSound }: HeardRecording): Promise<readonly [Float32Array, Float32Array]> {
  const tracks = [new Float32Array(seconds * sampleRate), new Float32Array(seconds * sampleRate)] as const;
  let at = 0;
  for await (const { channels } of readSound()) {
    for (const [index, track] of tracks.entries()) track.set(channels[index] ?? [], at);
    at += channels[0]?.length ?? 0;
  }
  expect(at).toBe(seconds * sampleRate);
  return tracks;
}

/** Compared as one text: thousands of numbers one by one take seconds. */
const bytesOf = (samples: Float32Array = new Float32Array(0)): string =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');

/** dB of what a track should have over what it has besides, in a stretch. */
function clearness(own: Float32Array, wanted: Float32Array, [from, to]: readonly [number, number]): number {
  let [signal, noise] = [0, 0];
  for (let index = Math.round(from * sampleRate); index < to * sampleRate; index++) {
    signal += (wanted[index] ?? 0) ** 2;
    noise += ((own[index] ?? 0) - (wanted[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

const spansOf = (spoken: Readonly<Record<string, Spoken>>): SpokenSpan[] =>
  Object.entries(spoken).flatMap(([speaker, spans]) =>
    spans.map(([start, end]) => ({ speaker, start, end })),
  );
/** Who begins has the first track. */
const heardSpans = ({ tracks }: HeardRecording, speakers: readonly string[]): SpokenSpan[] =>
  tracks.flatMap(({ units }, channel) =>
    units.map(({ start, end }) => ({ speaker: speakers[channel] ?? '', start, end })),
  );

describe('a recording in which two speak on one channel', () => {
  let heard: HeardRecording;
  const voices = [voiceOf('high', dialogue.high), voiceOf('low', dialogue.low)] as const;

  beforeAll(async () => {
    heard = await listener.hear(await fileOf('dialogue', voices));
  }, 120_000);
  afterAll(() => heard.close?.());

  test('is heard as who speaks when, overlaps and short words too', () => {
    const { error } = diarizationError(spansOf(dialogue), heardSpans(heard, ['high', 'low']), { collar: 0 });
    expect(error).toBeLessThan(0.03);
    expect(heard.tracks.map(({ units }) => units.length)).toEqual([4, 4]);
    expect(heard.origin).toBe('separated');
  });

  test('becomes a track for each: alone as it was, together taken apart', async () => {
    const tracks = await soundOf(heard);
    expect(clearness(tracks[0], voices[0], [1.1, 3.9])).toBeGreaterThan(30);
    expect(clearness(tracks[1], voices[1], [12.1, 15.8])).toBeGreaterThan(30);
    const overlaps = [
      [7.5, 8.4],
      [9.2, 9.7],
      [16, 16.8],
    ] as const;
    for (const span of overlaps) {
      expect(clearness(tracks[0], voices[0], span)).toBeGreaterThan(30);
      expect(clearness(tracks[1], voices[1], span)).toBeGreaterThan(30);
    }
    const silent = tracks[0].subarray(Math.round(12.3 * sampleRate), Math.round(15.7 * sampleRate));
    expect(silent.every((sample) => sample === 0)).toBe(true);
  });

  test('says how sure it is', () => {
    expect(heard.measured).toMatchObject({ voices: 2, strangers: 0, mixed: 0 });
    expect(heard.measured?.['similarity']).toBeGreaterThan(0.9);
    expect(heard.measured?.['separation']).toBeGreaterThan(0.9);
    expect(heard.tracks[0]?.signalToNoise).toBeGreaterThan(30);
    expect(heard.audit.tracks[0]?.dropouts).toBe(0);
  });

  test('is the same when it is heard again', async () => {
    const again = await listener.hear(join(folder, 'dialogue.wav'));
    const [before, after] = [await soundOf(heard), await soundOf(again)];
    for (const [index, track] of before.entries()) expect(bytesOf(after[index])).toBe(bytesOf(track));
    expect(again.measured).toEqual(heard.measured);
    again.close?.();
  });
});

const heardOf = async (name: string, sounds: readonly Float32Array[]): Promise<HeardRecording> => {
  const heard = await listener.hear(await fileOf(name, sounds));
  heard.close?.();
  return heard;
};

const both = (track: Float32Array) =>
  track.subarray(Math.round(4.2 * sampleRate), Math.round(5.8 * sampleRate));

describe('a recording in which', () => {
  test('nobody speaks has two empty tracks, and says so', async () => {
    const heard = await heardOf('silence', [new Float32Array(12 * sampleRate)]);
    expect(heard.tracks.map(({ units }) => units)).toEqual([[], []]);
    expect(heard.measured).toMatchObject({ voices: 0, strangers: null, similarity: null, separation: null });
  });

  test('one speaks alone is not parted in two', async () => {
    const alone = voiceOf('low', [
      [1, 5],
      [6, 9],
    ]).subarray(0, 12 * sampleRate);
    const heard = await heardOf('alone', [alone]);
    expect(heard.tracks.map(({ units }) => units.length)).toEqual([2, 0]);
    expect(heard.measured).toMatchObject({ voices: 1, strangers: 0, separation: null });
  });

  test('three speak keeps the two who say most, and tells how much is left out', async () => {
    const heard = await heardOf('three', [
      voiceOf('low', [
        [1, 6],
        [12, 16],
      ]),
      voiceOf('high', [
        [6.5, 11],
        [20, 24],
      ]),
      voiceOf('middle', [[16.5, 19.5]]),
    ]);
    expect(heard.measured?.['voices']).toBe(3);
    expect(heard.measured?.['strangers']).toBeCloseTo(3 / 20.5, 1);
    expect(heardSpans(heard, ['low', 'high']).filter(({ start }) => start > 16.2 && start < 19.4)).toEqual(
      [],
    );
  });

  test('nothing is separated leaves both on both tracks, and says how much', async () => {
    await using plain = createMonoListener(await chooseMonoModels({ ...models, separation: null }));
    const heard = await plain.hear(
      await fileOf('plain', [voiceOf('high', [[1, 6]]), voiceOf('low', [[4, 9]])]),
    );
    const tracks = await soundOf(heard);
    expect(bytesOf(both(tracks[0]))).toBe(bytesOf(both(tracks[1])));
    expect(heard.measured?.['mixed']).toBeCloseTo(2 / 8, 1);
    heard.close?.();
  });
});

test('an abort ends it with the reason, and the next recording is heard all the same', async () => {
  const path = await fileOf('aborted', [voiceOf('low', [[1, 9]]), voiceOf('high', [[8, 14]])]);
  const controller = new AbortController();
  const reason = new Error('enough');
  const heard = listener.hear(path, controller.signal);
  controller.abort(reason);
  await expect(heard).rejects.toBe(reason);
  const again = await listener.hear(path);
  expect(again.measured?.['voices']).toBe(2);
  again.close?.();
});

const hearWith = async (wanted: Parameters<typeof chooseMonoModels>[0]): Promise<unknown> => {
  await using broken = createMonoListener(await chooseMonoModels(wanted));
  const path = await fileOf('short', [voiceOf('low', [[0.5, 2]]).subarray(0, 3 * sampleRate)]);
  return await broken.hear(path);
};

const segmentation = (path: string) => ({ ...models, segmentation: path });

describe('a model', () => {
  test('that is not there is told with what to do', async () => {
    const store = join(folder, 'no-models');
    await expect(chooseMonoModels({ sameSpeaker: 0.5 }, store)).rejects.toThrow(
      /duologue models pull pyannote-segmentation, or name an ONNX file as mono: \{ segmentation: PATH \}/,
    );
    await expect(chooseMonoModels({ ...models, separation: 'mossformer2' }, store)).rejects.toThrow(
      /'mossformer2'.*separation.*duologue models pull mossformer2.*separation: null/s,
    );
    await expect(chooseMonoModels(segmentation('./nowhere.onnx'))).rejects.toThrow(/no file .\/nowhere.onnx/);
    await using without = createMonoListener(null, { store });
    await expect(without.hear(join(folder, 'dialogue.wav'))).rejects.toThrow(
      /^dialogue.wav has one channel, .*duologue models pull/s,
    );
  });

  test('that is something else is named', async () => {
    const text = join(folder, 'text.onnx');
    await writeFile(text, '<html>not found</html>'.repeat(40));
    await expect(hearWith(segmentation(text))).rejects.toThrow(/text.onnx.*segmentation/);
    await expect(hearWith(segmentation(models.embedding))).rejects.toThrow(
      /tiny-embedding.model.onnx does not work as a model for segmentation/,
    );
    await expect(hearWith(segmentation(models.separation))).rejects.toThrow(
      /of 160000 samples it gives \[1, 2, 160000\], not \[1, 589, 7\]/,
    );
    await expect(hearWith({ ...models, embedding: models.separation })).rejects.toThrow(
      /no model for embedding/,
    );
  });

  test('that ends the process it is in ends nothing else', async () => {
    const path = join(folder, 'other.onnx');
    const bytes = (await readFile(models.embedding)).toString('latin1').replace('wespeaker', 'westalker');
    await writeFile(path, bytes, 'latin1');
    await expect(hearWith({ ...models, embedding: path })).rejects.toThrow(
      /other.onnx does not work as a model for embedding: it ends what runs it/,
    );
  });

  test('that was changed since the run was planned is not taken', async () => {
    const chosen = await chooseMonoModels(models);
    const planned = { ...chosen, embedding: { ...chosen.embedding, sha256: '0'.repeat(64) } };
    await using changed = createMonoListener(planned);
    await expect(changed.hear(join(folder, 'dialogue.wav'))).rejects.toThrow(
      /not the one that the run was begun with/,
    );
  });
});
