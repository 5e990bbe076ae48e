import { expect, test } from 'vitest';
import { decodeAudio } from '../../media/index.ts';
import { type SpeechFile, speechFiles } from './speech-file.ts';

const sampleRate = 16_000;

async function filesOf(samples: Float32Array, longest: number): Promise<SpeechFile[]> {
  const files: SpeechFile[] = [];
  for await (const file of speechFiles({ samples, sampleRate }, longest)) files.push(file);
  return files;
}

/** Seconds of a tone with silence around some moments. */
function toneWithPauses(duration: number, ...pauses: readonly number[]): Float32Array {
  const samples = Float32Array.from({ length: duration * sampleRate }, (_, frame) => Math.sin(frame / 8) / 2);
  for (const pause of pauses) samples.fill(0, (pause - 0.1) * sampleRate, (pause + 0.1) * sampleRate);
  return samples;
}

test('a short recording is one file, and an empty one none', async () => {
  const [file, ...rest] = await filesOf(toneWithPauses(2), 600);
  expect(rest).toHaveLength(0);
  expect(file?.start).toBe(0);
  expect(file?.bytes.length).toBe(44 + 2 * 2 * sampleRate);
  expect(await filesOf(new Float32Array(0), 600)).toHaveLength(0);
});

test('a long one is cut in its pauses, and nothing is lost or said twice', async () => {
  const pauses = [2.5, 5.2, 7.9];
  const samples = toneWithPauses(10, ...pauses);
  const files = await filesOf(samples, 3);
  expect(files).toHaveLength(4);
  for (const [index, pause] of pauses.entries()) {
    expect(Math.abs((files[index + 1]?.start ?? 0) - pause)).toBeLessThan(0.1);
  }
  let frame = 0;
  for (const { bytes, start } of files) {
    expect(start * sampleRate).toBeCloseTo(frame, 6);
    const { channels } = await decodeAudio(bytes);
    const length = channels[0]?.length ?? 0;
    expect(length / sampleRate).toBeLessThanOrEqual(3);
    expect(channels[0]?.[100]).toBeCloseTo(samples[frame + 100] ?? 0, 3);
    frame += length;
  }
  expect(frame).toBe(samples.length);
});

test('sound of another rate is brought to 16 kHz', async () => {
  const samples = toneWithPauses(3);
  for await (const { bytes } of speechFiles({ samples, sampleRate: 48_000 }, 600)) {
    expect((await decodeAudio(bytes)).sampleRate).toBe(16_000);
    expect(bytes.length).toBe(44 + 2 * sampleRate);
  }
});
