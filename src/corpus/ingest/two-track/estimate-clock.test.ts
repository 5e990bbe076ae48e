import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom, resample } from '../../../dsp/index.ts';
import { encodeAudio } from '../../../media/index.ts';
import { estimateClock, requireClock } from './estimate-clock.ts';

const sampleRate = 8000;
const seconds = 44;
/** Seconds that sound takes from one speaker to the other's microphone. */
const way = 0.006;

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-clock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Two people who take turns of 1 to 4 s: a hiss that flutters. */
function talk(): readonly [Float32Array, Float32Array] {
  const random = createRandom('talk');
  const tracks = [new Float32Array(seconds * sampleRate), new Float32Array(seconds * sampleRate)] as const;
  let speaker: 0 | 1 = 0;
  for (let start = 0.5; start < seconds - 1; ) {
    const end = Math.min(seconds - 0.5, start + 1 + 3 * random.next());
    for (let frame = Math.round(start * sampleRate); frame < end * sampleRate; frame++) {
      const flutter = Math.max(0, Math.sin(frame / 250) + 0.4 * Math.sin(frame / 900));
      tracks[speaker][frame] = 0.3 * flutter * (2 * random.next() - 1);
    }
    start = end + 0.2;
    speaker = speaker === 0 ? 1 : 0;
  }
  return tracks;
}

/** What a microphone takes up: its speaker, the other later and fainter, and a noise 20 dB below speech. */
function microphone(own: Float32Array, other: Float32Array, bleed: number, seed: string): Float32Array {
  const random = createRandom(seed);
  const delay = Math.round(way * sampleRate);
  return own.map(
    (sample, frame) => sample + 10 ** (bleed / 20) * (other[frame - delay] ?? 0) + 0.012 * random.normal(),
  );
}

async function record(bleed: number, clock: { offset: number; drift: number; rate: number }) {
  const [anna, ben] = talk();
  const first = microphone(anna, ben, bleed, 'one');
  const second = microphone(ben, anna, bleed, 'other');
  const missed = Math.round(Math.abs(clock.offset) * sampleRate);
  const begun =
    clock.offset >= 0
      ? second.subarray(missed)
      : Float32Array.from({ length: second.length + missed }, (_, frame) => second[frame - missed] ?? 0);
  const { samples } = resample({ samples: begun, sampleRate }, clock.rate * (1 + clock.drift));
  const paths = [at('one.wav'), at('other.wav')] as const;
  await writeFile(paths[0], await encodeAudio({ sampleRate, channels: [first] }, { format: 'wav' }));
  await writeFile(
    paths[1],
    await encodeAudio({ sampleRate: clock.rate, channels: [samples] }, { format: 'wav' }),
  );
  return paths;
}

describe('the clock of a second recording', () => {
  test.each([
    { offset: 7.25, drift: 120e-6, rate: 8000 },
    { offset: -12.5, drift: -200e-6, rate: 16_000 },
  ])('is heard by what comes through 26 dB down: %o', async (clock) => {
    const heard = await estimateClock(await record(-26, clock));
    expect(Math.abs((heard?.offset ?? 0) - clock.offset)).toBeLessThan(0.001);
    expect(Math.abs((heard?.drift ?? 0) - clock.drift)).toBeLessThan(8e-6);
    expect(heard?.support).toBeGreaterThan(0.7);
    expect(heard?.driftError).toBeLessThan(1e-5);
  });

  test('is not made up where nothing is shared', async () => {
    const paths = await record(-200, { offset: 0, drift: 0, rate: 8000 });
    expect(await estimateClock(paths)).toBeNull();
    await expect(requireClock(paths)).rejects.toThrow(/one.wav and other.wav share no sound.*clock: same/);
  });

  test('is not heard in a file without sound', async () => {
    const paths = await record(-40, { offset: 0, drift: 0, rate: 8000 });
    await writeFile(
      paths[1],
      await encodeAudio({ sampleRate, channels: [new Float32Array(0)] }, { format: 'wav' }),
    );
    expect(await estimateClock(paths)).toBeNull();
  });
});
