import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { type Audio, audioDuration, findSpeech } from 'duologue/dsp';
import { collectSpeech, joinSamples } from 'duologue/voices';
import { createFlite } from 'duologue/voices/flite';
import type { Benchmark, BenchmarkTable } from './benchmark.ts';
import { comparableWords, recognise, wordErrors } from './recogniser.ts';

/** Not those by which the speakers were chosen. */
const sentences = [
  'My brother called me from the airport late in the evening.',
  'Did you remember to bring the book that I gave you?',
  'They closed the old school and built a hospital there.',
  'I usually drink two cups of coffee before I go to work.',
  'We should leave now if we want to catch the last train.',
  'The weather was so bad that nobody went to the beach.',
  'What do you think about the new plan for the office?',
  'He has lived in the same small town for thirty years.',
  'Please put the milk back into the refrigerator when you are done.',
  'I could not hear the music because people were talking.',
];

const singleWords =
  'Apple. Dog. Fish. Cat. Sun. How. Think. Yes. Please. Blue. Go. Never. Water. Money. Right.';

export const fliteBenchmark: Benchmark = {
  name: 'flite',
  title: 'Embedded English voices',
  method:
    'Ten everyday sentences of 10 to 12 words, which had no part in choosing the speakers; the order in which speakers are cast follows them. Real-time factor is wall time by seconds of sound, with word times, ' +
    'for the ten asked for at once. Onset error is the distance between a word’s `start` and the first sound ' +
    'after a silence of .2 s or more, as `findSpeech` hears it. Word error rate is that of `pocketsphinx` with ' +
    'its US English model on each sentence alone.',
  async run() {
    return [await measureSpeed(), await measureOnsets(), await measureRecognition()];
  },
};

async function measureSpeed(): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  for (const workers of new Set([1, 2, availableParallelism()])) {
    const memoryBefore = process.memoryUsage().rss;
    const flite = createFlite({ workers });
    const begin = performance.now();
    await collectSpeech(flite.voice('slt'), { text: 'Yes.' });
    const startUp = performance.now() - begin;
    const factors: string[] = [];
    for (const name of ['slt', 'rms', 'awb', 'kal16', 'hugo', 'leo']) {
      const voice = flite.voice(name);
      const start = performance.now();
      const spoken = await Promise.all(sentences.map((text) => collectSpeech(voice, { text })));
      const wall = (performance.now() - start) / 1000;
      factors.push((wall / spoken.reduce((sum, { audio }) => sum + audioDuration(audio), 0)).toFixed(4));
    }
    const memory = (process.memoryUsage().rss - memoryBefore) / workers / 2 ** 20;
    rows.push([String(workers), startUp.toFixed(0), memory.toFixed(0), ...factors]);
    await flite[Symbol.asyncDispose]();
  }
  return {
    title: 'Real-time factor by worker threads',
    columns: ['workers', 'first word, ms', 'MB a worker', 'slt', 'rms', 'awb', 'kal16', 'hugo', 'leo'],
    rows,
    note: 'The first word includes compiling the 21 MB of voices and starting a thread; memory is the growth of the process.',
  };
}

async function measureOnsets(): Promise<BenchmarkTable> {
  const flite = createFlite();
  const rows: string[][] = [];
  for (const { id } of flite.voices) {
    const { audio, words } = await collectSpeech(flite.voice(id.slice('flite/'.length)), {
      text: singleWords,
    });
    const errors = findSpeech(audio, { minimumSilence: 0.2 })
      .map(({ start }) => Math.min(...words.map((word) => Math.abs(word.start - start))) * 1000)
      .toSorted((a, b) => a - b);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    rows.push([id, String(errors.length), mean.toFixed(1), (errors.at(-1) ?? Number.NaN).toFixed(1)]);
  }
  await flite[Symbol.asyncDispose]();
  return { title: 'Word onsets', columns: ['voice', 'onsets', 'mean error, ms', 'largest, ms'], rows };
}

async function measureRecognition(): Promise<BenchmarkTable> {
  const title = 'Recognised by pocketsphinx';
  const columns = ['voice', 'word error rate', 'errors', 'words'];
  if (spawnSync('pocketsphinx_continuous', ['-help']).error !== undefined) {
    return { title, columns, rows: [], note: 'Skipped: pocketsphinx_continuous is not installed.' };
  }
  const flite = createFlite();
  const rows: string[][] = [];
  for (const { id } of flite.voices) {
    const voice = flite.voice(id.slice('flite/'.length));
    let errors = 0;
    let count = 0;
    for (const text of sentences) {
      const wanted = comparableWords(text);
      const { audio } = await collectSpeech(voice, { text });
      errors += wordErrors(wanted, await recognise(withSilence(audio)));
      count += wanted.length;
    }
    rows.push([id, `${((100 * errors) / count).toFixed(1)} %`, String(errors), String(count)]);
  }
  await flite[Symbol.asyncDispose]();
  return { title, columns, rows };
}

/** With .3 s of silence on both sides, as a recogniser expects it. */
function withSilence({ samples, sampleRate }: Audio): Audio {
  const silence = new Float32Array(Math.round(0.3 * sampleRate));
  return { samples: joinSamples([silence, samples, silence]), sampleRate };
}
