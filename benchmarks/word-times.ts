import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Audio, audioDuration, createRandom, findSpeech, resample, rmsAmplitude } from 'duologue/dsp';
import { createAudioEncoder, createMemorySink, decodeAudio } from 'duologue/media';
import { splitWords, type Word } from 'duologue/timeline';
import {
  collectSpeech,
  createEmbeddedAligner,
  createTranscriptAligner,
  openEmbeddedVoices,
  type Transcriber,
  type VoiceCatalogue,
  type WordAligner,
} from 'duologue/voices';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { english, mandarin, type Texts } from './word-times-texts.ts';

const execute = promisify(execFile);

/** None of them is the voice that the aligner compares with, or made of it. */
const englishVoices = [
  'flite/slt',
  'flite/rms',
  'flite/kal16',
  'flite/hugo',
  'espeak/en-us-female',
  'espeak/en-us-male',
  'espeak/en-gb-male',
];
/** Those of them that a recogniser for real speech understands. */
const recognisedVoices = ['flite/slt', 'flite/rms'];
const mandarinVoices = ['espeak/mei', 'espeak/xue', 'espeak/lan'];

type Condition = {
  readonly title: string;
  readonly speed?: number;
  readonly change?: (audio: Audio) => Promise<Audio>;
};

const conditions: readonly Condition[] = [
  { title: 'as spoken' },
  { title: 'white noise at 20 dB', change: async (audio) => withNoise(audio, 20) },
  { title: 'white noise at 10 dB', change: async (audio) => withNoise(audio, 10) },
  { title: 'speed .8', speed: 0.8 },
  { title: 'speed 1.25', speed: 1.25 },
  { title: 'MP3 at 64 kbit/s', change: throughMp3 },
];

/** Times words from a recording and its text. */
type Method = {
  readonly title: string;
  readonly aligner: WordAligner;
  /** Which voices; default all. */
  readonly names?: readonly string[];
  /** Whether each voice has a row. */
  readonly byVoice?: boolean;
};

export const wordTimesBenchmark: Benchmark = {
  name: 'wordtimes',
  title: 'Word times where a vendor gives none',
  method:
    'Embedded voices whose word times are known speak 24 English and 8 Mandarin texts; the methods get the sound and the text alone. ' +
    'The embedded aligner compares with flite/awb in English and espeak/wei in Mandarin, which are not among the voices heard. Its ' +
    'settings were chosen on other texts. A figure is the distance of a word’s start from the true one.',

  async run() {
    await using voices = await openEmbeddedVoices({ workers: 1 });
    await using embedded = createEmbeddedAligner({ voices });
    const methods: readonly Method[] = [
      { title: 'embedded aligner', aligner: embedded, byVoice: true },
      {
        title: 'letters over what sounds',
        aligner: { name: 'sounding', align: async (audio, words) => spread(audio, words) },
      },
      {
        title: 'letters over the clip',
        aligner: {
          name: 'even',
          align: async (audio, words) => shareByLetters(words, 0, audioDuration(audio)),
        },
      },
    ];
    const recogniser = {
      title: 'pocketsphinx’s times, fitted to the text',
      aligner: createTranscriptAligner(pocketsphinx),
      names: recognisedVoices,
      byVoice: true,
    };
    const speaking = { voices, texts: english.reported, names: englishVoices };
    return [
      await methodTable('English, seven voices', [...methods, recogniser], speaking),
      await methodTable('Mandarin, three voices, characters as words', methods, {
        voices,
        texts: mandarin.reported,
        names: mandarinVoices,
      }),
      await conditionTable(embedded, speaking, english.tuned),
      await costTable(embedded, voices),
    ];
  },
};

type Speaking = {
  readonly voices: VoiceCatalogue;
  readonly texts: readonly string[];
  readonly names: readonly string[];
};

const columns = ['median, ms', '95 %, ms', 'within 50 ms', 'within 100 ms'];

async function methodTable(
  title: string,
  methods: readonly Method[],
  speaking: Speaking,
): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const { title: method, aligner, names = speaking.names, byVoice = false } of methods) {
    const errors = await startErrors(aligner, { ...speaking, names }, { title: 'as spoken' });
    if (names === speaking.names) rows.push([method, 'all', ...figures([...errors.values()].flat())]);
    if (byVoice) for (const [name, own] of errors) rows.push([method, name, ...figures(own)]);
  }
  return { title, columns: ['method', 'voice', ...columns], rows };
}

async function conditionTable(
  aligner: WordAligner,
  speaking: Speaking,
  tuned: Texts['tuned'],
): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const condition of conditions) {
    const errors = await startErrors(aligner, speaking, condition);
    rows.push([condition.title, ...figures([...errors.values()].flat())]);
  }
  const errors = await startErrors(aligner, { ...speaking, texts: tuned }, { title: 'as spoken' });
  rows.push(['as spoken, the texts it was tuned on', ...figures([...errors.values()].flat())]);
  return {
    title: 'The embedded aligner, English, seven voices',
    columns: ['condition', ...columns],
    rows,
    note: 'These are synthetic voices that read carefully. People who mumble, laugh or leave words out are harder.',
  };
}

/** For each voice, seconds that the words' starts are off. */
async function startErrors(
  aligner: WordAligner,
  { voices, texts, names }: Speaking,
  { speed, change }: Condition,
): Promise<Map<string, number[]>> {
  const errors = new Map<string, number[]>();
  for (const name of names) {
    const own: number[] = [];
    for (const text of texts) {
      const request = { text, ...(speed === undefined ? {} : { speed }) };
      const { audio, words } = await collectSpeech(voices.find(name), request);
      const heard = change === undefined ? audio : await change(audio);
      const found = await aligner.align(heard, splitWords(text));
      for (const [index, word] of words.entries()) {
        own.push(Math.abs((found[index]?.start ?? Number.POSITIVE_INFINITY) - word.start));
      }
    }
    errors.set(name, own);
  }
  return errors;
}

function figures(errors: readonly number[]): string[] {
  const sorted = errors.toSorted((a, b) => a - b);
  const quantile = (share: number): string =>
    (1000 * (sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN)).toFixed(0);
  const within = (limit: number): string =>
    `${((100 * errors.filter((error) => error <= limit).length) / errors.length).toFixed(1)} %`;
  return [quantile(0.5), quantile(0.95), within(0.05), within(0.1)];
}

async function costTable(aligner: WordAligner, voices: VoiceCatalogue): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const [length, least] of [
    ['one utterance', 4],
    ['a minute', 60],
    ['ten minutes', 600],
  ] as const) {
    const { audio, words } = await speakAtLeast(voices, least);
    const stopWatch = watchStalls();
    const before = process.cpuUsage();
    const started = performance.now();
    const found = await aligner.align(
      audio,
      words.map(({ text }) => text),
      { language: 'en' },
    );
    const wall = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    const stall = stopWatch();
    const errors = found.map(({ start }, index) => Math.abs(start - (words[index]?.start ?? 0)));
    rows.push([
      length,
      audioDuration(audio).toFixed(1),
      wall.toFixed(2),
      ((user + system) / 1e6 / audioDuration(audio)).toFixed(3),
      stall.toFixed(0),
      ...figures(errors),
    ]);
  }
  return {
    title: 'What the embedded aligner costs',
    columns: [
      'recording',
      'length, s',
      'wall, s',
      'CPU seconds for a second',
      'longest stall, ms',
      ...columns,
    ],
    rows,
    note: 'In one piece, spoken by flite/slt, the comparing voice included; threads warm.',
  };
}

/** Milliseconds for which the event loop stood still at most, where this process worked and not another. */
function watchStalls(): () => number {
  let longest = 0;
  let last = { wall: performance.now(), cpu: process.cpuUsage() };
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(last.cpu);
    const wall = performance.now();
    longest = Math.max(longest, Math.min(wall - last.wall, (user + system) / 1000));
    last = { wall, cpu: process.cpuUsage() };
  }, 1);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

async function speakAtLeast(
  voices: VoiceCatalogue,
  least: number,
): Promise<{ audio: Audio; words: readonly Word[] }> {
  const voice = voices.find('flite/slt');
  const texts = english.reported.filter((text) => text.length > 60);
  const sample = await collectSpeech(voice, { text: texts[0] ?? '' });
  const count = Math.ceil(least / audioDuration(sample.audio));
  const text = Array.from({ length: count }, (_, index) => texts[index % texts.length]).join(' ');
  return collectSpeech(voice, { text });
}

async function withNoise(audio: Audio, decibels: number): Promise<Audio> {
  const random = createRandom('noise');
  const level = rmsAmplitude(audio.samples) * 10 ** (-decibels / 20) * Math.sqrt(3);
  return { ...audio, samples: audio.samples.map((sample) => sample + level * (2 * random.next() - 1)) };
}

async function throughMp3({ samples, sampleRate }: Audio): Promise<Audio> {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format: 'mp3', bitrate: 64_000, sampleRate, channels: 1, sink });
  await encoder.write([samples]);
  await encoder.close();
  const decoded = await decodeAudio(sink.bytes());
  return { samples: decoded.channels[0] ?? new Float32Array(0), sampleRate: decoded.sampleRate };
}

function shareByLetters(words: readonly string[], start: number, end: number): Word[] {
  const letters = words.map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '').length);
  const total = letters.reduce((sum, length) => sum + length, 0);
  let before = 0;
  return words.map((text, index) => {
    const from = start + ((end - start) * before) / total;
    before += letters[index] ?? 0;
    return { text, start: from, end: start + ((end - start) * before) / total };
  });
}

/** As if the pauses were not there. */
function spread(audio: Audio, words: readonly string[]): Word[] {
  const stretches = findSpeech(audio, { minimumSilence: 0.15 });
  const sounding = stretches.reduce((sum, { start, end }) => sum + end - start, 0);
  const place = (time: number): number => {
    let left = time;
    for (const { start, end } of stretches) {
      if (left < end - start) return start + left;
      left -= end - start;
    }
    return stretches.at(-1)?.end ?? audioDuration(audio);
  };
  return shareByLetters(words, 0, sounding).map(({ text, start, end }) => ({
    text,
    start: place(start),
    end: place(end),
  }));
}

/** Seconds of silence that the recogniser wants on both sides. */
const padding = 0.3;

/** Debian's pocketsphinx, which knows nothing of Duologue. */
const pocketsphinx: Transcriber = {
  name: 'pocketsphinx',
  async transcribe(audio) {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-times-'));
    try {
      const { samples, sampleRate } = resample(audio, 16_000);
      const padded = new Float32Array(samples.length + 2 * padding * sampleRate);
      padded.set(samples, padding * sampleRate);
      const sink = createMemorySink();
      const encoder = await createAudioEncoder({ format: 'wav', sampleRate, channels: 1, sink });
      await encoder.write([padded]);
      await encoder.close();
      const path = join(folder, 'speech.wav');
      await writeFile(path, sink.bytes());
      const heard = await execute(
        'pocketsphinx_continuous',
        ['-infile', path, '-time', 'yes', '-logfn', '/dev/null'],
        { maxBuffer: 2 ** 26 },
      );
      const words = Array.from(
        heard.stdout.matchAll(/^([a-z'.-]+)(?:\(\d+\))? (\d+\.\d+) (\d+\.\d+) \d+\.\d+$/gmu),
        ([, text = '', start, end]) => ({ text, start: Number(start) - padding, end: Number(end) - padding }),
      );
      return { text: words.map(({ text }) => text).join(' '), words };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
