import { join } from 'node:path';
import {
  type Audio,
  applyGain,
  createFft,
  createRandom,
  createWindow,
  limit,
  measureLoudness,
  resample,
  toDecibels,
} from '../src/dsp/index.ts';
import type { BenchmarkTable } from './benchmark.ts';
import {
  ffmpegInput,
  ffmpegQuiet,
  isInstalled,
  readRaw,
  run,
  soxInput,
  writeRaw,
} from './signal-programs.ts';

/** Where a benchmark may write, and what it listens to. */
export type SignalFiles = { readonly folder: string; readonly speech24: Audio; readonly speech48: Audio };

/** The strongest line outside the tone, and the tone, in dB against a full-scale sine. */
function measureTone(samples: Float32Array, sampleRate: number, frequency: number) {
  const size = 2 ** 16;
  const from = (samples.length - size) >> 1;
  const window = createWindow({ kaiser: 20 }, size);
  const fft = createFft(size);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  fft.forward(
    window.map((weight, index) => weight * (samples[from + index] ?? 0)),
    real,
    imaginary,
  );
  const unit = window.reduce((sum, weight) => sum + weight, 0) / 2;
  const centre = Math.round((frequency / sampleRate) * size);
  // The tone's power is spread over the lines around it, with the window's, wherever it falls between them.
  const spread = (size * window.reduce((sum, weight) => sum + weight * weight, 0)) / 4;
  let tone = 0;
  let rest = 0;
  for (let bin = 10; bin < fft.bins; bin++) {
    const height = Math.hypot(real[bin] ?? 0, imaginary[bin] ?? 0);
    if (Math.abs(bin - centre) <= 10) {
      tone += height ** 2 / spread;
    } else {
      rest = Math.max(rest, height / unit);
    }
  }
  return { tone: toDecibels(Math.sqrt(tone)), rest: toDecibels(rest) };
}

function sineAt(frequency: number, sampleRate: number): Audio {
  const samples = Float32Array.from({ length: 6 * sampleRate }, (_, frame) =>
    Math.sin((2 * Math.PI * frequency * frame) / sampleRate),
  );
  return { samples, sampleRate };
}

type Converter = (audio: Audio, to: number) => Promise<Float32Array | undefined>;

function converters(folder: string): readonly (readonly [string, Converter])[] {
  const external =
    (
      program: string,
      argumentsOf: (from: number, to: number, source: string, target: string) => readonly string[],
    ): Converter =>
    async (audio, to) => {
      if (!(await isInstalled(program))) {
        return undefined;
      }
      const source = await writeRaw(folder, 'tone.f32', audio.samples);
      const target = join(folder, 'converted.f32');
      await run(program, [...argumentsOf(audio.sampleRate, to, source, target)]);
      return readRaw(target);
    };
  const sox = (quality: string): Converter =>
    external('sox', (from, to, source, target) => [
      ...soxInput(from, source),
      '-t',
      'f32',
      target,
      'rate',
      quality,
      String(to),
    ]);
  return [
    ['duologue', (audio, to) => Promise.resolve(resample(audio, to).samples)],
    ['duologue, light', (audio, to) => Promise.resolve(resample(audio, to, { quality: 'light' }).samples)],
    [
      'ffmpeg aresample',
      external('ffmpeg', (from, to, source, target) => [
        ...ffmpegQuiet,
        ...ffmpegInput(from, source),
        '-af',
        `aresample=${to}`,
        '-f',
        'f32le',
        target,
      ]),
    ],
    ['sox rate -h', sox('-h')],
    ['sox rate -v', sox('-v')],
  ];
}

async function measureConversion(
  convert: Converter,
  from: number,
  to: number,
  share: number,
): Promise<readonly [string, string]> {
  const frequency = Math.round((share * Math.min(from, to)) / 2 / 100) * 100;
  const samples = await convert(sineAt(frequency, from), to);
  if (samples === undefined) {
    return ['–', '–'];
  }
  const isGone = frequency >= Math.min(from, to) / 2;
  const { tone, rest } = measureTone(samples, to, isGone ? -to : frequency);
  return [tone.toFixed(2), rest.toFixed(0)];
}

export async function benchResampling({ folder }: SignalFiles): Promise<BenchmarkTable> {
  const rows: (readonly string[])[] = [];
  for (const [name, convert] of converters(folder)) {
    const [passing] = await measureConversion(convert, 24_000, 48_000, 0.9);
    const [, image] = await measureConversion(convert, 24_000, 48_000, 0.97);
    const [, alias] = await measureConversion(convert, 48_000, 24_000, 1.03);
    const [, farAlias] = await measureConversion(convert, 48_000, 24_000, 1.3);
    const [, odd] = await measureConversion(convert, 44_100, 47_999, 0.97);
    rows.push([name, passing, image, alias, farAlias, odd]);
  }
  return {
    title: 'Resampling: what is kept and what is added',
    columns: [
      'resampler',
      '24 to 48 kHz: tone at 90 %, dB',
      'image of a tone at 97 %, dB',
      '48 to 24 kHz: alias of a tone at 103 %, dB',
      'at 130 %, dB',
      '44,100 to 47,999 Hz: anything beside a tone at 97 %, dB',
    ],
    rows,
    note: 'Shares are of half the lower rate; dB against the full-scale sine that went in. Lower is better but for the first.',
  };
}

/** The summary of ffmpeg's ebur128 filter. */
async function ffmpegLoudness(folder: string, audio: Audio) {
  if (!(await isInstalled('ffmpeg'))) {
    return undefined;
  }
  const file = await writeRaw(folder, 'level.f32', audio.samples);
  const { stderr } = await run(
    'ffmpeg',
    [
      '-hide_banner',
      '-nostats',
      ...ffmpegInput(audio.sampleRate, file),
      '-af',
      'ebur128=peak=true:framelog=verbose',
      '-f',
      'null',
      '-',
    ],
    { maxBuffer: 2 ** 26 },
  );
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const read = (label: string): number =>
    Number(new RegExp(`${label}:\\s+(-?[\\d.]+|-inf)`).exec(summary)?.[1]);
  return { integrated: read('I'), range: read('LRA'), truePeak: read('Peak') };
}

function levelSignals({ speech24, speech48 }: SignalFiles): readonly (readonly [string, Audio])[] {
  const random = createRandom('levels');
  const noise = Float32Array.from({ length: 60 * 48_000 }, (_, frame) => {
    const swell = 0.02 + 0.3 * Math.sin(frame / 300_000) ** 2;
    return swell * (2 * random.next() - 1);
  });
  return [
    ['speech-like, 48 kHz', speech48],
    ['speech-like, 24 kHz', speech24],
    [
      'speech-like, 22.05 kHz',
      resample({ ...speech24, samples: speech24.samples.subarray(0, 40 * 24_000) }, 22_050),
    ],
    ['swelling white noise, 48 kHz', { samples: noise, sampleRate: 48_000 }],
    [
      'sine of 997 Hz at -23 dBFS',
      { samples: applyGain(sineAt(997, 48_000).samples, 10 ** (-23 / 20)), sampleRate: 48_000 },
    ],
  ];
}

function beside(own: number, other: number | undefined): readonly [string, string] {
  return [own.toFixed(2), other === undefined ? '–' : other.toFixed(1)];
}

export async function benchLoudness(files: SignalFiles): Promise<BenchmarkTable> {
  const rows: (readonly string[])[] = [];
  for (const [name, audio] of levelSignals(files)) {
    const ours = measureLoudness({ channels: [audio.samples], sampleRate: audio.sampleRate });
    const theirs = await ffmpegLoudness(files.folder, audio);
    rows.push([
      name,
      ...beside(ours.integrated, theirs?.integrated),
      ...beside(ours.range, theirs?.range),
      ...beside(ours.truePeak, theirs?.truePeak),
    ]);
  }
  return {
    title: 'Loudness beside ffmpeg ebur128',
    columns: ['signal', 'LUFS', 'ffmpeg', 'range, LU', 'ffmpeg', 'true peak, dBTP', 'ffmpeg'],
    rows,
    note: 'ffmpeg prints one decimal: agreement is within .05.',
  };
}

export async function benchLimiter(files: SignalFiles): Promise<BenchmarkTable> {
  const random = createRandom('hot');
  const noise = Float32Array.from({ length: 20 * 48_000 }, () => 3 * (2 * random.next() - 1));
  const hot = files.speech48.samples.slice(0, 30 * 48_000);
  const signals: readonly (readonly [string, Float32Array])[] = [
    ['speech-like, 9 dB too hot', applyGain(hot, 3)],
    ['white noise, 10 dB too hot', noise],
    [
      'sine at a quarter of the rate, between the samples',
      Float32Array.from(
        { length: 480_000 },
        (_, frame) => Math.min(1.3, frame / 5000) * Math.sin((Math.PI / 2) * frame + Math.PI / 4),
      ),
    ],
  ];
  const rows: (readonly string[])[] = [];
  for (const [name, samples] of signals) {
    const limited = limit({ channels: [samples], sampleRate: 48_000 }, { ceiling: -1 });
    const own = measureLoudness(limited).truePeak;
    const judged = await ffmpegLoudness(files.folder, {
      samples: limited.channels[0] ?? samples,
      sampleRate: 48_000,
    });
    const rival = await limitByFfmpeg(files.folder, samples);
    rows.push([name, (own + 1).toFixed(3), judged?.truePeak.toFixed(1) ?? '–', rival?.toFixed(2) ?? '–']);
  }
  return {
    title: 'Limiter at -1 dBTP',
    columns: [
      'signal',
      'over the ceiling, dB',
      'true peak by ffmpeg, dBTP',
      'ffmpeg alimiter: over the ceiling, dB',
    ],
    rows,
  };
}

async function limitByFfmpeg(folder: string, samples: Float32Array): Promise<number | undefined> {
  if (!(await isInstalled('ffmpeg'))) {
    return undefined;
  }
  const source = await writeRaw(folder, 'hot.f32', samples);
  const target = join(folder, 'limited.f32');
  await run('ffmpeg', [
    ...ffmpegQuiet,
    ...ffmpegInput(48_000, source),
    '-af',
    'alimiter=limit=0.8913:attack=5:release=80:level=false',
    '-f',
    'f32le',
    target,
  ]);
  return measureLoudness({ channels: [await readRaw(target)], sampleRate: 48_000 }).truePeak + 1;
}
