import { createEspeak, mandarinSpeakers } from '@duologue/espeak';
import { measureLoudness } from 'duologue/dsp';
import { collectSpeech, type Speech, type VoiceProvider } from 'duologue/voices';
import { semitones, trackPitch } from '../packages/espeak/src/track-pitch.ts';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';

const conversation =
  '今天天气很好，我们一起去公园散步吧！你知道哪里有好吃的面条吗？下午3点，我在图书馆门口等你。别忘了带雨伞，可能会下雨。';

const tones: readonly (readonly [string, string])[] = [
  ['first', '八'],
  ['second', '拔'],
  ['third', '把'],
  ['fourth', '爸'],
];

/** One character for each initial; the sounds of the first row are voiceless. */
const voiceless = '爸怕发大他哥课喝鸡七西知吃是字次四熊';
const voiced = '妈拿拉日一五啊饿欧爱二用';

export const mandarinBenchmark: Benchmark = {
  name: 'mandarin',
  title: 'Mandarin by eSpeak NG',
  method:
    'Each speaker says one passage of 57 characters and the syllable ba in four tones. Pitch is tracked by YIN, loudness by BS.1770-4. The onset error is the distance from the time given for a character, between two pauses, to the first sample above a twentieth of its peak. Speed is one thread, threads warm.',
  async run() {
    await using provider = createEspeak({ workers: 1 });
    await collectSpeech(provider.voice('mei'), { text: '好' });
    return [await speakerTable(provider), await toneTable(provider), await onsetTable(provider)];
  },
};

async function speakerTable(provider: VoiceProvider): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const { id, gender, throat } of mandarinSpeakers) {
    const voice = provider.voice(id);
    const runs = 5;
    const started = performance.now();
    let speech = await collectSpeech(voice, { text: conversation });
    for (let run = 1; run < runs; run++) speech = await collectSpeech(voice, { text: conversation });
    const wall = (performance.now() - started) / 1000 / runs;
    const duration = speech.audio.samples.length / speech.audio.sampleRate;
    const loudness = measureLoudness({
      channels: [speech.audio.samples],
      sampleRate: speech.audio.sampleRate,
    });
    const pitches = trackPitch(speech.audio.samples, speech.audio.sampleRate, {
      lowest: throat.pitch * 0.5,
      highest: throat.pitch * 2,
    })
      .map(({ frequency }) => frequency)
      .toSorted((a, b) => a - b);
    rows.push([
      id,
      gender,
      quantile(pitches, 0.5).toFixed(0),
      semitones(quantile(pitches, 0.95), quantile(pitches, 0.05)).toFixed(1),
      throat.tract.toFixed(2),
      (speech.words.length / duration).toFixed(1),
      loudness.integrated.toFixed(1),
      loudness.truePeak.toFixed(1),
      (wall / duration).toFixed(4),
    ]);
  }
  return {
    title: 'The speakers',
    columns: [
      'speaker',
      'gender',
      'median pitch, Hz',
      'pitch range (5 to 95 %), semitones',
      'vocal tract against an adult man',
      'characters a second',
      'loudness, LUFS',
      'true peak, dBTP',
      'seconds of work for a second of speech',
    ],
    rows,
  };
}

async function toneTable(provider: VoiceProvider): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const { id, throat } of mandarinSpeakers) {
    const courses: string[] = [];
    const all: number[] = [];
    for (const [, character] of tones) {
      const { audio } = await collectSpeech(provider.voice(id), { text: character, speed: 0.6 });
      const points = trackPitch(audio.samples, audio.sampleRate, {
        lowest: throat.pitch * 0.5,
        highest: throat.pitch * 1.5,
        threshold: 0.3,
      }).map(({ frequency }) => semitones(frequency, throat.pitch));
      all.push(...points);
      courses.push(courseOf(points));
    }
    rows.push([id, ...courses, (Math.max(...all) - Math.min(...all)).toFixed(1)]);
  }
  return {
    title: 'The four tones',
    columns: ['speaker', ...tones.map(([name, character]) => `${name} (${character})`), 'range, semitones'],
    rows,
    note: 'Each course is five points over the syllable, semitones against the median pitch of the speaker.',
  };
}

async function onsetTable(provider: VoiceProvider): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const { id } of mandarinSpeakers) {
    const cells: string[] = [];
    for (const characters of [voiceless, voiced]) {
      const errors: number[] = [];
      for (const character of characters) {
        const speech = await collectSpeech(provider.voice(id), { text: `好，${character}，好` });
        errors.push(Math.abs(onsetError(speech, 1)));
      }
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      cells.push((1000 * mean).toFixed(1), (1000 * Math.max(...errors)).toFixed(1));
    }
    rows.push([id, ...cells]);
  }
  return {
    title: 'Onset error of characters',
    columns: ['speaker', 'voiceless, mean ms', 'voiceless, worst ms', 'voiced, mean ms', 'voiced, worst ms'],
    rows,
    note: 'The worst is h, whose breath rises for 60 ms; the time given is in the middle of the rise.',
  };
}

function onsetError({ audio: { samples, sampleRate }, words }: Speech, index: number): number {
  const word = words[index];
  if (word === undefined) return Number.NaN;
  const sound = samples.subarray(Math.round(word.start * sampleRate), Math.round(word.end * sampleRate));
  const peak = sound.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  const from = Math.round((word.start - 0.09) * sampleRate);
  const first = samples.findIndex((value, frame) => frame >= from && Math.abs(value) > peak / 20);
  return first / sampleRate - word.start;
}

function courseOf(points: readonly number[]): string {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return shares
    .map((share) => (points[Math.round(share * (points.length - 1))] ?? Number.NaN).toFixed(1))
    .join(' ');
}

/** Of sorted values. */
function quantile(values: readonly number[], share: number): number {
  return values[Math.round(share * (values.length - 1))] ?? Number.NaN;
}
