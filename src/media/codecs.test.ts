import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, resample, rmsAmplitude, toDecibels } from '../dsp/index.ts';
import {
  type AudioFormat,
  createAudioEncoder,
  createMemorySink,
  createWritableSink,
  decodeAudio,
  decodeFile,
  decodeStream,
  encodedSampleRate,
  MediaError,
  readAudioInfo,
} from './index.ts';

/** Quiet noise with clicks, different in each channel: both the onset and the length of it can be told exactly. */
function clicks(channels: number, frames: number, seed = 1): Float32Array[] {
  const random = createRandom(seed);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_unused, index) => {
      const since = (index + channel * 300) % 1700;
      return random.normal() * 0.001 + (since < 40 ? 0.6 * Math.sin(since * 0.5) : 0);
    }),
  );
}

async function encode(
  format: AudioFormat,
  sampleRate: number,
  block: readonly Float32Array[],
  options: { bitDepth?: 16 | 24; cuts?: readonly number[]; bitrate?: number } = {},
): Promise<Uint8Array> {
  const { cuts = [block[0]?.length ?? 0], ...rest } = options;
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format, sampleRate, channels: block.length, sink, ...rest });
  const frames = block[0]?.length ?? 0;
  for (let at = 0, turn = 0; at < frames; turn++) {
    const end = at + (cuts[turn % cuts.length] ?? frames);
    await encoder.write(block.map((samples) => samples.subarray(at, end)));
    at = end;
  }
  await encoder.close();
  return sink.bytes();
}

/** The shift, in frames, at which the second signal is most like the first. */
function lag(first: Float32Array, second: Float32Array, most = 200): number {
  let best = Number.NEGATIVE_INFINITY;
  let found = Number.NaN;
  for (let shift = -most; shift <= most; shift++) {
    let sum = 0;
    for (let index = Math.max(0, -shift); index < first.length && index + shift < second.length; index++) {
      sum += (first[index] ?? 0) * (second[index + shift] ?? 0);
    }
    if (sum > best) {
      best = sum;
      found = shift;
    }
  }
  return found;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-codecs-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const cases = [
  ['mp3', 8000, 1],
  ['mp3', 12_000, 2],
  ['mp3', 16_000, 1],
  ['mp3', 24_000, 2],
  ['mp3', 44_100, 2],
  ['mp3', 48_000, 1],
  ['mp3', 96_000, 1],
  ['ogg-opus', 48_000, 1],
  ['ogg-opus', 48_000, 2],
  ['ogg-opus', 16_000, 1],
  ['ogg-opus', 44_100, 2],
  ['flac', 16_000, 1],
  ['flac', 48_000, 6],
] as const;

describe.each(cases)('%s from %i Hz with %i channels', (format, sampleRate, channels) => {
  const frames = 9001;
  const input = clicks(channels, frames);
  const rate = encodedSampleRate(format, sampleRate);
  const expected = input.map((samples) => resample({ samples, sampleRate }, rate).samples);
  // Opus's speech mode is allowed its own filter's two or three samples; 2 ms would be 96.
  const tolerance = format === 'ogg-opus' ? 3 : 1;

  it('keeps every time and the length', async () => {
    const bytes = await encode(format, sampleRate, input, { cuts: [1, 4000, 0.5 * 1e6] });
    const output = await decodeAudio(bytes);
    expect(output.sampleRate).toBe(rate);
    expect(output.channels.map((samples) => samples.length)).toEqual(expected.map((each) => each.length));
    for (const [channel, samples] of expected.entries()) {
      expect(Math.abs(lag(samples, output.channels[channel] ?? new Float32Array(0)))).toBeLessThanOrEqual(
        tolerance,
      );
    }
  });

  it('has its length in its headers', async () => {
    const path = join(folder, `${format}-${sampleRate}-${channels}`);
    await writeFile(path, await encode(format, sampleRate, input));
    expect(await readAudioInfo(path)).toEqual({
      kind: format,
      sampleRate: rate,
      channels,
      frames: expected[0]?.length,
      duration: (expected[0]?.length ?? 0) / rate,
    });
  });

  it.each([0, 1])('can be %i frames long', async (length) => {
    const short = clicks(channels, length);
    const output = await decodeAudio(await encode(format, sampleRate, short));
    const left = resample({ samples: short[0] ?? new Float32Array(0), sampleRate }, rate).samples;
    expect(output.channels.map((samples) => samples.length)).toEqual(Array(channels).fill(left.length));
  });
});

describe.each([
  ['mp3', 24_000],
  ['ogg-opus', 48_000],
  ['flac', 24_000],
] as const)('%s', (format, sampleRate) => {
  it('is the same however the samples and the bytes are cut', async () => {
    const input = clicks(2, 6000);
    const whole = await encode(format, sampleRate, input);
    expect(await encode(format, sampleRate, input, { cuts: [7, 1000, 333] })).toEqual(whole);
    const decoded = await decodeAudio(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 9 }),
        async (cuts) => {
          const parts: number[] = [];
          for await (const block of decodeStream(cutAt(whole, cuts)))
            parts.push(...(block.channels[1] ?? []));
          expect(parts).toEqual([...(decoded.channels[1] ?? [])]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('does not crash or hang on damage', async () => {
    expect.hasAssertions();
    const whole = await encode(format, sampleRate, clicks(2, 6000));
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(whole.length), fc.boolean(), async (changes, length, allowTruncated) => {
        const broken = whole.slice();
        for (const [at, value] of changes) broken[at] = value;
        expect(await outcomeOf(broken.subarray(0, length), allowTruncated)).toMatch(
          /^(?:decoded|MediaError)/,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('says when it is cut short, and gives what is there when asked to', async () => {
    const input = clicks(2, 200_000);
    const whole = await encode(format, sampleRate, input);
    const half = whole.subarray(0, Math.floor(whole.length * 0.7));
    expect(await outcomeOf(half)).toBe('MediaError truncated');
    const { channels } = await decodeAudio(half, { allowTruncated: true });
    const length = channels[0]?.length ?? 0;
    expect(length).toBeGreaterThan(20_000);
    expect(length).toBeLessThan(200_000);
    expect(
      Math.abs(lag(input[0]?.subarray(0, 20_000) ?? new Float32Array(0), channels[0] ?? new Float32Array(0))),
    ).toBeLessThan(4);
  });

  it('can go where nothing can be patched', async () => {
    const input = clicks(1, 9000);
    const received: Uint8Array[] = [];
    const stream = new Writable({
      write(bytes: Uint8Array, _encoding, done) {
        received.push(bytes.slice());
        done();
      },
    });
    const encoder = await createAudioEncoder({
      format,
      sampleRate,
      channels: 1,
      sink: createWritableSink(stream),
    });
    await encoder.write(input);
    await encoder.close();
    const { channels } = await decodeAudio(Buffer.concat(received));
    // MP3 then starts on time, but cannot say where in its last frames it ends.
    const surplus = (channels[0]?.length ?? 0) - 9000;
    expect(surplus).toBeGreaterThanOrEqual(0);
    expect(surplus).toBeLessThanOrEqual(format === 'mp3' ? 1152 : 0);
    expect(Math.abs(lag(input[0] ?? new Float32Array(0), channels[0] ?? new Float32Array(0)))).toBeLessThan(
      4,
    );
  });
});

describe('flac', () => {
  it.each([16, 24] as const)('loses nothing of %i bits', async (bitDepth) => {
    const steps = 2 ** (bitDepth - 1);
    const random = createRandom('lossless');
    const input = [0, 1].map(() =>
      Float32Array.from({ length: 5000 }, () => (random.integer(steps * 2) - steps) / steps),
    );
    const output = await decodeAudio(await encode('flac', 44_100, input, { bitDepth }));
    for (const [channel, samples] of input.entries()) {
      const back = (output.channels[channel] ?? new Float32Array(0)).map((value) =>
        Math.round(value * steps),
      );
      expect(back).toEqual(samples.map((value) => value * steps));
    }
  });
});

describe('silence', () => {
  it.each([64_000, 128_000, 192_000, 224_000, 320_000])(
    'is as loud from mp3 at %i bits a second',
    async (bitrate) => {
      for (const amplitude of [0.5, 0.93]) {
        const tone = Float32Array.from(
          { length: 48_000 },
          (_, frame) => amplitude * Math.sin((2 * Math.PI * 440 * frame) / 48_000),
        );
        const decoded = await decodeAudio(await encode('mp3', 48_000, [tone, tone], { bitrate }));
        const heard = rmsAmplitude(decoded.channels[0]?.subarray(12_000, 36_000) ?? tone);
        expect(toDecibels(heard / (amplitude * Math.SQRT1_2))).toBeCloseTo(0, 1);
      }
    },
  );

  it.each(['mp3', 'ogg-opus', 'flac'] as const)('of any length comes back from %s', async (format) => {
    for (const frames of [1, 100, 4095, 4096, 4097, 12_000, 48_001]) {
      const bytes = await encode(format, 24_000, [new Float32Array(frames), new Float32Array(frames)]);
      const { channels, sampleRate } = await decodeAudio(bytes);
      expect(channels[1]?.length).toBe((frames * sampleRate) / 24_000);
    }
  });
});

describe('a damaged Ogg page', () => {
  it('is told by its checksum', async () => {
    const bytes = await encode('ogg-opus', 48_000, clicks(1, 200_000));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    await expect(decodeAudio(bytes)).rejects.toMatchObject({ code: 'corrupt', found: 'a wrong checksum' });
  });
});

function ffmpeg(...args: string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 28 });
}

const hasFfmpeg = ((): boolean => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasFfmpeg && process.env['CI'] === undefined)(
  'beside ffmpeg (skipped where it is not installed)',
  () => {
    it.each(cases)(
      '%s from %i Hz with %i channels is decoded to the same sound',
      async (format, sampleRate, channels) => {
        const input = clicks(channels, 12_000);
        const rate = encodedSampleRate(format, sampleRate);
        const path = join(
          folder,
          `ours-${sampleRate}-${channels}.${format === 'ogg-opus' ? 'opus' : format}`,
        );
        await writeFile(path, await encode(format, sampleRate, input));
        const raw = ffmpeg('-i', path, '-af', 'pan=mono|c0=c0', '-f', 'f32le', '-');
        const { channels: decoded } = await decodeAudio(raw, {
          format: { coding: 'f32', sampleRate: rate, channels: 1 },
        });
        const expected = resample({ samples: input[0] ?? new Float32Array(0), sampleRate }, rate).samples;
        expect(decoded[0]?.length).toBe(expected.length);
        expect(Math.abs(lag(expected, decoded[0] ?? new Float32Array(0)))).toBeLessThanOrEqual(1);
      },
    );

    it.each([
      ['wav', 48_000, 2, ['-c:a', 'pcm_u8']],
      ['wav', 48_000, 3, ['-c:a', 'pcm_s24le']],
      ['wav', 44_100, 1, ['-c:a', 'pcm_f64le']],
      ['wav', 8000, 1, ['-c:a', 'pcm_mulaw']],
      ['wav', 8000, 6, ['-c:a', 'pcm_f32le', '-rf64', 'always']],
      ['mp3', 44_100, 2, ['-q:a', '2']],
      ['mp3', 22_050, 1, ['-b:a', '32k', '-metadata', 'title=x', '-write_id3v1', '1']],
      ['opus', 48_000, 2, ['-c:a', 'libopus', '-frame_duration', '60']],
      ['opus', 48_000, 3, ['-c:a', 'libopus', '-mapping_family', '255']],
      ['flac', 96_000, 2, ['-sample_fmt', 's32']],
      ['flac', 11_025, 7, []],
    ] as const)(
      'its %s at %i Hz with %i channels %j is read with every time kept',
      async (name, sampleRate, channels, args) => {
        const input = clicks(channels, 9000);
        const source = join(folder, 'source.wav');
        const path = join(folder, `theirs.${name}`);
        await writeFile(source, await encode('wav', sampleRate, input));
        ffmpeg('-i', source, ...args, path);
        const output = await decodeFile(path);
        expect(output).toMatchObject({ sampleRate });
        expect(output.channels.map((samples) => samples.length)).toEqual(Array(channels).fill(9000));
        expect(lag(input[0] ?? new Float32Array(0), output.channels[0] ?? new Float32Array(0))).toBe(0);
        expect(await readAudioInfo(path)).toMatchObject({ frames: 9000, channels, sampleRate });
      },
    );

    it('writes a checksum into flac that ours agrees with', async () => {
      const input = clicks(2, 5000);
      const path = join(folder, 'checked.flac');
      await writeFile(path, await encode('flac', 16_000, input));
      const bytes = await readFile(path);
      const digest = ffmpeg('-i', path, '-f', 's16le', '-c:a', 'pcm_s16le', '-f', 'md5', '-').toString();
      expect(digest.trim()).toBe(`MD5=${bytes.subarray(26, 42).toString('hex')}`);
    });
  },
);

async function* cutAt(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const next = at + (cuts[turn % cuts.length] ?? 1);
    yield bytes.subarray(at, next);
    at = next;
  }
}

async function outcomeOf(bytes: Uint8Array, allowTruncated = false): Promise<string> {
  try {
    const audio = await decodeAudio(bytes, { allowTruncated });
    return `decoded ${audio.channels.length}`;
  } catch (error) {
    return error instanceof MediaError ? `MediaError ${error.code}` : `thrown: ${String(error)}`;
  }
}
