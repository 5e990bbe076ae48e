import type { Recognizer, RecognizerInput, RecognizerPart } from '../../../src/voices/index.ts';
import { noiseRate } from '../sound-making.ts';
import { createOracleRecognizer } from '../stage/oracle-recognizer.ts';
import type { HeardWord } from '../stage/user-player.ts';
import { readLeadIn } from './lead-in.ts';

/** By the number of the scenario that is being played: what its user has begun to say. */
export type WordBook = ReadonlyMap<number, readonly HeardWord[]>;

/** Behind a server: it finds out from the sound which scenario it hears, and is told what is said in it. */
export function createWireOracle(book: WordBook): Recognizer {
  async function* listen(
    sound: AsyncIterable<RecognizerInput>,
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<RecognizerPart> {
    let heard = new Float32Array(0);
    const parts = sound[Symbol.asyncIterator]();
    let found: ReturnType<typeof readLeadIn>;
    while (found === undefined) {
      const next = await parts.next();
      options.signal?.throwIfAborted();
      if (next.done === true) return;
      if (next.value.type === 'utterance-ended') {
        yield { type: 'words-heard', text: '', words: [], final: true };
        continue;
      }
      const joined = new Float32Array(heard.length + next.value.samples.length);
      joined.set(heard);
      joined.set(next.value.samples, heard.length);
      heard = joined;
      found = readLeadIn(heard);
    }
    const { number, end } = found;
    const offset = end / noiseRate;
    const oracle = createOracleRecognizer({ words: () => book.get(number) ?? [], seed: String(number) });
    async function* rest(): AsyncGenerator<RecognizerInput> {
      yield { type: 'audio-heard', samples: heard.subarray(end) };
      for (;;) {
        const next = await parts.next();
        if (next.done === true) return;
        yield next.value;
      }
    }
    for await (const part of oracle.listen(rest(), options)) {
      if (part.type === 'warning-raised') yield part;
      else {
        const words = part.words.map((word) => ({
          ...word,
          start: word.start + offset,
          end: word.end + offset,
        }));
        yield { ...part, words };
      }
    }
  }
  return { id: 'oracle', languages: [], sampleRate: noiseRate, listen };
}
