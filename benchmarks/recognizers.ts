import { fileURLToPath } from 'node:url';
import { createRandom } from 'duologue/dsp';
import { createCommandRecognizer } from 'duologue/recognizers';
import type { Word } from 'duologue/timeline';
import { collectSpeech, createFlite, type RecognizerInput } from 'duologue/voices';
import type { Benchmark } from './benchmark.ts';
import { comparableWords, wordErrors } from './recogniser.ts';

const program = fileURLToPath(new URL('../examples/pocketsphinx-recognizer.py', import.meta.url));
const rate = 16_000;
const frame = 320;
const sentences = [
  'Could you tell me when the next train leaves?',
  'I would like a table for two people at seven.',
  'Wait, stop, that is not what I meant.',
  'My sister lives in a small town near the river.',
  'How much does it cost to send this letter?',
  'We had rain all night, and then the sun came out.',
  'Please call me back tomorrow morning.',
  'She said that the meeting was moved to Friday.',
];
const voices = ['rms', 'slt', 'awb'];

type Measured = { errors: number; words: number; first: number[]; settled: number[]; final: number[] };

type Spoken = ReadonlyMap<string, readonly { readonly text: string; readonly samples: Float32Array }[]>;

export const recognizersBenchmark: Benchmark = {
  name: 'recognizers',
  title: 'Words while somebody speaks',
  method:
    'The example recogniser for a command, Debian’s pocketsphinx, listens to three embedded voices saying eight ' +
    'sentences each, at the pace of a microphone, three conversations at once, with white noise beside them at the ' +
    'ratio that is named. Seconds from the end of a word in the sound to when it was first told, and to when it ' +
    'no longer changed; and from the end of the utterance to its final words. Median and 95th percentile.',
  async run() {
    const spoken = await speak();
    const rows: string[][] = [];
    for (const snr of [Number.POSITIVE_INFINITY, 20, 10]) {
      const results = await Promise.all(voices.map((voice) => measure(spoken, voice, snr)));
      const noise = Number.isFinite(snr) ? `${snr} dB` : 'none';
      for (const [index, result] of results.entries())
        rows.push(describe(voices[index] ?? '', noise, result));
      rows.push(
        describe('all', noise, {
          errors: results.reduce((sum, { errors }) => sum + errors, 0),
          words: results.reduce((sum, { words }) => sum + words, 0),
          first: results.flatMap(({ first }) => first),
          settled: results.flatMap(({ settled }) => settled),
          final: results.flatMap(({ final }) => final),
        }),
      );
    }
    const columns = ['voice', 'noise', 'words wrong', 'first told, s', 'settled, s', 'final, s'];
    const note =
      'The last word or two of a sentence are often mended by the final pass, which is why words settle late. A ' +
      'word may be told before it ends.';
    return [{ title: 'PocketSphinx on embedded voices', columns, rows, note }];
  },
};

async function speak(): Promise<Spoken> {
  await using flite = createFlite({ workers: 1 });
  const spoken = new Map<string, { text: string; samples: Float32Array }[]>();
  for (const voice of voices) {
    const all = [];
    for (const text of sentences) {
      const { audio } = await collectSpeech(flite.voice(voice), { text });
      all.push({ text, samples: audio.samples });
    }
    spoken.set(voice, all);
  }
  return spoken;
}

/** Sound at the pace of a microphone: the seconds are those that somebody would wait. */
async function measure(spoken: Spoken, voice: string, snr: number): Promise<Measured> {
  const ears = createCommandRecognizer({ command: 'python3', args: [program], languages: ['en'] });
  const random = createRandom(`noise of ${voice}`);
  const all = spoken.get(voice) ?? [];
  const measured: Measured = { errors: 0, words: 0, first: [], settled: [], final: [] };
  const ends: number[] = [];
  let began = 0;
  async function* sound(): AsyncGenerator<RecognizerInput> {
    // The model is loaded before anybody speaks.
    yield { type: 'audio-heard', samples: new Float32Array(frame) };
    await new Promise((resolve) => setTimeout(resolve, 1500));
    began = performance.now() / 1000 - frame / rate;
    let frames = frame;
    for (const { samples } of all) {
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const level = Math.sqrt(power / 10 ** (snr / 10)) * Math.sqrt(3);
      const noisy = new Float32Array(samples.length + rate / 2);
      noisy.set(samples);
      for (let at = 0; at < noisy.length; at++)
        noisy[at] = (noisy[at] ?? 0) + (2 * random.next() - 1) * level;
      for (let at = 0; at < noisy.length; at += frame) {
        yield { type: 'audio-heard', samples: noisy.slice(at, at + frame) };
        frames += Math.min(frame, noisy.length - at);
        const due = began + frames / rate - performance.now() / 1000;
        if (due > 0) await new Promise((resolve) => setTimeout(resolve, due * 1000));
      }
      ends.push(performance.now() / 1000);
      yield { type: 'utterance-ended' };
    }
  }
  let seen: { at: number; words: readonly Word[] }[] = [];
  let index = 0;
  for await (const part of ears.listen(sound())) {
    if (part.type !== 'words-heard') continue;
    const at = performance.now() / 1000;
    seen.push({ at: at - began, words: part.words });
    if (!part.final) continue;
    measured.final.push(at - (ends[index] ?? at));
    const wanted = comparableWords(all[index]?.text ?? '');
    measured.errors += wordErrors(wanted, comparableWords(part.text));
    measured.words += wanted.length;
    for (const word of part.words) {
      const has = ({ words }: (typeof seen)[number]): boolean =>
        words.some(({ text, start }) => text === word.text && Math.abs(start - word.start) < 0.15);
      const first = seen.find(has);
      const lost = seen.findLastIndex((each) => !has(each));
      measured.first.push((first?.at ?? 0) - word.end);
      measured.settled.push((seen[lost + 1]?.at ?? 0) - word.end);
    }
    seen = [];
    index++;
  }
  return measured;
}

function describe(
  voice: string,
  noise: string,
  { errors, words, first, settled, final }: Measured,
): string[] {
  const times = [first, settled, final].map((values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
    return `${at(0.5)} / ${at(0.95)}`;
  });
  return [voice, noise, `${((100 * errors) / words).toFixed(1)} % of ${words}`, ...times];
}
