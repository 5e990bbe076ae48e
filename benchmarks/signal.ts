import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Audio,
  createRandom,
  limit,
  measureLoudness,
  mixInto,
  resample,
  stretch,
} from '../src/dsp/index.ts';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { ffmpegInput, ffmpegQuiet, isInstalled, run, soxInput, writeRaw } from './signal-programs.ts';
import { benchLimiter, benchLoudness, benchResampling, type SignalFiles } from './signal-quality.ts';

/** Seconds of the file under test, and of the short one whose time is taken off as start-up. */
const longDuration = 120;
const shortDuration = 0.5;

export const signalBenchmark: Benchmark = {
  name: 'signal',
  title: 'Resampling, loudness, limiting, mixing and stretching against ffmpeg and sox',
  method:
    `${longDuration} s of a speech-like signal with pauses, generated from a seed, as raw 32-bit float, mono. ` +
    'The programs read it from a file and throw their output away, on one thread; their net time is the median ' +
    `of 3 runs less that of the same command on ${shortDuration} s, so it leaves out start-up and keeps reading. ` +
    'The library works in memory: median of 5 runs after one to warm up. Speeds are seconds of audio per second.',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-signal-'));
    try {
      const files = { folder, speech24: speechLike(24_000), speech48: speechLike(48_000) };
      return [
        await benchSpeed(files),
        await benchResampling(files),
        await benchLoudness(files),
        await benchLimiter(files),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Syllables of a gliding voice with breathy noise, four a second, and pauses of a second. */
function speechLike(sampleRate: number, duration = longDuration): Audio {
  const random = createRandom('speech-like');
  const samples = new Float32Array(Math.round(duration * sampleRate));
  let phase = 0;
  let smooth = 0;
  for (let frame = 0; frame < samples.length; frame++) {
    const time = frame / sampleRate;
    phase += (120 + 30 * Math.sin(1.7 * time)) / sampleRate;
    smooth = 0.7 * smooth + 0.3 * (random.next() - 0.5);
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * time)) * (0.75 + 0.25 * Math.sin(0.9 * time));
    const voiced =
      Math.sin(2 * Math.PI * phase) +
      0.6 * Math.sin(6 * Math.PI * phase) +
      0.3 * Math.sin(22 * Math.PI * phase);
    samples[frame] = time % 6 > 5 ? 0 : syllable * (0.3 * voiced + 0.4 * smooth);
  }
  return { samples, sampleRate };
}

type Timing = { readonly raw: number; readonly net: number };

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function timeOurs(work: () => unknown): number {
  work();
  return median(
    Array.from({ length: 5 }, () => {
      const start = performance.now();
      work();
      return (performance.now() - start) / 1000;
    }),
  );
}

/** None where the program is not installed. */
async function timeProgram(
  program: string,
  argumentsOf: (file: string) => readonly string[],
  long: string,
  short: string,
): Promise<Timing | undefined> {
  const time = async (file: string): Promise<number> => {
    const runs: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const start = performance.now();
      await run(program, [...argumentsOf(file)], { maxBuffer: 2 ** 27 });
      runs.push((performance.now() - start) / 1000);
    }
    return median(runs);
  };
  if (!(await isInstalled(program))) {
    return undefined;
  }
  const raw = await time(long);
  return { raw, net: raw - (await time(short)) };
}

function soxEffect(rate: number, effect: readonly string[]): (file: string) => readonly string[] {
  return (file) => [...soxInput(rate, file), '-n', ...effect];
}

type Contest = {
  readonly task: string;
  readonly audio: Audio;
  readonly ours: () => unknown;
  readonly ffmpeg: (file: string) => readonly string[];
  readonly sox?: (file: string) => readonly string[];
};

function ffmpegFilter(rate: number, filter: string): (file: string) => readonly string[] {
  return (file) => [...ffmpegQuiet, ...ffmpegInput(rate, file), '-af', filter, '-f', 'null', '-'];
}

function contests({ speech24, speech48 }: SignalFiles): readonly Contest[] {
  const stereo = [new Float32Array(speech48.samples.length), new Float32Array(speech48.samples.length)];
  return [
    resampling(speech24, 48_000),
    resampling(speech48, 24_000),
    resampling(speech48, 44_100),
    {
      task: 'loudness with true peak',
      audio: speech48,
      ours: () => measureLoudness({ channels: [speech48.samples], sampleRate: 48_000 }),
      ffmpeg: ffmpegFilter(48_000, 'ebur128=peak=true:framelog=verbose'),
    },
    {
      task: 'limiter at -1 dB',
      audio: speech48,
      ours: () => limit({ channels: [speech48.samples], sampleRate: 48_000 }),
      ffmpeg: ffmpegFilter(48_000, 'alimiter=limit=0.8913:attack=5:release=80:level=false'),
      sox: soxEffect(48_000, ['gain', '-l', '1']),
    },
    {
      task: 'mix of 2 voices to stereo',
      audio: speech48,
      ours: () => {
        mixInto(stereo, speech48.samples, { gain: 0.5, pan: -0.4 });
        mixInto(stereo, speech48.samples, { gain: 0.5, pan: 0.4, at: 4800 });
      },
      ffmpeg: (file) => [
        ...ffmpegQuiet,
        ...ffmpegInput(48_000, file),
        ...ffmpegInput(48_000, file),
        '-filter_complex',
        '[0]pan=stereo|c0=.45*c0|c1=.2*c0[a];[1]adelay=100,pan=stereo|c0=.2*c0|c1=.45*c0[b];[a][b]amix=inputs=2:normalize=0',
        '-f',
        'null',
        '-',
      ],
      sox: (file) => [
        '-m',
        '-v',
        '.5',
        ...soxInput(48_000, file),
        '-v',
        '.5',
        ...soxInput(48_000, file),
        '-n',
        'remix',
        '1',
        '1',
      ],
    },
    {
      task: 'stretch to 1.25 times the tempo',
      audio: speech24,
      ours: () => stretch(speech24, 1.25),
      ffmpeg: ffmpegFilter(24_000, 'atempo=1.25'),
      sox: soxEffect(24_000, ['tempo', '-s', '1.25']),
    },
  ];
}

function resampling(audio: Audio, to: number): Contest {
  return {
    task: `resample ${audio.sampleRate} to ${to} Hz`,
    audio,
    ours: () => resample(audio, to),
    ffmpeg: ffmpegFilter(audio.sampleRate, `aresample=${to}`),
    sox: soxEffect(audio.sampleRate, ['rate', '-h', String(to)]),
  };
}

async function benchSpeed(files: SignalFiles): Promise<BenchmarkTable> {
  const rows: (readonly string[])[] = [];
  for (const { task, audio, ours, ffmpeg, sox } of contests(files)) {
    const long = await writeRaw(files.folder, 'long.f32', audio.samples);
    const short = await writeRaw(
      files.folder,
      'short.f32',
      audio.samples.subarray(0, audio.sampleRate * shortDuration),
    );
    const own = timeOurs(ours);
    const rivals = [
      await timeProgram('ffmpeg', ffmpeg, long, short),
      sox === undefined ? undefined : await timeProgram('sox', sox, long, short),
    ];
    rows.push([task, speedOf(own), ...rivals.flatMap((timing) => describeRival(timing, own))]);
  }
  return {
    title: 'Speed',
    columns: [
      'task',
      'duologue',
      'ffmpeg raw',
      'ffmpeg net',
      'ours / ffmpeg',
      'sox raw',
      'sox net',
      'ours / sox',
    ],
    rows,
    note:
      'ffmpeg: aresample (swr), ebur128, alimiter (sample peaks only), amix, atempo. sox: rate -h, gain -l, ' +
      '-m, tempo -s. The last columns are net speeds as a ratio: above 1 the library is faster.',
  };
}

function speedOf(seconds: number): string {
  return `${Math.round(longDuration / seconds).toLocaleString('en')}x`;
}

function describeRival(timing: Timing | undefined, own: number): readonly string[] {
  if (timing === undefined) {
    return ['–', '–', '–'];
  }
  // Below a hundredth of a second the difference of two runs is noise.
  const net = Math.max(0.01, timing.net);
  return [speedOf(timing.raw), speedOf(net), (net / own).toFixed(2)];
}
