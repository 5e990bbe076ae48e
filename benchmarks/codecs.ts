import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRandom } from '../src/dsp/index.ts';
import {
  type AudioFormat,
  createAudioEncoder,
  createMemorySink,
  decodeAudio,
  openFileSink,
} from '../src/media/index.ts';
import type { Benchmark } from './benchmark.ts';

const run = promisify(execFile);

const sampleRate = 48_000;
/** Seconds. */
const length = 120;

const codecs: readonly { readonly format: AudioFormat; readonly arguments: readonly string[] }[] = [
  { format: 'wav', arguments: ['-c:a', 'pcm_s16le', '-f', 'wav'] },
  { format: 'mp3', arguments: ['-c:a', 'libmp3lame', '-b:a', '160k', '-f', 'mp3'] },
  { format: 'ogg-opus', arguments: ['-c:a', 'libopus', '-b:a', '96k', '-f', 'ogg'] },
  { format: 'flac', arguments: ['-c:a', 'flac', '-f', 'flac'] },
];

export const codecsBenchmark: Benchmark = {
  name: 'codecs',
  title: 'Reading and writing audio files',
  method:
    `${length} s of two speech-like tracks at 48 kHz, encoded and decoded here and by ffmpeg on one thread, in turn in ` +
    'one run; the best of three, less the best of three on the first .1 s.',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-bench-'));
    try {
      const comparisons: Comparison[] = [];
      for (const codec of codecs) comparisons.push(await compare(codec.format, codec.arguments, folder));
      return [
        {
          title: 'Seconds of audio in a second',
          columns: ['format', 'encode', 'ffmpeg', 'ratio', 'decode', 'ffmpeg', 'ratio'],
          rows: comparisons.map(({ speeds: row }) => row),
          note: 'A ratio of 1 is native speed. MP3 is encoded in a worker thread beside the caller.',
        },
        {
          title: 'A tenth of a second of audio, start and all',
          columns: ['format', 'encode', 'ffmpeg', 'decode', 'ffmpeg'],
          rows: comparisons.map(({ starts }) => starts),
          note: 'What is taken off above: starting a worker and its wasm here, starting the process there.',
        },
        {
          title: 'Peak memory of a process that writes two channels at 24 kHz',
          columns: ['format', 'one minute', 'one hour'],
          rows: [
            ['wav', await peakMemory('wav', 60, folder), await peakMemory('wav', 3600, folder)],
            ['mp3', await peakMemory('mp3', 60, folder), await peakMemory('mp3', 3600, folder)],
          ],
          note: 'All of the process, Node and the TypeScript loader included.',
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Syllables of a buzzing, wavering voice with pauses: neither silence nor noise, which codecs find easy or hard. */
function speechLike(frames: number, seed: string): Float32Array {
  const random = createRandom(seed);
  const samples = new Float32Array(frames);
  let phase = 0;
  let loudness = 0;
  let target = 0;
  for (let index = 0; index < frames; index++) {
    if (index % 7200 === 0) target = random.next() < 0.3 ? 0 : 0.1 + 0.3 * random.next();
    loudness += (target - loudness) * 0.002;
    phase += (110 + 30 * Math.sin(index / 31_000)) / sampleRate;
    const buzz =
      Math.sin(2 * Math.PI * phase) + Math.sin(6 * Math.PI * phase) / 2 + Math.sin(22 * Math.PI * phase) / 5;
    samples[index] = loudness * (buzz * 0.5 + (random.next() - 0.5) * 0.1);
  }
  return samples;
}

type Comparison = { readonly speeds: string[]; readonly starts: string[] };

async function compare(
  format: AudioFormat,
  ffmpegArguments: readonly string[],
  folder: string,
): Promise<Comparison> {
  const frames = length * sampleRate;
  const channels = [speechLike(frames, 'left'), speechLike(frames, 'right')];
  const start = channels.map((samples) => samples.subarray(0, sampleRate / 10));
  const source = join(folder, 'source.wav');
  const sourceStart = join(folder, 'source-start.wav');
  await writeFile(source, await encodeWav(channels));
  await writeFile(sourceStart, await encodeWav(start));
  const ours = join(folder, `ours.${format}`);
  const oursStart = join(folder, `ours-start.${format}`);
  const encodeThere = (from: string): Promise<void> =>
    ffmpeg(['-i', from, ...ffmpegArguments, join(folder, `theirs.${format}`)]);

  const encoding = await timed(
    () => encodeHere(format, channels, ours),
    () => encodeHere(format, start, oursStart),
  );
  const encodingThere = await timed(
    () => encodeThere(source),
    () => encodeThere(sourceStart),
  );
  const bytes = await readFile(ours);
  const bytesStart = await readFile(oursStart);
  const decoding = await timed(
    () => decodeHere(bytes),
    () => decodeHere(bytesStart),
  );
  const decodingThere = await timed(
    () => decodeThere(ours),
    () => decodeThere(oursStart),
  );
  return {
    speeds: [format, ...speeds(encoding.net, encodingThere.net), ...speeds(decoding.net, decodingThere.net)],
    starts: [
      format,
      ...[encoding, encodingThere, decoding, decodingThere].map(({ start: time }) => milliseconds(time)),
    ],
  };
}

/** Seconds that the whole takes beyond its first tenth of a second, and those of that start. */
async function timed(
  whole: () => Promise<void>,
  start: () => Promise<void>,
): Promise<{ readonly net: number; readonly start: number }> {
  const starting = await best(start);
  return { net: (await best(whole)) - starting, start: starting };
}

function milliseconds(time: number): string {
  return `${Math.round(time * 1000)} ms`;
}

async function decodeHere(bytes: Uint8Array): Promise<void> {
  await decodeAudio(bytes);
}

function decodeThere(path: string): Promise<void> {
  return ffmpeg(['-i', path, '-f', 'null', '-']);
}

function speed(time: number): string {
  return `${Math.round(length / time).toLocaleString('en')}x`;
}

function speeds(here: number, there: number): string[] {
  return there <= 0.005
    ? [speed(here), 'below its start', '–']
    : [speed(here), speed(there), (there / here).toFixed(2)];
}

/** Seconds. */
async function best(action: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 3; count++) {
    const start = performance.now();
    await action();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

async function ffmpeg(options: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', '-threads', '1', ...options]);
}

async function encodeHere(
  format: AudioFormat,
  channels: readonly Float32Array[],
  path: string,
): Promise<void> {
  const bitrate = format === 'mp3' ? { bitrate: 160_000 } : format === 'ogg-opus' ? { bitrate: 96_000 } : {};
  const sink = await openFileSink(path);
  const encoder = await createAudioEncoder({
    format,
    sampleRate,
    channels: channels.length,
    sink,
    ...bitrate,
  });
  const step = 9600;
  for (let at = 0; at < (channels[0]?.length ?? 0); at += step) {
    await encoder.write(channels.map((samples) => samples.subarray(at, at + step)));
  }
  await encoder.close();
}

async function encodeWav(channels: readonly Float32Array[]): Promise<Uint8Array> {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format: 'wav', sampleRate, channels: channels.length, sink });
  await encoder.write(channels);
  await encoder.close();
  return sink.bytes();
}

/** In a process of its own, because memory once taken is seldom given back. */
async function peakMemory(format: AudioFormat, seconds: number, folder: string): Promise<string> {
  const media = new URL('../src/media/index.ts', import.meta.url).href;
  const script = `
    import { createAudioEncoder, openFileSink } from ${JSON.stringify(media)};
    const sink = await openFileSink(${JSON.stringify(join(folder, `memory.${format}`))});
    const encoder = await createAudioEncoder({ format: ${JSON.stringify(format)}, sampleRate: 24000, channels: 2, sink });
    const block = [0, 1].map(() => new Float32Array(4800));
    let peak = 0;
    for (let at = 0; at < ${seconds} * 24000; at += 4800) {
      for (let index = 0; index < 4800; index++) block[0][index] = block[1][index] = 0.3 * Math.sin((at + index) * 0.05);
      await encoder.write(block);
      // Not the system's own peak: that is inherited from the parent process.
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    await encoder.close();
    console.log(peak);
  `;
  // A file, and not --eval: the encoders' workers inherit the options of the process, and would take theirs wrongly.
  const path = join(folder, 'memory.mjs');
  await writeFile(path, script);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', path], {
    cwd: new URL('..', import.meta.url),
  });
  return `${Math.round(Number(stdout) / 2 ** 20)} MB`;
}
