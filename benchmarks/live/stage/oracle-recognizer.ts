import { createRandom } from '../../../src/dsp/index.ts';
import { joinWords, type Word } from '../../../src/timeline/index.ts';
import type { Recognizer, RecognizerInput, RecognizerPart } from '../../../src/voices/index.ts';
import { noiseRate } from '../sound-making.ts';
import type { HeardWord } from './user-player.ts';

export type OracleOptions = {
  /** Read again with every piece of sound: what the user has begun to say is in it. */
  readonly words: () => readonly HeardWord[];
  readonly seed: string;
  /** Seconds from a word's end to its being told. Default .3. */
  readonly latency?: number;
  /** Share of words that are another word. Default .05. */
  readonly errors?: number;
};

const mistaken = ['the', 'and', 'her', 'some', 'about', 'two', 'car', 'last', 'in', 'well'];

/** Not a recogniser: it is told what was said, and passes it on late and with mistakes, as a good one would. */
export function createOracleRecognizer({
  words,
  seed,
  latency = 0.3,
  errors = 0.05,
}: OracleOptions): Recognizer {
  async function* listen(sound: AsyncIterable<RecognizerInput>): AsyncGenerator<RecognizerPart> {
    const random = createRandom(`oracle/${seed}`);
    const known: (Word | undefined)[] = [];
    let heard = 0;
    let told = 0;
    let settled = 0;
    let flushAt: number | undefined;
    const part = (final: boolean): RecognizerPart => {
      const now = known.slice(settled).filter((word) => word !== undefined);
      return { type: 'words-heard', text: joinWords(now.map(({ text }) => text)), words: now, final };
    };
    for await (const input of sound) {
      if (input.type === 'utterance-ended') {
        flushAt ??= heard;
        continue;
      }
      heard += input.samples.length / noiseRate;
      const all = words();
      for (
        let word = all[known.length];
        word !== undefined && word.end + latency <= heard;
        word = all[known.length]
      ) {
        const { missed, ...plain } = word;
        const chance = random.next();
        const wrong = { ...plain, text: mistaken[random.integer(mistaken.length)] ?? plain.text };
        known.push(chance < missed ? undefined : chance < missed + errors ? wrong : plain);
      }
      if (known.length > told) {
        told = known.length;
        if (known.slice(settled).some((word) => word !== undefined)) yield part(false);
      }
      const flushed = flushAt;
      if (flushed === undefined) continue;
      const open = all[known.length];
      if (open !== undefined && open.end <= flushed) continue;
      flushAt = undefined;
      yield part(true);
      settled = known.length;
    }
    yield part(true);
  }
  return { id: 'oracle', languages: [], sampleRate: noiseRate, listen };
}
