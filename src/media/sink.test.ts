import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createByteWriter } from './byte-writer.ts';
import {
  type AudioFormat,
  type ByteSink,
  createAudioEncoder,
  createMemorySink,
  createWritableSink,
  decodeAudio,
  openFileSink,
} from './index.ts';
import { createWavEncoder } from './wav-encoder.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-sink-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a file sink', () => {
  it('shows the file under its name only when it is whole', async () => {
    const path = join(folder, 'a.bin');
    await writeFile(path, 'before');
    const sink = await openFileSink(path);
    await sink.write(Uint8Array.of(1, 2, 3), 0);
    await sink.write(Uint8Array.of(9), 1);
    expect(await readFile(path, 'utf8')).toBe('before');
    await sink.close();
    await sink.abort();
    expect([...(await readFile(path))]).toEqual([1, 9, 3]);
    expect(await readdir(folder)).toEqual(['a.bin']);
    await expect(sink.write(Uint8Array.of(1), 0)).rejects.toMatchObject({ code: 'closed' });
  });

  it('leaves nothing when aborted, and what was there before', async () => {
    const path = join(folder, 'a.bin');
    const before = await readFile(path);
    const sink = await openFileSink(path);
    await sink.write(Uint8Array.of(7), 0);
    await sink.abort();
    await sink.abort();
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('says what is wrong with the place', async () => {
    await expect(openFileSink(join(folder, 'none', 'a.wav'))).rejects.toMatchObject({
      name: 'MediaError',
      code: 'missing-folder',
      path: join(folder, 'none', 'a.wav'),
    });
    await expect(openFileSink(folder)).rejects.toMatchObject({ code: 'io', found: 'EISDIR' });
  });

  it('replaces what a link points to, and writes to a device as it is', async () => {
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep', 'real.bin'), 'old');
    await symlink(join(folder, 'deep', 'real.bin'), join(folder, 'link.bin'));
    const sink = await openFileSink(join(folder, 'link.bin'));
    await sink.write(Uint8Array.of(5), 0);
    await sink.close();
    expect([...(await readFile(join(folder, 'deep', 'real.bin')))]).toEqual([5]);

    const device = await openFileSink('/dev/null');
    expect(device.seekable).toBe(false);
    await device.write(Uint8Array.of(5), 0);
    await device.close();
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('reports a full disk (Linux has a device for it)', async () => {
    const sink = await openFileSink('/dev/full');
    await expect(sink.write(Uint8Array.of(1), 0)).rejects.toMatchObject({
      code: 'disk-full',
      path: '/dev/full',
    });
    await sink.abort();
  });
});

async function refuse(options: {
  format: AudioFormat;
  sampleRate?: number;
  channels?: number;
  bitDepth?: 16 | 24 | 32 | 'float';
  bitrate?: number;
}): Promise<void> {
  const path = join(folder, 'refused');
  const sink = await openFileSink(path);
  await expect(
    createAudioEncoder({ sampleRate: 16_000, channels: 1, sink, ...options }),
  ).rejects.toMatchObject({ code: 'invalid-option' });
  expect((await readdir(folder)).filter((name) => name.includes('refused'))).toEqual([]);
}

async function writeDithered(dither: boolean): Promise<Uint8Array> {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({
    format: 'pcm',
    sampleRate: 8000,
    channels: 1,
    dither,
    sink,
  });
  await encoder.write([new Float32Array(4000).fill(0.25 / 32768)]);
  await encoder.close();
  return sink.bytes();
}

describe('an encoder', () => {
  const formats: readonly AudioFormat[] = ['wav', 'pcm', 'mp3', 'ogg-opus', 'flac'];
  const block = [Float32Array.from({ length: 5000 }, (_, index) => Math.sin(index / 9))];

  it.each(formats)('of %s leaves no file when it is aborted in the middle', async (format) => {
    const path = join(folder, `aborted.${format}`);
    const encoder = await createAudioEncoder({
      format,
      sampleRate: 16_000,
      channels: 1,
      sink: await openFileSink(path),
    });
    await encoder.write(block);
    await encoder.abort();
    await encoder.abort();
    expect((await readdir(folder)).filter((name) => name.includes('aborted'))).toEqual([]);
    await expect(encoder.write(block)).rejects.toMatchObject({ code: 'closed' });
  });

  it.each(formats)('of %s ends a write under way when it is aborted', async (format) => {
    const path = join(folder, `interrupted.${format}`);
    const encoder = await createAudioEncoder({
      format,
      sampleRate: 16_000,
      channels: 1,
      sink: await openFileSink(path),
    });
    const outcome = encoder.write([new Float32Array(16_000 * 20)]).catch((error: unknown) => error);
    await encoder.abort();
    expect(await outcome).toMatchObject({ code: 'closed' });
    expect((await readdir(folder)).filter((name) => name.includes('interrupted'))).toEqual([]);
  });

  it('keeps the order of calls that nobody awaited', async () => {
    const sink = createMemorySink();
    const encoder = await createAudioEncoder({ format: 'mp3', sampleRate: 16_000, channels: 1, sink });
    await Promise.all([encoder.write(block), encoder.write(block), encoder.close()]);
    expect((await decodeAudio(sink.bytes())).channels[0]?.length).toBe(10_000);
  });

  it.each(formats)('of %s passes on the failure of its sink, and aborts it', async (format) => {
    let aborted = 0;
    const failure = new Error('no more');
    const sink: ByteSink = {
      seekable: true,
      write: async () => {
        throw failure;
      },
      close: async () => {},
      abort: async () => {
        aborted++;
      },
    };
    const encoder = await createAudioEncoder({ format, sampleRate: 16_000, channels: 1, sink });
    const run = async (): Promise<void> => {
      for (let count = 0; count < 40; count++) await encoder.write(block);
      await encoder.close();
    };
    await expect(run()).rejects.toBe(failure);
    await expect(encoder.close()).rejects.toBe(failure);
    await encoder.abort();
    expect(aborted).toBe(1);
  });

  it('refuses what the format cannot do before anything is written', async () => {
    expect.hasAssertions();
    await refuse({ format: 'mp3', channels: 3 });
    await refuse({ format: 'flac', channels: 9 });
    await refuse({ format: 'flac', sampleRate: 11_025 });
    await refuse({ format: 'flac', bitDepth: 32 });
    await refuse({ format: 'wav', channels: 0 });
    await refuse({ format: 'wav', sampleRate: Number.NaN });
    await refuse({ format: 'wav', bitrate: 96_000 });
    await refuse({ format: 'ogg-opus', bitrate: Number.POSITIVE_INFINITY });
  });

  it('refuses blocks that do not fit', async () => {
    for (const wrong of [[], [new Float32Array(3)], [new Float32Array(3), new Float32Array(4)]]) {
      const encoder = await createAudioEncoder({
        format: 'wav',
        sampleRate: 8000,
        channels: 2,
        sink: createMemorySink(),
      });
      await expect(encoder.write(wrong)).rejects.toMatchObject({ code: 'invalid-block' });
    }
  });

  it('clips what is too loud and writes NaN as silence', async () => {
    const odd = [Float32Array.of(2, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5)];
    for (const bitDepth of [16, 24, 32] as const) {
      const sink = createMemorySink();
      const encoder = await createAudioEncoder({
        format: 'wav',
        sampleRate: 8000,
        channels: 1,
        bitDepth,
        sink,
      });
      await encoder.write(odd);
      await encoder.close();
      const [samples = new Float32Array(0)] = (await decodeAudio(sink.bytes())).channels;
      const top = Math.fround(1 - 2 ** (1 - bitDepth));
      expect([...samples]).toEqual([top, -1, 0, top, -1, 0.5]);
    }
  });

  it('dithers the same way every time, by at most a step and a half', async () => {
    const dithered = await writeDithered(true);
    expect(await writeDithered(true)).toEqual(dithered);
    const values = new Int16Array(dithered.buffer);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    // What rounding alone loses altogether is there in the mean.
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.25, 1);
    expect(new Int16Array((await writeDithered(false)).buffer).every((value) => value === 0)).toBe(true);
  });
});

describe('wav beyond what 32 bits count', () => {
  const setting = {
    sampleRate: 8000,
    inputRate: 8000,
    channels: 1,
    bitDepth: 16,
    bitrate: undefined,
    dither: false,
    seekable: true,
    immediate: false,
  } as const;
  const block = [Float32Array.from({ length: 300 }, (_, index) => index / 400)];

  it('is refused, or becomes RF64 where room was kept', async () => {
    const small = await createWavEncoder(
      { ...setting, largeFile: false },
      createByteWriter(createMemorySink()),
      1000,
    );
    await small.write(block);
    await expect(small.write(block)).rejects.toMatchObject({ code: 'too-large' });

    const sink = createMemorySink();
    const writer = createByteWriter(sink);
    const large = await createWavEncoder({ ...setting, largeFile: true }, writer, 1000);
    for (let count = 0; count < 3; count++) await large.write(block);
    await large.finish();
    await writer.flush();
    expect(new TextDecoder().decode(sink.bytes().subarray(0, 4))).toBe('RF64');
    expect((await decodeAudio(sink.bytes())).channels[0]?.length).toBe(900);
  });
});

describe('a stream sink', () => {
  it('passes on the failure of its stream and leaves no listener', async () => {
    const failing = new Writable({
      write(_bytes, _encoding, done) {
        done(new Error('gone'));
      },
    });
    const sink = createWritableSink(failing);
    await expect(sink.write(Uint8Array.of(1), 0)).rejects.toMatchObject({ name: 'MediaError', code: 'io' });
    await expect(sink.write(Uint8Array.of(1), 1)).rejects.toMatchObject({ name: 'MediaError' });

    const slow = new Writable({ highWaterMark: 1, write: (_bytes, _encoding, done) => setImmediate(done) });
    const steady = createWritableSink(slow);
    for (let at = 0; at < 50; at++) await steady.write(Uint8Array.of(1), at);
    expect(slow.listenerCount('error')).toBe(0);
    await expect(steady.write(Uint8Array.of(1), 3)).rejects.toMatchObject({ code: 'io', offset: 3 });
  });
});

it.each(['wav', 'pcm', 'ogg-opus'] as const)(
  '%s hands over its bytes with the sound where it is asked to',
  async (format) => {
    const sink = createMemorySink();
    const encoder = await createAudioEncoder({
      format,
      sampleRate: 48_000,
      channels: 1,
      sink: { ...sink, seekable: false },
      immediate: true,
    });
    await encoder.write([new Float32Array(24_000)]);
    const early = sink.bytes();
    expect(early.length).toBeGreaterThan(format === 'ogg-opus' ? 200 : 48_000 - 1);
    await encoder.close();
    expect(sink.bytes().subarray(0, early.length)).toEqual(early);
  },
);
